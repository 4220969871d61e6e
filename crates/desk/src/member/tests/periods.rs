//! Somebody who was expelled and is admitted anew: another period in the Party, with days of its own.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::member::{
    ConditionKind, MemberConditionSet, MemberEdit, MemberEntry, MemberHistory, MemberMove, MemberPatch,
    MemberShow, MovementKind, PostAssign,
};
use branchbook_contract::organisation::OrganisationList;
use branchbook_domain::key::PersonId;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::people_on;
use branchbook_ledger::table::month::fact::member_fields;
use branchbook_ledger::table::month::flow::flow_lines;
use branchbook_ledger::{LedgerError, Reading};
use proptest::prelude::*;

use super::Office;
use super::acts::movement;
use super::fields::clauses;
use super::reasons::{condition, due};

/// Full since 2001, expelled on 5 October, admitted anew on 20 November 2026.
fn anew() -> (Office, PersonId) {
    let mut office = Office::begun_on("2026-11-30");
    let member = office.member("单冠松", |_| ());
    office.call(&movement(member, MovementKind::Expelled, "2026-10-05"));
    office.call(&admitted(&office, member, "2026-11-20"));
    (office, member)
}

fn admitted(office: &Office, member: PersonId, on: &str) -> MemberMove {
    let reason = Some("12".to_owned());
    MemberMove { branch: Some(office.first), reason, ..movement(member, MovementKind::Admitted, on) }
}

/// Joining, 转正, class and whole years of standing as the list of a day says them.
type Said = (Option<String>, Option<String>, Option<MemberClass>, Option<u32>);

fn listed(office: &mut Office, on: &str) -> Option<Said> {
    let rows = office.list(|list| list.on = on.parse().ok()).rows;
    rows.into_iter().next().map(|row| {
        let years = row.party_years.map(|years| years.years);
        (
            row.joined_on.map(|day| day.to_string()),
            row.became_full_on.map(|day| day.to_string()),
            row.class,
            years,
        )
    })
}

fn shown(office: &mut Office, member: PersonId, on: &str) -> Said {
    let shown = office.call(&MemberShow { member, on: on.parse().ok(), reveal: false });
    let years = shown.party_years.map(|years| years.years);
    let (joined, full) = (shown.draft.joined_on, shown.draft.became_full_on);
    (joined.map(|day| day.to_string()), full.map(|day| day.to_string()), shown.class, years)
}

fn text(day: &str) -> Option<String> {
    Some(day.to_owned())
}

#[test]
fn who_is_admitted_anew_is_on_probation_and_the_past_says_what_it_said() {
    let (mut office, member) = anew();
    let before = (text("2000-07-01"), text("2001-07-01"), Some(MemberClass::Full), Some(25));
    let now = (text("2026-11-20"), None, Some(MemberClass::Probationary));
    assert_eq!(listed(&mut office, "2026-10-04"), Some(before.clone()));
    assert_eq!(shown(&mut office, member, "2026-10-04"), before);
    assert_eq!((listed(&mut office, "2026-10-05"), listed(&mut office, "2026-11-19")), (None, None));
    for on in ["2026-11-20", "2026-11-30"] {
        let said = listed(&mut office, on).unwrap();
        assert_eq!((said.0, said.1, said.2), now, "{on}");
        assert_eq!(shown(&mut office, member, on).3.unwrap_or_default(), 0, "党龄 begins with the next 转正");
    }
    let full = |office: &mut Office, on: &str| {
        let rows = office.call(&OrganisationList { on: on.parse().ok() });
        let row = rows.iter().find(|row| row.organisation == office.first).unwrap();
        (row.member_count, row.full_member_count)
    };
    assert_eq!((full(&mut office, "2026-10-04"), full(&mut office, "2026-11-20")), ((1, 1), (1, 0)));
    let lines = office.call(&MemberHistory { member });
    assert!(lines[0].lines.iter().any(|line| line.part == "以前的党籍"), "{lines:?}");
}

#[test]
fn filters_columns_and_sums_of_a_day_go_by_the_period_of_the_day() {
    let (mut office, _) = anew();
    let with = |office: &mut Office, on: &str, class: MemberClass| {
        office.list(|list| (list.on, list.class) = (on.parse().ok(), Some(class))).total
    };
    assert_eq!(with(&mut office, "2026-10-04", MemberClass::Full), 1);
    assert_eq!(with(&mut office, "2026-11-20", MemberClass::Full), 0);
    assert_eq!(with(&mut office, "2026-11-20", MemberClass::Probationary), 1);
    let found = |office: &mut Office, on: &str, clause: &str| {
        let clauses = clauses(&[clause]);
        office.list(|list| (list.on, list.clauses) = (on.parse().ok(), clauses)).total
    };
    for (on, clause, count) in [
        ("2026-10-04", "入党时间<2001", 1),
        ("2026-11-20", "入党时间<2001", 0),
        ("2026-10-04", "党龄>=20", 1),
        ("2026-11-20", "党龄>=20", 0),
        ("2026-10-04", "类别=正式党员", 1),
        ("2026-11-20", "类别=预备党员", 1),
    ] {
        assert_eq!(found(&mut office, on, clause), count, "{on} {clause}");
    }
}

/// What parcels, the check of a month and 党员增减明细 read.
#[test]
fn what_leaves_the_house_says_the_period_of_its_day() {
    let (office, member) = anew();
    let book = office.desk.book().unwrap();
    let told = |on: &str| {
        let day = on.parse().unwrap();
        let read = |reading: &Reading<'_>| {
            let people = people_on(reading, day)?.into_iter().map(|person| person.value.joined_on);
            let fields = member_fields(reading, day)?.into_iter().map(|fields| fields.joined_on);
            let days = people.chain(fields).map(|day| day.unwrap().to_string());
            Ok::<_, LedgerError>(days.collect::<Vec<_>>())
        };
        book.read(read).unwrap()
    };
    assert_eq!(told("2026-10-04"), ["2000-07-01", "2000-07-01"]);
    assert_eq!(told("2026-11-20"), ["2026-11-20", "2026-11-20"]);
    let lines = |month: &str| {
        let month = month.parse().unwrap();
        let lines = book.read(|reading| flow_lines(reading, month)).unwrap();
        let own = lines.into_iter().filter(|line| line.person == member);
        own.map(|line| (line.kind, line.joined_on.unwrap().to_string())).collect::<Vec<_>>()
    };
    let expelled = lines("2026-11").into_iter().chain(lines("2026-10")).collect::<Vec<_>>();
    assert!(expelled.contains(&(MovementKind::Expelled, "2000-07-01".to_owned())), "{expelled:?}");
    assert!(expelled.contains(&(MovementKind::Admitted, "2026-11-20".to_owned())), "{expelled:?}");
}

#[test]
fn the_next_full_day_belongs_to_the_new_period_and_all_of_it_can_be_undone() {
    let (mut office, member) = anew();
    office.on("2027-12-01");
    let moved = office.call(&movement(member, MovementKind::BecameFull, "2027-11-20"));
    assert!(moved.warnings.is_empty(), "{:?}", moved.warnings);
    let said = shown(&mut office, member, "2027-12-01");
    assert_eq!((said.0, said.1, said.2), (text("2026-11-20"), text("2027-11-20"), Some(MemberClass::Full)));
    assert_eq!(shown(&mut office, member, "2026-10-04").1, text("2001-07-01"));
    office.call(&HistoryUndo { change: None });
    office.call(&HistoryUndo { change: None });
    assert_eq!(shown(&mut office, member, "2026-10-04").1, text("2001-07-01"));
    assert_eq!(office.list(|_| ()).total, 0, "the admission is taken back");
    office.call(&HistoryUndo { change: None });
    assert_eq!(listed(&mut office, "2027-12-01").unwrap().1, text("2001-07-01"), "and so is the leaving");
}

#[test]
fn an_edit_changes_the_present_period_alone() {
    let (mut office, member) = anew();
    let patch = MemberPatch { joined_on: Some("2026-11-18".parse().ok()), ..MemberPatch::default() };
    office.call(&MemberEdit { member, patch, confirm_duplicate: false });
    assert_eq!(listed(&mut office, "2026-11-30").unwrap().0, text("2026-11-18"));
    assert_eq!(listed(&mut office, "2026-10-04").unwrap().0, text("2000-07-01"));
    let patch = MemberPatch { joined_on: Some("2000-07-02".parse().ok()), ..MemberPatch::default() };
    let older = MemberEdit { member, patch, confirm_duplicate: false };
    let refused = office.desk.call(&older).unwrap_err();
    assert_eq!(refused.fields[0].field, "draft.joined_on");
    assert!(refused.fields[0].message.contains("重新入党以后的日期"), "{refused:?}");
}

#[test]
fn the_form_of_a_new_member_begins_a_period_and_refuses_an_older_joining() {
    let mut office = Office::begun_on("2026-11-30");
    let member = office.member("单冠松", |add| add.draft.birth_on = "1970-03-01".parse().ok());
    office.call(&movement(member, MovementKind::Expelled, "2026-10-05"));
    let mut again = office.adding("单冠松");
    again.draft.birth_on = "1970-03-01".parse().ok();
    again.entry = Some(MemberEntry {
        kind: MovementKind::Admitted,
        occurred_on: "2026-11-20".parse().unwrap(),
        counterpart: None,
        letter_number: None,
        note: None,
        reason: Some("12".into()),
        letter: None,
    });
    let refused = office.desk.call(&again).unwrap_err();
    assert_eq!(refused.fields[0].field, "draft.joined_on");
    assert!(refused.fields[0].message.contains("重新入党"), "{refused:?}");
    (again.draft.joined_on, again.draft.became_full_on) = (None, None);
    assert_eq!(office.call(&again).member, member, "the same person");
    let said = listed(&mut office, "2026-11-30").unwrap();
    assert_eq!((said.0, said.1, said.2), (text("2026-11-20"), None, Some(MemberClass::Probationary)));
    assert_eq!(listed(&mut office, "2026-10-04").unwrap().0, text("2000-07-01"));
}

#[test]
fn a_restored_member_goes_on_with_the_same_period() {
    let mut office = Office::begun_on("2026-11-30");
    let member = office.member("单冠松", |_| ());
    office.call(&movement(member, MovementKind::Expelled, "2026-10-05"));
    let back = movement(member, MovementKind::Restored, "2026-11-20");
    office.call(&MemberMove { branch: Some(office.first), ..back });
    let said = listed(&mut office, "2026-11-30").unwrap();
    assert_eq!((said.0, said.2), (text("2000-07-01"), Some(MemberClass::Full)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// However often somebody goes and comes anew: each day says the period that a plain list of them says.
    #[test]
    fn each_day_says_the_period_that_it_belongs_to(gaps in prop::collection::vec((2_i64..40, 1_i64..40), 1..4)) {
        let mut office = Office::begun_on("2027-12-31");
        let member = office.member("单冠松", |_| ());
        let mut day: branchbook_domain::day::Day = "2026-10-05".parse().unwrap();
        let mut periods = vec![(String::from("2000-07-01"), None, None)];
        for (inside, outside) in gaps {
            office.call(&movement(member, MovementKind::Expelled, &day.to_string()));
            periods.last_mut().unwrap().2 = Some(day);
            day = branchbook_domain::day::add_days(day, outside);
            office.call(&admitted(&office, member, &day.to_string()));
            periods.push((day.to_string(), Some(day), None));
            day = branchbook_domain::day::add_days(day, inside);
        }
        for (joined, from, to) in &periods {
            let inside = [*from, to.map(|to| branchbook_domain::day::add_days(to, -1))];
            for on in inside.into_iter().flatten() {
                let said = listed(&mut office, &on.to_string()).map(|said| said.0);
                prop_assert_eq!(said, Some(Some(joined.clone())), "{}", on);
            }
            if let Some(to) = to {
                let is_back = periods.iter().any(|(_, from, _)| *from == Some(*to));
                prop_assert_eq!(listed(&mut office, &to.to_string()).is_some(), is_back);
            }
        }
    }
}

/// What is registered late of the first period is held against its own joining, not against the present one.
#[test]
fn a_post_of_the_first_period_can_still_be_registered() {
    let (mut office, member) = anew();
    let organisation = office.first;
    let post = |from: &str| PostAssign {
        member,
        organisation,
        title: "secretary".into(),
        is_full_time: false,
        from_on: from.parse().ok(),
        note: None,
    };
    let words = office.refused(&post("1999-05-01"));
    assert!(words.contains("早于入党日期 2000年7月1日"), "{words}");
    office.call(&post("2026-09-01"));
}

/// On probation since 10 May 2025, extended for half a year, expelled on 5 October, admitted anew on 20 November 2026.
fn extended_before() -> (Office, PersonId) {
    let mut office = Office::begun_on("2026-11-30");
    let member = office.member("单冠松", |add| {
        (add.draft.joined_on, add.draft.became_full_on) = ("2025-05-10".parse().ok(), None);
    });
    office.call(&extension(member, ("2026-05-10", "2026-12-01")));
    office.call(&movement(member, MovementKind::Expelled, "2026-10-05"));
    office.call(&admitted(&office, member, "2026-11-20"));
    (office, member)
}

fn extension(member: PersonId, (from, to): (&str, &str)) -> MemberConditionSet {
    condition(member, ConditionKind::ProbationExtended, (from, Some(to)))
}

#[test]
fn the_probation_of_another_period_is_extended_once_by_itself() {
    let (mut office, member) = extended_before();
    let again = office.refused(&extension(member, ("2026-06-01", "2026-09-01")));
    assert!(again.contains("只能延长一次"), "the first period had its extension: {again}");
    office.call(&extension(member, ("2027-11-20", "2028-05-20")));
    let again = office.refused(&extension(member, ("2028-05-20", "2028-08-20")));
    assert!(again.contains("只能延长一次"), "{again}");
}

#[test]
fn an_extension_is_told_of_its_own_period_alone() {
    let (mut office, member) = extended_before();
    office.call(&extension(member, ("2027-11-20", "2028-05-20")));
    let book = office.desk.book().unwrap();
    let told = |on: &str| {
        let day = on.parse().unwrap();
        let fields = book.read(|reading| member_fields(reading, day)).unwrap();
        fields[0].extended_to.map(|to| to.to_string())
    };
    assert_eq!(told("2026-10-04"), text("2026-10-05"), "it ended with the membership");
    assert_eq!(told("2026-11-30"), text("2028-05-20"));
    office.call(&HistoryUndo { change: None });
    let book = office.desk.book().unwrap();
    let fields = book.read(|reading| member_fields(reading, "2026-11-30".parse().unwrap())).unwrap();
    assert_eq!(fields[0].extended_to, None, "the extension of the period before says nothing of this one");
    office.on("2027-11-10");
    assert_eq!(due(&mut office, "转正")[0].1, "单冠松预备期满，支部大会应讨论转正");
    assert!(office.call(&MemberShow { member, on: None, reveal: false }).warnings.is_empty());
}

/// An extension that was resolved ahead and never began was no extension.
#[test]
fn what_was_resolved_ahead_and_ended_with_the_membership_takes_nothing_away() {
    let mut office = Office::begun_on("2026-11-30");
    let member = office.member("单冠松", |add| {
        (add.draft.joined_on, add.draft.became_full_on) = ("2025-12-10".parse().ok(), None);
    });
    office.call(&extension(member, ("2026-12-10", "2027-06-10")));
    office.call(&movement(member, MovementKind::Expelled, "2026-10-05"));
    office.call(&admitted(&office, member, "2026-11-20"));
    office.call(&extension(member, ("2027-11-20", "2028-05-20")));
}
