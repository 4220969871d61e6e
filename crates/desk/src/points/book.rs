//! The one place where points are booked. Given new events it counts each person's year with the fold of `fold`,
//! stores raw and counted, and books 封顶调整 where earlier counts have changed (decisions 19).
//!
//! Invariant, for every person, points year and open month: Σ counted booked up to that month = the fold of the
//! events booked up to that month. Closed months are not touched: the first open one takes the difference.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PersonId, PointsAccountId, PointsEntryId, PointsItemId, PointsSchemeId};
use branchbook_domain::points::{PointEvent, Points};
use branchbook_ledger::table::points::{EntryKind, EntrySource, PointsEntry};
use branchbook_ledger::{LedgerError, Result, Stored, Writing};

use super::fold::PointsYear;
use super::scheme::Schemes;

/// Keys of events that are not stored yet lie above every stored one, as the real ones will.
const UNSTORED: i64 = 1 << 60;

/// An event to be booked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewEntry {
    /// Whose.
    pub account: PointsAccountId,
    /// The account's scheme version.
    pub scheme: PointsSchemeId,
    /// An item of that version.
    pub item: PointsItemId,
    /// The true day.
    pub occurred_on: Day,
    /// The month of the report, open.
    pub booked_month: Month,
    /// Points before caps.
    pub raw: Points,
    /// The entry that it takes out.
    pub reverses: Option<PointsEntryId>,
    /// Where it comes from.
    pub source: EntrySource,
    /// Key of the attendance or participation.
    pub source_id: Option<i64>,
    /// In the words of whoever booked it.
    pub note: Option<String>,
}

/// What was booked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Booking {
    /// Key and counted points of each new entry, in the order given.
    pub entries: Vec<(PointsEntryId, Points)>,
    /// The 封顶调整 that followed.
    pub adjustments: Vec<(PointsAccountId, Points)>,
}

/// Books new events, all in one go: a few queries per points year, whatever the number of people.
pub(crate) fn book(writing: &mut Writing<'_>, schemes: &mut Schemes, new: &[NewEntry]) -> Result<Booking> {
    let mut counted = vec![Points::ZERO; new.len()];
    let mut adjustments = Vec::new();
    for (year, positions) in by_year(new) {
        let year = PointsYear::of(writing, schemes, year)?;
        let by_person = by_person(writing, new, &positions)?;
        let people: Vec<PersonId> = by_person.keys().copied().collect();
        let mut held = year.entries(writing, &people)?;
        for (person, positions) in by_person {
            let stored = held.remove(&person).unwrap_or_default();
            let added: Vec<&NewEntry> = positions.iter().map(|at| &new[*at]).collect();
            let settled = settle(&year, &stored, &added);
            for (at, points) in positions.iter().zip(&settled.counted) {
                counted[*at] = *points;
            }
            adjustments.extend(settled.adjustments.iter().map(|(account, change)| change.entry(*account)));
        }
    }
    insert(writing, new, &counted, &adjustments)
}

/// Positions in the batch by points year.
fn by_year(new: &[NewEntry]) -> BTreeMap<i32, Vec<usize>> {
    let mut years: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (at, entry) in new.iter().enumerate() {
        years.entry(Month::of(entry.occurred_on).year()).or_default().push(at);
    }
    years
}

/// Positions in the batch by whose they are.
fn by_person(
    writing: &Writing<'_>,
    new: &[NewEntry],
    positions: &[usize],
) -> Result<BTreeMap<PersonId, Vec<usize>>> {
    let accounts: BTreeSet<PointsAccountId> = positions.iter().map(|at| new[*at].account).collect();
    let accounts: Vec<PointsAccountId> = accounts.into_iter().collect();
    let owners = PointsYear::owners(writing, &accounts)?;
    let mut people: BTreeMap<PersonId, Vec<usize>> = BTreeMap::new();
    for at in positions {
        let account = new[*at].account;
        let missing = || LedgerError::Missing { table: "points_account", id: account.0 };
        people.entry(*owners.get(&account).ok_or_else(missing)?).or_default().push(*at);
    }
    Ok(people)
}

fn insert(
    writing: &mut Writing<'_>,
    new: &[NewEntry],
    counted: &[Points],
    adjustments: &[PointsEntry],
) -> Result<Booking> {
    let mut booking = Booking::default();
    for (entry, counted) in new.iter().zip(counted) {
        let id = writing.insert(&entry.row(*counted))?;
        booking.entries.push((id, *counted));
    }
    for adjustment in adjustments {
        writing.insert(adjustment)?;
        booking.adjustments.push((adjustment.account_id, Points::from_hundredths(adjustment.counted)));
    }
    Ok(booking)
}

impl NewEntry {
    fn row(&self, counted: Points) -> PointsEntry {
        PointsEntry {
            account_id: self.account,
            item_id: Some(self.item),
            kind: if self.reverses.is_some() { EntryKind::Reversal } else { EntryKind::Award },
            occurred_on: self.occurred_on,
            booked_month: self.booked_month,
            raw: self.raw.hundredths(),
            counted: counted.hundredths(),
            reverses_id: self.reverses,
            source_kind: self.source,
            source_id: self.source_id,
            note: self.note.clone(),
        }
    }

    /// The counter-entry of a stored award: same true day, booked not before what it takes out.
    /// `None` for an entry without an item: an adjustment cannot be reversed.
    pub(crate) fn reversing(
        entry: &Stored<PointsEntry>,
        scheme: PointsSchemeId,
        booked_month: Month,
        source: EntrySource,
        note: Option<String>,
    ) -> Option<Self> {
        Some(Self {
            account: entry.account_id,
            scheme,
            item: entry.item_id?,
            occurred_on: entry.occurred_on,
            booked_month: booked_month.max(entry.booked_month),
            raw: -Points::from_hundredths(entry.raw),
            reverses: Some(entry.id),
            source,
            source_id: if entry.source_kind == source { entry.source_id } else { None },
            note,
        })
    }
}

/// A 封顶调整 to be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Adjustment {
    /// Booked in.
    pub month: Month,
    /// True day: that of the event which changed the counts.
    pub occurred_on: Day,
    /// The difference.
    pub amount: Points,
}

impl Adjustment {
    pub(super) fn entry(&self, account_id: PointsAccountId) -> PointsEntry {
        PointsEntry {
            account_id,
            item_id: None,
            kind: EntryKind::CapAdjustment,
            occurred_on: self.occurred_on,
            booked_month: self.month,
            raw: 0,
            counted: self.amount.hundredths(),
            reverses_id: None,
            source_kind: EntrySource::Caps,
            source_id: None,
            note: Some("补记或冲正后，按封顶重新计算的差额".to_owned()),
        }
    }
}

#[derive(Debug, Default)]
struct Settled {
    counted: Vec<Points>,
    /// With the account that takes them: that of the event which changed the counts.
    adjustments: Vec<(PointsAccountId, Adjustment)>,
}

/// One person's year: what the new events count, and the adjustments month by month.
fn settle(year: &PointsYear, stored: &[Stored<PointsEntry>], new: &[&NewEntry]) -> Settled {
    let mut settled = Settled { counted: vec![Points::ZERO; new.len()], adjustments: Vec::new() };
    let Some(first) = new.iter().map(|entry| entry.booked_month).min() else { return settled };
    let events = all_events(year, stored, new);
    for month in months_from(first, &events) {
        let known: Vec<PointEvent> =
            events.iter().filter(|(booked, _)| *booked <= month).map(|(_, event)| event.clone()).collect();
        let counting = year.count(&known);
        for (at, entry) in new.iter().enumerate().filter(|(_, entry)| entry.booked_month == month) {
            settled.counted[at] = match entry.reverses {
                Some(reversed) => -stored_counted(stored, reversed),
                None => counting.line(unstored(at)).map_or(Points::ZERO, |line| line.counted),
            };
        }
        let amount = counting.adjustment(settled.booked_until(month, stored, new));
        let booked = new.iter().filter(|entry| entry.booked_month <= month);
        let latest = booked.max_by_key(|entry| entry.occurred_on);
        if let Some(latest) = latest.filter(|_| !amount.is_zero()) {
            let adjustment = Adjustment { month, occurred_on: latest.occurred_on, amount };
            settled.adjustments.push((latest.account, adjustment));
        }
    }
    settled
}

impl Settled {
    /// Everything that stands in the book up to a month, this batch included.
    fn booked_until(&self, month: Month, stored: &[Stored<PointsEntry>], new: &[&NewEntry]) -> Points {
        let of_stored = stored_until(stored, month);
        let of_new = new.iter().zip(&self.counted).filter(|(entry, _)| entry.booked_month <= month);
        let of_adjustments = self.adjustments.iter().map(|(_, adjustment)| adjustment.amount);
        of_stored + of_new.map(|(_, counted)| *counted).sum() + of_adjustments.sum()
    }
}

/// Σ counted of stored entries booked up to a month.
pub(super) fn stored_until(stored: &[Stored<PointsEntry>], month: Month) -> Points {
    let until = stored.iter().filter(|entry| entry.booked_month <= month);
    Points::from_hundredths(until.map(|entry| entry.counted).sum())
}

fn all_events(
    year: &PointsYear,
    stored: &[Stored<PointsEntry>],
    new: &[&NewEntry],
) -> Vec<(Month, PointEvent)> {
    let mut events: Vec<(Month, PointEvent)> =
        stored.iter().filter_map(|entry| Some((entry.booked_month, year.event(entry)?))).collect();
    events.extend(new.iter().enumerate().map(|(at, entry)| {
        let event = PointEvent {
            id: unstored(at),
            occurred_on: entry.occurred_on,
            item: year.code_of(entry.item).to_owned(),
            raw: entry.raw,
            reverses: entry.reverses.map(|reversed| reversed.0),
        };
        (entry.booked_month, event)
    }));
    events
}

fn months_from(first: Month, events: &[(Month, PointEvent)]) -> Vec<Month> {
    let mut months: Vec<Month> =
        events.iter().map(|(month, _)| *month).filter(|month| *month >= first).collect();
    months.sort_unstable();
    months.dedup();
    months
}

fn unstored(at: usize) -> i64 {
    i64::try_from(at).map_or(i64::MAX, |at| UNSTORED + at)
}

fn stored_counted(stored: &[Stored<PointsEntry>], id: PointsEntryId) -> Points {
    let entry = stored.iter().find(|entry| entry.id == id);
    entry.map_or(Points::ZERO, |entry| Points::from_hundredths(entry.counted))
}
