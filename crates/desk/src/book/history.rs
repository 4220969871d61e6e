//! The undo list, and taking back.

use branchbook_contract::book::{HistoryList, HistoryRow, HistoryUndo, Undone};
use branchbook_contract::points::PointsRecount;
use branchbook_domain::key::ChangeId;
use branchbook_ledger::Book;
use branchbook_ledger::undo::UndoLine;

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
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
    fn handle(&mut self, command: HistoryUndo, progress: &dyn Progress) -> Result<Outcome<Undone>> {
        let book = self.book_mut()?;
        let (change, title) = target(book, command.change)?;
        let written = book.undo(change)?;
        if written.tables.contains(&"points_entry") {
            // Caps may have cut later entries because of what is gone now; the difference is booked, never edited.
            let settle = PointsRecount { year: None, settle: true };
            Handle::<PointsRecount>::handle(self, settle, progress)?;
        }
        Ok(outcome_of(written, |()| Undone { change, title }))
    }
}

/// The operation that was named, or the newest that can be undone and is not itself an undo.
fn target(book: &Book, named: Option<ChangeId>) -> Result<(ChangeId, String)> {
    let lines = book.undo_list()?;
    let wanted = |line: &&UndoLine| match named {
        Some(change) => line.change == change,
        None => line.refusal.is_none() && line.kind != branchbook_ledger::OperationKind::Undo,
    };
    match lines.iter().find(wanted) {
        Some(line) => Ok((line.change, line.title.clone())),
        None => Err(DeskError::refused("没有可以撤销的操作。")),
    }
}

fn row(line: UndoLine) -> HistoryRow {
    HistoryRow {
        change: line.change,
        at: line.at,
        operator: line.operator,
        kind: line.kind.label().to_owned(),
        title: line.title,
        refusal: line.refusal,
    }
}
