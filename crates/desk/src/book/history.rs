//! The undo list, and taking back.

use branchbook_contract::book::{HistoryList, HistoryRow, HistoryUndo, Undone};
use branchbook_contract::points::PointsRecount;
use branchbook_domain::key::ChangeId;
use branchbook_ledger::undo::UndoLine;
use branchbook_ledger::{Book, LedgerError};

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
    match (lines.iter().find(wanted), named) {
        (Some(line), _) => Ok((line.change, line.title.clone())),
        (None, Some(change)) => Err(not_listed(change, book.head().id, lines.len())),
        (None, None) => Err(DeskError::refused("没有可以撤销的操作。")),
    }
}

/// Why a number is not in the list: there is no such operation, or it lies too far back.
fn not_listed(change: ChangeId, newest: i64, listed: usize) -> DeskError {
    if (1..=newest).contains(&change.0) {
        return DeskError::refused(format!(
            "第 {change} 号操作太早，只能撤销最近 {listed} 次操作。请用更正代替。"
        ));
    }
    LedgerError::NoSuchChange(change).into()
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
