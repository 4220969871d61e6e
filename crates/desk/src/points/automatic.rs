//! Points that follow from facts: attendance and service hours award by the scheme's items, and are taken back by
//! counter-entries when the fact changes. Called inside the operation that records the fact; it records none itself.
//!
//! Never twice (decisions 20): one fact awards one item once, whatever the number of records of its gathering; a
//! hand or imported entry for the same person, item and day is reversed when the fact arrives.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{
    AttendanceId, ParticipationId, PersonId, PointsAccountId, PointsEntryId, PointsItemId, PointsSchemeId,
};
use branchbook_domain::points::{Points, default_scheme};
use branchbook_ledger::table::points::{self, EntrySource};
use branchbook_ledger::{LedgerError, Result, Writing};

use super::account_of::ensure_accounts;
use super::book::{NewEntry, book};
use super::scheme::{SchemeVersion, Schemes, insert_scheme};

/// One person's state at a gathering, for one of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttendanceFact {
    /// The attendance row.
    pub attendance: AttendanceId,
    /// Who.
    pub person: PersonId,
    /// What the record counts as.
    pub kind: RecordKind,
    /// Present, on leave, absent …
    pub state: AttendanceState,
    /// The true day.
    pub occurred_on: Day,
    /// The open month it is booked in.
    pub booked_month: Month,
}

/// One person's time in an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursFact {
    /// The participation row.
    pub participation: ParticipationId,
    /// Who.
    pub person: PersonId,
    /// How long.
    pub minutes: u32,
    /// The true day.
    pub occurred_on: Day,
    /// The open month it is booked in.
    pub booked_month: Month,
}

/// What facts led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AwardCount {
    /// Entries booked for facts.
    pub awarded: u32,
    /// Hand or imported entries that the facts replaced by reversals.
    pub replaced: u32,
    /// Facts that had their entry already.
    pub same: u32,
}

/// Books what attendance earns or costs. The same facts again change nothing.
///
/// # Errors
/// [`LedgerError::MonthClosed`] if a booked month is closed; anything the ledger refuses.
pub fn award_attendance(writing: &mut Writing<'_>, facts: &[AttendanceFact]) -> Result<AwardCount> {
    let mut schemes = Schemes::of(writing)?;
    let mut earned = Vec::new();
    for fact in facts {
        let Some(version) = schemes.on(writing, fact.occurred_on)? else { continue };
        let items = version.scheme.items.iter().filter(|item| item.is_awarded_by(fact.kind, fact.state));
        earned.extend(items.filter_map(|item| {
            Some(Earned {
                person: fact.person,
                version: Rc::clone(&version),
                item: version.item_id(&item.code)?,
                raw: item.points,
                source_id: fact.attendance.0,
                occurred_on: fact.occurred_on,
                booked_month: fact.booked_month,
            })
        }));
    }
    award(writing, &mut schemes, EntrySource::Attendance, earned)
}

/// Books what service hours earn. The same facts again change nothing.
///
/// # Errors
/// [`LedgerError::MonthClosed`] if a booked month is closed; anything the ledger refuses.
pub fn award_hours(writing: &mut Writing<'_>, facts: &[HoursFact]) -> Result<AwardCount> {
    let mut schemes = Schemes::of(writing)?;
    let mut earned = Vec::new();
    for fact in facts.iter().filter(|fact| fact.minutes > 0) {
        let Some(version) = schemes.on(writing, fact.occurred_on)? else { continue };
        let items = version.scheme.items.iter().filter(|item| item.is_awarded_by_hours());
        earned.extend(items.filter_map(|item| {
            Some(Earned {
                person: fact.person,
                version: Rc::clone(&version),
                item: version.item_id(&item.code)?,
                raw: item.raw_for_minutes(fact.minutes),
                source_id: fact.participation.0,
                occurred_on: fact.occurred_on,
                booked_month: fact.booked_month,
            })
        }));
    }
    award(writing, &mut schemes, EntrySource::Participation, earned)
}

/// Reverses whatever still stands for these attendance or participation rows, when the fact changes or is
/// cancelled. `booked_month` is the first open month. Gives the number of reversals.
///
/// # Errors
/// [`LedgerError::MonthClosed`] if the month is closed; anything the ledger refuses.
pub fn take_back(
    writing: &mut Writing<'_>,
    source_kind: EntrySource,
    ids: &[i64],
    booked_month: Month,
) -> Result<u32> {
    let standing = points::live_by_source(writing, source_kind, ids)?;
    let schemes_of = schemes_of_accounts(writing, standing.iter().map(|entry| entry.account_id))?;
    let note = match source_kind {
        EntrySource::Participation => "服务时长已更正或取消",
        _ => "考勤已更正或取消",
    };
    let reversals: Vec<NewEntry> = standing
        .iter()
        .filter_map(|entry| {
            let scheme = *schemes_of.get(&entry.account_id)?;
            NewEntry::reversing(entry, scheme, booked_month, source_kind, Some(note.to_owned()))
        })
        .collect();
    let mut schemes = Schemes::of(writing)?;
    let booking = book(writing, &mut schemes, &reversals)?;
    Ok(u32::try_from(booking.entries.len()).unwrap_or(u32::MAX))
}

/// Opens points accounts for people who come onto the register, under the scheme of the day `from` (today if it
/// is unknown). Accounts that exist stay as they are; a book without a scheme opens none.
///
/// # Errors
/// Anything the ledger refuses.
pub fn open_accounts(writing: &mut Writing<'_>, people: &[PersonId], from: Option<Day>) -> Result<()> {
    let today = writing.at().beijing_day();
    let scheme = Schemes::of(writing)?.on(writing, from.unwrap_or(today))?;
    match scheme {
        Some(version) => ensure_accounts(writing, version.id, people, from).map(|_| ()),
        None => Ok(()),
    }
}

/// Installs the scheme that ships with the program, valid on every day, as version 1.
///
/// # Errors
/// [`LedgerError::Refused`] if the shipped scheme cannot be counted.
pub fn install_default_scheme(writing: &mut Writing<'_>) -> Result<PointsSchemeId> {
    let scheme = default_scheme().map_err(|error| LedgerError::Refused(error.to_string()))?;
    insert_scheme(writing, &scheme, None)
}

/// The scheme versions of accounts.
pub(super) fn schemes_of_accounts(
    writing: &Writing<'_>,
    accounts: impl Iterator<Item = PointsAccountId>,
) -> Result<BTreeMap<PointsAccountId, PointsSchemeId>> {
    let accounts: Vec<PointsAccountId> = accounts.collect::<BTreeSet<_>>().into_iter().collect();
    let rows = points::accounts_by_id(writing, &accounts)?;
    Ok(rows.into_iter().map(|row| (row.id, row.scheme_id)).collect())
}

/// An item that a fact awards.
struct Earned {
    person: PersonId,
    version: Rc<SchemeVersion>,
    item: PointsItemId,
    raw: Points,
    source_id: i64,
    occurred_on: Day,
    booked_month: Month,
}

fn award(
    writing: &mut Writing<'_>,
    schemes: &mut Schemes,
    source: EntrySource,
    mut earned: Vec<Earned>,
) -> Result<AwardCount> {
    let wanted = earned.len();
    drop_what_stands(writing, source, &mut earned)?;
    let same = wanted - earned.len();
    let accounts = accounts_for(writing, &earned)?;
    let entries = with_accounts(earned, &accounts, source);
    let mut batch = reversals_of_hand(writing, source, &entries)?;
    let count = AwardCount {
        awarded: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        replaced: u32::try_from(batch.len()).unwrap_or(u32::MAX),
        same: u32::try_from(same).unwrap_or(u32::MAX),
    };
    batch.extend(entries);
    book(writing, schemes, &batch)?;
    Ok(count)
}

/// Leaves out what the same fact has earned before, and repeats within the batch.
fn drop_what_stands(writing: &Writing<'_>, source: EntrySource, earned: &mut Vec<Earned>) -> Result<()> {
    let ids: BTreeSet<i64> = earned.iter().map(|one| one.source_id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let standing = points::live_by_source(writing, source, &ids)?;
    let mut seen: BTreeSet<(i64, PointsItemId)> =
        standing.iter().filter_map(|entry| Some((entry.source_id?, entry.item_id?))).collect();
    earned.retain(|one| seen.insert((one.source_id, one.item)));
    Ok(())
}

/// The account of each person and scheme version.
type Accounts = BTreeMap<(PointsSchemeId, PersonId), PointsAccountId>;

fn accounts_for(writing: &mut Writing<'_>, earned: &[Earned]) -> Result<Accounts> {
    let mut by_scheme: BTreeMap<PointsSchemeId, Vec<PersonId>> = BTreeMap::new();
    for one in earned {
        by_scheme.entry(one.version.id).or_default().push(one.person);
    }
    let mut accounts = Accounts::new();
    for (scheme, people) in by_scheme {
        let found = ensure_accounts(writing, scheme, &people, None)?;
        accounts.extend(found.into_iter().map(|(person, account)| ((scheme, person), account)));
    }
    Ok(accounts)
}

fn with_accounts(earned: Vec<Earned>, accounts: &Accounts, source: EntrySource) -> Vec<NewEntry> {
    let entry = |one: Earned| {
        Some(NewEntry {
            account: *accounts.get(&(one.version.id, one.person))?,
            scheme: one.version.id,
            item: one.item,
            occurred_on: one.occurred_on,
            booked_month: one.booked_month,
            raw: one.raw,
            reverses: None,
            source,
            source_id: Some(one.source_id),
            note: None,
        })
    };
    earned.into_iter().filter_map(entry).collect()
}

/// Reversals of hand and imported entries for the same account, item and day as the new ones.
fn reversals_of_hand(
    writing: &Writing<'_>,
    source: EntrySource,
    entries: &[NewEntry],
) -> Result<Vec<NewEntry>> {
    let Some((first, last)) = span_of(entries) else { return Ok(Vec::new()) };
    let facts: BTreeMap<(PointsAccountId, PointsItemId, Day), &NewEntry> =
        entries.iter().map(|entry| ((entry.account, entry.item, entry.occurred_on), entry)).collect();
    let accounts: BTreeSet<PointsAccountId> = entries.iter().map(|entry| entry.account).collect();
    let accounts: Vec<PointsAccountId> = accounts.into_iter().collect();
    let mut taken: BTreeSet<PointsEntryId> = BTreeSet::new();
    let mut reversals = Vec::new();
    for live in points::live_of_accounts(writing, &accounts, first, last)? {
        let by_hand = matches!(live.entry.source_kind, EntrySource::Hand | EntrySource::Import);
        let Some(item) = live.entry.item_id.filter(|_| by_hand && !live.is_reversed) else { continue };
        let Some(fact) = facts.get(&(live.entry.account_id, item, live.entry.occurred_on)) else { continue };
        if taken.insert(live.entry.id) {
            let note = Some(format!("已由{}记分，冲正原手工记录", source.label()));
            reversals.extend(NewEntry::reversing(&live.entry, fact.scheme, fact.booked_month, source, note));
        }
    }
    Ok(reversals)
}

/// The half-open span of true days.
fn span_of(entries: &[NewEntry]) -> Option<(Day, Day)> {
    let first = entries.iter().map(|entry| entry.occurred_on).min()?;
    let last = entries.iter().map(|entry| entry.occurred_on).max()?;
    Some((first, branchbook_domain::day::add_days(last, 1)))
}
