//! The history of a record that is made of several rows: a meeting with its records and attachments, a unit with the
//! numbers that it stated. Changes are found by the rows and by nothing else, so that the age of the book costs nothing,
//! and however many rows there are, they are asked about at once. Must not alter anything.

use std::collections::{BTreeMap, HashMap};

use branchbook_domain::key::ChangeId;

use super::body::{Entry, entries};
use super::row_history::{RowImage, Said, decoded, fill_unkept, said_of};
use super::{COLUMNS, Change, Summary, read};
use crate::entity::Table;
use crate::error::Result;
use crate::field::key_list;
use crate::gate::row::read_image;
use crate::reading::Reading;

/// The rows of one table that belong to a record.
pub type RecordRows = (Table, Vec<i64>);

/// What a change did to one row of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordStep {
    /// The table of the row.
    pub table: Table,
    /// Its key.
    pub id: i64,
    /// The row before; `None` if the change inserted it.
    pub before: Option<RowImage>,
    /// The row after; `None` if the change removed it, which only an undo does.
    pub after: Option<RowImage>,
}

/// A change with what it did to a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordChange {
    /// The change.
    pub change: Summary,
    /// Row by row, in the order in which the rows were asked for.
    pub steps: Vec<RecordStep>,
}

/// What changes say of one row: the place of the change, before, after.
type Told = Vec<(usize, Said, Said)>;

/// The keys of the rows of a table that point at others by a column, which has to have an index.
pub fn rows_under(
    reading: &Reading<'_>,
    table: Table,
    column: &'static str,
    above: &[i64],
) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT id FROM {} WHERE {column} IN (SELECT value FROM json_each(?1)) ORDER BY id",
        table.name
    );
    reading.rows(&sql, &[&key_list(above)], |row| Ok(row.get(0)?))
}

/// The history of a record, oldest change first.
pub fn record_history(reading: &Reading<'_>, rows: &[RecordRows]) -> Result<Vec<RecordChange>> {
    let changes = touching(reading, rows)?;
    let mut bodies = Vec::with_capacity(changes.len());
    for change in changes.values() {
        bodies.push(entries(change.id.0, &change.body)?);
    }
    let mut steps: Vec<Vec<RecordStep>> = changes.values().map(|_| Vec::new()).collect();
    for (table, ids) in rows {
        let mut told: Vec<(i64, Told)> =
            ids.iter().map(|id| (*id, said_in(&bodies, table.number, *id))).collect();
        let present = images_of(reading, *table, ids)?;
        for (id, told) in &mut told {
            let id = *id;
            fill_unkept(
                told.iter_mut().map(|(_, before, after)| (&*before, after)),
                present.get(&id).cloned(),
            );
            for (at, before, after) in told.drain(..) {
                let step = RecordStep {
                    table: *table,
                    id,
                    before: decoded(before, *table, id)?,
                    after: decoded(after, *table, id)?,
                };
                if let Some(steps) = steps.get_mut(at) {
                    steps.push(step);
                }
            }
        }
    }
    let told = changes.into_values().zip(steps).filter(|(_, steps)| !steps.is_empty());
    Ok(told.map(|(change, steps)| RecordChange { change: summary(change), steps }).collect())
}

/// What each body says of a row, with the place of the body.
fn said_in(bodies: &[Vec<Entry>], table: u16, id: i64) -> Told {
    let of_one = |(at, entries): (usize, &Vec<Entry>)| {
        let mut said: Option<(Said, Said)> = None;
        for (before, after) in entries.iter().filter_map(|entry| said_of(entry, table, id)) {
            let first = said.take().map_or(before, |(first, _)| first);
            said = Some((first, after));
        }
        said.map(|(before, after)| (at, before, after))
    };
    bodies.iter().enumerate().filter_map(of_one).collect()
}

/// Rows as they stand: a long run of insertions keeps no images.
fn images_of(reading: &Reading<'_>, table: Table, ids: &[i64]) -> Result<HashMap<i64, Vec<u8>>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE id IN (SELECT value FROM json_each(?1))",
        table.selection(),
        table.name
    );
    let width = table.columns.len() + 1;
    Ok(reading
        .rows(&sql, &[&key_list(ids)], |row| Ok((row.get(0)?, read_image(row, width)?)))?
        .into_iter()
        .collect())
}

/// The changes of the rows and the undos of them: a row that an undo put back still names its first maker.
fn touching(reading: &Reading<'_>, rows: &[RecordRows]) -> Result<BTreeMap<ChangeId, Change>> {
    let mut changes: BTreeMap<ChangeId, Change> = BTreeMap::new();
    for (table, ids) in rows {
        let keys = "(SELECT value FROM json_each(?1))";
        let sql = format!(
            "SELECT {COLUMNS} FROM change WHERE id IN (SELECT made_by FROM {} WHERE id IN {keys} \
             UNION SELECT change_id FROM change_row WHERE table_number = ?2 AND row_id IN {keys})",
            table.name
        );
        let found = reading.rows(&sql, &[&key_list(ids), &table.number], read)?;
        changes.extend(found.into_iter().map(|change| (change.id, change)));
    }
    let mut newest: Vec<i64> = changes.keys().map(|id| id.0).collect();
    while !newest.is_empty() {
        let sql = format!("SELECT {COLUMNS} FROM change WHERE undoes IN (SELECT value FROM json_each(?1))");
        let undos = reading.rows(&sql, &[&key_list(&newest)], read)?;
        newest.clear();
        for undo in undos {
            let id = undo.id;
            if changes.insert(id, undo).is_none() {
                newest.push(id.0);
            }
        }
    }
    Ok(changes)
}

fn summary(change: Change) -> Summary {
    let Change { id, at, operator_name, kind, title, .. } = change;
    Summary { id, at, operator_name, kind, title }
}
