//! Which rows a record is made of, and what it is called. A name that is asked for first refuses a key that nobody knows.
//! Must not write.

use branchbook_domain::day::{Month, day_label};
use branchbook_domain::key::{
    ActivityId, ClaimId, ConditionId, ContactMadeId, CustomFieldId, DevelopmentCaseId, GatheringId,
    MobilityId, MovementId, OfferId, OrganisationId, ParcelReceivedId, ParcelRefusedId, ParcelSentId,
    PartnerId, PersonId, PlaceId, PostHeldId, ReportInId, RoleHeldId, SavedViewId, TagHeldId,
    TransferLetterId, UnitId,
};
use branchbook_domain::member::post_label;
use branchbook_ledger::change::{RecordRows, rows_under};
use branchbook_ledger::table::activity::{Activity, Participation};
use branchbook_ledger::table::care::{ContactMade, Mobility, TagHeld};
use branchbook_ledger::table::custom::{CustomField, SavedView};
use branchbook_ledger::table::development::{CaseSupporter, DevelopmentCase, DevelopmentStep};
use branchbook_ledger::table::exchange::{ParcelKind, ParcelReceived, ParcelRefused, ParcelSent, Partner};
use branchbook_ledger::table::gathering::{Attachment, Gathering, MeetingRecord};
use branchbook_ledger::table::letter::TransferLetter;
use branchbook_ledger::table::membership::{Condition, Movement, PostHeld};
use branchbook_ledger::table::offer::{Claim, Offer};
use branchbook_ledger::table::organisation::{Organisation, OrganisationPast, Place, PlaceCare};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::post_duty::{PostDuty, PostResult};
use branchbook_ledger::table::role::RoleHeld;
use branchbook_ledger::table::term::TermHeld;
use branchbook_ledger::table::unit::{ReportIn, Unit, UnitExpectation};
use branchbook_ledger::{Entity, LedgerError, Reading};

use crate::exchange::kind;
use crate::meeting::shown;
use crate::member::history::rows_of;
use crate::person::role::RoleKind;
use crate::person::tag::Tags;

type Rows = Result<Vec<RecordRows>, LedgerError>;
type Name = Result<String, LedgerError>;

/// One row alone.
fn one<E: Entity>(key: i64) -> RecordRows {
    (E::TABLE, vec![key])
}

/// The rows of a table that point at a record.
fn under<E: Entity>(
    reading: &Reading<'_>,
    column: &'static str,
    above: &[i64],
) -> Result<RecordRows, LedgerError> {
    Ok((E::TABLE, rows_under(reading, E::TABLE, column, above)?))
}

/// A record of one row.
pub(super) fn alone<E: Entity>(_: &Reading<'_>, key: i64) -> Rows {
    Ok(vec![one::<E>(key)])
}

/// The name of a person.
fn person(reading: &Reading<'_>, person: PersonId) -> Name {
    Ok(reading.require::<Person>(person)?.value.name)
}

/// What something of a person is called: 「王芳 转出介绍信」.
fn of_person(reading: &Reading<'_>, who: PersonId, label: &str) -> Name {
    Ok(format!("{} {label}", person(reading, who)?))
}

pub(super) fn meeting_name(reading: &Reading<'_>, key: i64) -> Name {
    shown::words(reading, &reading.require::<Gathering>(GatheringId(key))?)
}

/// A meeting that was corrected is one with those that it stands for.
pub(super) fn meeting(reading: &Reading<'_>, key: i64) -> Rows {
    let mut versions = vec![key];
    let mut next = reading.require::<Gathering>(GatheringId(key))?.replaces_id;
    while let Some(before) = next.filter(|before| !versions.contains(&before.0)) {
        versions.push(before.0);
        next = reading.require::<Gathering>(before)?.replaces_id;
    }
    let records = under::<MeetingRecord>(reading, "gathering_id", &versions)?;
    let attached = under::<Attachment>(reading, "gathering_id", &versions)?;
    Ok(vec![(Gathering::TABLE, versions), records, attached])
}

pub(super) fn activity_name(reading: &Reading<'_>, key: i64) -> Name {
    let activity = reading.require::<Activity>(ActivityId(key))?;
    Ok(format!("{} {}", day_label(activity.occurred_on), activity.title))
}

pub(super) fn activity(reading: &Reading<'_>, key: i64) -> Rows {
    Ok(vec![one::<Activity>(key), under::<Participation>(reading, "activity_id", &[key])?])
}

pub(super) fn unit_name(reading: &Reading<'_>, key: i64) -> Name {
    Ok(reading.require::<Unit>(UnitId(key))?.value.name)
}

pub(super) fn unit(reading: &Reading<'_>, key: i64) -> Rows {
    Ok(vec![one::<Unit>(key), under::<UnitExpectation>(reading, "unit_id", &[key])?])
}

pub(super) fn post_name(reading: &Reading<'_>, key: i64) -> Name {
    Ok(reading.require::<Offer>(OfferId(key))?.value.title)
}

/// A post with who claimed it.
pub(super) fn post(reading: &Reading<'_>, key: i64) -> Rows {
    Ok(vec![one::<Offer>(key), under::<Claim>(reading, "offer_id", &[key])?])
}

pub(super) fn report_in_name(reading: &Reading<'_>, key: i64) -> Name {
    let report_in = reading.require::<ReportIn>(ReportInId(key))?;
    let unit = reading.require::<Unit>(report_in.unit_id)?;
    Ok(format!("{}（{}）", person(reading, report_in.person_id)?, unit.name))
}

/// A report-in with what is known of the person, and the posts that the person claimed.
pub(super) fn report_in(reading: &Reading<'_>, key: i64) -> Rows {
    let person = reading.require::<ReportIn>(ReportInId(key))?.person_id.0;
    let claims = under::<Claim>(reading, "person_id", &[person])?;
    Ok(vec![one::<ReportIn>(key), one::<Person>(person), claims])
}

pub(super) fn member_name(reading: &Reading<'_>, key: i64) -> Name {
    person(reading, PersonId(key))
}

pub(super) fn member(reading: &Reading<'_>, key: i64) -> Rows {
    let mut rows: Vec<RecordRows> = Vec::new();
    for (_, table, id) in rows_of(reading, PersonId(key))? {
        match rows.iter_mut().find(|(known, _)| known.number == table.number) {
            Some((_, ids)) => ids.push(id),
            None => rows.push((table, vec![id])),
        }
    }
    Ok(rows)
}

pub(super) fn duty_name(reading: &Reading<'_>, key: i64) -> Name {
    let claim = reading.require::<Claim>(ClaimId(key))?;
    let who = claim.person_id.map(|id| person(reading, id)).transpose()?.unwrap_or_default();
    Ok(format!("{who} {}", post_name(reading, claim.offer_id.0)?))
}

pub(super) fn duty(reading: &Reading<'_>, key: i64) -> Rows {
    let duties = under::<PostDuty>(reading, "claim_id", &[key])?;
    Ok(vec![one::<Claim>(key), duties, under::<PostResult>(reading, "claim_id", &[key])?])
}

pub(super) fn movement_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<Movement>(MovementId(key))?;
    of_person(reading, row.person_id, row.kind.label())
}

pub(super) fn letter_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<TransferLetter>(TransferLetterId(key))?;
    of_person(reading, row.person_id, &format!("{}介绍信", row.way.label()))
}

pub(super) fn condition_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<Condition>(ConditionId(key))?;
    of_person(reading, row.person_id, row.kind.label())
}

pub(super) fn contact_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<ContactMade>(ContactMadeId(key))?;
    of_person(reading, row.person_id, &row.occurred_on.label())
}

pub(super) fn mobility_name(reading: &Reading<'_>, key: i64) -> Name {
    person(reading, reading.require::<Mobility>(MobilityId(key))?.person_id)
}

pub(super) fn tag_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<TagHeld>(TagHeldId(key))?;
    of_person(reading, row.person_id, &Tags::of(reading)?.label(&row.tag))
}

pub(super) fn post_held_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<PostHeld>(PostHeldId(key))?;
    of_person(reading, row.person_id, post_label(&row.title))
}

pub(super) fn role_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<RoleHeld>(RoleHeldId(key))?;
    of_person(reading, row.person_id, RoleKind::label_of(&row.kind))
}

pub(super) fn case_name(reading: &Reading<'_>, key: i64) -> Name {
    person(reading, reading.require::<DevelopmentCase>(DevelopmentCaseId(key))?.person_id)
}

/// A case with its steps and supporters.
pub(super) fn case(reading: &Reading<'_>, key: i64) -> Rows {
    let steps = under::<DevelopmentStep>(reading, "case_id", &[key])?;
    Ok(vec![one::<DevelopmentCase>(key), steps, under::<CaseSupporter>(reading, "case_id", &[key])?])
}

pub(super) fn organisation_name(reading: &Reading<'_>, key: i64) -> Name {
    Ok(reading.require::<Organisation>(OrganisationId(key))?.value.name)
}

/// An organisation with what it was before, and its terms of office.
pub(super) fn organisation(reading: &Reading<'_>, key: i64) -> Rows {
    let past = under::<OrganisationPast>(reading, "organisation_id", &[key])?;
    Ok(vec![one::<Organisation>(key), past, under::<TermHeld>(reading, "organisation_id", &[key])?])
}

pub(super) fn place_name(reading: &Reading<'_>, key: i64) -> Name {
    Ok(reading.require::<Place>(PlaceId(key))?.value.name)
}

/// A place with who looked after it before.
pub(super) fn place(reading: &Reading<'_>, key: i64) -> Rows {
    Ok(vec![one::<Place>(key), under::<PlaceCare>(reading, "place_id", &[key])?])
}

pub(super) fn field_name(reading: &Reading<'_>, key: i64) -> Name {
    Ok(reading.require::<CustomField>(CustomFieldId(key))?.value.label)
}

pub(super) fn view_name(reading: &Reading<'_>, key: i64) -> Name {
    Ok(reading.require::<SavedView>(SavedViewId(key))?.value.name)
}

pub(super) fn partner_name(reading: &Reading<'_>, key: i64) -> Name {
    partner(reading, PartnerId(key))
}

fn partner(reading: &Reading<'_>, id: PartnerId) -> Name {
    Ok(reading.require::<Partner>(id)?.value.name)
}

/// What a file between two offices is called: 「2026年10月月度上报 第 1 次（银河社区）」.
fn parcel(what: ParcelKind, month: Option<Month>, sequence: i64, other: &str) -> String {
    let month = month.map(Month::label).unwrap_or_default();
    format!("{month}{} 第 {sequence} 次（{other}）", kind::label(what))
}

pub(super) fn sent_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<ParcelSent>(ParcelSentId(key))?;
    let to = row.partner_id.map(|id| partner(reading, id)).transpose()?;
    Ok(parcel(row.kind, row.month, row.sequence, to.as_deref().unwrap_or("各社区")))
}

pub(super) fn received_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<ParcelReceived>(ParcelReceivedId(key))?;
    Ok(parcel(row.kind, row.month, row.sequence, &partner(reading, row.partner_id)?))
}

pub(super) fn refused_name(reading: &Reading<'_>, key: i64) -> Name {
    let row = reading.require::<ParcelRefused>(ParcelRefusedId(key))?;
    Ok(parcel(row.kind, row.month, row.sequence, &partner(reading, row.partner_id)?))
}
