//! The one place where points are booked. Given new events it counts each account's year with the domain's fold,
//! stores raw and counted, and books 封顶调整 where earlier counts have changed (decisions 19).
//!
//! Invariant, for every account, points year and open month: Σ counted booked up to that month = the fold of the
//! events booked up to that month. Closed months are not touched: the first open one takes the difference.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PointsAccountId, PointsEntryId, PointsItemId, PointsSchemeId};
use branchbook_domain::points::{PointEvent, Points, count};
use branchbook_ledger::table::points::{self, EntryKind, EntrySource, PointsEntry};
use branchbook_ledger::{Result, Stored, Writing};

use super::scheme::{SchemeVersion, Schemes};

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

/// Half-open span of days of a points year: the calendar year.
pub(crate) fn year_span(year: i32) -> (Day, Day) {
    let begin = |year| Month::new(year, 1).map_or(Day::MAX, Month::first_day);
    (begin(year), begin(year + 1))
}

/// Books new events, all in one go: one query per points year, whatever the number of accounts.
pub(crate) fn book(writing: &mut Writing<'_>, schemes: &mut Schemes, new: &[NewEntry]) -> Result<Booking> {
    let mut counted = vec![Points::ZERO; new.len()];
    let mut adjustments = Vec::new();
    for (year, by_account) in grouped(new) {
        let mut held = entries_of_year(writing, &by_account, year)?;
        for (account, positions) in by_account {
            let Some(first) = positions.first() else { continue };
            let version = schemes.version(writing, new[*first].scheme)?;
            let stored = held.remove(&account).unwrap_or_default();
            let added: Vec<&NewEntry> = positions.iter().map(|at| &new[*at]).collect();
            let settled = settle(&version, &stored, &added);
            for (at, points) in positions.iter().zip(&settled.counted) {
                counted[*at] = *points;
            }
            adjustments.extend(settled.adjustments.iter().map(|change| change.entry(account)));
        }
    }
    insert(writing, new, &counted, &adjustments)
}

/// Positions in the batch by year and account.
type Grouped = BTreeMap<i32, BTreeMap<PointsAccountId, Vec<usize>>>;

fn grouped(new: &[NewEntry]) -> Grouped {
    let mut groups = Grouped::new();
    for (at, entry) in new.iter().enumerate() {
        let year = Month::of(entry.occurred_on).year();
        groups.entry(year).or_default().entry(entry.account).or_default().push(at);
    }
    groups
}

fn entries_of_year(
    writing: &Writing<'_>,
    by_account: &BTreeMap<PointsAccountId, Vec<usize>>,
    year: i32,
) -> Result<BTreeMap<PointsAccountId, Vec<Stored<PointsEntry>>>> {
    let accounts: Vec<PointsAccountId> = by_account.keys().copied().collect();
    let (from, to) = year_span(year);
    let mut held: BTreeMap<PointsAccountId, Vec<Stored<PointsEntry>>> = BTreeMap::new();
    for entry in points::entries_of_accounts(writing, &accounts, from, to)? {
        held.entry(entry.account_id).or_default().push(entry);
    }
    Ok(held)
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
    adjustments: Vec<Adjustment>,
}

/// One account's year: what the new events count, and the adjustments month by month.
fn settle(version: &SchemeVersion, stored: &[Stored<PointsEntry>], new: &[&NewEntry]) -> Settled {
    let mut settled = Settled { counted: vec![Points::ZERO; new.len()], adjustments: Vec::new() };
    let Some(first) = new.iter().map(|entry| entry.booked_month).min() else { return settled };
    let events = all_events(version, stored, new);
    for month in months_from(first, &events) {
        let known: Vec<PointEvent> =
            events.iter().filter(|(booked, _)| *booked <= month).map(|(_, event)| event.clone()).collect();
        let counting = count(&version.scheme, &known);
        for (at, entry) in new.iter().enumerate().filter(|(_, entry)| entry.booked_month == month) {
            settled.counted[at] = match entry.reverses {
                Some(reversed) => -stored_counted(stored, reversed),
                None => counting.line(unstored(at)).map_or(Points::ZERO, |line| line.counted),
            };
        }
        let amount = counting.adjustment(settled.booked_until(month, stored, new));
        let latest =
            new.iter().filter(|entry| entry.booked_month <= month).map(|entry| entry.occurred_on).max();
        if let Some(occurred_on) = latest.filter(|_| !amount.is_zero()) {
            settled.adjustments.push(Adjustment { month, occurred_on, amount });
        }
    }
    settled
}

impl Settled {
    /// Everything that stands in the book up to a month, this batch included.
    fn booked_until(&self, month: Month, stored: &[Stored<PointsEntry>], new: &[&NewEntry]) -> Points {
        let of_stored = stored_until(stored, month);
        let of_new = new.iter().zip(&self.counted).filter(|(entry, _)| entry.booked_month <= month);
        let of_adjustments = self.adjustments.iter().map(|adjustment| adjustment.amount);
        of_stored + of_new.map(|(_, counted)| *counted).sum() + of_adjustments.sum()
    }
}

/// Σ counted of stored entries booked up to a month.
pub(super) fn stored_until(stored: &[Stored<PointsEntry>], month: Month) -> Points {
    let until = stored.iter().filter(|entry| entry.booked_month <= month);
    Points::from_hundredths(until.map(|entry| entry.counted).sum())
}

fn all_events(
    version: &SchemeVersion,
    stored: &[Stored<PointsEntry>],
    new: &[&NewEntry],
) -> Vec<(Month, PointEvent)> {
    let mut events: Vec<(Month, PointEvent)> =
        stored.iter().filter_map(|entry| Some((entry.booked_month, stored_event(version, entry)?))).collect();
    events.extend(new.iter().enumerate().map(|(at, entry)| {
        let event = PointEvent {
            id: unstored(at),
            occurred_on: entry.occurred_on,
            item: version.code_of(entry.item).to_owned(),
            raw: entry.raw,
            reverses: entry.reverses.map(|reversed| reversed.0),
        };
        (entry.booked_month, event)
    }));
    events
}

/// A stored entry as the domain counts it; `None` for an adjustment, which is a result and no event.
pub(super) fn stored_event(version: &SchemeVersion, entry: &Stored<PointsEntry>) -> Option<PointEvent> {
    let item = entry.item_id?;
    Some(PointEvent {
        id: entry.id.0,
        occurred_on: entry.occurred_on,
        item: version.code_of(item).to_owned(),
        raw: Points::from_hundredths(entry.raw),
        reverses: entry.reverses_id.map(|reversed| reversed.0),
    })
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
