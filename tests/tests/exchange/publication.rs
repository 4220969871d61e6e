//! What the street gives to its communities: looked at, taken once, taken by all of them.

use std::collections::BTreeMap;

use branchbook_contract::member::MemberList;
use branchbook_contract::parcel::ParcelTake;
use branchbook_contract::points::{PointsSchemeSet, PointsSchemeShow};
use branchbook_contract::setting::SettingSet;
use branchbook_contract::street::{StreetOverview, StreetPublish, StreetRows};
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
    use branchbook_contract::intake::ImportKind;
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
    let rows = StreetRows {
        community: town.communities[0].name.clone(),
        month: month("2026-10"),
        part: "member".to_owned(),
    };
    let rows = town.street.desk.call(&rows).unwrap().body.rows;
    assert!(rows.iter().all(|row| row["fields"].get("id_number").is_none() && row["mark"].is_string()));
    assert!(!serde_json::to_string(&rows).unwrap().contains("532599"));
    let overview = StreetOverview { month: month("2026-10"), months: None };
    let twice = town.street.desk.call(&overview).unwrap().body.twice;
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].is_certain && twice[0].name == "谭敏" && twice[0].places.len() == 2);
    let members = town.communities[0].desk.call(&MemberList::default()).unwrap().body;
    assert_eq!(members.rows.len(), 4, "listed, not merged");
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
