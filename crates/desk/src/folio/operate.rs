//! One act, one operation of the history: written whole or not at all, and said in the words that the history keeps.

use branchbook_contract::folio::FolioDone;
use branchbook_ledger::{Operation, OperationKind, Writing};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::Result;

/// Writes one operation; its title is the sentence of the answer.
pub(crate) fn operate(
    desk: &mut Desk,
    kind: OperationKind,
    title: &str,
    work: impl FnOnce(&mut Writing<'_>) -> Result<()>,
) -> Result<Outcome<FolioDone>> {
    operate_saying(desk, kind, title, work, |()| String::new())
}

/// Writes one operation; its title is the sentence of the answer, with what else is to be known of it behind.
pub(crate) fn operate_saying<T>(
    desk: &mut Desk,
    kind: OperationKind,
    title: &str,
    work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    more: impl FnOnce(T) -> String,
) -> Result<Outcome<FolioDone>> {
    let written = desk.book_mut()?.write(&Operation::new(kind, title), work)?;
    Ok(outcome_of(written, |value| done(format!("已{title}。{}", more(value)))))
}

/// An act that was done and can be taken back.
pub(crate) fn done(sentence: impl Into<String>) -> FolioDone {
    FolioDone { sentence: sentence.into(), is_undoable: true, ..FolioDone::default() }
}
