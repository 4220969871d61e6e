//! Activities through the desk: hours, points, units, late additions, cancelling.

use branchbook_contract::activity::{
    ActivityAddParticipants, ActivityCancel, ActivityDraft, ActivityList, ActivityRecord,
    ActivityRemoveParticipant, ActivityShow, Participant,
};
use branchbook_contract::points::PointsAccount;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::activity::service::service_details;
use branchbook_ledger::table::unit::figures::unit_month_figures;

use crate::unit::office::{Office, day, month};

fn activity(on: &str) -> ActivityDraft {
    ActivityDraft {
        kind: "志愿服务".into(),
        title: "清理楼道".into(),
        on: day(on),
        start_minute: Some(9 * 60),
        end_minute: Some(11 * 60),
        place: Some("锦华苑".into()),
        organiser: Some("贾雅琴".into()),
        organisation: None,
        unit: None,
        beneficiary_count: Some(40),
        note: None,
    }
}

fn all(people: &[PersonId]) -> Vec<Participant> {
    people.iter().map(|person| Participant { person: *person, minutes: None }).collect()
}

fn counted(office: &mut Office, person: PersonId) -> String {
    office.ask(&PointsAccount { person, year: Some(2026) }).counted.to_string()
}

#[test]
fn presences_and_people_are_counted_apart() {
    let mut office = Office::on("2026-10-31");
    let (tax, library) = (office.unit("市税务局", None), office.unit("市图书馆", None));
    let one = office.report_in(tax, "方娟", "2026-09-09").person;
    let two = office.report_in(tax, "陈爱民", "2026-09-09").person;
    let other = office.report_in(library, "邓雨桐", "2026-09-09").person;
    let some = Participant { person: one, minutes: Some(45) };
    office.ask(&ActivityRecord { draft: activity("2026-10-10"), participants: all(&[one, two, other]) });
    office.ask(&ActivityRecord { draft: activity("2026-10-17"), participants: vec![some] });
    for page in [office.units_of("2026-10"), office.units_on("2026-10-31")] {
        let row = &page.rows[0];
        assert_eq!((row.activities, row.attendances, row.people, row.minutes), (2, 3, 2, 285));
        let total = &page.totals;
        assert_eq!((total.activities, total.attendances, total.people, total.minutes), (2, 4, 3, 405));
    }
    let halfway = office.units_on("2026-10-12").totals;
    assert_eq!((halfway.activities, halfway.attendances), (1, 3));
    let details =
        office.desk.book().unwrap().read(|reading| service_details(reading, month("2026-10"))).unwrap();
    let totals: Vec<(i64, i64)> =
        details.iter().map(|detail| (detail.participants, detail.minutes)).collect();
    assert_eq!(totals, [(3, 360), (1, 45)]);
}

#[test]
fn hours_become_points_of_members_and_go_with_the_activity() {
    let mut office = Office::on("2026-10-31");
    let unit = office.unit("市税务局", None);
    let (member, guest) = (office.member("解子涵"), office.report_in(unit, "方娟", "2026-09-09").person);
    let record = ActivityRecord { draft: activity("2026-10-10"), participants: all(&[member, guest]) };
    let recorded = office.ask(&record);
    assert_eq!((recorded.added, recorded.warnings), (2, vec![]));
    assert_eq!(counted(&mut office, member), "2");

    let taken = office.ask(&ActivityCancel { activity: recorded.activity, reason: Some("误登".into()) });
    assert_eq!(taken.participations, 2);
    assert_eq!(counted(&mut office, member), "0");
    assert_eq!(office.units_of("2026-10").rows[0].attendances, 0);
    assert_eq!(office.ask(&ActivityList::default()).total, 0);
    let again = office.refused(&ActivityCancel { activity: recorded.activity, reason: None });
    assert!(again.message.contains("已于 2026-10-31 取消"));
    office.undo();
    assert_eq!(counted(&mut office, member), "2");
    office.assert_sound();
}

#[test]
fn one_who_is_taken_out_can_be_added_again() {
    let mut office = Office::on("2026-10-31");
    let (first, second) = (office.member("解子涵"), office.member("蒋永年"));
    let record = ActivityRecord { draft: activity("2026-10-10"), participants: all(&[first]) };
    let activity = office.ask(&record).activity;
    let add = ActivityAddParticipants { activity, participants: all(&[first, second]) };
    let added = office.ask(&add);
    assert_eq!(added.added, 1);
    assert!(added.warnings[0].contains("解子涵"), "{:?}", added.warnings);
    office.ask(&ActivityRemoveParticipant { activity, person: first });
    assert_eq!(counted(&mut office, first), "0");
    assert!(
        office.refused(&ActivityRemoveParticipant { activity, person: first }).message.contains("不在活动")
    );
    assert_eq!(office.ask(&add).added, 1);
    assert_eq!(counted(&mut office, first), "2");
    let shown = office.ask(&ActivityShow { activity });
    assert_eq!((shown.row.participants, shown.row.minutes), (2, 240));
    assert_eq!(shown.participants[0].branch.as_deref(), Some("第一党支部"));
    office.assert_sound();
}

#[test]
fn people_added_after_the_close_are_in_the_next_report_and_not_in_the_closed_one() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", None);
    let one = office.report_in(unit, "方娟", "2026-09-09").person;
    let two = office.report_in(unit, "陈爱民", "2026-09-09").person;
    let record = ActivityRecord { draft: activity("2026-10-10"), participants: all(&[one]) };
    let activity = office.ask(&record).activity;
    let sent = office.units_of("2026-10");
    office.close("2026-10");
    let late = office.ask(&ActivityAddParticipants { activity, participants: all(&[two]) });
    assert!(late.warnings[0].contains("记入2026年11月"), "{:?}", late.warnings);
    assert_eq!(office.units_of("2026-10"), sent);
    let row = office.units_of("2026-11").rows[0].clone();
    assert_eq!((row.activities, row.attendances, row.people, row.minutes), (0, 1, 1, 120));
    let details =
        office.desk.book().unwrap().read(|reading| service_details(reading, month("2026-11"))).unwrap();
    assert_eq!((details.len(), details[0].is_late, details[0].minutes), (1, true, 120));
    let refused = office.refused(&ActivityCancel { activity, reason: None });
    assert!(refused.message.contains("已结账"), "{}", refused.message);
}

#[test]
fn a_stranger_has_hours_but_no_unit() {
    let mut office = Office::on("2026-10-31");
    let unit = office.unit("市税务局", None);
    let late = office.report_in(unit, "方娟", "2026-10-20").person;
    let record = ActivityRecord { draft: activity("2026-10-10"), participants: all(&[late]) };
    let recorded = office.ask(&record);
    assert!(recorded.warnings[0].contains("方娟"));
    assert_eq!(office.units_of("2026-10").rows[0].attendances, 0);
    assert_eq!(office.ask(&ActivityList::default()).rows[0].minutes, 120);
}

#[test]
fn what_cannot_be_is_refused_field_by_field() {
    let mut office = Office::on("2026-10-31");
    let person = office.member("解子涵");
    let ask = |draft, participants| ActivityRecord { draft, participants };
    let fine = || activity("2026-10-10");
    let minutes = |minutes| vec![Participant { person, minutes: Some(minutes) }];
    for (command, field) in [
        (ask(ActivityDraft { title: " ".into(), ..fine() }, vec![]), "title"),
        (ask(ActivityDraft { on: day("2026-11-01"), ..fine() }, vec![]), "on"),
        (ask(ActivityDraft { end_minute: Some(540), ..fine() }, vec![]), "end_minute"),
        (ask(ActivityDraft { beneficiary_count: Some(-1), ..fine() }, vec![]), "beneficiary_count"),
        (ask(ActivityDraft { end_minute: None, ..fine() }, all(&[person])), "participants"),
        (ask(fine(), all(&[person, person])), "participants"),
        (ask(fine(), minutes(0)), "participants"),
        (ask(fine(), minutes(1441)), "participants"),
    ] {
        assert_eq!(office.refused(&command).fields[0].field, field, "{:?}", command.draft);
    }
}

#[test]
fn a_month_costs_the_same_however_long_the_history_is() {
    let cost = |years: i32| {
        let mut office = Office::on("2046-12-31");
        let unit = office.unit("市税务局", None);
        let standing = office.report_in(unit, "方娟", "2026-01-09").person;
        for text in (0..years * 12).map(|n| month("2026-02").plus(n)) {
            let on = text.first_day().to_string();
            let gone = office.report_in(unit, &format!("贾{text}"), &on);
            office.returns(gone.report_in, &on);
            office.ask(&ActivityRecord { draft: activity(&on), participants: all(&[standing]) });
        }
        let last = month("2026-01").plus(years * 12);
        let book = office.desk.book().unwrap();
        let costs = book.read(|reading| {
            let (figures, cost) = reading
                .measured(|reading| unit_month_figures(reading, last, (last.first_day(), last.last_day())));
            let (details, detail_cost) = reading.measured(|reading| service_details(reading, last));
            assert_eq!((figures.unwrap().units[0].attendances, details.unwrap().len()), (1, 1));
            Ok::<_, branchbook_ledger::LedgerError>((cost.steps, detail_cost.steps))
        });
        costs.unwrap()
    };
    assert_eq!(cost(1), cost(4));
}
