//! Points that follow from attendance and hours.

use branchbook_contract::points::{PointsAccount, PointsAward};
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{AttendanceId, ParticipationId, PersonId};
use branchbook_domain::points::Points;
use branchbook_ledger::table::points::EntrySource;

use super::office::{Office, day, month, office};
use crate::points::automatic::{
    AttendanceFact, AwardCount, HoursFact, award_attendance, award_hours, open_accounts, take_back,
};

fn present(person: PersonId, attendance: i64, kind: RecordKind) -> AttendanceFact {
    AttendanceFact {
        attendance: AttendanceId(attendance),
        person,
        kind,
        state: AttendanceState::Present,
        occurred_on: day("2026-10-09"),
        booked_month: month("2026-10"),
    }
}

fn lines(office: &mut Office, person: PersonId) -> Vec<(String, Points, bool)> {
    let account = office.call(&PointsAccount { person, year: None });
    account.lines.iter().map(|line| (line.source.clone(), line.counted, line.is_reversed)).collect()
}

#[test]
fn a_gathering_with_three_records_is_scored_by_the_scheme_and_only_once() {
    let mut office = office(&["任凤英", "赖超"]);
    let (person, absent) = (office.people[0], office.people[1]);
    let kinds = [RecordKind::ThemeDay, RecordKind::MemberAssembly, RecordKind::Lecture];
    let mut facts: Vec<_> = kinds.iter().map(|kind| present(person, 1, *kind)).collect();
    facts.extend(
        kinds
            .iter()
            .map(|kind| AttendanceFact { state: AttendanceState::Absent, ..present(absent, 2, *kind) }),
    );
    let count = office.write(|writing| Ok(award_attendance(writing, &facts)?));
    assert_eq!(count, AwardCount { awarded: 4, replaced: 0, same: 2 }, "one absence costs once");
    let again = office.write(|writing| Ok(award_attendance(writing, &facts)?));
    assert_eq!(again, AwardCount { awarded: 0, replaced: 0, same: 6 });
    assert_eq!(office.call(&PointsAccount { person, year: None }).score, Some(Points::whole(66)));
    assert_eq!(office.call(&PointsAccount { person: absent, year: None }).score, Some(Points::whole(58)));
}

#[test]
fn attendance_that_arrives_later_turns_the_hand_entry_into_a_reversal() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let by_hand = PointsAward {
        person,
        item: "参加主题党日".to_owned(),
        occurred_on: day("2026-10-09"),
        times: None,
        minutes: None,
        note: None,
    };
    office.call(&by_hand);
    let fact = present(person, 7, RecordKind::ThemeDay);
    let count = office.write(|writing| Ok(award_attendance(writing, &[fact])?));
    assert_eq!(count, AwardCount { awarded: 1, replaced: 1, same: 0 });
    let lines = lines(&mut office, person);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], ("手工登记".to_owned(), Points::ZERO, true));
    assert_eq!(lines[2], ("考勤".to_owned(), Points::whole(2), false));
    assert!(office.refusal(&by_hand).contains("已由考勤记分"));
}

#[test]
fn a_reversed_entry_keeps_its_source_and_what_is_taken_back_can_be_awarded_anew() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let fact = present(person, 7, RecordKind::ThemeDay);
    office.write(|writing| Ok(award_attendance(writing, &[fact])?));
    let taken =
        office.write(|writing| Ok(take_back(writing, EntrySource::Attendance, &[7, 8], month("2026-10"))?));
    assert_eq!(taken, 1);
    let twice =
        office.write(|writing| Ok(take_back(writing, EntrySource::Attendance, &[7], month("2026-10"))?));
    assert_eq!(twice, 0);
    assert_eq!(lines(&mut office, person)[0].0, "考勤");
    let count = office.write(|writing| Ok(award_attendance(writing, &[fact])?));
    assert_eq!(count.awarded, 1);
    assert_eq!(office.call(&PointsAccount { person, year: None }).score, Some(Points::whole(62)));
}

#[test]
fn hours_count_by_the_minute_up_to_the_cap_of_the_month() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let hours = |id: i64, minutes: u32| HoursFact {
        participation: ParticipationId(id),
        person,
        minutes,
        occurred_on: day("2026-10-09"),
        booked_month: month("2026-10"),
    };
    let facts = [hours(1, 90), hours(2, 0), hours(3, 600)];
    let count = office.write(|writing| Ok(award_hours(writing, &facts)?));
    assert_eq!(count.awarded, 2, "no time, no entry");
    let account = office.call(&PointsAccount { person, year: None });
    let counted: Vec<String> = account.lines.iter().map(|line| line.counted.to_string()).collect();
    assert_eq!(counted, ["1.5", "4.5"]);
    office.write(|writing| Ok(take_back(writing, EntrySource::Participation, &[1], month("2026-10"))?));
    assert_eq!(office.call(&PointsAccount { person, year: None }).score, Some(Points::whole(66)));
}

#[test]
fn two_thousand_facts_go_in_at_once_and_accounts_are_opened_once() {
    let names: Vec<String> = (0..200).map(|at| format!("党员{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut office = office(&names);
    let people = office.people.clone();
    office.write(|writing| Ok(open_accounts(writing, &people, None)?));
    office.write(|writing| Ok(open_accounts(writing, &people, None)?));
    let facts: Vec<AttendanceFact> = (0..2_000)
        .map(|at| {
            let number = usize::try_from(at).unwrap();
            let on = branchbook_domain::day::add_days(day("2026-01-05"), i64::from(at / 200) * 31);
            AttendanceFact {
                occurred_on: on,
                booked_month: branchbook_domain::day::Month::of(on),
                ..present(people[number % 200], i64::from(at) + 1, RecordKind::ThemeDay)
            }
        })
        .collect();
    let count = office.write(|writing| Ok(award_attendance(writing, &facts)?));
    assert_eq!(count.awarded, 2_000);
    let accounts =
        office.read(|reading| Ok(reading.all::<branchbook_ledger::table::points::PointsAccount>()?.len()));
    assert_eq!(accounts, 200);
    let account = office.call(&PointsAccount { person: people[3], year: None });
    assert_eq!((account.lines.len(), account.score), (10, Some(Points::whole(80))));
}
