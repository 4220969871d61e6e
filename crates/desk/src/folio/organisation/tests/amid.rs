//! A split or a merge with effect from a day after which the book knows more: of whom it moves, of who came since.

use branchbook_contract::book::BookVerify;
use branchbook_contract::member::{MemberEntry, MemberMove, MemberShow, MovementKind, MovementRow};
use branchbook_domain::key::PersonId;
use branchbook_ledger::dump;

use super::*;
use crate::member::tests::acts::close;

/// Reason 62 of the table, in words.
const REGROUPED: &str = "党支部拆分、合并调整";

fn dump_of(office: &Office) -> String {
    office.desk.book().unwrap().read(dump::text).unwrap()
}

fn merge(office: &Office, on: &str) -> FolioAct {
    let into = office.second.0.to_string();
    let values = [("into", into.as_str()), ("day", on), ("groups", "keep")];
    act("organisations", "merge", Some(office.first.0), &values)
}

fn moved(office: &mut Office, member: PersonId, kind: MovementKind, on: &str) {
    let branch = (kind == MovementKind::TransferIn).then_some(office.first);
    office.call(&MemberMove { branch, ..MemberMove::of(member, kind, on.parse().unwrap()) });
}

fn movements(office: &mut Office, member: PersonId) -> Vec<MovementRow> {
    office.call(&MemberShow { member, on: None, reveal: false }).movements
}

/// The members of a branch on a day.
fn count(office: &mut Office, name: &str, on: &str) -> String {
    let page = show_on(office, "organisations", None, on);
    row_of(&page, name)[6].to_owned()
}

#[test]
fn a_split_and_a_merge_say_why_everybody_moved() {
    let mut office = Office::new();
    let (one, two) = (office.member("单冠松", |_| ()), office.member("仇艳", |_| ()));
    let split = [("day", "2026-10-10"), ("name1", "锦华苑党支部"), ("people1", "仇艳")];
    office.call(&act("organisations", "split", Some(office.first.0), &split));
    office.call(&merge(&office, "2026-10-12"));
    for person in [one, two] {
        let last = movements(&mut office, person).pop().unwrap();
        assert_eq!((last.kind, last.reason.as_deref()), (MovementKind::BranchMove, Some(REGROUPED)));
    }
}

#[test]
fn who_died_after_the_merge_died_in_the_branch_into_which_it_went() {
    let mut office = Office::new();
    let dead = office.member("周军", |_| ());
    office.member("仇艳", |_| ());
    moved(&mut office, dead, MovementKind::Death, "2026-10-20");
    let before = dump_of(&office);
    let done = office.call(&merge(&office, "2026-10-15"));
    assert!(done.sentence.contains("2 名党员从 2026年10月15日 起转入"), "{}", done.sentence);
    for (on, first, second) in [("2026-10-14", "2", "0"), ("2026-10-15", "", "2"), ("2026-10-20", "", "1")] {
        let page = show_on(&mut office, "organisations", None, on);
        assert_eq!(names(&page).contains(&"第一党支部"), !first.is_empty(), "{on}");
        assert_eq!(row_of(&page, "第二党支部")[6], second, "{on}");
    }
    let rows = movements(&mut office, dead);
    let said: Vec<_> = rows.iter().map(|row| (row.kind, row.branch_name.as_str())).collect();
    assert_eq!(
        said,
        [
            (MovementKind::Opening, "第一党支部"),
            (MovementKind::BranchMove, "第二党支部"),
            (MovementKind::Death, "第二党支部")
        ]
    );
    assert_eq!(
        (rows[1].reason.as_deref(), rows[1].from_branch_name.as_deref()),
        (Some(REGROUPED), Some("第一党支部"))
    );
    assert!(!monthly(&mut office).iter().any(|each| each.finding.rule.id == "X01"), "the sheets agree");
    let proof = office.call(&BookVerify {});
    assert!(proof.is_sound, "{:?}", proof.damages);
    undo(&mut office);
    assert_eq!(dump_of(&office), before, "one undo takes back all of it");
}

#[test]
fn who_came_after_the_merge_came_into_the_other_branch() {
    let mut office = Office::new();
    office.member("仇艳", |_| ());
    let come = |office: &mut Office, name: &str, on: &str| {
        office.member(name, |add| {
            add.entry = Some(MemberEntry {
                kind: MovementKind::TransferIn,
                occurred_on: on.parse().unwrap(),
                counterpart: Some("滨河社区党委".into()),
                letter_number: None,
                note: None,
                reason: None,
                letter: None,
            });
        })
    };
    let (same_day, later) =
        (come(&mut office, "单冠松", "2026-10-15"), come(&mut office, "盖晓星", "2026-10-18"));
    moved(&mut office, later, MovementKind::TransferOut, "2026-10-22");
    let before = dump_of(&office);
    let done = office.call(&merge(&office, "2026-10-15"));
    assert!(done.sentence.contains("3 名党员"), "{}", done.sentence);
    for (on, second) in [("2026-10-15", "2"), ("2026-10-18", "3"), ("2026-10-22", "2")] {
        assert_eq!(count(&mut office, "第二党支部", on), second, "{on}");
    }
    for person in [same_day, later] {
        let rows = movements(&mut office, person);
        assert!(rows.iter().all(|row| row.branch_name == "第二党支部"), "{rows:?}");
    }
    assert!(!monthly(&mut office).iter().any(|each| each.finding.rule.id == "X01"));
    undo(&mut office);
    assert_eq!(dump_of(&office), before);
}

#[test]
fn who_was_split_off_and_moved_on_moved_from_the_new_branch() {
    let mut office = Office::new();
    let (one, group) = (office.first, office.group(office.first));
    let member = office.member("单冠松", |add| add.group = Some(group));
    office.member("仇艳", |_| ());
    // Out of the group on the 15th, to another branch on the 20th.
    let out = MemberMove {
        branch: Some(one),
        ..MemberMove::of(member, MovementKind::BranchMove, "2026-10-15".parse().unwrap())
    };
    office.call(&out);
    let to = MemberMove {
        branch: Some(office.second),
        ..MemberMove::of(member, MovementKind::BranchMove, "2026-10-20".parse().unwrap())
    };
    office.call(&to);
    let key = group.0.to_string();
    let split =
        [("day", "2026-10-10"), ("fate", "keep"), ("name1", "锦华苑党支部"), ("groups1", key.as_str())];
    office.call(&act("organisations", "split", Some(one.0), &split));
    for (on, branch) in [
        ("2026-10-09", "第一党支部"),
        ("2026-10-10", "锦华苑党支部"),
        ("2026-10-19", "锦华苑党支部"),
        ("2026-10-20", "第二党支部"),
    ] {
        let shown = office.call(&MemberShow { member, on: Some(on.parse().unwrap()), reveal: false });
        let held = shown.membership.unwrap();
        assert_eq!(held.branch_name, branch, "{on}");
        assert_eq!(held.group.is_some(), on < "2026-10-15", "{on}");
    }
    let last = movements(&mut office, member).pop().unwrap();
    assert_eq!(
        (last.from_branch_name.as_deref(), last.branch_name.as_str()),
        (Some("锦华苑党支部"), "第二党支部")
    );
}

#[test]
fn what_cannot_be_told_otherwise_names_the_person_and_what_to_do_and_changes_nothing() {
    let mut office = Office::begun_on("2026-09-05");
    let dead = office.member("周军", |_| ());
    let gone = office.member("仇艳", |_| ());
    office.member("单冠松", |_| ());
    office.on("2026-10-31");
    moved(&mut office, dead, MovementKind::Death, "2026-09-20");
    close(&mut office, "2026-09");
    let before = dump_of(&office);
    let early = merge(&office, "2026-09-15");
    let refused = refusal(&mut office, &early);
    assert!(
        refused[0].1.contains("周军在2026年9月20日已登记死亡，记在已结账的2026年9月")
            && refused[0].1.contains("请把日期改到2026年9月20日以后")
            && refused[0].1.contains("撤销周军的那次登记"),
        "{refused:?}"
    );
    assert_eq!(dump_of(&office), before);
    let to = office.second;
    let single = MemberMove {
        branch: Some(to),
        ..MemberMove::of(gone, MovementKind::BranchMove, "2026-10-20".parse().unwrap())
    };
    office.call(&single);
    let early = merge(&office, "2026-10-10");
    let refused = refusal(&mut office, &early);
    assert!(refused[0].1.contains("仇艳在2026年10月20日已单独登记调整到新的党支部"), "{refused:?}");
    let done = office.call(&merge(&office, "2026-10-21"));
    assert!(done.sentence.contains("1 名党员"), "{}", done.sentence);
}
