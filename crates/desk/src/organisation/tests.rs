//! Organisations through the desk.

use branchbook_contract::organisation::{
    OrganisationAdd, OrganisationEdit, OrganisationList, PlaceAdd, PlaceList,
};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::{Level, PlaceKind};

use crate::member::tests::Office;

fn add(office: &mut Office, level: Level, parent: Option<OrganisationId>, name: &str) -> OrganisationId {
    let command =
        OrganisationAdd { parent, level, name: name.into(), position: None, from_on: None, note: None };
    office.call(&command).organisation
}

fn ending(organisation: OrganisationId, to: &str) -> OrganisationEdit {
    OrganisationEdit {
        organisation,
        name: None,
        named_on: None,
        is_correction: false,
        position: None,
        to_on: Some(to.parse().unwrap()),
        note: None,
    }
}

#[test]
fn the_tree_counts_members_of_groups_once() {
    let mut office = Office::new();
    let first = office.first;
    let group = add(&mut office, Level::Group, Some(first), "第一党小组");
    office.member("单冠松", |command| command.group = Some(group));
    office.member("仇艳", |_| ());
    let rows = office.call(&OrganisationList::default());
    let counts: Vec<(&str, u32, u32)> =
        rows.iter().map(|row| (row.name.as_str(), row.depth, row.member_count)).collect();
    assert_eq!(
        counts,
        [("银河社区党委", 0, 2), ("第一党支部", 1, 2), ("第一党小组", 2, 1), ("第二党支部", 1, 0)]
    );
}

#[test]
fn a_group_stands_below_a_branch_only() {
    let mut office = Office::new();
    let command = OrganisationAdd {
        parent: None,
        level: Level::Group,
        name: "党小组".into(),
        position: None,
        from_on: None,
        note: None,
    };
    let refusal = office.refused(&command);
    assert!(refusal.contains("党小组不能设在"), "{refusal}");
}

#[test]
fn a_branch_with_members_cannot_be_ended_and_an_empty_one_stays_in_the_past() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    let refusal = office.refused(&ending(office.first, "2026-10-20"));
    assert!(refusal.contains("还有党员 1 人"), "{refusal}");
    office.call(&ending(office.second, "2026-10-20"));
    let names = |office: &mut Office, on: &str| -> Vec<String> {
        let rows = office.call(&OrganisationList { on: Some(on.parse().unwrap()) });
        rows.into_iter().map(|row| row.name).collect()
    };
    assert!(!names(&mut office, "2026-10-20").contains(&"第二党支部".to_owned()));
    assert!(names(&mut office, "2026-10-19").contains(&"第二党支部".to_owned()), "the past keeps it");
}

#[test]
fn the_command_goes_by_the_rules_of_the_form() {
    let mut office = Office::new();
    let (first, second) = (office.first, office.second);
    let called =
        OrganisationEdit { name: Some("第二党支部".into()), to_on: None, ..ending(first, "2026-10-20") };
    for (command, words) in [
        (called.clone(), "已经有“第二党支部”"),
        (ending(second, "2026-11-01"), "还没有到"),
        (ending(OrganisationId(1), "2026-10-20"), "银河社区党委是本单位的最上级组织，不能撤销。"),
        (
            OrganisationEdit { name: Some("锦华苑党支部".into()), ..ending(second, "2026-10-20") },
            "改名和撤销请分两次办理",
        ),
    ] {
        let refusal = office.refused(&command);
        assert!(refusal.contains(words), "{refusal}");
    }
    office.call(&ending(second, "2026-10-20"));
    assert!(office.refused(&ending(second, "2026-10-21")).contains("已在 2026-10-20 撤销"));
    office.call(&called);
}

#[test]
fn an_organisation_is_not_founded_ahead_of_today() {
    let mut office = Office::new();
    let founded = |on: &str| OrganisationAdd {
        parent: None,
        level: Level::Branch,
        name: "第三党支部".into(),
        position: None,
        from_on: on.parse().ok(),
        note: None,
    };
    let refusal = office.refused(&founded("2026-11-01"));
    assert!(refusal.contains("日期 2026-11-01 还没有到"), "{refusal}");
    office.call(&founded("2026-10-31"));
}

#[test]
fn a_place_belongs_to_its_organisation() {
    let mut office = Office::new();
    let organisation = Some(office.first);
    let command = PlaceAdd {
        parent: None,
        kind: PlaceKind::Courtyard,
        name: "锦华苑".into(),
        organisation,
        from_on: None,
    };
    let place = office.call(&command).place;
    let rows = office.call(&PlaceList::default());
    assert_eq!((rows[0].place, rows[0].organisation), (place, organisation));
}
