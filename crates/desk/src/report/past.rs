//! The monthly workbooks that were made before: which there are, and handing one out again, byte for byte.

use branchbook_contract::report::{KeptReport, ReportList, ReportSave, ReportSaved};
use branchbook_domain::day::Month;
use branchbook_ledger::table::month::MonthRow;
use branchbook_ledger::table::month::made::{MadeWorkbook, workbooks_of};
use branchbook_ledger::table::office::KeptFile;
use branchbook_ledger::{Book, Reading, Stored};

use super::publish;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::mark::hex;
use crate::progress::Progress;

impl Handle<ReportList> for Desk {
    fn handle(&mut self, command: ReportList, _progress: &dyn Progress) -> Result<Outcome<Vec<KeptReport>>> {
        Ok(Outcome::unchanged(list(self.book()?, command.month)?))
    }
}

impl Handle<ReportSave> for Desk {
    fn handle(&mut self, command: ReportSave, _progress: &dyn Progress) -> Result<Outcome<ReportSaved>> {
        let book = self.book_mut()?;
        let kept = list(book, None)?.into_iter().find(|kept| kept.file == command.file);
        let gone = || DeskError::refused("没有这份月报。请在“报表”的各月里选一份。");
        let KeptReport { name, month, sha256, .. } = kept.ok_or_else(gone)?;
        let target = publish::free_target(&command.out, &name)?;
        publish::require_outside(book, &target)?;
        let file = book.read(|reading| reading.require::<KeptFile>(command.file))?;
        let bytes = book.load_file(&file.sha256)?;
        let title =
            format!("再次导出{}月报（校验码 {}）到 {}", month.label(), &sha256[..8], target.display());
        publish::hand_out(book, &bytes, &target, title)?;
        let path = target.display().to_string();
        Ok(Outcome::unchanged(ReportSaved { path, size: bytes.len() as u64, sha256 }))
    }
}

/// The newest month first, and of a month what was made last.
fn list(book: &Book, month: Option<Month>) -> Result<Vec<KeptReport>> {
    book.read(|reading| {
        let mut months: Vec<Stored<MonthRow>> = reading.all::<MonthRow>()?;
        months.retain(|row| month.is_none_or(|month| row.month == month));
        months.sort_by_key(|row| std::cmp::Reverse(row.month));
        let mut kept = Vec::new();
        for row in &months {
            let made = workbooks_of(reading, row.id)?;
            for workbook in made.iter().rev() {
                kept.push(shown(reading, row, workbook)?);
            }
        }
        Ok(kept)
    })
}

fn shown(reading: &Reading<'_>, row: &MonthRow, made: &MadeWorkbook) -> Result<KeptReport> {
    let file = reading.require::<KeptFile>(made.file)?;
    Ok(KeptReport {
        file: made.file,
        month: row.month,
        name: file.name.clone(),
        made_at: made.at,
        filled_on: made.filled_on,
        size: u64::try_from(file.size).unwrap_or(0),
        sha256: hex(&file.sha256),
        is_latest: row.sent_file_id == Some(made.file.0),
    })
}
