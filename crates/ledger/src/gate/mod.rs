//! The one gate for writes. It opens the transaction, gives out keys, takes the before and after of every row,
//! guards closed months, chains the change and commits, or leaves everything as it was.

pub(crate) mod month;
mod room;
pub(crate) mod row;
mod writing;

use std::collections::BTreeMap;
use std::path::PathBuf;

use branchbook_domain::day::Instant;
use branchbook_domain::key::ChangeId;
use rusqlite::Connection;

use crate::change::operation::{Operation, Undoability};
use crate::change::{self, Change, Head};
use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::month::calendar;

use room::{Room, require_open};
use writing::Done;
pub use writing::Writing;

/// What a write gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What the closure returned.
    pub value: T,
    /// The change that was recorded; `None` if nothing changed and nothing had to be recorded.
    pub change: Option<ChangeId>,
    /// Names of the tables that were touched.
    pub tables: Vec<&'static str>,
}

/// Who writes, when, and on top of what.
#[derive(Debug, Clone)]
pub(crate) struct Occasion {
    pub at: Instant,
    pub operator_id: i64,
    pub operator_name: String,
    pub head: Head,
    pub schema_version: i64,
    pub undoes: Option<ChangeId>,
    /// The folder of the book.
    pub dir: PathBuf,
}

/// Runs one operation. On an error of the closure or of the commit nothing has happened.
pub(crate) fn run<T, E: From<LedgerError>>(
    connection: &Connection,
    occasion: &Occasion,
    operation: &Operation,
    act: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
) -> Result<(Written<T>, Head), E> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(LedgerError::from)?;
    let _rollback = Rollback(connection);
    act_and_commit(connection, occasion, operation, act)
}

/// Takes back what was not committed, on an error as on a panic: the writer never stays inside a transaction.
struct Rollback<'c>(&'c Connection);

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // The error that brought us here says more than a failing rollback could.
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}

fn act_and_commit<T, E: From<LedgerError>>(
    connection: &Connection,
    occasion: &Occasion,
    operation: &Operation,
    act: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
) -> Result<(Written<T>, Head), E> {
    let mut writing = begin(connection, occasion)?;
    let value = act(&mut writing)?;
    let (change, tables, head) =
        finish(writing, occasion, operation).map_err(|error| explained(connection, occasion, error))?;
    Ok((Written { value, change, tables }, head))
}

/// A failed commit of an undo names the later work that stands in the way.
fn explained(connection: &Connection, occasion: &Occasion, error: LedgerError) -> LedgerError {
    let on_foreign_key = matches!(
        &error,
        LedgerError::Sqlite(rusqlite::Error::SqliteFailure(code, _))
            if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY
    );
    match occasion.undoes {
        Some(change) if on_foreign_key => {
            crate::undo::unreferenced(&Reading::new(connection), change).unwrap_or_else(|other| other)
        }
        _ => error,
    }
}

fn begin<'c>(connection: &'c Connection, occasion: &'c Occasion) -> Result<Writing<'c>> {
    let reading = Reading::new(connection);
    let last_closed = calendar::last_closed(&reading)?;
    let room = Room::new(connection, &occasion.dir);
    Ok(Writing::begin(reading, (ChangeId(occasion.head.id + 1), occasion.at), last_closed, room))
}

type Finished = (Option<ChangeId>, Vec<&'static str>, Head);

fn finish(writing: Writing<'_>, occasion: &Occasion, operation: &Operation) -> Result<Finished> {
    // An undo without rows still says that its operation is undone.
    let is_record =
        matches!(operation.kind.undoability(), Undoability::Final(_)) || occasion.undoes.is_some();
    if writing.is_empty() && !is_record {
        return Ok((None, Vec::new(), occasion.head));
    }
    let id = writing.change();
    let (reading, Done { body, touched, next_ids, tables, room }) = writing.finish()?;
    let connection = reading.connection();
    require_open(connection)?;
    let recorded = chained(id, body, occasion, operation);
    change::insert(&reading, &recorded)?;
    note_touched(connection, id, &touched)?;
    keep_counters(connection, &next_ids)?;
    connection.execute_batch("COMMIT")?;
    drop(room);
    Ok((Some(id), tables, Head { id: id.0, hash: recorded.hash }))
}

fn chained(id: ChangeId, body: Vec<u8>, occasion: &Occasion, operation: &Operation) -> Change {
    let mut change = Change {
        id,
        at: occasion.at,
        operator_id: occasion.operator_id,
        operator_name: occasion.operator_name.clone(),
        kind: operation.kind,
        title: operation.title.clone(),
        undoes: occasion.undoes,
        schema_version: occasion.schema_version,
        body,
        previous: occasion.head.hash,
        hash: [0; 32],
    };
    change.hash = change.computed_hash();
    change
}

fn note_touched(connection: &Connection, change: ChangeId, touched: &[(u16, i64)]) -> Result<()> {
    let mut statement = connection
        .prepare_cached("INSERT INTO change_row (table_number, row_id, change_id) VALUES (?, ?, ?)")?;
    for (table, row) in touched {
        statement.execute((table, row, change.0))?;
    }
    Ok(())
}

fn keep_counters(connection: &Connection, next_ids: &BTreeMap<&'static str, i64>) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO counter (table_name, next_id) VALUES (?, ?) \
         ON CONFLICT (table_name) DO UPDATE SET next_id = excluded.next_id",
    )?;
    for (table, next) in next_ids {
        statement.execute((table, next))?;
    }
    Ok(())
}
