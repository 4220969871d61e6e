//! Where the entries of a person's year come from: gatherings, activities, the entries that reversals take out.

use std::collections::BTreeMap;

use branchbook_contract::account::{EntryOrigin, OriginRecord, PointsOrigins};
use branchbook_domain::day::Month;
use branchbook_domain::key::{AttendanceId, ParticipationId, PointsAccountId, PointsEntryId};
use branchbook_domain::points::AutoSource;
use branchbook_ledger::table::points::{
    self, AttendancePlace, EntrySource, ParticipationPlace, PointsEntry, attendance_places,
    participation_places,
};
use branchbook_ledger::{Reading, Result as LedgerResult, Stored};

use super::fold::{Entries, PointsYear, year_span};
use super::scheme::Schemes;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<PointsOrigins> for Desk {
    fn handle(
        &mut self,
        command: PointsOrigins,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<EntryOrigin>>> {
        let year = command.year.unwrap_or_else(|| Month::of(self.clock().today()).year());
        let found = self.book()?.read(|reading| origins(reading, &command, year))?;
        Ok(Outcome::unchanged(found))
    }
}

/// What stands behind the entries of a year.
pub(crate) fn origins(
    reading: &Reading<'_>,
    command: &PointsOrigins,
    year: i32,
) -> LedgerResult<Vec<EntryOrigin>> {
    let accounts = points::accounts_of_person(reading, command.person)?;
    let accounts: Vec<PointsAccountId> = accounts.iter().map(|account| account.id).collect();
    let (from, to) = year_span(year);
    let entries = points::entries_of_accounts(reading, &accounts, from, to)?;
    let year = PointsYear::of(reading, &mut Schemes::of(reading)?, year)?;
    let facts = Facts::of(reading, &entries)?;
    Ok(entries.iter().filter_map(|entry| origin(&year, &facts, &entries, entry)).collect())
}

/// What stands behind the entries, found in two questions.
struct Facts {
    attendances: BTreeMap<i64, Vec<AttendancePlace>>,
    participations: BTreeMap<i64, ParticipationPlace>,
}

impl Facts {
    fn of(reading: &Reading<'_>, entries: &Entries) -> LedgerResult<Self> {
        let attended: Vec<AttendanceId> =
            ids(entries, EntrySource::Attendance).into_iter().map(AttendanceId).collect();
        let served: Vec<ParticipationId> =
            ids(entries, EntrySource::Participation).into_iter().map(ParticipationId).collect();
        let mut attendances: BTreeMap<i64, Vec<AttendancePlace>> = BTreeMap::new();
        for place in attendance_places(reading, &attended)? {
            attendances.entry(place.attendance.0).or_default().push(place);
        }
        let places = participation_places(reading, &served)?;
        let participations = places.into_iter().map(|place| (place.participation.0, place)).collect();
        Ok(Self { attendances, participations })
    }
}

fn ids(entries: &Entries, source: EntrySource) -> Vec<i64> {
    entries.iter().filter(|entry| entry.source_kind == source).filter_map(|entry| entry.source_id).collect()
}

fn origin(
    year: &PointsYear,
    facts: &Facts,
    entries: &Entries,
    entry: &Stored<PointsEntry>,
) -> Option<EntryOrigin> {
    let (record, label) = match entry.reverses_id {
        Some(reversed) => reversal(entries, reversed)?,
        None => of_fact(year, facts, entry)?,
    };
    Some(EntryOrigin { entry: entry.id, record, label })
}

fn reversal(entries: &Entries, reversed: PointsEntryId) -> Option<(OriginRecord, String)> {
    let of = entries.iter().find(|entry| entry.id == reversed)?;
    Some((OriginRecord::Entry(reversed), format!("冲 {} 一笔", of.occurred_on.format("%m-%d"))))
}

fn of_fact(year: &PointsYear, facts: &Facts, entry: &Stored<PointsEntry>) -> Option<(OriginRecord, String)> {
    let id = entry.source_id?;
    match entry.source_kind {
        EntrySource::Attendance => attended(year, facts.attendances.get(&id)?, entry),
        EntrySource::Participation => {
            let place = facts.participations.get(&id)?;
            Some((OriginRecord::Activity(place.activity), place.title.clone()))
        }
        EntrySource::Hand | EntrySource::Import | EntrySource::Caps => None,
    }
}

/// A gathering may count as several things: it is called by the one that the item is about.
fn attended(
    year: &PointsYear,
    places: &[AttendancePlace],
    entry: &Stored<PointsEntry>,
) -> Option<(OriginRecord, String)> {
    let item = entry.item_id.and_then(|item| year.version_of(item)?.item(item));
    let kinds = match item.and_then(|item| item.automatic.as_ref()) {
        Some(AutoSource::Attendance { kinds, .. }) => kinds.as_slice(),
        _ => &[],
    };
    let is_meant = |place: &&AttendancePlace| place.kind.is_some_and(|kind| kinds.contains(&kind));
    let place = places.iter().find(is_meant).or_else(|| places.first())?;
    let kind = place.kind.map_or("会议", branchbook_domain::gathering::RecordKind::label);
    let day = place.day.format("%-m月%-d日");
    Some((OriginRecord::Gathering(place.gathering), format!("{kind} {day}")))
}
