//! What the street gives to its communities: looked at, taken once, taken by all of them.

use std::collections::BTreeMap;

use branchbook_contract::book::HistoryList;
use branchbook_contract::intake::ImportKind;
use branchbook_contract::member::MemberList;
use branchbook_contract::offer::{OfferDraft, OfferList, OfferSet};
use branchbook_contract::parcel::ParcelTake;
use branchbook_contract::points::{PointsSchemeSet, PointsSchemeShow};
use branchbook_contract::setting::SettingSet;
use branchbook_contract::street::{ReportedRows, StreetOverview, StreetPublish, StreetRows};
use branchbook_domain::day::Day;
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
    let refused = town.communities[0].desk.call(&take(&older, false)).unwrap_err();
    assert!(refused.message.contains("已经接收过第2次"), "{}", refused.message);
    assert_eq!(dump_of(&town.communities[0].desk), before);
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
}

fn rows(community: &str, part: &str) -> StreetRows {
    StreetRows {
        community: community.to_owned(),
        month: month("2026-10"),
        part: part.to_owned(),
        offset: 0,
        limit: None,
        reveal: false,
    }
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
    let before = dump_of(street);
    let shown = street.call(&StreetRows { reveal: true, ..rows("银河社区", "member") }).unwrap().body;
    assert!(shown.is_revealed && text(&shown).contains("53259919780512002X"));
    assert_eq!(dump_of(street), before);
    let history = street.call(&HistoryList {}).unwrap().body;
    assert!(history[0].title.contains("查看银河社区2026年10月党员名册 4 人的完整证件号"), "{history:?}");
}

#[test]
fn what_the_street_gives_no_more_is_taken_back_and_what_is_the_communitys_own_stays() {
    let mut town = Town::of(&[3], "2026-10-20");
    let post = |title: &str, to_on: Option<Day>| OfferSet {
        offer: None,
        draft: OfferDraft { title: title.to_owned(), to_on, ..OfferDraft::default() },
    };
    let themes = |themes: &[(&str, &str)]| SettingSet {
        key: "month.themes".to_owned(),
        value: json!(themes.iter().copied().collect::<BTreeMap<_, _>>()),
    };
    let street = &mut town.street.desk;
    let given = street.call(&post("河道巡护岗", None)).unwrap().body.offer;
    street.call(&themes(&[("2026-11", "街道的主题"), ("2026-12", "另一个主题")])).unwrap();
    let (first, _) = publish(&mut town);
    let community = &mut town.communities[0].desk;
    community.call(&post("本社区自己的岗", None)).unwrap();
    community.call(&take(&first, false)).unwrap();
    community.call(&themes(&[("2026-11", "街道的主题"), ("2026-12", "本社区改过的")])).unwrap();
    let street = &mut town.street.desk;
    let ended =
        OfferSet { offer: Some(given), ..post("河道巡护岗", Some("2026-10-21".parse().unwrap())) };
    street.call(&ended).unwrap();
    street.call(&themes(&[])).unwrap();
    let (second, is_same) = publish(&mut town);
    assert!(!is_same);
    let community = &mut town.communities[0].desk;
    let preview = community.call(&take(&second, true)).unwrap().body;
    assert_eq!(community.call(&take(&second, false)).unwrap().body.items, preview.items);
    let item =
        |label: &str| preview.items.iter().find(|item| item.label == label).map(|item| item.detail.as_str());
    assert!(item("停用的岗位").unwrap().starts_with("河道巡护岗；"), "{preview:?}");
    assert_eq!((item("2026年11月主题"), item("2026年12月主题")), (Some("街道已取消"), None));
    let posts = community.call(&OfferList::default()).unwrap().body.rows;
    let is_open =
        |title: &str| posts.iter().any(|post| post.draft.title == title && post.draft.to_on.is_none());
    assert!(is_open("本社区自己的岗") && !is_open("河道巡护岗"), "{posts:?}");
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
