//! The open transaction of one operation: inserts, updates and, for an undo, removals; each row leaves its before and
//! after with the collector. Must not begin or end the transaction: the gate does.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use branchbook_domain::day::{Instant, Month};
use branchbook_domain::key::ChangeId;
use rusqlite::CachedStatement;
use uuid::{ContextV7, Uuid};

use super::month::{month_closed, months_of_change};
use super::room::Room;
use super::row::{bound_values, fill_image, made_by_of, row_image};
use crate::book::uid_of;
use crate::change::body::{Collector, Touched};
use crate::entity::{Entity, Table};
use crate::error::{LedgerError, Result};
use crate::field::Bound;
use crate::reading::Reading;

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
    uids: ContextV7,
    room: Room<'c>,
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

/// What an operation leaves to be recorded.
pub(super) struct Done<'c> {
    /// Packed body of the change.
    pub body: Vec<u8>,
    /// Rows that were changed or removed.
    pub touched: Touched,
    /// Keys given out, by table.
    pub next_ids: BTreeMap<&'static str, i64>,
    /// Names of the tables that were touched.
    pub tables: Vec<&'static str>,
    /// Held until the commit is over.
    pub room: Room<'c>,
}

impl<'c> Writing<'c> {
    pub(super) fn begin(
        reading: Reading<'c>,
        (change, at): (ChangeId, Instant),
        last_closed: Option<Month>,
        room: Room<'c>,
    ) -> Self {
        Self {
            reading,
            change,
            at,
            collector: Collector::default(),
            inserts: BTreeMap::new(),
            tables: BTreeMap::new(),
            last_closed: last_closed.map(|month| month.to_string()),
            image: Vec::new(),
            uids: ContextV7::new(),
            room,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.collector.is_empty()
    }

    pub(super) fn finish(self) -> Result<(Reading<'c>, Done<'c>)> {
        let (body, touched) = self.collector.finish()?;
        let tables = self.tables.into_values().collect();
        let inserts = self.inserts.into_values();
        let next_ids = inserts.filter_map(|each| Some((each.table, each.next_id?))).collect();
        Ok((self.reading, Done { body, touched, next_ids, tables, room: self.room }))
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

    /// A fresh UUIDv7 of this instant. Those of one operation follow each other, so that the index of a hundred
    /// thousand of them grows at its end.
    pub fn new_uid(&self) -> Uuid {
        uid_of(self.at, &self.uids)
    }

    /// Holds little memory from here on: pages go into the log ahead of the commit. For an operation of very many rows that
    /// come in the order of their keys; where rows change all over large indexes, every page would be written and read
    /// many times.
    pub fn write_ahead(&mut self) -> Result<()> {
        self.room.write_ahead()
    }

    /// Inserts a row and gives its key.
    pub fn insert<E: Entity>(&mut self, entity: &E) -> Result<E::Id> {
        let table = E::TABLE;
        let mut values = Vec::with_capacity(table.columns.len());
        entity.bind(&mut values);
        self.guard_month(&table, &values)?;
        self.room.take_row()?;
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
        self.room.take_row()?;
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
        self.room.take_row()?;
        self.reading.connection().prepare_cached(&table.delete_sql())?.execute([id])?;
        self.collector.deleted(table.number, id, &before);
        self.tables.insert(table.number, table.name);
        Ok(())
    }

    /// Puts a removed row back under its old key. Columns that came after it was removed take their default.
    pub(crate) fn restore_raw(&mut self, table: &Table, id: i64, row: &[u8]) -> Result<()> {
        let corrupt = LedgerError::Corrupt { table: table.name, id, column: "*" };
        let values = bound_values(row, table, id)?;
        let Some((made_by, columns)) = values.split_first() else { return Err(corrupt) };
        let Some(known) = table.columns.get(..columns.len()) else { return Err(corrupt) };
        self.guard_month(table, columns)?;
        self.room.take_row()?;
        let sql = Table { columns: known, ..*table }.insert_sql();
        insert_row(&mut self.reading.connection().prepare_cached(&sql)?, id, made_by, columns)?;
        let restored = self.require_image(table, id)?;
        self.collector.inserted(table.number, id, table.columns.len() + 1, &restored);
        self.tables.insert(table.number, table.name);
        Ok(())
    }

    /// Fills rows in a migration: `rows` selects their keys, `update` writes the row of one key. Recorded like every
    /// write; months are not guarded, since a new column may have to be filled in closed ones too.
    pub(crate) fn fill(&mut self, table: &Table, rows: &str, update: &str) -> Result<()> {
        // A later step may still add columns that the table has today.
        let width: i64 = self.count("SELECT count(*) FROM pragma_table_info(?)", &[&table.name])?;
        let width = usize::try_from(width).unwrap_or(0).saturating_sub(2).min(table.columns.len());
        let table = &Table { columns: table.columns.get(..width).unwrap_or_default(), ..*table };
        let keys: Vec<i64> = self.rows(rows, &[], |row| Ok(row.get(0)?))?;
        for id in keys {
            let before = self.require_image(table, id)?;
            self.reading.connection().prepare_cached(update)?.execute([id])?;
            let after = self.require_image(table, id)?;
            if before != after {
                self.collector.updated(table.number, id, &before, &after);
                self.tables.insert(table.number, table.name);
            }
        }
        Ok(())
    }

    /// The image of a row as it stands.
    pub(crate) fn image_of(&self, table: &Table, id: i64) -> Result<Option<Vec<u8>>> {
        row_image(&self.reading, table, id)
    }

    fn require_image(&self, table: &Table, id: i64) -> Result<Vec<u8>> {
        self.image_of(table, id)?.ok_or(LedgerError::Missing { table: table.name, id })
    }

    fn run_insert(
        &mut self,
        table: &Table,
        id: i64,
        made_by: &Bound<'_>,
        values: &[Bound<'_>],
    ) -> Result<()> {
        insert_row(&mut self.inserting(table)?.statement, id, made_by, values)
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
        let Some(closed) = self.last_closed.as_deref().filter(|_| table.booked.is_some()) else {
            return Ok(());
        };
        let old = bound_values(before, table, id)?;
        let months = months_of_change(table, Some(old.get(1..).unwrap_or_default()), Some(values));
        match months.into_iter().find(|month| *month <= closed) {
            Some(month) => Err(month_closed(month)),
            None => Ok(()),
        }
    }

    fn guard_image(&self, table: &Table, id: i64, row: &[u8]) -> Result<()> {
        if table.booked.is_none() || self.last_closed.is_none() {
            return Ok(());
        }
        let values = bound_values(row, table, id)?;
        self.guard_month(table, values.get(1..).unwrap_or_default())
    }
}

fn insert_row(
    statement: &mut CachedStatement<'_>,
    id: i64,
    made_by: &Bound<'_>,
    values: &[Bound<'_>],
) -> Result<()> {
    statement.raw_bind_parameter(1, id)?;
    statement.raw_bind_parameter(2, made_by)?;
    for (at, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(at + 3, value)?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn stored_next_id(reading: &Reading<'_>, table: &str) -> Result<i64> {
    let stored =
        reading.one("SELECT next_id FROM counter WHERE table_name = ?", &[&table], |row| Ok(row.get(0)?))?;
    Ok(stored.unwrap_or(1))
}
