//! The undo list, and taking back.

use branchbook_contract::book::{HistoryList, HistoryRow, HistoryUndo, Undone};
use branchbook_domain::key::ChangeId;
use branchbook_domain::mask::masked_text;
use branchbook_ledger::change;
use branchbook_ledger::undo::UndoLine;
use branchbook_ledger::{Book, LedgerError};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::points::settle;
use crate::progress::Progress;

impl Handle<HistoryList> for Desk {
    fn handle(
        &mut self,
        _command: HistoryList,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<HistoryRow>>> {
        let lines = self.book()?.undo_list()?;
        Ok(Outcome::unchanged(lines.into_iter().map(row).collect()))
    }
}

impl Handle<HistoryUndo> for Desk {
    fn handle(&mut self, command: HistoryUndo, _progress: &dyn Progress) -> Result<Outcome<Undone>> {
        let book = self.book_mut()?;
        let (change, title) = target(book, command.change)?;
        let written = book.undo_with(change, |writing, undid| {
            // Caps may have cut later entries because of what is gone now; the difference is booked, never edited.
            undid.years_of("points_entry").into_iter().try_for_each(|year| settle(writing, year).map(|_| ()))
        })?;
        Ok(outcome_of(written, |()| Undone { change, title: masked_text(title) }))
    }
}

/// The operation that was named, or the newest work that stands. What hinders its undo is said by the undo itself.
fn target(book: &Book, named: Option<ChangeId>) -> Result<(ChangeId, String)> {
    if let Some(id) = named {
        let change = book.read(|reading| change::summary(reading, id))?;
        return Ok((id, change.ok_or(LedgerError::NoSuchChange(id))?.title));
    }
    let lines = book.undo_list()?;
    match lines.into_iter().find(UndoLine::is_standing_work) {
        Some(line) => Ok((line.change, line.title)),
        None => Err(DeskError::refused("没有可以撤销的操作。")),
    }
}

fn row(line: UndoLine) -> HistoryRow {
    HistoryRow {
        change: line.change,
        at: line.at,
        operator: line.operator,
        kind: line.kind.label().to_owned(),
        title: masked_text(line.title),
        refusal: line.refusal,
    }
}
