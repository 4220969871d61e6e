//! Lists the meetings of some days by their true day, for a calendar, a quarter, a year.

use branchbook_contract::meeting::{MeetingSpan, SpanRow};
use branchbook_domain::day::add_days;
use branchbook_ledger::LedgerError;
use branchbook_ledger::table::gathering::held::RecordLine;
use branchbook_ledger::table::gathering::span::records_between;
use branchbook_ledger::table::organisation;

use super::list::{is_of, row};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// A list of more days than a leap year would be a walk through the book.
const MOST_DAYS: i64 = 366;

impl Handle<MeetingSpan> for Desk {
    fn handle(&mut self, command: MeetingSpan, _progress: &dyn Progress) -> Result<Outcome<Vec<SpanRow>>> {
        let MeetingSpan { first, last, branch } = command;
        if last > add_days(first, MOST_DAYS) {
            return Err(DeskError::field("last", "一次最多查看一年的会议，请把时间缩短。"));
        }
        let (lines, organisations) = self.book()?.read(|reading| {
            Ok::<_, LedgerError>((
                records_between(reading, first, last)?,
                organisation::all_as_on(reading, last)?,
            ))
        })?;
        let is_wanted = |line: &RecordLine| {
            branch.is_none_or(|branch| is_of(&organisations, line.record.organisation_id, branch))
        };
        let shown = |line: RecordLine| SpanRow {
            booked_month: line.record.booked_month,
            row: row(&organisations, line),
        };
        Ok(Outcome::unchanged(lines.into_iter().filter(is_wanted).map(shown).collect()))
    }
}
