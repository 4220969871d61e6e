//! A row of every kind that can hang on a person.

use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::{GatheringId, OrganisationId};
use branchbook_ledger::table::activity::{Activity, Participation};
use branchbook_ledger::table::care::{ContactMade, Mobility, TagHeld};
use branchbook_ledger::table::custom::{CustomField, PersonField};
use branchbook_ledger::table::development::{CaseSupporter, DevelopmentCase};
use branchbook_ledger::table::gathering::{Attendance, Gathering, Origin};
use branchbook_ledger::table::letter::{LetterReach, LetterWay, TransferLetter};
use branchbook_ledger::table::membership::{Condition, ConditionKind, PostHeld};
use branchbook_ledger::table::offer::{Claim, Offer, SERVICE_POST};
use branchbook_ledger::table::points::{PERSON, PointsAccount, PointsScheme};
use branchbook_ledger::table::role::RoleHeld;

use super::*;

pub(super) fn gathering(
    writing: &mut Writing<'_>,
    on: &str,
    host: Option<PersonId>,
) -> Result<GatheringId, LedgerError> {
    let uid = writing.new_uid();
    writing.insert(&Gathering {
        uid,
        occurred_on: day(on),
        booked_month: Month::of(day(on)),
        start_minute: None,
        end_minute: None,
        place: None,
        host_id: host,
        host_name: None,
        recorder_id: host,
        recorder_name: None,
        entered_at: writing.at(),
        origin: Origin::Typed,
        origin_note: None,
        is_numbers_only: false,
        cancelled_on: None,
        replaces_id: None,
        note: None,
    })
}

pub(super) fn attended(
    writing: &mut Writing<'_>,
    gathering_id: GatheringId,
    person_id: PersonId,
    state: AttendanceState,
    on: &str,
) -> Result<(), LedgerError> {
    let (reason, occurred_on, booked_month) = (None, day(on), Month::of(day(on)));
    writing
        .insert(&Attendance { gathering_id, person_id, state, reason, occurred_on, booked_month })
        .map(|_| ())
}

pub(super) fn activity(writing: &mut Writing<'_>, on: &str, people: &[PersonId]) -> Result<(), LedgerError> {
    let uid = writing.new_uid();
    let activity_id = writing.insert(&Activity {
        uid,
        kind: "志愿服务".into(),
        title: "清理楼道".into(),
        occurred_on: day(on),
        booked_month: Month::of(day(on)),
        start_minute: None,
        end_minute: None,
        place: None,
        organiser: None,
        organisation_id: None,
        unit_id: None,
        beneficiary_count: None,
        cancelled_on: None,
        note: None,
    })?;
    for person_id in people {
        writing.insert(&Participation {
            activity_id,
            person_id: *person_id,
            minutes: 60,
            occurred_on: day(on),
            booked_month: Month::of(day(on)),
            cancelled_on: None,
            note: None,
        })?;
    }
    Ok(())
}

pub(super) fn claim(writing: &mut Writing<'_>, people: &[PersonId], on: &str) -> Result<(), LedgerError> {
    let uid = writing.new_uid();
    let offer_id = writing.insert(&Offer {
        uid,
        kind: SERVICE_POST.into(),
        title: "楼道巡查岗".into(),
        category: None,
        content: None,
        needed_count: None,
        place: None,
        offered_by_unit_id: None,
        from_on: None,
        to_on: None,
    })?;
    for person in people {
        writing.insert(&Claim {
            offer_id,
            person_id: Some(*person),
            unit_id: None,
            occurred_on: day(on),
            booked_month: Month::of(day(on)),
            ended_on: None,
            ended_month: None,
            state: "claimed".into(),
            rating: None,
            note: None,
        })?;
    }
    Ok(())
}

/// One row of every kind that knows no month, and of every kind that does.
pub(super) fn everything(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    branch: OrganisationId,
) -> Result<(), LedgerError> {
    gathering(writing, "2026-10-10", Some(person_id))
        .and_then(|meeting| attended(writing, meeting, person_id, AttendanceState::Present, "2026-10-10"))?;
    activity(writing, "2026-10-11", &[person_id])?;
    claim(writing, &[person_id], "2026-10-12")?;
    held(writing, person_id, branch)?;
    papers(writing, person_id)?;
    case(writing, person_id, branch)?;
    own(writing, person_id)
}

/// What somebody holds from a day on.
fn held(writing: &mut Writing<'_>, person_id: PersonId, branch: OrganisationId) -> Result<(), LedgerError> {
    let (from_on, to_on) = (Some(day("2026-01-01")), None);
    for kind in [ConditionKind::Mobile, ConditionKind::Hardship] {
        let (reason, approved_by, approved_on, reference) = (None, None, None, None);
        let note = None;
        writing.insert(&Condition {
            person_id,
            kind,
            reason,
            from_on,
            to_on,
            approved_by,
            approved_on,
            reference,
            note,
        })?;
    }
    writing.insert(&PostHeld {
        person_id,
        organisation_id: branch,
        title: "secretary".into(),
        is_full_time: false,
        from_on,
        to_on,
        note: None,
    })?;
    writing.insert(&RoleHeld {
        person_id,
        kind: "volunteer".into(),
        organisation_id: None,
        unit_id: None,
        place_id: None,
        title: None,
        from_on,
        to_on,
        note: None,
    })?;
    writing.insert(&TagHeld { person_id, tag: "retired".into(), from_on, to_on, note: None })?;
    writing.insert(&Mobility {
        person_id,
        way: "out".into(),
        where_to: None,
        reason: None,
        other_organisation: None,
        other_contact: None,
        card_number: None,
        condition_id: None,
        from_on,
        to_on,
        note: None,
    })?;
    Ok(())
}

/// What was written and done.
fn papers(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), LedgerError> {
    writing.insert(&TransferLetter {
        person_id,
        way: LetterWay::Out,
        reach: LetterReach::InCity,
        number: None,
        counterpart: None,
        issued_on: day("2026-10-01"),
        valid_until: None,
        dues_paid_to: None,
        received_on: None,
        withdrawn_on: None,
        movement_id: None,
        note: None,
    })?;
    writing.insert(&ContactMade {
        person_id,
        occurred_on: day("2026-10-02").into(),
        is_reached: true,
        way: None,
        by_whom: None,
        said: None,
        note: None,
    })?;
    Ok(())
}

/// A case of which nothing is known yet.
pub(super) fn case_of(person_id: PersonId, branch_id: OrganisationId) -> DevelopmentCase {
    DevelopmentCase {
        person_id,
        branch_id,
        training_days: None,
        training_hours: None,
        special_reason: None,
        put_off_until: None,
        ended_by_on: None,
        end_reason: None,
        note: None,
        dropped_on: None,
    }
}

fn case(
    writing: &mut Writing<'_>,
    person_id: PersonId,
    branch_id: OrganisationId,
) -> Result<(), LedgerError> {
    let case_id = writing.insert(&case_of(person_id, branch_id))?;
    writing.insert(&CaseSupporter {
        case_id,
        role: branchbook_domain::development::Role::Contact,
        person_id: Some(person_id),
        name: "陈爱民".into(),
        from_on: Some(day("2026-01-01")),
        to_on: None,
        dropped_on: None,
    })?;
    Ok(())
}

/// A field of the office's own, and an account in every scheme.
fn own(writing: &mut Writing<'_>, person_id: PersonId) -> Result<(), LedgerError> {
    let field = CustomField {
        label: "党费档次".into(),
        kind: "text".into(),
        choices: None,
        position: 1,
        from_on: None,
        to_on: None,
    };
    let field_id = writing.insert(&field)?;
    writing.insert(&PersonField { person_id, field_id, value: Some("二档".into()) })?;
    for scheme in writing.all::<PointsScheme>()? {
        writing.insert(&PointsAccount {
            scheme_id: scheme.id,
            subject_kind: PERSON.into(),
            subject_id: person_id.0,
            opened_on: None,
        })?;
    }
    Ok(())
}
