//! Reading the book: every query runs through these few functions, so that its cost can be counted.
//! Queries themselves stand beside the table they ask.

mod reckoned;

use std::cell::Cell;

use rusqlite::{Connection, Row, Statement, StatementStatus, ToSql};

pub use self::reckoned::Reckoned;
pub(crate) use self::reckoned::Reckonings;
use crate::entity::{Entity, Stored, read_row};
use crate::error::{LedgerError, Result};

/// What the queries of a measured stretch cost, in units that noise cannot touch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Virtual-machine steps.
    pub steps: i64,
    /// Steps of full table scans.
    pub scanned: i64,
    /// Rows sorted without an index.
    pub sorts: i64,
    /// Queries that were asked: what grows with the rows of an answer is asked row by row.
    pub queries: i64,
}

impl Cost {
    const fn and(self, more: Self) -> Self {
        Self {
            steps: self.steps + more.steps,
            scanned: self.scanned + more.scanned,
            sorts: self.sorts + more.sorts,
            queries: self.queries + more.queries,
        }
    }
}

thread_local! {
    /// What the queries of this thread have cost, while somebody asks.
    static TALLY: Cell<Option<Cost>> = const { Cell::new(None) };
    /// How many stretches of this thread were measured: each begins with nothing remembered, or its costs would be those of
    /// whatever was asked before it.
    static STRETCH: Cell<u64> = const { Cell::new(0) };
}

/// Runs `work` and says what the queries of this thread cost in it, through however many readings they went.
pub fn measured<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let before = TALLY.replace(Some(Cost::default()));
    STRETCH.set(STRETCH.get() + 1);
    let result = work();
    (result, TALLY.replace(before).unwrap_or_default())
}

fn stretch() -> u64 {
    STRETCH.get()
}

/// A view of the book for queries.
pub struct Reading<'c> {
    connection: &'c Connection,
    reckonings: Option<&'c Reckonings>,
}

impl<'c> Reading<'c> {
    pub(crate) const fn new(connection: &'c Connection) -> Self {
        Self { connection, reckonings: None }
    }

    /// A view that remembers what was reckoned.
    pub(crate) const fn remembering(connection: &'c Connection, reckonings: &'c Reckonings) -> Self {
        Self { connection, reckonings: Some(reckonings) }
    }

    pub(crate) const fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// Runs `work` and says what its queries cost.
    pub fn measured<T>(&self, work: impl FnOnce(&Self) -> T) -> (T, Cost) {
        measured(|| work(self))
    }

    /// Calls `each` with every row of the answer, in order; an error of `each` ends the query.
    pub fn for_each<E: From<LedgerError>>(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare_cached(sql).map_err(LedgerError::from)?;
        let is_measured = TALLY.get().is_some();
        if is_measured {
            // A cached statement still counts what it did for others, unmeasured.
            spent(&statement);
        }
        let walked = walk(&mut statement, parameters, &mut each);
        if is_measured {
            let more = spent(&statement);
            TALLY.set(TALLY.get().map(|cost| cost.and(more)));
        }
        walked
    }

    /// All rows of the answer.
    pub fn rows<T>(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut list = Vec::new();
        self.for_each(sql, parameters, |row| {
            list.push(map(row)?);
            Ok::<(), LedgerError>(())
        })?;
        Ok(list)
    }

    /// The first row of the answer.
    pub fn one<T>(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.rows(sql, parameters, map)?.into_iter().next())
    }

    /// A single number, 0 where the answer has no row.
    pub fn count(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<i64> {
        Ok(self.one(sql, parameters, |row| Ok(row.get(0)?))?.unwrap_or(0))
    }

    /// Rows of one table: `rest` follows `SELECT … FROM table`, e.g. `WHERE name = ? ORDER BY id`.
    pub fn entities<E: Entity>(&self, rest: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Stored<E>>> {
        let sql = format!("SELECT {} FROM {} {rest}", E::TABLE.selection(), E::TABLE.name);
        self.rows(&sql, parameters, read_row)
    }

    /// All rows of one table in the order of their keys.
    pub fn all<E: Entity>(&self) -> Result<Vec<Stored<E>>> {
        self.entities("ORDER BY id", &[])
    }

    /// The first row of one table that fits `rest`.
    pub fn entity<E: Entity>(&self, rest: &str, parameters: &[&dyn ToSql]) -> Result<Option<Stored<E>>> {
        Ok(self.entities(&format!("{rest} LIMIT 1"), parameters)?.into_iter().next())
    }

    /// The row with this key, if there is one.
    pub fn get<E: Entity>(&self, id: E::Id) -> Result<Option<Stored<E>>> {
        let key: i64 = id.into();
        self.one(&E::TABLE.select_sql(), &[&key], read_row)
    }

    /// The row with this key; its absence is an error.
    pub fn require<E: Entity>(&self, id: E::Id) -> Result<Stored<E>> {
        self.get(id)?.ok_or_else(|| LedgerError::Missing { table: E::TABLE.name, id: id.into() })
    }
}

/// What a statement has counted since it was asked last.
fn spent(statement: &Statement<'_>) -> Cost {
    let count = |what| i64::from(statement.reset_status(what));
    Cost {
        steps: count(StatementStatus::VmStep),
        scanned: count(StatementStatus::FullscanStep),
        sorts: count(StatementStatus::Sort),
        queries: 1,
    }
}

fn walk<E: From<LedgerError>>(
    statement: &mut rusqlite::CachedStatement<'_>,
    parameters: &[&dyn ToSql],
    each: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut rows = statement.query(parameters).map_err(LedgerError::from)?;
    while let Some(row) = rows.next().map_err(LedgerError::from)? {
        each(row)?;
    }
    Ok(())
}
