//! The one gate for writes. It opens the transaction, gives out keys, takes the before and after of every row,
//! guards closed months, chains the change and commits, or leaves everything as it was.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use branchbook_domain::day::{Instant, Month};
use branchbook_domain::key::ChangeId;
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, ToSql};

use crate::change::body::Collector;
use crate::change::operation::{Operation, Undoability};
use crate::change::{self, Change, Head};
use crate::entity::{Entity, Table};
use crate::error::{LedgerError, Result};
use crate::field::Bound;
use crate::image;
use crate::reading::Reading;

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
}

/// The open transaction: reads see what it has written.
pub struct Writing<'c> {
    reading: Reading<'c>,
    change: ChangeId,
    at: Instant,
    collector: Collector,
    inserts: BTreeMap<u16, Inserting<'c>>,
    tables: BTreeMap<u16, &'static str>,
    last_closed: Option<String>,
    image: Vec<u8>,
    rows: u64,
    wide_cache: Option<WideCache<'c>>,
}

/// An operation that writes more rows than this is given room.
const MANY_ROWS: u64 = 500;

/// Room for the pages of a large operation. Its written pages stay in memory until the commit and would otherwise
/// crowd out the pages that are only read: SQLite would decipher the same page of a parent table anew for every row
/// that refers to it, at many times the cost of the row. Given back when the operation ends.
struct WideCache<'c>(&'c Connection);

impl<'c> WideCache<'c> {
    fn open(connection: &'c Connection) -> Result<Self> {
        connection.execute_batch("PRAGMA cache_size = -1048576;")?;
        Ok(Self(connection))
    }
}

impl Drop for WideCache<'_> {
    fn drop(&mut self) {
        // A cache that stays wide costs memory, not rows: no reason to fail what is done.
        let _ = self.0.execute_batch("PRAGMA cache_size = -2000; PRAGMA shrink_memory;");
    }
}

/// What the inserts into one table share: looking it up for every row would cost as much as the row.
struct Inserting<'c> {
    table: &'static str,
    next_id: Option<i64>,
    statement: CachedStatement<'c>,
}

impl<'c> std::ops::Deref for Writing<'c> {
    type Target = Reading<'c>;
    fn deref(&self) -> &Reading<'c> {
        &self.reading
    }
}

impl<'c> Writing<'c> {
    /// The change that this operation becomes.
    pub fn change(&self) -> ChangeId {
        self.change
    }

    /// The instant of this operation.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Inserts a row and gives its key.
    pub fn insert<E: Entity>(&mut self, entity: &E) -> Result<E::Id> {
        let table = E::TABLE;
        let mut values = Vec::with_capacity(table.columns.len());
        entity.bind(&mut values);
        self.guard_month(&table, &values)?;
        self.count_row()?;
        let id = self.next_id(&table)?;
        let made_by = Bound::Int(self.change.0);
        self.run_insert(&table, id, &made_by, &values)?;
        fill_image(&made_by, &values, &mut self.image);
        self.collector.inserted(table.number, id, values.len() + 1, &self.image);
        self.tables.insert(table.number, table.name);
        Ok(E::Id::from(id))
    }

    /// Writes a row anew. Says whether anything was different.
    pub fn update<E: Entity>(&mut self, id: E::Id, entity: &E) -> Result<bool> {
        let table = E::TABLE;
        let mut values = Vec::with_capacity(table.columns.len());
        entity.bind(&mut values);
        self.update_raw(&table, id.into(), &values)
    }

    /// References are checked at the commit instead of at each row: an undo removes parents before children.
    pub(crate) fn defer_foreign_keys(&self) -> Result<()> {
        Ok(self.reading.connection().execute_batch("PRAGMA defer_foreign_keys = ON")?)
    }

    /// Writes values over a row, whatever its type.
    pub(crate) fn update_raw(&mut self, table: &Table, id: i64, values: &[Bound<'_>]) -> Result<bool> {
        let before = self.require_image(table, id)?;
        let mut after = Vec::with_capacity(before.len());
        fill_image(&made_by_of(&before, table, id)?, values, &mut after);
        if before == after {
            return Ok(false);
        }
        self.guard_update(table, id, &before, values)?;
        self.count_row()?;
        let mut statement = self.reading.connection().prepare_cached(&table.update_sql())?;
        let key = Bound::Int(id);
        statement.execute(rusqlite::params_from_iter(values.iter().chain(std::iter::once(&key))))?;
        self.collector.updated(table.number, id, &before, &after);
        self.tables.insert(table.number, table.name);
        Ok(true)
    }

    /// Removes a row: only an undo does.
    pub(crate) fn delete_raw(&mut self, table: &Table, id: i64) -> Result<()> {
        let before = self.require_image(table, id)?;
        self.guard_image(table, id, &before)?;
        self.count_row()?;
        self.reading.connection().prepare_cached(&table.delete_sql())?.execute([id])?;
        self.collector.deleted(table.number, id, &before);
        self.tables.insert(table.number, table.name);
        Ok(())
    }

    /// Puts a removed row back under its old key.
    pub(crate) fn restore_raw(&mut self, table: &Table, id: i64, row: &[u8]) -> Result<()> {
        let values = bound_values(row, table, id)?;
        let (made_by, columns) =
            values.split_first().ok_or(LedgerError::Corrupt { table: table.name, id, column: "made_by" })?;
        self.guard_month(table, columns)?;
        self.count_row()?;
        self.run_insert(table, id, made_by, columns)?;
        self.collector.inserted(table.number, id, values.len(), row);
        self.tables.insert(table.number, table.name);
        Ok(())
    }

    /// The image of a row as it stands.
    pub(crate) fn image_of(&self, table: &Table, id: i64) -> Result<Option<Vec<u8>>> {
        row_image(&self.reading, table, id)
    }

    fn require_image(&self, table: &Table, id: i64) -> Result<Vec<u8>> {
        self.image_of(table, id)?.ok_or(LedgerError::Missing { table: table.name, id })
    }

    fn count_row(&mut self) -> Result<()> {
        self.rows += 1;
        if self.rows == MANY_ROWS {
            self.wide_cache = Some(WideCache::open(self.reading.connection())?);
        }
        Ok(())
    }

    fn run_insert(
        &mut self,
        table: &Table,
        id: i64,
        made_by: &Bound<'_>,
        values: &[Bound<'_>],
    ) -> Result<()> {
        let statement = &mut self.inserting(table)?.statement;
        statement.raw_bind_parameter(1, id)?;
        statement.raw_bind_parameter(2, made_by)?;
        for (at, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(at + 3, value)?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    fn next_id(&mut self, table: &Table) -> Result<i64> {
        let next = match self.inserting(table)?.next_id {
            Some(next) => next,
            None => stored_next_id(&self.reading, table.name)?,
        };
        self.inserting(table)?.next_id = Some(next + 1);
        Ok(next)
    }

    fn inserting(&mut self, table: &Table) -> Result<&mut Inserting<'c>> {
        match self.inserts.entry(table.number) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let statement = self.reading.connection().prepare_cached(&table.insert_sql())?;
                Ok(place.insert(Inserting { table: table.name, next_id: None, statement }))
            }
        }
    }

    /// Refuses values whose month is closed, that of the beginning or that of the ending.
    fn guard_month(&self, table: &Table, values: &[Bound<'_>]) -> Result<()> {
        self.guard_value(table.booked.and_then(|at| values.get(at)))?;
        self.guard_value(table.ending.and_then(|at| values.get(at + 1)))
    }

    /// Months close in order, so one comparison is enough.
    fn guard_value(&self, month: Option<&Bound<'_>>) -> Result<()> {
        match (month, &self.last_closed) {
            (Some(Bound::Text(month)), Some(closed)) if month.as_ref() <= closed.as_str() => {
                Err(month_closed(month))
            }
            _ => Ok(()),
        }
    }

    /// A row that began in a closed month may still end in an open one; otherwise old and new month must be open.
    fn guard_update(&self, table: &Table, id: i64, before: &[u8], values: &[Bound<'_>]) -> Result<()> {
        if table.booked.is_none() || self.last_closed.is_none() {
            return Ok(());
        }
        let old = bound_values(before, table, id)?;
        let old = old.get(1..).unwrap_or_default();
        let Some(ending) = table.ending else {
            self.guard_month(table, old)?;
            return self.guard_month(table, values);
        };
        if old.get(..ending) != values.get(..ending) {
            self.guard_value(table.booked.and_then(|at| old.get(at)))?;
            self.guard_value(table.booked.and_then(|at| values.get(at)))?;
        }
        if old.get(ending..ending + 2) != values.get(ending..ending + 2) {
            self.guard_value(old.get(ending + 1))?;
            self.guard_value(values.get(ending + 1))?;
        }
        Ok(())
    }

    fn guard_image(&self, table: &Table, id: i64, row: &[u8]) -> Result<()> {
        if table.booked.is_none() || self.last_closed.is_none() {
            return Ok(());
        }
        let values = bound_values(row, table, id)?;
        self.guard_month(table, values.get(1..).unwrap_or_default())
    }
}

/// Runs one operation. On an error of the closure or of the commit nothing has happened.
pub(crate) fn run<T, E: From<LedgerError>>(
    connection: &Connection,
    occasion: &Occasion,
    operation: &Operation,
    act: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
) -> Result<(Written<T>, Head), E> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(LedgerError::from)?;
    let outcome = act_and_commit(connection, occasion, operation, act);
    if !connection.is_autocommit() {
        // The error that brought us here says more than a failing rollback could.
        let _ = connection.execute_batch("ROLLBACK");
    }
    outcome
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
            crate::undo::explain(&Reading::new(connection), change).unwrap_or_else(|other| other)
        }
        _ => error,
    }
}

fn begin<'c>(connection: &'c Connection, occasion: &Occasion) -> Result<Writing<'c>> {
    let reading = Reading::new(connection);
    let last_closed = reading
        .one("SELECT max(month) FROM month WHERE state = 'closed'", &[], |row| {
            Ok(row.get::<_, Option<String>>(0)?)
        })?
        .flatten();
    Ok(Writing {
        reading,
        change: ChangeId(occasion.head.id + 1),
        at: occasion.at,
        collector: Collector::default(),
        inserts: BTreeMap::new(),
        tables: BTreeMap::new(),
        last_closed,
        image: Vec::new(),
        rows: 0,
        wide_cache: None,
    })
}

type Finished = (Option<ChangeId>, Vec<&'static str>, Head);

fn finish(writing: Writing<'_>, occasion: &Occasion, operation: &Operation) -> Result<Finished> {
    let connection = writing.reading.connection();
    let is_record = matches!(operation.kind.undoability(), Undoability::Final(_));
    if writing.collector.is_empty() && !is_record {
        connection.execute_batch("ROLLBACK")?;
        return Ok((None, Vec::new(), occasion.head));
    }
    let tables = writing.tables.values().copied().collect();
    let id = writing.change;
    let (body, touched) = writing.collector.finish()?;
    let recorded = chained(id, body, occasion, operation);
    change::insert(&writing.reading, &recorded)?;
    note_touched(connection, id, &touched)?;
    keep_counters(connection, writing.inserts)?;
    connection.execute_batch("COMMIT")?;
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

fn keep_counters(connection: &Connection, inserts: BTreeMap<u16, Inserting<'_>>) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO counter (table_name, next_id) VALUES (?, ?) \
         ON CONFLICT (table_name) DO UPDATE SET next_id = excluded.next_id",
    )?;
    for Inserting { table, next_id, .. } in inserts.into_values() {
        if let Some(next) = next_id {
            statement.execute((table, next))?;
        }
    }
    Ok(())
}

fn stored_next_id(reading: &Reading<'_>, table: &str) -> Result<i64> {
    let stored =
        reading.one("SELECT next_id FROM counter WHERE table_name = ?", &[&table], |row| Ok(row.get(0)?))?;
    Ok(stored.unwrap_or(1))
}

/// The image of a row as the file holds it: `made_by`, then the columns.
pub(crate) fn row_image(reading: &Reading<'_>, table: &Table, id: i64) -> Result<Option<Vec<u8>>> {
    let key: &dyn ToSql = &id;
    reading.one(&table.select_sql(), &[key], |row| read_image(row, table.columns.len() + 1))
}

/// The image of a selected row (`id, made_by, columns…`), its first `width` values after the key.
pub(crate) fn read_image(row: &rusqlite::Row<'_>, width: usize) -> Result<Vec<u8>> {
    let mut row_image = Vec::with_capacity(160);
    image::begin(width, &mut row_image);
    for column in 1..=width {
        image::put_value(row.get_ref(column)?, &mut row_image);
    }
    Ok(row_image)
}

fn fill_image(made_by: &Bound<'_>, values: &[Bound<'_>], out: &mut Vec<u8>) {
    out.clear();
    image::begin(values.len() + 1, out);
    image::put_value(made_by.as_value(), out);
    for value in values {
        image::put_value(value.as_value(), out);
    }
}

/// The values of an image, ready to be bound.
pub(crate) fn bound_values(row: &[u8], table: &Table, id: i64) -> Result<Vec<Bound<'static>>> {
    let values = image::values(row).ok_or(LedgerError::Corrupt { table: table.name, id, column: "*" })?;
    Ok(values.into_iter().map(owned_bound).collect())
}

fn owned_bound(value: Value) -> Bound<'static> {
    match value {
        Value::Null => Bound::Null,
        Value::Integer(number) => Bound::Int(number),
        Value::Real(number) => Bound::Text(number.to_string().into()),
        Value::Text(text) => Bound::Text(text.into()),
        Value::Blob(bytes) => Bound::Blob(bytes.into()),
    }
}

fn made_by_of(row: &[u8], table: &Table, id: i64) -> Result<Bound<'static>> {
    let corrupt = LedgerError::Corrupt { table: table.name, id, column: "made_by" };
    bound_values(row, table, id)?.into_iter().next().ok_or(corrupt)
}

fn month_closed(month: &str) -> LedgerError {
    let label = month.parse::<Month>().map_or_else(|_| month.to_owned(), |month| month.label());
    LedgerError::MonthClosed(label)
}
