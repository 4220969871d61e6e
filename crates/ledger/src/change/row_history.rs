//! The history of one row: each change that made or touched it, with the row before and after.
//! A row that was inserted in a long run has no image in its change: it is found by going back from the row as it
//! stands through the later changes. Must not alter anything.

use branchbook_domain::key::ChangeId;
use rusqlite::types::Value;

use super::body::{Entry, entries};
use super::{COLUMNS, Change, of_row, read};
use crate::entity::Table;
use crate::error::{LedgerError, Result};
use crate::gate::row::row_image;
use crate::image;
use crate::reading::Reading;

/// A row as columns and values, without its key and maker.
pub type RowImage = Vec<(&'static str, Value)>;

/// What a change did to a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The change.
    pub change: Change,
    /// The row before; `None` if the change inserted it.
    pub before: Option<RowImage>,
    /// The row after; `None` if the change removed it, which only an undo does.
    pub after: Option<RowImage>,
}

/// What one change says of a row: images as bytes. `Unkept` stands for a row of a long run.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Nothing,
    Unkept,
    Image(Vec<u8>),
}

struct Step {
    change: Change,
    before: Said,
    after: Said,
}

/// The history of a row, oldest change first.
pub fn row_history(reading: &Reading<'_>, table: Table, id: i64) -> Result<Vec<RowChange>> {
    let mut steps = Vec::new();
    for change in touching(reading, table, id)? {
        steps.extend(step(change, table.number, id)?);
    }
    let said = steps.iter_mut().map(|step| (&step.before, &mut step.after));
    fill_unkept(said, row_image(reading, &table, id)?);
    steps.into_iter().map(|step| finished(step, table, id)).collect()
}

/// The changes of the row and the undos of them: a row that an undo put back still names its first maker.
fn touching(reading: &Reading<'_>, table: Table, id: i64) -> Result<Vec<Change>> {
    let mut changes = of_row(reading, table, id)?;
    let mut at = 0;
    while let Some(change) = changes.get(at) {
        for undo in undos_of(reading, change.id)? {
            if changes.iter().all(|known| known.id != undo.id) {
                changes.push(undo);
            }
        }
        at += 1;
    }
    changes.sort_by_key(|change| change.id);
    Ok(changes)
}

fn undos_of(reading: &Reading<'_>, change: ChangeId) -> Result<Vec<Change>> {
    reading.rows(&format!("SELECT {COLUMNS} FROM change WHERE undoes = ? ORDER BY id"), &[&change.0], read)
}

/// The first before and the last after of the row within a change; nothing if the change did not touch it.
fn step(change: Change, table: u16, id: i64) -> Result<Option<Step>> {
    let mut said: Option<(Said, Said)> = None;
    for entry in &entries(change.id.0, &change.body)? {
        let Some((before, after)) = said_of(entry, table, id) else { continue };
        let first = said.take().map_or(before, |(first, _)| first);
        said = Some((first, after));
    }
    Ok(said.map(|(before, after)| Step { change, before, after }))
}

/// What an entry says of a row: before and after.
pub(super) fn said_of(entry: &Entry, table: u16, row: i64) -> Option<(Said, Said)> {
    match entry {
        Entry::Inserted { table: of, first, images } if *of == table => {
            let image = images.get(usize::try_from(row - first).ok()?)?;
            Some((Said::Nothing, Said::Image(image.clone())))
        }
        Entry::InsertedMany { table: of, first, count, .. } if *of == table => {
            let is_inside = row >= *first && row - first < count.cast_signed();
            is_inside.then_some((Said::Nothing, Said::Unkept))
        }
        Entry::Updated { table: of, id, before, after } if (*of, *id) == (table, row) => {
            Some((Said::Image(before.clone()), Said::Image(after.clone())))
        }
        Entry::Deleted { table: of, id, before } if (*of, *id) == (table, row) => {
            Some((Said::Image(before.clone()), Said::Nothing))
        }
        _ => None,
    }
}

/// An image that was not kept is the before of the next change, or the row as it stands. Oldest first.
pub(super) fn fill_unkept<'s>(
    said: impl DoubleEndedIterator<Item = (&'s Said, &'s mut Said)>,
    present: Option<Vec<u8>>,
) {
    let mut later = present.map_or(Said::Nothing, Said::Image);
    for (before, after) in said.rev() {
        if *after == Said::Unkept {
            *after = later;
        }
        later = before.clone();
    }
}

fn finished(step: Step, table: Table, id: i64) -> Result<RowChange> {
    let Step { change, before, after } = step;
    Ok(RowChange { before: decoded(before, table, id)?, after: decoded(after, table, id)?, change })
}

/// An image as columns and values.
pub(super) fn decoded(said: Said, table: Table, id: i64) -> Result<Option<RowImage>> {
    let Said::Image(bytes) = said else { return Ok(None) };
    let values = image::values(&bytes).ok_or(LedgerError::Corrupt { table: table.name, id, column: "*" })?;
    let columns = table.columns.iter().copied();
    Ok(Some(columns.zip(values.into_iter().skip(1)).collect()))
}
