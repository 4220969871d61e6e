//! Ends a report-in (返回): with day and reason; the posts held are given up with it.

use branchbook_contract::report_in::{ReportInReturn, ReportInReturned};
use branchbook_domain::text::tidy;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::ReportIn;
use branchbook_ledger::{Operation, OperationKind, Stored, Writing};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Booking;
use crate::offer::post::withdraw_all;
use crate::progress::Progress;
use crate::unit::entry::Wrong;

impl Handle<ReportInReturn> for Desk {
    fn handle(
        &mut self,
        command: ReportInReturn,
        _progress: &dyn Progress,
    ) -> Result<Outcome<ReportInReturned>> {
        let mut wrong = Wrong::default();
        wrong.unless(command.on <= self.clock().today(), "on", "返回日期不能晚于今天。");
        wrong.unless(!command.reason.trim().is_empty(), "reason", "请写明返回原因，例如“迁居”“退休”“调离”。");
        wrong.finish()?;
        let book = self.book_mut()?;
        let (report_in, name) = book.read(|reading| {
            let report_in = reading.require::<ReportIn>(command.report_in)?;
            let name = reading.require::<Person>(report_in.person_id)?.value.name;
            Ok::<_, DeskError>((report_in, name))
        })?;
        check(&report_in, &command)?;
        let operation = Operation::new(OperationKind::ReportInReturn, format!("登记返回：{name}"));
        let written = book.write(&operation, |writing| end(writing, report_in, &command))?;
        Ok(outcome_of(written, |ended| ended))
    }
}

fn check(report_in: &ReportIn, command: &ReportInReturn) -> Result<()> {
    if let Some(returned) = report_in.returned_on {
        return Err(DeskError::refused(format!("这次报到已于 {returned} 返回，没有再登记。")));
    }
    if command.on < report_in.reported_on.earliest() {
        let sentence = format!("报到是从 {} 开始的，返回日期不能更早。", report_in.reported_on);
        return Err(DeskError::field("on", sentence));
    }
    Ok(())
}

fn end(
    writing: &mut Writing<'_>,
    report_in: Stored<ReportIn>,
    command: &ReportInReturn,
) -> Result<ReportInReturned> {
    // A return belongs to no earlier report than the report-in itself.
    let booking = Booking::of(writing)?;
    let month = booking.month(command.on).max(report_in.booked_month);
    let person = report_in.person_id;
    let ended = ReportIn {
        returned_on: Some(command.on),
        returned_month: Some(month),
        return_reason: Some(tidy(&command.reason)),
        ..report_in.value
    };
    writing.update(report_in.id, &ended)?;
    let withdrawn_posts = withdraw_all(writing, person, command.on, month)?;
    Ok(ReportInReturned { withdrawn_posts, warnings: booking.note(command.on).into_iter().collect() })
}
