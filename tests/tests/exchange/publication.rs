//! What the street gives to its communities: looked at, taken once, taken by all of them.

use std::collections::BTreeMap;

use branchbook_contract::book::HistoryList;
use branchbook_contract::folio::{FolioList, FolioShow};
use branchbook_contract::intake::ImportKind;
use branchbook_contract::member::MemberList;
use branchbook_contract::offer::{OfferDraft, OfferList, OfferRow, OfferSet};
use branchbook_contract::parcel::{ParcelList, ParcelTake, PartnerEnd};
use branchbook_contract::points::{PointsSchemeSet, PointsSchemeShow};
use branchbook_contract::setting::{SettingGet, SettingSet};
use branchbook_contract::street::{ReportedRows, StreetOverview, StreetPublish, StreetRows};
use branchbook_desk::Desk;
use branchbook_tests::office::dump_of;
use serde_json::json;

use crate::community::{Town, import, month};

fn publish(town: &mut Town) -> (String, bool) {
    let out = town.stick.display().to_string();
    let made = town.street.desk.call(&StreetPublish { out }).unwrap().body;
    (made.path, made.is_same)
}

fn take(path: &str, is_preview: bool) -> ParcelTake {
    ParcelTake { path: path.to_owned(), is_preview }
}

#[test]
fn a_publication_is_looked_at_and_then_taken_by_every_community() {
    let mut town = Town::of(&[3, 4], "2026-10-20");
    let street = &mut town.street.desk;
    let mut scheme = street.call(&PointsSchemeShow { on: None }).unwrap().body.scheme;
    scheme.name = "明湖街道积分办法".to_owned();
    street.call(&PointsSchemeSet { from_on: "2026-10-21".parse().unwrap(), scheme }).unwrap();
    let themes: BTreeMap<&str, &str> = [("2026-11", "学习贯彻全会精神")].into();
    street.call(&SettingSet { key: "month.themes".to_owned(), value: json!(themes) }).unwrap();
    let (path, is_same) = publish(&mut town);
    assert!(!is_same && publish(&mut town).1, "nothing new is the very same file");
    for at in 0..2 {
        let community = &mut town.communities[at].desk;
        let before = dump_of(community);
        let preview = community.call(&take(&path, true)).unwrap().body;
        assert!(preview.items.iter().any(|item| item.label == "积分方案" && item.is_new), "{preview:?}");
        assert_eq!(dump_of(community), before);
        let taken = community.call(&take(&path, false)).unwrap().body;
        assert_eq!(taken.items, preview.items);
        let later =
            community.call(&PointsSchemeShow { on: Some("2026-11-02".parse().unwrap()) }).unwrap().body;
        assert_eq!(later.scheme.name, "明湖街道积分办法");
        let earlier =
            community.call(&PointsSchemeShow { on: Some("2026-10-20".parse().unwrap()) }).unwrap().body;
        assert_ne!(earlier.scheme.name, "明湖街道积分办法", "what is booked stays under its scheme");
        assert!(community.call(&take(&path, false)).unwrap().body.is_same);
    }
}

#[test]
fn an_older_publication_is_refused_after_a_newer_one() {
    let mut town = Town::of(&[3], "2026-10-20");
    let (older, _) = publish(&mut town);
    let kept = std::fs::read(&older).unwrap();
    let fields = SettingSet { key: "street.report_fields".to_owned(), value: json!(["sex", "phone"]) };
    town.street.desk.call(&fields).unwrap();
    let (newer, _) = publish(&mut town);
    town.communities[0].desk.call(&take(&newer, false)).unwrap();
    std::fs::write(&older, kept).unwrap();
    let before = dump_of(&town.communities[0].desk);
    town.communities[0].desk.call(&take(&older, true)).unwrap_err();
    let listed = town.communities[0].desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!(listed.refused_total, 0, "looking notes nothing");
    let refused = town.communities[0].desk.call(&take(&older, false)).unwrap_err();
    assert!(refused.message.contains("已经接收过第 2 次"), "{}", refused.message);
    assert_eq!(dump_of(&town.communities[0].desk), before);
    let listed = town.communities[0].desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!((listed.refused_total, &listed.refused[0].reason), (1, &refused.message));
}

#[test]
fn only_what_the_policy_asks_for_travels_and_one_person_in_two_places_is_noticed() {
    let mut town = Town::of(&[3, 4], "2026-10-20");
    let same = "填报日期：2026-10-20\n姓名,性别,出生年月,身份证号,入党时间,所在党支部\n\
                谭敏,女,1978.05,53259919780512002X\t,2001.07,第一党支部\n";
    for at in 0..2 {
        import(&mut town.communities[at], ImportKind::Roster, "同一人.csv", same, None);
    }
    let (path, _) = publish(&mut town);
    for at in 0..2 {
        town.communities[at].desk.call(&take(&path, false)).unwrap();
    }
    town.on("2026-11-03");
    for at in 0..2 {
        let sealed = town.seal(at, month("2026-10"));
        town.open(&sealed.path).unwrap();
    }
    let rows = rows(&town.communities[0].name, "member");
    let rows = town.street.desk.call(&rows).unwrap().body;
    assert!(!rows.columns.iter().any(|title| title == "身份证号"), "{:?}", rows.columns);
    assert!(!serde_json::to_string(&rows).unwrap().contains("532599"));
    let overview = StreetOverview { month: month("2026-10"), months: None };
    let twice = town.street.desk.call(&overview).unwrap().body.twice;
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].is_certain && twice[0].name == "谭敏" && twice[0].places.len() == 2);
    let members = town.communities[0].desk.call(&MemberList::default()).unwrap().body;
    assert_eq!(members.rows.len(), 4, "listed, not merged");
    // One that reports no longer is no second place.
    let end = PartnerEnd { office: town.communities[1].name.clone() };
    town.street.desk.call(&end).unwrap();
    let overview = StreetOverview { month: month("2026-10"), months: None };
    let overview = town.street.desk.call(&overview).unwrap().body;
    assert!(overview.twice.is_empty(), "{:?}", overview.twice);
    assert_eq!(overview.communities.len(), 2, "what it reported stays in sight");
}

fn rows(community: &str, part: &str) -> StreetRows {
    StreetRows {
        community: community.to_owned(),
        month: month("2026-10"),
        part: part.to_owned(),
        offset: 0,
        limit: None,
        sort: None,
        reveal: false,
    }
}

#[test]
fn a_register_without_numbers_is_not_shown_in_full_and_nothing_is_recorded() {
    let mut town = Town::of(&[3], "2026-10-20");
    let asked = SettingSet { key: "street.report_fields".to_owned(), value: json!(["sex"]) };
    town.street.desk.call(&asked).unwrap();
    let (path, _) = publish(&mut town);
    town.communities[0].desk.call(&take(&path, false)).unwrap();
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let before = dump_of(&town.street.desk);
    let plain = town.street.desk.call(&rows("银河社区", "党员名册")).unwrap().body;
    assert!(!plain.is_private && plain.total == 3);
    let whole = StreetRows { reveal: true, ..rows("银河社区", "党员名册") };
    let refused = town.street.desk.call(&whole).unwrap_err().to_string();
    assert!(refused.contains("没有可以显示完整的栏目"), "{refused}");
    assert_eq!(before, dump_of(&town.street.desk));
}

#[test]
fn what_the_street_may_see_in_full_is_masked_until_it_asks_and_that_is_recorded() {
    let mut town = Town::of(&[3], "2026-10-20");
    let one = "姓名,性别,出生年月,身份证号,手机号,入党时间,党支部\n\
               谭敏,女,1978.05,53259919780512002X\t,13800001234,2001.07,第一党支部\n";
    import(&mut town.communities[0], ImportKind::Roster, "名册二.csv", one, None);
    let fields = json!(["sex", "id_number", "phone"]);
    let asked = SettingSet { key: "street.report_fields".to_owned(), value: fields };
    town.street.desk.call(&asked).unwrap();
    let (path, _) = publish(&mut town);
    town.communities[0].desk.call(&take(&path, false)).unwrap();
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let street = &mut town.street.desk;
    let text = |rows: &ReportedRows| serde_json::to_string(rows).unwrap();
    let masked = street.call(&rows("银河社区", "党员名册")).unwrap().body;
    assert!(text(&masked).contains("5325**********002X") && text(&masked).contains("138****1234"));
    assert!(!text(&masked).contains("53259919780512002X") && !masked.is_revealed);
    let row = masked.rows.iter().find(|row| row.who.starts_with("谭敏")).unwrap().clone();
    assert_eq!(masked.columns.len(), row.cells.len());
    let page = StreetRows {
        offset: u32::try_from(row.number).unwrap() - 1,
        limit: Some(1),
        ..rows("银河社区", "member")
    };
    let page = street.call(&page).unwrap().body;
    assert_eq!((page.total, page.rows.len(), &page.columns), (4, 1, &masked.columns));
    assert_eq!(page.rows[0], row, "a page is a stretch of the whole");
    // Who looked at whom is no affair of the office.
    let affairs = |street: &Desk| {
        let dump = dump_of(street);
        let lines = dump.lines().filter(|line| !line.starts_with("revealed"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let before = affairs(street);
    let shown = street.call(&StreetRows { reveal: true, ..rows("银河社区", "member") }).unwrap().body;
    assert!(shown.is_revealed && text(&shown).contains("53259919780512002X"));
    assert_eq!(affairs(street), before);
    let history = street.call(&HistoryList {}).unwrap().body;
    assert!(history[0].title.contains("查看银河社区2026年10月党员名册 4 人的完整证件号"), "{history:?}");
    let looks = FolioShow { folio: "looks".to_owned(), ..FolioShow::default() };
    let looked = street.call(&looks).unwrap().body;
    assert_eq!(looked.total, 1, "what is masked is no look");
    let cells: Vec<&str> = looked.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(cells[2], "查看上报名册");
    assert!(cells[3].contains("谭敏（第一党支部）"), "{cells:?}");
    assert!(cells[4].contains("银河社区2026年10月"), "{cells:?}");
    let one = StreetRows { limit: Some(1), reveal: true, ..rows("银河社区", "member") };
    let seen = street.call(&one).unwrap().body.rows.swap_remove(0).who;
    let looked = street.call(&looks).unwrap().body;
    assert_eq!((looked.total, &looked.rows[0].cells[3].text), (2, &seen), "only those who were shown");
    let listed = street.call(&FolioList::default()).unwrap().body;
    assert_eq!(
        listed.iter().map(|name| name.folio.as_str()).collect::<Vec<_>>(),
        ["looks", "communities", "parcels"]
    );
    let show = |folio: &str| FolioShow { folio: folio.to_owned(), ..FolioShow::default() };
    let communities = street.call(&show("communities")).unwrap().body;
    assert!(communities.rows.iter().any(|row| row.cells[0].text == "银河社区"), "{communities:?}");
    let parcels = street.call(&show("parcels")).unwrap().body;
    let ways: Vec<&str> = parcels.rows.iter().map(|row| row.cells[1].text.as_str()).collect();
    assert!(ways.contains(&"收到"), "{parcels:?}");
    let other = FolioShow { folio: "letters".to_owned(), ..FolioShow::default() };
    assert!(street.call(&other).unwrap_err().message.contains("街道的台账"));
    let community = &mut town.communities[0].desk;
    assert!(community.call(&looks).unwrap_err().message.contains("社区的台账"));
    assert!(community.call(&FolioList::default()).unwrap().body.iter().all(|name| name.folio != "looks"));
}

fn post(title: &str, content: Option<&str>) -> OfferSet {
    let content = content.map(str::to_owned);
    OfferSet { offer: None, draft: OfferDraft { title: title.to_owned(), content, ..OfferDraft::default() } }
}

fn themes(themes: &[(&str, &str)]) -> SettingSet {
    let value = json!(themes.iter().copied().collect::<BTreeMap<_, _>>());
    SettingSet { key: "month.themes".to_owned(), value }
}

/// The post of a title, if it is open.
fn open_post(desk: &mut Desk, title: &str) -> Option<OfferRow> {
    let rows = desk.call(&OfferList::default()).unwrap().body.rows;
    rows.into_iter().find(|row| row.draft.title == title && row.draft.to_on.is_none())
}

fn end(desk: &mut Desk, title: &str) {
    let row = open_post(desk, title).unwrap();
    let draft = OfferDraft { to_on: Some("2026-10-21".parse().unwrap()), ..row.draft };
    desk.call(&OfferSet { offer: Some(row.offer), draft }).unwrap();
}

fn themes_of(desk: &mut Desk) -> serde_json::Value {
    let rows = desk.call(&SettingGet::default()).unwrap().body;
    rows.into_iter().find(|row| row.key == "month.themes").unwrap().value
}

#[test]
fn what_the_street_gives_no_more_is_taken_back_and_what_is_the_communitys_own_stays() {
    let mut town = Town::of(&[3], "2026-10-20");
    let street = &mut town.street.desk;
    for title in ["河道巡护岗", "法律服务岗", "邻里调解岗", "文明劝导岗"] {
        street.call(&post(title, Some("街道的说明"))).unwrap();
    }
    street
        .call(&themes(&[("2026-11", "街道的主题"), ("2026-12", "另一个主题"), ("2027-01", "一月")]))
        .unwrap();
    let (first, _) = publish(&mut town);
    let community = &mut town.communities[0].desk;
    community.call(&post("本社区自己的岗", None)).unwrap();
    community.call(&post("法律服务岗", Some("早就有的"))).unwrap();
    community.call(&take(&first, false)).unwrap();
    // The community changes some of it.
    let changed = open_post(community, "邻里调解岗").unwrap();
    let draft = OfferDraft { content: Some("本社区改过的".to_owned()), ..changed.draft };
    community.call(&OfferSet { offer: Some(changed.offer), draft }).unwrap();
    end(community, "文明劝导岗");
    let own = [("2026-11", "街道的主题"), ("2026-12", "本社区改过的"), ("2027-01", "本社区的一月")];
    community.call(&themes(&own)).unwrap();
    // The street gives three posts and two themes no more.
    let street = &mut town.street.desk;
    for title in ["河道巡护岗", "法律服务岗", "邻里调解岗"] {
        end(street, title);
    }
    street.call(&themes(&[("2027-01", "一月")])).unwrap();
    let (second, is_same) = publish(&mut town);
    assert!(!is_same);
    let community = &mut town.communities[0].desk;
    let preview = community.call(&take(&second, true)).unwrap().body;
    assert_eq!(community.call(&take(&second, false)).unwrap().body.items, preview.items);
    let item =
        |label: &str| preview.items.iter().find(|item| item.label == label).map(|item| item.detail.as_str());
    assert!(item("停用的岗位").unwrap().starts_with("河道巡护岗；"), "{preview:?}");
    assert_eq!(item("2026年11月主题"), Some("街道已取消"));
    assert_eq!((item("2026年12月主题"), item("2027年1月主题")), (None, None), "the community's own");
    for (title, is_open) in [
        ("河道巡护岗", false),
        ("本社区自己的岗", true),
        ("法律服务岗", true),
        ("邻里调解岗", true),
        ("文明劝导岗", false),
    ] {
        assert_eq!(open_post(community, title).is_some(), is_open, "{title}");
    }
    assert_eq!(themes_of(community), json!({ "2026-12": "本社区改过的", "2027-01": "本社区的一月" }));
}

#[test]
fn a_post_that_the_street_describes_otherwise_is_described_so_below() {
    let mut town = Town::of(&[3], "2026-10-20");
    town.street.desk.call(&post("河道巡护岗", Some("每周一次"))).unwrap();
    let (first, _) = publish(&mut town);
    town.communities[0].desk.call(&take(&first, false)).unwrap();
    let row = open_post(&mut town.street.desk, "河道巡护岗").unwrap();
    let draft = OfferDraft { content: Some("每周两次".to_owned()), ..row.draft };
    town.street.desk.call(&OfferSet { offer: Some(row.offer), draft }).unwrap();
    let (second, _) = publish(&mut town);
    let taken = town.communities[0].desk.call(&take(&second, false)).unwrap().body;
    assert!(taken.items.iter().any(|item| item.label == "说明有变的岗位" && item.detail == "河道巡护岗"));
    let row = open_post(&mut town.communities[0].desk, "河道巡护岗").unwrap();
    assert_eq!(row.draft.content.as_deref(), Some("每周两次"));
}

#[test]
fn a_lost_kept_publication_takes_only_the_comparison() {
    let mut town = Town::of(&[3], "2026-10-20");
    town.street.desk.call(&post("河道巡护岗", None)).unwrap();
    let (first, _) = publish(&mut town);
    town.communities[0].desk.call(&take(&first, false)).unwrap();
    let kept = town.communities[0].dir.join("files");
    for file in std::fs::read_dir(&kept).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    end(&mut town.street.desk, "河道巡护岗");
    let (second, _) = publish(&mut town);
    let taken = town.communities[0].desk.call(&take(&second, false)).unwrap().body;
    assert!(taken.notes.iter().any(|note| note.contains("打不开")), "{taken:?}");
    assert!(open_post(&mut town.communities[0].desk, "河道巡护岗").is_some());
}

#[test]
fn a_publication_says_the_same_in_every_month() {
    let mut town = Town::of(&[3], "2026-10-20");
    let themes: BTreeMap<&str, &str> = [("2026-08", "八月"), ("2026-11", "十一月")].into();
    town.street.desk.call(&SettingSet { key: "month.themes".to_owned(), value: json!(themes) }).unwrap();
    assert!(!publish(&mut town).1);
    town.on("2027-02-03");
    assert!(publish(&mut town).1, "the very same file, months later");
}

#[test]
fn a_community_that_is_not_addressed_is_told_so() {
    let mut town = Town::of(&[3], "2026-10-20");
    let (path, _) = publish(&mut town);
    let root = tempfile::tempdir().unwrap();
    let mut stranger = crate::community::community(root.path(), "远山社区", 3, "2026-10-20");
    let down = town.street.invite(root.path());
    stranger.trust(&down);
    let refused = stranger.desk.call(&take(&path, false)).unwrap_err();
    assert!(refused.message.contains("没有发给本单位"), "{}", refused.message);
}
