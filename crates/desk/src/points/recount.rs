//! Counts a points year anew and compares it with what is booked, month by month. In a sound book there is no
//! difference; after undoing an operation that others were counted after, `settle` books the 封顶调整.

use std::collections::BTreeMap;

use branchbook_contract::points::{PointsDifference, PointsRecount, PointsRecounted};
use branchbook_domain::day::Month;
use branchbook_domain::key::{PersonId, PointsAccountId};
use branchbook_domain::points::{PointEvent, Points, count};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::{self, PointsEntry};
use branchbook_ledger::{Operation, OperationKind, Reading, Result as LedgerResult, Stored, Writing};

use super::book::{Adjustment, stored_event, stored_until, year_span};
use super::scheme::{SchemeVersion, Schemes};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::last_closed;
use crate::progress::Progress;

impl Handle<PointsRecount> for Desk {
    fn handle(
        &mut self,
        command: PointsRecount,
        _progress: &dyn Progress,
    ) -> Result<Outcome<PointsRecounted>> {
        let year = command.year.unwrap_or_else(|| Month::of(self.clock().today()).year());
        let book = self.book_mut()?;
        let (found, _) = book.read(|reading| recount(reading, year))?;
        if !command.settle || found.differences.is_empty() {
            return Ok(Outcome::unchanged(found));
        }
        let title = format!("重新计算 {year} 年积分封顶：{} 个账户", found.differences.len());
        let operation = Operation::new(OperationKind::PointsAward, title);
        let written = book.write(&operation, |writing| settle(writing, year))?;
        Ok(outcome_of(written, |found| found))
    }
}

/// Books what is missing and tells what was different before.
pub(crate) fn settle(writing: &mut Writing<'_>, year: i32) -> LedgerResult<PointsRecounted> {
    let (mut found, adjustments) = recount(writing, year)?;
    for (account, adjustment) in adjustments {
        writing.insert(&adjustment.entry(account))?;
        found.settled += 1;
    }
    Ok(found)
}

type Adjustments = Vec<(PointsAccountId, Adjustment)>;

/// Compares all accounts of a year.
pub(crate) fn recount(reading: &Reading<'_>, year: i32) -> LedgerResult<(PointsRecounted, Adjustments)> {
    let mut schemes = Schemes::of(reading)?;
    let mut found = PointsRecounted { year, accounts: 0, entries: 0, differences: Vec::new(), settled: 0 };
    let mut adjustments = Vec::new();
    let open = last_closed(reading)?.map(Month::next);
    for version in schemes.within(reading, year_span(year))? {
        let owners: BTreeMap<PointsAccountId, PersonId> = points::people_with_accounts(reading, version.id)?
            .into_iter()
            .map(|(person, account)| (account, person))
            .collect();
        let (from, to) = year_span(year);
        let accounts: Vec<PointsAccountId> = owners.keys().copied().collect();
        let entries = points::entries_of_accounts(reading, &accounts, from, to)?;
        found.accounts += u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        found.entries += u32::try_from(entries.len()).unwrap_or(u32::MAX);
        for stored in entries.chunk_by(|left, right| left.account_id == right.account_id) {
            let Some(account) = stored.first().map(|entry| entry.account_id) else { continue };
            let person = owners.get(&account).copied().unwrap_or(PersonId(0));
            for (adjustment, booked, counted) in differences(&version, stored, open) {
                let name = reading.require::<Person>(person)?.value.name;
                let month = adjustment.month;
                found.differences.push(PointsDifference { person, name, month, booked, counted });
                adjustments.push((account, adjustment));
            }
        }
    }
    Ok((found, adjustments))
}

/// The differences of one account's year in the open months (`open`: the first), each with what is booked and
/// what counts until then.
fn differences(
    version: &SchemeVersion,
    stored: &[Stored<PointsEntry>],
    open: Option<Month>,
) -> Vec<(Adjustment, Points, Points)> {
    let mut found: Vec<(Adjustment, Points, Points)> = Vec::new();
    for month in open_months(stored, open) {
        let known = stored.iter().filter(|entry| entry.booked_month <= month);
        let events: Vec<PointEvent> =
            known.clone().filter_map(|entry| stored_event(version, entry)).collect();
        let counted = count(&version.scheme, &events).total;
        let before: Points = found.iter().map(|(adjustment, _, _)| adjustment.amount).sum();
        let booked = stored_until(stored, month);
        let amount = counted - booked - before;
        let latest = known.map(|entry| entry.occurred_on).max();
        if let Some(occurred_on) = latest.filter(|_| !amount.is_zero()) {
            found.push((Adjustment { month, occurred_on, amount }, booked, counted));
        }
    }
    found
}

/// The months to compare at: those of the entries that are open, or the first open one if all are closed.
fn open_months(stored: &[Stored<PointsEntry>], open: Option<Month>) -> Vec<Month> {
    let months = stored.iter().map(|entry| entry.booked_month);
    let mut list: Vec<Month> = months.filter(|month| open.is_none_or(|open| *month >= open)).collect();
    list.extend(open);
    list.sort_unstable();
    list.dedup();
    list
}
