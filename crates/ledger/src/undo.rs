//! Undo: a new operation that puts back the before of another. It refuses, and says why, where later work
//! stands on what would go away.

use branchbook_domain::day::Instant;
use branchbook_domain::key::ChangeId;

use crate::change::body::{Entry, RunHash, entries};
use crate::change::operation::{OperationKind, Undoability};
use crate::change::{self, Change};
use crate::entity::Table;
use crate::error::{LedgerError, Result};
use crate::gate::{Writing, bound_values};
use crate::reading::Reading;
use crate::table::table_by_number;

/// How many of the newest operations can be undone.
pub const UNDO_DEPTH: u32 = 100;

/// A line of the undo list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoLine {
    /// The operation.
    pub change: ChangeId,
    /// When.
    pub at: Instant,
    /// Who.
    pub operator: String,
    /// Of what kind.
    pub kind: OperationKind,
    /// In words.
    pub title: String,
    /// Why it cannot be undone, as far as can be said without trying.
    pub refusal: Option<String>,
}

/// The newest operations, newest first.
pub fn list(reading: &Reading<'_>) -> Result<Vec<UndoLine>> {
    change::latest(reading, UNDO_DEPTH)?.into_iter().map(|change| line(reading, change)).collect()
}

/// The words of the undo of a change: 「撤销：导入 127 人」, or of its repetition.
pub fn title(change: &Change) -> String {
    match change.kind {
        OperationKind::Undo => format!("恢复{}", change.title.trim_start_matches("撤销：")),
        _ => format!("撤销：{}", change.title),
    }
}

/// The change to undo, if it is one that may be.
pub(crate) fn candidate(reading: &Reading<'_>, id: ChangeId) -> Result<Change> {
    let change = change::get(reading, id)?.ok_or(LedgerError::NoSuchChange(id))?;
    match refusal(reading, &change)? {
        None => Ok(change),
        Some(reason) => Err(refused(&change, reason)),
    }
}

/// Puts back what the change did. The caller commits with foreign keys deferred.
pub(crate) fn apply(writing: &mut Writing<'_>, change: &Change) -> Result<()> {
    for entry in entries(change.id.0, &change.body)?.iter().rev() {
        apply_entry(writing, change, entry)?;
    }
    Ok(())
}

fn line(reading: &Reading<'_>, change: Change) -> Result<UndoLine> {
    let refusal = refusal(reading, &change)?;
    let Change { id, at, operator_name, kind, title, .. } = change;
    Ok(UndoLine { change: id, at, operator: operator_name, kind, title, refusal })
}

fn refusal(reading: &Reading<'_>, change: &Change) -> Result<Option<String>> {
    if let Undoability::Final(reason) = change.kind.undoability() {
        return Ok(Some(format!("{reason}。")));
    }
    if change::is_undone(reading, change.id)? {
        return Ok(Some("它已经撤销过了。".to_owned()));
    }
    let newest = change::head(reading)?.id;
    if newest - change.id.0 >= i64::from(UNDO_DEPTH) {
        return Ok(Some(format!("只能撤销最近 {UNDO_DEPTH} 次操作。请用更正代替。")));
    }
    Ok(None)
}

fn apply_entry(writing: &mut Writing<'_>, change: &Change, entry: &Entry) -> Result<()> {
    match entry {
        Entry::Inserted { table, first, images } => {
            let table = table_by_number(*table)?;
            for (offset, image) in images.iter().enumerate().rev() {
                let id = first + offset as i64;
                require_image(writing, change, &table, id, image)?;
                writing.delete_raw(&table, id)?;
            }
            Ok(())
        }
        Entry::InsertedMany { table, first, count, hash, .. } => {
            let table = table_by_number(*table)?;
            remove_run(writing, change, &table, *first, *count, hash)
        }
        Entry::Updated { table, id, before, after } => {
            let table = table_by_number(*table)?;
            require_image(writing, change, &table, *id, after)?;
            let values = bound_values(before, &table, *id)?;
            writing.update_raw(&table, *id, values.get(1..).unwrap_or_default())?;
            Ok(())
        }
        Entry::Deleted { table, id, before } => writing.restore_raw(&table_by_number(*table)?, *id, before),
    }
}

fn remove_run(
    writing: &mut Writing<'_>,
    change: &Change,
    table: &Table,
    first: i64,
    count: u64,
    hash: &change::Hash,
) -> Result<()> {
    let last = first + count.cast_signed();
    let mut found = RunHash::default();
    for id in first..last {
        match writing.image_of(table, id)? {
            Some(image) => found.add(id, &image),
            None => return Err(changed_since(writing, change, table, id)?),
        }
    }
    if found.finish() != *hash {
        return Err(changed_in_range(writing, change, table, first, last)?);
    }
    (first..last).rev().try_for_each(|id| writing.delete_raw(table, id))
}

fn require_image(
    writing: &Writing<'_>,
    change: &Change,
    table: &Table,
    id: i64,
    wanted: &[u8],
) -> Result<()> {
    if writing.image_of(table, id)?.as_deref() == Some(wanted) {
        return Ok(());
    }
    Err(changed_since(writing, change, table, id)?)
}

fn changed_since(writing: &Writing<'_>, change: &Change, table: &Table, id: i64) -> Result<LedgerError> {
    changed_in_range(writing, change, table, id, id + 1)
}

fn changed_in_range(
    writing: &Writing<'_>,
    change: &Change,
    table: &Table,
    first: i64,
    last: i64,
) -> Result<LedgerError> {
    let later = writing.one(
        "SELECT max(change_id) FROM change_row WHERE table_number = ? AND row_id >= ? AND row_id < ? AND change_id > ?",
        &[&table.number, &first, &last, &change.id.0],
        |row| Ok(row.get::<_, Option<i64>>(0)?),
    )?;
    let title = later.flatten().map(|id| change::get(writing, ChangeId(id))).transpose()?.flatten();
    let reason = match title {
        Some(later) => format!("后来的“{}”改动了其中的记录，请先撤销它。", later.title),
        None => "其中的记录已与当时不同，请先运行“校验台账”。".to_owned(),
    };
    Ok(refused(change, reason))
}

/// Why the commit of an undo failed on a foreign key: a row still points at one that is gone, and its maker
/// stands in the way. Asked in the transaction that could not commit, since it reads the whole file.
pub(crate) fn explain(reading: &Reading<'_>, change: ChangeId) -> Result<LedgerError> {
    let change = change::get(reading, change)?.ok_or(LedgerError::NoSuchChange(change))?;
    let reason = dependent(reading)?.unwrap_or_else(|| "后来的操作用到了其中的记录。".to_owned());
    Ok(refused(&change, reason))
}

fn dependent(reading: &Reading<'_>) -> Result<Option<String>> {
    let found = reading.one("PRAGMA foreign_key_check", &[], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
    })?;
    let Some((table, Some(id))) = found else { return Ok(None) };
    let made_by =
        reading.one(&format!("SELECT made_by FROM {table} WHERE id = ?"), &[&id], |row| Ok(row.get(0)?))?;
    let maker = made_by.map(|id| change::get(reading, ChangeId(id))).transpose()?.flatten();
    Ok(maker.map(|maker| format!("后来的“{}”用到了其中的记录，请先撤销它。", maker.title)))
}

fn refused(change: &Change, reason: String) -> LedgerError {
    LedgerError::NotUndoable { title: change.title.clone(), reason }
}
