//! The register as a month's report counts it, beside the register of a true day (decisions 3).

use branchbook_contract::member::{MemberExport, MemberFind, MemberList, MemberMove, MovementKind};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::standing::MemberClass;

use super::Office;
use super::acts::{close, movement};

fn september_is_over(office: &mut Office) {
    close(office, "2026-09");
    office.on("2026-10-31");
}

/// A member of September of whom something is learnt in October.
fn learnt_late(office: &mut Office, kind: MovementKind, to: Option<OrganisationId>) -> PersonId {
    let member = office.member("仇艳", |_| ());
    september_is_over(office);
    office.call(&MemberMove { branch: to, ..movement(member, kind, "2026-09-10") });
    member
}

fn sent(office: &mut Office, month: &str) -> Vec<(String, OrganisationId)> {
    let page = office.list(|list| list.as_sent = month.parse().ok());
    page.rows.into_iter().map(|row| (row.name, row.branch)).collect()
}

#[test]
fn who_left_unknown_to_the_report_is_still_in_it() {
    let mut office = Office::begun_on("2026-09-01");
    learnt_late(&mut office, MovementKind::TransferOut, None);
    assert_eq!(office.list(|list| list.on = "2026-09-30".parse().ok()).total, 0, "by true day");
    assert_eq!(sent(&mut office, "2026-09").len(), 1, "September's report knew nothing of it");
    assert_eq!(sent(&mut office, "2026-10").len(), 0, "October's report takes it off");
}

#[test]
fn who_came_unknown_to_the_report_is_not_in_it() {
    let mut office = Office::begun_on("2026-09-01");
    september_is_over(&mut office);
    let first = office.first;
    office.member("丁一", |add| {
        add.entry = Some(branchbook_contract::member::MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: "2026-09-20".parse().unwrap(),
            counterpart: None,
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        });
    });
    assert_eq!(office.list(|list| list.on = "2026-09-30".parse().ok()).total, 1, "by true day");
    assert!(sent(&mut office, "2026-09").is_empty());
    assert_eq!(sent(&mut office, "2026-10"), [("丁一".to_owned(), first)]);
}

#[test]
fn who_changed_branch_unknown_to_the_report_stands_in_the_old_one_with_what_followed() {
    let mut office = Office::begun_on("2026-09-01");
    let (first, second) = (office.first, office.second);
    let member = learnt_late(&mut office, MovementKind::BranchMove, Some(second));
    let group = office.group(second);
    let to_group = movement(member, MovementKind::BranchMove, "2026-09-20");
    office.call(&MemberMove { branch: Some(second), group: Some(group), ..to_group });
    assert_eq!(sent(&mut office, "2026-09"), [("仇艳".to_owned(), first)]);
    assert_eq!(sent(&mut office, "2026-10"), [("仇艳".to_owned(), second)]);
}

#[test]
fn who_became_full_unknown_to_the_report_is_probationary_in_it() {
    let mut office = Office::begun_on("2026-09-01");
    let member = office.member("丁一", |add| {
        add.draft.joined_on = "2025-09-01".parse().ok();
        add.draft.became_full_on = None;
    });
    september_is_over(&mut office);
    office.call(&movement(member, MovementKind::BecameFull, "2026-09-10"));
    let class = |office: &mut Office, month: &str| {
        let page = office.list(|list| list.as_sent = month.parse().ok());
        page.rows[0].class
    };
    assert_eq!(class(&mut office, "2026-09"), Some(MemberClass::Probationary));
    assert_eq!(class(&mut office, "2026-10"), Some(MemberClass::Full));
}

#[test]
fn a_name_means_a_present_member_before_a_past_one() {
    let mut office = Office::new();
    let past = office.member("仇艳", |_| ());
    office.call(&movement(past, MovementKind::TransferOut, "2026-10-10"));
    let find = MemberFind { name: "仇艳".into(), with_reported: false };
    assert_eq!(office.call(&find).member, past, "a past member where there is no present one");
    let present = office.member("仇艳", |add| add.confirm_duplicate = true);
    assert_eq!(office.call(&find).member, present);
    office.member("仇艳", |add| add.confirm_duplicate = true);
    assert!(office.refused(&find).contains("有 2 名“仇艳”"));
    let nobody = MemberFind { name: "查无此人".into(), with_reported: false };
    assert!(office.refused(&nobody).contains("名册里没有"));
}

#[test]
fn a_report_knows_no_former_members_by_a_view_neither() {
    let mut office = Office::begun_on("2026-09-01");
    office.member("丁一", |_| ());
    september_is_over(&mut office);
    let view = serde_json::to_string(&MemberList { is_former: true, ..MemberList::default() }).unwrap();
    let as_sent = "2026-09".parse().ok();
    let refused = office.refused(&MemberList { view: Some(view.clone()), as_sent, ..MemberList::default() });
    assert!(refused.contains("历史党员按日期查看"), "{refused}");
    let list = MemberList { view: Some(view), as_sent, ..MemberList::default() };
    let export = MemberExport { list, members: Vec::new(), out: "名册.xlsx".into() };
    assert!(office.refused(&export).contains("历史党员按日期查看"));
}
