//! Adding, editing, moving; conditions and posts.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::member::{
    ConditionKind, MemberConditionSet, MemberEdit, MemberEntry, MemberMove, MemberPatch, MemberShow,
    MovementKind, PostAssign,
};
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::key::PersonId;
use branchbook_domain::organisation::Level;

use super::Office;
use crate::unit::office::close_month;

const NUMBER: &str = "532599199201240210";

pub(crate) fn movement(member: PersonId, kind: MovementKind, on: &str) -> MemberMove {
    MemberMove::of(member, kind, on.parse().unwrap())
}

fn count(office: &mut Office, on: &str) -> u32 {
    office.list(|list| list.on = Some(on.parse().unwrap())).total
}

pub(crate) fn close(office: &mut Office, month: &str) {
    close_month(office.desk.book_mut().unwrap(), month.parse().unwrap());
}

#[test]
fn an_unknown_beginning_counts_on_every_past_day() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    assert_eq!(count(&mut office, "1999-01-01"), 1);
    office.member("仇艳", |command| {
        command.entry = Some(MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: "2026-10-12".parse().unwrap(),
            counterpart: Some("滨河社区党委".into()),
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        });
    });
    assert_eq!((count(&mut office, "2026-10-11"), count(&mut office, "2026-10-12")), (1, 2));
}

#[test]
fn who_is_transferred_out_is_still_asked_for_on_a_day_before_and_never_deleted() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    office.call(&PostAssign {
        member,
        organisation: office.first,
        title: "书记".into(),
        is_full_time: false,
        from_on: Some("2024-01-01".parse().unwrap()),
        note: None,
    });
    let moved = office.call(&movement(member, MovementKind::TransferOut, "2026-10-15"));
    assert_eq!(moved.booked_month.to_string(), "2026-10");
    assert_eq!((count(&mut office, "2026-10-14"), count(&mut office, "2026-10-15")), (1, 0));
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert!(shown.membership.is_none() && shown.class.is_none());
    assert_eq!(
        shown.posts[0].to_on,
        Some("2026-10-15".parse().unwrap()),
        "the post ends with the membership"
    );
    assert_eq!(shown.movements.len(), 2);
    let again = office.refused(&movement(member, MovementKind::Death, "2026-10-20"));
    assert!(again.contains("不在册"), "{again}");
    office.call(&HistoryUndo { change: None });
    assert_eq!(count(&mut office, "2026-10-31"), 1, "one operation, one undo");
}

#[test]
fn what_happened_in_a_closed_month_is_booked_in_the_first_open_one_with_its_true_day() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    close(&mut office, "2026-09");
    let moved = office.call(&movement(member, MovementKind::Death, "2026-09-28"));
    assert_eq!(moved.booked_month.to_string(), "2026-10");
    assert!(moved.warnings[0].contains("2026年10月"), "{:?}", moved.warnings);
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    let death = shown.movements.iter().find(|movement| movement.kind == MovementKind::Death).unwrap();
    assert_eq!(death.occurred_on, Some("2026-09-28".parse().unwrap()));
}

#[test]
fn a_move_between_branches_keeps_the_past() {
    let mut office = Office::new();
    let (first, second) = (office.first, office.second);
    let member = office.member("单冠松", |_| ());
    let mut change = movement(member, MovementKind::BranchMove, "2026-10-10");
    change.branch = Some(second);
    assert!(office.call(&change).movement.is_some());
    let branch = |office: &mut Office, on: &str| {
        office.list(|list| list.on = Some(on.parse().unwrap())).rows[0].branch
    };
    assert_eq!((branch(&mut office, "2026-10-09"), branch(&mut office, "2026-10-10")), (first, second));
    let same = office.refused(&MemberMove { occurred_on: "2026-10-20".parse().unwrap(), ..change });
    assert!(same.contains("已经在这个党支部"), "{same}");
}

#[test]
fn a_change_of_group_within_a_branch_counts_nowhere() {
    let mut office = Office::new();
    let first = office.first;
    let group = OrganisationAdd {
        parent: Some(first),
        level: Level::Group,
        name: "第一党小组".into(),
        position: None,
        from_on: None,
        note: None,
    };
    let group = office.call(&group).organisation;
    let member = office.member("单冠松", |_| ());
    let mut change = movement(member, MovementKind::BranchMove, "2026-10-10");
    (change.branch, change.group) = (Some(first), Some(group));
    assert_eq!(office.call(&change).movement, None);
    assert_eq!(office.list(|list| list.group = Some(group)).total, 1);
    let before = Some("2026-10-09".parse().unwrap());
    assert_eq!(office.list(|list| (list.on, list.group) = (before, Some(group))).total, 0);
}

#[test]
fn becoming_full_in_the_future_is_a_warning_and_nothing_else_may_lie_ahead() {
    let mut office = Office::new();
    let member = office.member("丁一", |command| {
        command.draft.joined_on = Some("2025-12-01".parse().unwrap());
        command.draft.became_full_on = None;
    });
    let ahead = office.refused(&movement(member, MovementKind::TransferOut, "2026-11-01"));
    assert!(ahead.contains("还没有到"), "{ahead}");
    let moved = office.call(&movement(member, MovementKind::BecameFull, "2026-12-01"));
    assert!(moved.warnings.iter().any(|warning| warning.contains("仍按预备党员")), "{:?}", moved.warnings);
    let vague = office.refused(&movement(member, MovementKind::TransferOut, "2026"));
    assert!(vague.contains("至少填到月份"), "{vague}");
}

#[test]
fn the_same_id_number_is_refused_and_the_same_name_needs_a_confirmation() {
    let mut office = Office::new();
    office.member("单冠松", |command| command.draft.id_number = Some(NUMBER.into()));
    let mut other = office.adding("解子涵");
    other.draft.id_number = Some(NUMBER.into());
    let refusal = office.refused(&other);
    assert!(refusal.contains("已登记在“单冠松”名下"), "{refusal}");
    let mut namesake = office.adding("单冠松");
    assert!(office.refused(&namesake).contains("已有同名"));
    namesake.confirm_duplicate = true;
    office.call(&namesake);
    assert_eq!(office.list(|_| ()).total, 2);
}

#[test]
fn a_wrong_draft_is_refused_by_field_and_changes_nothing() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let patch =
        MemberPatch { became_full_on: Some(Some("1999-07-01".parse().unwrap())), ..MemberPatch::default() };
    let head = office.desk.book().unwrap().head();
    let edit = MemberEdit { member, patch, confirm_duplicate: false };
    let error = office.desk.call(&edit).unwrap_err();
    assert_eq!(error.fields[0].field, "draft.became_full_on");
    assert_eq!(office.desk.book().unwrap().head(), head);
}

#[test]
fn an_exemption_needs_its_reason_its_approval_and_its_day() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let mut command = MemberConditionSet {
        member,
        kind: ConditionKind::QuorumExempt,
        reason: None,
        from_on: None,
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    };
    let error = office.desk.call(&command).unwrap_err();
    let fields: Vec<&str> = error.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["reason", "approved_by", "approved_on"]);
    command.reason = Some("bedridden_or_long_ill".into());
    command.approved_by = Some("银河街道党工委".into());
    command.approved_on = Some("2026-10-01".parse().unwrap());
    let saved = office.call(&command);
    assert!(saved.warnings[0].contains("党员大会通过的记录"), "{:?}", saved.warnings);
    assert!(office.refused(&command).contains("时间重叠"));
}

#[test]
fn a_second_secretary_is_a_warning_and_the_same_post_twice_is_refused() {
    let mut office = Office::new();
    let (one, two) = (office.member("单冠松", |_| ()), office.member("仇艳", |_| ()));
    let organisation = office.first;
    let post = |member: PersonId| PostAssign {
        member,
        organisation,
        title: "书记".into(),
        is_full_time: false,
        from_on: None,
        note: None,
    };
    assert_eq!(office.call(&post(one)).warnings, Vec::<String>::new());
    assert!(office.call(&post(two)).warnings[0].contains("已有书记在任"));
    assert!(office.refused(&post(one)).contains("已是第一党支部书记"));
}
