//! Merges with every kind of row, what they refuse, and that taking them back leaves nothing behind.

use branchbook_contract::member::{MemberEntry, MemberList, MemberShow, MemberYear, MovementKind};
use branchbook_domain::gathering::AttendanceState;
use branchbook_ledger::table::membership::{Membership, memberships_of};
use branchbook_ledger::table::merge::carried;

use super::rows::{activity, attended, case_of, claim, everything, gathering};
use super::*;
use crate::report::facts::monthly_facts;
use crate::report::register::Figure;

fn count_of(office: &Office, person: PersonId) -> usize {
    office.desk.book().unwrap().read(|reading| carried(reading, person)).unwrap().len()
}

#[test]
fn everything_goes_over_and_comes_back() {
    let mut office = Office::new();
    let one = person(&mut office, "陈爱民", |person| person.birth_on = "1960".parse().ok());
    let other = person(&mut office, "陈爱民", |person| person.birth_on = "1960".parse().ok());
    let branch = office.first;
    put(&mut office, |writing| everything(writing, other, branch));
    report_in(&mut office, other, "市税务局", "2026-10-09");
    let (before, carried) = (dump_of(&office), count_of(&office, other));
    assert!(carried >= 17, "{carried}");
    let done = office.call(&merging(one, other, &[("stands", "left")]));
    assert!(done.is_undoable && done.sentence.contains("合并人员：陈爱民"), "{}", done.sentence);
    assert_eq!((count_of(&office, one), count_of(&office, other)), (carried, 0));
    assert_sound(&mut office);
    let page = duplicates(&mut office);
    assert_eq!(page.chips.iter().map(|chip| chip.count).collect::<Vec<_>>(), [1, 0, 0, 0, 1]);
    undo_to(&mut office, &before);
}

#[test]
fn what_both_hold_is_held_once_and_comes_back() {
    let mut office = Office::new();
    let one = office.member("陈爱民", |add| add.draft.birth_on = "1960".parse().ok());
    let other = person(&mut office, "陈爱民", |person| person.birth_on = "1960".parse().ok());
    let branch = office.first;
    put(&mut office, |writing| {
        let meeting = gathering(writing, "2026-10-20", Some(one))?;
        attended(writing, meeting, one, AttendanceState::Absent, "2026-10-20")?;
        attended(writing, meeting, other, AttendanceState::Present, "2026-10-20")?;
        activity(writing, "2026-10-21", &[one, other])?;
        claim(writing, &[one, other], "2026-10-22")?;
        everything(writing, other, branch)
    });
    report_in(&mut office, one, "市税务局", "2026-10-09");
    report_in(&mut office, other, "市税务局", "2026-10-01");
    let before = dump_of(&office);
    let done = office.call(&merging(one, other, &[("stands", "left")]));
    assert!(done.sentence.contains("各只算一次"), "{}", done.sentence);
    let year = office.call(&MemberYear { member: other, on: None });
    assert_eq!((year.present, year.due), (2, 2), "the better of two at one meeting, asked by the old key");
    let open = |office: &Office| {
        let rows = office.desk.book().unwrap().read(branchbook_ledger::table::unit::open_report_ins);
        rows.unwrap().len()
    };
    assert_eq!(open(&office), 1);
    undo_to(&mut office, &before);
    assert_eq!(open(&office), 2);
}

/// The numbers of the month by its movements and by its register.
fn balance(office: &Office, text: &str) -> (i64, i64) {
    let month = month(text);
    let facts = office
        .desk
        .book()
        .unwrap()
        .read(|reading| monthly_facts(reading, month, month.last_day(), month.last_day()))
        .unwrap();
    let end = facts.branches.iter().map(|row| row.numbers.get(Figure::End)).sum();
    (facts.branches.iter().map(|row| row.numbers.reckoned_end()).sum(), end)
}

#[test]
fn who_was_a_member_twice_is_one_with_the_earlier_beginning_and_the_month_adds_up() {
    let mut office = Office::new();
    let entry = MemberEntry {
        kind: MovementKind::TransferIn,
        occurred_on: "2026-10-12".parse().unwrap(),
        counterpart: None,
        letter_number: None,
        note: None,
        reason: None,
        letter: None,
    };
    let late = office.member("陈爱民", |add| add.entry = Some(entry));
    let early = office.member("陈爱民", |add| add.confirm_duplicate = true);
    assert_eq!(balance(&office, "2026-10"), (2, 2));
    let before = dump_of(&office);
    office.call(&merging(late, early, &[("stands", "left")]));
    assert_eq!(balance(&office, "2026-10"), (1, 1));
    let spans = office.desk.book().unwrap().read(|reading| memberships_of(reading, late)).unwrap();
    assert_eq!((spans.len(), spans[0].from_on, spans[0].to_on), (1, None, None));
    for on in ["2026-10-01", "2026-10-20"] {
        assert_eq!(office.names(|list| list.on = Some(day(on))).len(), 1, "{on}");
    }
    assert_eq!(office.list(|list| list.query = Some("陈爱民".into())).total, 1);
    undo_to(&mut office, &before);
}

#[test]
fn of_two_branches_a_person_says_which_is_true() {
    let mut office = Office::new();
    let one = office.member("陈爱民", |_| ());
    let second = office.second;
    let other = office.member("陈爱民", |add| {
        add.branch = second;
        add.confirm_duplicate = true;
    });
    let before = dump_of(&office);
    office.call(&merging(one, other, &[("stands", "left"), ("home", "right")]));
    let shown = office.call(&MemberShow { member: other, on: None, reveal: false });
    assert_eq!((shown.member, shown.membership.unwrap().branch), (one, second));
    assert_eq!(balance(&office, "2026-10"), (1, 1));
    undo_to(&mut office, &before);
}

#[test]
fn what_a_closed_month_reported_stays_and_is_still_read() {
    let mut office = Office::new();
    let one = office.member("陈爱民", |_| ());
    let other = office.member("陈爱民", |add| add.confirm_duplicate = true);
    put(&mut office, |writing| {
        let meeting = gathering(writing, "2026-10-10", None)?;
        attended(writing, meeting, other, AttendanceState::Present, "2026-10-10")
    });
    close(&mut office, "2026-10");
    office.on("2026-11-20");
    let before = dump_of(&office);
    let done = office.call(&merging(one, other, &[("stands", "left")]));
    assert!(done.sentence.contains("已结账的月份") && done.sentence.contains("转出"), "{}", done.sentence);
    let year = office.call(&MemberYear { member: one, on: None });
    assert_eq!(year.present, 1, "the meeting of the closed month");
    assert_eq!(office.list(|list: &mut MemberList| list.on = Some(day("2026-11-20"))).total, 1);
    assert_sound(&mut office);
    undo_to(&mut office, &before);
}

/// One stood in the opening register, the other was transferred in after the month was closed: the home of the second one
/// stays. On no day of the open month is the person counted twice, and the closed month stays as it was reported.
#[test]
fn the_double_of_a_closed_month_ends_where_the_home_that_stays_begins() {
    for (arrived, ends) in [("2026-11-05", "2026-11-05"), ("2026-10-20", "2026-11-01")] {
        let mut office = Office::new();
        let one = office.member("周军", |_| ());
        let second = office.second;
        let come = |office: &mut Office| {
            office.member("周军", |add| {
                add.branch = second;
                add.confirm_duplicate = true;
                add.entry = Some(MemberEntry {
                    kind: MovementKind::TransferIn,
                    occurred_on: arrived.parse().unwrap(),
                    counterpart: Some("大理市".into()),
                    letter_number: None,
                    note: None,
                    reason: None,
                    letter: None,
                })
            })
        };
        close(&mut office, "2026-10");
        office.on("2026-11-23");
        let other = come(&mut office);
        let before = dump_of(&office);
        let count = |office: &mut Office, on: &str| office.list(|list| list.on = Some(day(on))).total;
        assert_eq!(count(&mut office, "2026-11-10"), 2);
        office.call(&merging(one, other, &[("stands", "left"), ("home", "right")]));
        for on in ["2026-11-01", "2026-11-04", "2026-11-05", "2026-11-10", "2026-11-22", "2026-11-23"] {
            assert_eq!(count(&mut office, on), 1, "{arrived}: {on}");
        }
        assert_eq!(count(&mut office, "2026-10-01"), 1, "{arrived}");
        let double = office.desk.book().unwrap().read(|reading| reading.all::<Membership>()).unwrap();
        let double = double.into_iter().find(|span| span.branch_id == office.first).unwrap();
        assert_eq!((double.from_on, double.to_on), (None, Some(day(ends))), "{arrived}");
        undo_to(&mut office, &before);
    }
}

#[test]
fn the_record_with_closed_months_has_to_stand() {
    let mut office = Office::new();
    let one = person(&mut office, "陈爱民", |_| ());
    let other = office.member("陈爱民", |add| add.confirm_duplicate = true);
    close(&mut office, "2026-10");
    office.on("2026-11-20");
    let before = dump_of(&office);
    let words = office.refused(&merging(one, other, &[("stands", "left")]));
    assert!(words.contains("已结账") && words.contains("右"), "{words}");
    assert_eq!(dump_of(&office), before);
    office.call(&merging(one, other, &[("stands", "right")]));
    assert_sound(&mut office);
}

#[test]
fn what_only_a_person_can_know_is_refused_and_changes_nothing() {
    let mut office = Office::new();
    let one = person(&mut office, "陈爱民", |_| ());
    let other = person(&mut office, "陈爱民", |_| ());
    report_in(&mut office, one, "市税务局", "2026-10-09");
    report_in(&mut office, other, "市图书馆", "2026-10-09");
    let before = dump_of(&office);
    let words = office.refused(&merging(one, other, &[]));
    assert!(
        words.contains("市税务局") && words.contains("市图书馆") && words.contains("登记返回"),
        "{words}"
    );
    assert_eq!(dump_of(&office), before);
    let (first, second) = (person(&mut office, "方娟", |_| ()), person(&mut office, "方娟", |_| ()));
    let branch = office.first;
    put(&mut office, |writing| {
        for person_id in [first, second] {
            writing.insert(&case_of(person_id, branch))?;
        }
        Ok(())
    });
    let words = office.refused(&merging(first, second, &[]));
    assert!(words.contains("发展党员档案"), "{words}");
}

#[test]
fn a_record_gives_way_once_and_three_become_one() {
    let mut office = Office::new();
    let people: Vec<PersonId> = (0..3).map(|_| person(&mut office, "陈爱民", |_| ())).collect();
    office.call(&merging(people[0], people[1], &[("stands", "right")]));
    let words = office.refused(&merging(people[0], people[2], &[]));
    assert!(words.contains("已经并入"), "{words}");
    let before = dump_of(&office);
    office.call(&merging(people[1], people[2], &[("stands", "right")]));
    let shown = office.call(&MemberShow { member: people[0], on: None, reveal: false });
    assert_eq!(shown.member, people[2]);
    undo_to(&mut office, &before);
}

/// A list of a branch is asked for by the key of the branch. A person of the same number who gave way is somebody else.
#[test]
fn the_key_of_a_branch_is_not_followed_as_a_person() {
    let mut office = Office::new();
    let people: Vec<PersonId> = (0..8).map(|_| person(&mut office, "陈爱民", |_| ())).collect();
    let branch = office.first;
    let [gives_way, stands] = [branch.0, branch.0 + 1].map(PersonId);
    assert!(people.contains(&gives_way) && people.contains(&stands), "{people:?}");
    let of_branch = |office: &mut Office, folio: &str| {
        let page = show(office, folio, Some(branch.0));
        page.narrowed().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let folios = ["ranking", "meetings", "terms", "vacancies"];
    let before = folios.map(|folio| of_branch(&mut office, folio));
    let pair = merging(gives_way, stands, &[("stands", "right")]);
    office.call(&pair);
    assert_eq!(folios.map(|folio| of_branch(&mut office, folio)), before);
}
