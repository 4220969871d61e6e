//! The rows of a large book, each with everything that the books have alike. Must not write them.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{GatheringId, OfferId, OrganisationId, PersonId, UnitId};
use branchbook_ledger::table::activity::Activity;
use branchbook_ledger::table::gathering::{Attendance, Gathering, MeetingRecord, Origin};
use branchbook_ledger::table::membership::{Movement, MovementKind};
use branchbook_ledger::table::offer::Claim;
use branchbook_ledger::table::unit::ReportIn;

use super::{day, number, uid};

pub(super) fn movement(
    person_id: PersonId,
    branch_id: OrganisationId,
    kind: MovementKind,
    on: Option<Day>,
    booked_month: Month,
) -> Movement {
    Movement {
        person_id,
        kind,
        occurred_on: on.map(|on| on.to_string().parse().unwrap()),
        booked_month,
        branch_id,
        from_branch_id: None,
        counterpart: None,
        letter_number: None,
        corrects_id: None,
        note: None,
        reason: None,
    }
}

pub(super) fn report_in(person_id: PersonId, unit_id: UnitId, month: Month, is_over: bool) -> ReportIn {
    ReportIn {
        uid: uid(),
        person_id,
        unit_id,
        reported_on: month.first_day().to_string().parse().unwrap(),
        booked_month: month,
        returned_on: is_over.then(|| day(month, 25)),
        returned_month: is_over.then_some(month),
        return_reason: None,
        duty: None,
        residence: None,
        skills: None,
        wanted_post: None,
        note: None,
    }
}

pub(super) fn claim(offer_id: OfferId, person: PersonId, month: Month, is_over: bool) -> Claim {
    Claim {
        offer_id,
        person_id: Some(person),
        unit_id: None,
        occurred_on: month.first_day(),
        booked_month: month,
        ended_on: is_over.then(|| day(month, 25)),
        ended_month: is_over.then_some(month),
        state: if is_over { "finished" } else { "confirmed" }.to_owned(),
        rating: None,
        note: None,
    }
}

pub(crate) fn gathering(on: Day, month: Month) -> Gathering {
    Gathering {
        uid: uid(),
        occurred_on: on,
        booked_month: month,
        start_minute: Some(540),
        end_minute: Some(600),
        place: Some("党群服务中心".to_owned()),
        host_id: None,
        host_name: Some("主持人".to_owned()),
        recorder_id: None,
        recorder_name: None,
        entered_at: Instant(0),
        origin: Origin::Typed,
        origin_note: None,
        is_numbers_only: false,
        cancelled_on: None,
        replaces_id: None,
        note: None,
    }
}

pub(crate) fn record(
    gathering_id: GatheringId,
    kind: RecordKind,
    organisation_id: OrganisationId,
    on: Day,
    month: Month,
    rows: &[Attendance],
) -> MeetingRecord {
    let away = number(rows.iter().filter(|row| row.state == AttendanceState::Leave).count());
    let due = number(rows.len());
    MeetingRecord {
        uid: uid(),
        gathering_id,
        kind,
        organisation_id,
        occurred_on: on,
        booked_month: month,
        theme: Some("学习与服务".to_owned()),
        lecturer: None,
        due_count: due,
        due_voting_count: due,
        present_count: due - away,
        present_voting_count: due - away,
        leave_count: away,
        absent_count: 0,
        exempt_count: 0,
        cancelled_on: None,
        note: None,
    }
}

pub(super) fn activity(on: Day, month: Month, unit: UnitId) -> Activity {
    Activity {
        uid: uid(),
        kind: "服务".to_owned(),
        title: "清洁家园".to_owned(),
        occurred_on: on,
        booked_month: month,
        start_minute: Some(540),
        end_minute: Some(660),
        place: None,
        organiser: None,
        organisation_id: None,
        unit_id: Some(unit),
        beneficiary_count: None,
        cancelled_on: None,
        note: None,
    }
}
