//! Takes an entry out by a counter-entry, booked in the first open month. Nothing is edited or deleted.

use branchbook_contract::points::{PointsBooked, PointsReverse};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::key::{PersonId, PointsEntryId};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::{self, EntryKind, EntrySource, PointsAccount, PointsEntry};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::award::booked;
use super::book::{NewEntry, book};
use super::scheme::Schemes;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::booking_month;
use crate::progress::Progress;

impl Handle<PointsReverse> for Desk {
    fn handle(&mut self, command: PointsReverse, _progress: &dyn Progress) -> Result<Outcome<PointsBooked>> {
        let today = self.clock().today();
        let reason = command.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(DeskError::field("reason", "请填写冲正的原因。"));
        }
        let book = self.book_mut()?;
        let title = book.read(|reading| title(reading, command.entry))?;
        let operation = Operation::new(OperationKind::PointsReverse, title);
        let written = book.write(&operation, |writing| reverse(writing, command.entry, &reason, today))?;
        Ok(outcome_of(written, |booked| booked))
    }
}

fn title(reading: &Reading<'_>, entry: PointsEntryId) -> Result<String> {
    let entry = reversible(reading, entry)?;
    let account = reading.require::<PointsAccount>(entry.account_id)?;
    let who = reading.require::<Person>(PersonId(account.subject_id))?;
    Ok(format!("冲正积分：{} {}", who.name, day_label(entry.occurred_on)))
}

fn reverse(
    writing: &mut Writing<'_>,
    entry: PointsEntryId,
    reason: &str,
    today: Day,
) -> Result<PointsBooked> {
    let entry = reversible(writing, entry)?;
    let account = writing.require::<PointsAccount>(entry.account_id)?;
    let month = booking_month(writing, entry.occurred_on)?;
    let counter =
        NewEntry::reversing(&entry, account.scheme_id, month, EntrySource::Hand, Some(reason.to_owned()));
    let counter = counter.ok_or_else(not_an_award)?;
    let mut schemes = Schemes::of(writing)?;
    let booking = book(writing, &mut schemes, std::slice::from_ref(&counter))?;
    booked(writing, PersonId(account.subject_id), &counter, &booking, today)
}

/// The entry, if it is an award that still stands.
fn reversible(reading: &Reading<'_>, id: PointsEntryId) -> Result<Stored<PointsEntry>> {
    let entry = reading.get::<PointsEntry>(id)?;
    let entry = entry.ok_or_else(|| DeskError::refused("没有这笔积分，请重新打开此人的积分明细。"))?;
    if entry.kind != EntryKind::Award {
        return Err(not_an_award());
    }
    if let Some(reversal) = points::reversal_of(reading, id)? {
        let month = reversal.booked_month.label();
        return Err(DeskError::refused(format!("这笔积分已在{month}冲正，不能再冲正一次。")));
    }
    Ok(entry)
}

fn not_an_award() -> DeskError {
    DeskError::refused("只能冲正记分；冲正记录和封顶调整不能再冲正，需要时请重新记分。")
}
