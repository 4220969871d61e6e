//! The history: one change per operation, chained by hash. What happened to which row is in [`body`],
//! who may undo what in [`operation`]; history is read here and nowhere altered.

pub mod body;
mod newest;
pub mod operation;
mod record_history;
mod row_history;

use branchbook_domain::day::Instant;
use branchbook_domain::key::ChangeId;
use rusqlite::{Row, ToSql};
use sha2::{Digest as _, Sha256};

use crate::error::{LedgerError, Result};
use crate::reading::Reading;
pub use newest::newest_of;
use operation::OperationKind;
pub use record_history::{RecordChange, RecordRows, RecordStep, record_history, rows_under};
pub use row_history::{RowChange, RowImage, row_history};
pub use rusqlite::types::Value as RowValue;

/// A hash of the chain.
pub type Hash = [u8; 32];

/// The newest change: the head of the chain. The default is the empty chain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 where nothing has been recorded.
    pub id: i64,
    /// Its hash; zeros where nothing has been recorded.
    pub hash: Hash,
}

/// A change as it stands in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub id: ChangeId,
    /// When it was committed.
    pub at: Instant,
    /// Key of the operator (经办人).
    pub operator_id: i64,
    /// Name of the operator as it was then.
    pub operator_name: String,
    /// What kind of operation it was.
    pub kind: OperationKind,
    /// The operation in words.
    pub title: String,
    /// The change that this one undoes.
    pub undoes: Option<ChangeId>,
    /// Schema version when it was written.
    pub schema_version: i64,
    /// Packed body.
    pub body: Vec<u8>,
    /// Hash of the change before it.
    pub previous: Hash,
    /// Its own hash.
    pub hash: Hash,
}

impl Change {
    /// The hash that its contents call for.
    pub fn computed_hash(&self) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(b"branchbook change 1\0");
        for number in
            [self.id.0, self.at.0, self.operator_id, self.undoes.map_or(0, |id| id.0), self.schema_version]
        {
            hasher.update(number.to_be_bytes());
        }
        for text in
            [self.operator_name.as_bytes(), self.kind.code().as_bytes(), self.title.as_bytes(), &self.body]
        {
            hasher.update((text.len() as u64).to_be_bytes());
            hasher.update(text);
        }
        hasher.update(self.previous);
        hasher.finalize().into()
    }
}

/// A change without what it did to which rows: what lists and sentences need, read without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its number.
    pub id: ChangeId,
    /// When it was committed.
    pub at: Instant,
    /// Name of the operator as it was then.
    pub operator_name: String,
    /// What kind of operation it was.
    pub kind: OperationKind,
    /// The operation in words.
    pub title: String,
}

/// Columns of a summary: all stand before the body, so that no page of a body is read.
const SUMMARY: &str = "id, at, operator_name, kind, title";

const COLUMNS: &str =
    "id, at, operator_id, operator_name, kind, title, undoes, schema_version, body, previous, hash";

/// The head of the chain.
pub fn head(reading: &Reading<'_>) -> Result<Head> {
    let newest = reading.one("SELECT id, hash FROM change ORDER BY id DESC LIMIT 1", &[], |row| {
        Ok(Head { id: row.get(0)?, hash: hash_at(row, 1)? })
    })?;
    Ok(newest.unwrap_or_default())
}

/// The change with this number.
pub fn get(reading: &Reading<'_>, id: ChangeId) -> Result<Option<Change>> {
    reading.one(&format!("SELECT {COLUMNS} FROM change WHERE id = ?"), &[&id.0], read)
}

/// The change with this number, without its body.
pub fn summary(reading: &Reading<'_>, id: ChangeId) -> Result<Option<Summary>> {
    reading.one(&format!("SELECT {SUMMARY} FROM change WHERE id = ?"), &[&id.0], read_summary)
}

/// The changes from `floor` on that fit a condition, newest first.
pub(crate) fn summaries(reading: &Reading<'_>, condition: &str, floor: i64) -> Result<Vec<Summary>> {
    let sql = format!("SELECT {SUMMARY} FROM change WHERE id >= ? AND {condition} ORDER BY id DESC");
    reading.rows(&sql, &[&floor], read_summary)
}

/// The bodies of the changes after one, oldest first, with their numbers.
pub(crate) fn bodies_since(reading: &Reading<'_>, since: ChangeId) -> Result<Vec<(i64, Vec<u8>)>> {
    let sql = "SELECT id, body FROM change WHERE id > ? ORDER BY id";
    reading.rows(sql, &[&since.0], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The newest change that made or touched a row as it stands.
pub(crate) fn newest_of_row(
    reading: &Reading<'_>,
    table: crate::entity::Table,
    row: i64,
) -> Result<Option<ChangeId>> {
    let sql = format!(
        "SELECT max(id) FROM (SELECT made_by AS id FROM {} WHERE id = ?1 \
         UNION ALL SELECT max(change_id) FROM change_row WHERE table_number = ?2 AND row_id = ?1)",
        table.name
    );
    let newest = reading.one(&sql, &[&row, &table.number], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
    Ok(newest.flatten().map(ChangeId))
}

/// The changes that made or touched a row, oldest first.
pub fn of_row(reading: &Reading<'_>, table: crate::entity::Table, row: i64) -> Result<Vec<Change>> {
    let made_by = format!("SELECT made_by FROM {} WHERE id = ?1", table.name);
    let sql = format!(
        "SELECT {COLUMNS} FROM change WHERE id IN ({made_by} \
         UNION SELECT change_id FROM change_row WHERE table_number = ?2 AND row_id = ?1) ORDER BY id"
    );
    reading.rows(&sql, &[&row, &table.number], read)
}

/// Whether a change is undone at present: an undo of it stands that is not undone itself.
pub fn is_undone(reading: &Reading<'_>, id: ChangeId) -> Result<bool> {
    let undos =
        reading.rows("SELECT id FROM change WHERE undoes = ?", &[&id.0], |row| Ok(ChangeId(row.get(0)?)))?;
    for undo in undos {
        if !is_undone(reading, undo)? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) fn insert(reading: &Reading<'_>, change: &Change) -> Result<()> {
    let sql = format!("INSERT INTO change ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let values: [&dyn ToSql; 11] = [
        &change.id.0,
        &change.at.0,
        &change.operator_id,
        &change.operator_name,
        &change.kind.code(),
        &change.title,
        &change.undoes.map(|id| id.0),
        &change.schema_version,
        &change.body,
        &change.previous.as_slice(),
        &change.hash.as_slice(),
    ];
    reading.connection().prepare_cached(&sql)?.execute(values)?;
    Ok(())
}

/// Reads a change selected by the columns of the history.
pub(crate) fn read(row: &Row<'_>) -> Result<Change> {
    let id: i64 = row.get(0)?;
    let code: String = row.get(4)?;
    let corrupt = |column| LedgerError::Corrupt { table: "change", id, column };
    Ok(Change {
        id: ChangeId(id),
        at: Instant(row.get(1)?),
        operator_id: row.get(2)?,
        operator_name: row.get(3)?,
        kind: OperationKind::from_code(&code).ok_or_else(|| corrupt("kind"))?,
        title: row.get(5)?,
        undoes: row.get::<_, Option<i64>>(6)?.map(ChangeId),
        schema_version: row.get(7)?,
        body: row.get(8)?,
        previous: hash_at(row, 9)?,
        hash: hash_at(row, 10)?,
    })
}

fn read_summary(row: &Row<'_>) -> Result<Summary> {
    let id: i64 = row.get(0)?;
    let code: String = row.get(3)?;
    Ok(Summary {
        id: ChangeId(id),
        at: Instant(row.get(1)?),
        operator_name: row.get(2)?,
        kind: OperationKind::from_code(&code).ok_or(LedgerError::Corrupt {
            table: "change",
            id,
            column: "kind",
        })?,
        title: row.get(4)?,
    })
}

/// Calls `each` with all changes, newest first.
pub(crate) fn backwards(reading: &Reading<'_>, each: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
    reading.for_each(&format!("SELECT {COLUMNS} FROM change ORDER BY id DESC"), &[], each)
}

fn hash_at(row: &Row<'_>, column: usize) -> Result<Hash> {
    let bytes = row.get_ref(column)?.as_blob().ok().and_then(|bytes| Hash::try_from(bytes).ok());
    bytes.ok_or_else(|| LedgerError::Corrupt { table: "change", id: row.get(0).unwrap_or(0), column: "hash" })
}
