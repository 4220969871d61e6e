//! Counts a points year anew and compares it with what is booked, month by month. In a sound book there is no
//! difference; after undoing an operation that others were counted after, `settle` books the 封顶调整.

use std::collections::BTreeMap;

use branchbook_contract::points::{PointsDifference, PointsRecount, PointsRecounted};
use branchbook_domain::day::Month;
use branchbook_domain::key::{PersonId, PointsAccountId};
use branchbook_domain::points::{PointEvent, Points};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::{self, PointsEntry};
use branchbook_ledger::{Operation, OperationKind, Reading, Result as LedgerResult, Stored, Writing};

use super::book::{Adjustment, stored_until};
use super::fold::PointsYear;
use super::scheme::Schemes;
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

/// Books what is missing in one person's year: what two records of the person counted each by itself may be over a cap
/// together.
pub(crate) fn settle_person(writing: &mut Writing<'_>, person: PersonId, year: i32) -> LedgerResult<()> {
    let mut schemes = Schemes::of(writing)?;
    let open = last_closed(writing)?.map(Month::next);
    let year = PointsYear::of(writing, &mut schemes, year)?;
    let stored = year.entries(writing, &[person])?.remove(&person).unwrap_or_default();
    for (account, adjustment, _, _) in differences(&year, &stored, open) {
        writing.insert(&adjustment.entry(account))?;
    }
    Ok(())
}

type Adjustments = Vec<(PointsAccountId, Adjustment)>;

/// Compares everybody's points of a year, over all their accounts.
pub(crate) fn recount(reading: &Reading<'_>, year: i32) -> LedgerResult<(PointsRecounted, Adjustments)> {
    let mut schemes = Schemes::of(reading)?;
    let mut found = PointsRecounted { year, accounts: 0, entries: 0, differences: Vec::new(), settled: 0 };
    let mut adjustments = Vec::new();
    let open = last_closed(reading)?.map(Month::next);
    let year = PointsYear::of(reading, &mut schemes, year)?;
    let mut owners: BTreeMap<PointsAccountId, PersonId> = BTreeMap::new();
    for version in year.versions() {
        let people = points::people_with_accounts(reading, version.id)?;
        owners.extend(people.into_iter().map(|(person, account)| (account, person)));
    }
    found.accounts = u32::try_from(owners.len()).unwrap_or(u32::MAX);
    for (person, stored) in year.entries_of(reading, &owners)? {
        found.entries = found.entries.saturating_add(u32::try_from(stored.len()).unwrap_or(u32::MAX));
        for (account, adjustment, booked, counted) in differences(&year, &stored, open) {
            let name = reading.require::<Person>(person)?.value.name;
            let month = adjustment.month;
            found.differences.push(PointsDifference { person, name, month, booked, counted });
            adjustments.push((account, adjustment));
        }
    }
    Ok((found, adjustments))
}

/// The differences of one person's year in the open months (`open`: the first), each with the account that takes
/// the adjustment, what is booked and what counts until then.
fn differences(
    year: &PointsYear,
    stored: &[Stored<PointsEntry>],
    open: Option<Month>,
) -> Vec<(PointsAccountId, Adjustment, Points, Points)> {
    let mut found: Vec<(PointsAccountId, Adjustment, Points, Points)> = Vec::new();
    for month in open_months(stored, open) {
        let known = stored.iter().filter(|entry| entry.booked_month <= month);
        let events: Vec<PointEvent> = known.clone().filter_map(|entry| year.event(entry)).collect();
        let counted = year.count(&events).total;
        let before: Points = found.iter().map(|(_, adjustment, _, _)| adjustment.amount).sum();
        let booked = stored_until(stored, month);
        let amount = counted - booked - before;
        let latest = known.max_by_key(|entry| (entry.occurred_on, entry.id));
        if let Some(latest) = latest.filter(|_| !amount.is_zero()) {
            let adjustment = Adjustment { month, occurred_on: latest.occurred_on, amount };
            found.push((latest.account_id, adjustment, booked, counted));
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
