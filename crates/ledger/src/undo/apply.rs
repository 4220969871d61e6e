//! Puts back the before of every row that a change touched, from its end to its beginning.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::day::Month;

use super::{dependence, obstacle};
use crate::change::body::{Entry, RunHash, entries};
use crate::change::{Change, Hash};
use crate::entity::{Entity as _, Table};
use crate::error::Result;
use crate::field::read_day;
use crate::gate::Writing;
use crate::gate::month::Cell as _;
use crate::gate::row::bound_values;
use crate::image::{self, begins_with, cut_to, widened};
use crate::table::office::KeptFile;
use crate::table::table_by_number;

/// What an undo touched, for what has to follow in the same operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undid {
    years: BTreeMap<&'static str, BTreeSet<i32>>,
}

impl Undid {
    /// Years of the true days of the rows of a table that were removed, put back or changed.
    pub fn years_of(&self, table: &str) -> BTreeSet<i32> {
        self.years.get(table).cloned().unwrap_or_default()
    }

    fn note(&mut self, table: &Table, row: &[u8]) {
        let at = table.columns.iter().position(|column| *column == "occurred_on");
        let Some(values) = at.and_then(|_| image::values(row)) else { return };
        let text = at.and_then(|at| values.get(at + 1)).and_then(|value| value.text());
        if let Some(day) = text.and_then(read_day) {
            self.years.entry(table.name).or_default().insert(Month::of(day).year());
        }
    }
}

/// Puts back what the change did. The caller commits with foreign keys deferred. Kept files stay: later work may name
/// the same file, and the table is no part of what an undo restores (decisions 13).
pub(crate) fn apply(writing: &mut Writing<'_>, change: &Change) -> Result<Undid> {
    let mut list = entries(change.id.0, &change.body)?;
    list.retain(|entry| entry.table() != KeptFile::TABLE.number);
    let leaning = dependence::leaning(writing, change, &list)?;
    let mut undid = Undid::default();
    for entry in list.iter().rev() {
        let table = table_by_number(entry.table())?;
        Step { writing, change, table: &table, undid: &mut undid }.put_back(entry)?;
    }
    dependence::require_held(writing, change, leaning)?;
    Ok(undid)
}

struct Step<'s, 'c> {
    writing: &'s mut Writing<'c>,
    change: &'s Change,
    table: &'s Table,
    undid: &'s mut Undid,
}

impl Step<'_, '_> {
    fn put_back(&mut self, entry: &Entry) -> Result<()> {
        match entry {
            Entry::Inserted { first, images, .. } => {
                for (offset, wanted) in images.iter().enumerate().rev() {
                    let id = first + offset as i64;
                    self.require_image(id, wanted)?;
                    self.remove(id, wanted)?;
                }
                Ok(())
            }
            Entry::InsertedMany { first, count, width, hash, .. } => {
                self.remove_run(*first, first + count.cast_signed(), *width, hash)
            }
            Entry::Updated { id, before, after, .. } => self.write_back(*id, before, after),
            Entry::Deleted { id, before, .. } => {
                self.undid.note(self.table, before);
                let outcome = self.writing.restore_raw(self.table, *id, before);
                outcome.map_err(|error| self.explained(*id, before, error))
            }
        }
    }

    fn remove(&mut self, id: i64, row: &[u8]) -> Result<()> {
        self.undid.note(self.table, row);
        self.writing.delete_raw(self.table, id)
    }

    /// The rows of a long run must hash as they did; an older schema hashed the beginning of today's rows.
    fn remove_run(&mut self, first: i64, end: i64, width: u64, hash: &Hash) -> Result<()> {
        let width = usize::try_from(width).unwrap_or(0);
        let mut found = RunHash::default();
        for id in first..end {
            match self.writing.image_of(self.table, id)? {
                Some(row) => {
                    self.undid.note(self.table, &row);
                    found.add(id, &cut_to(&row, width));
                }
                None => return Err(obstacle::changed(self.writing, self.change, self.table, id, id + 1)?),
            }
        }
        if found.finish() != *hash {
            return Err(obstacle::changed(self.writing, self.change, self.table, first, end)?);
        }
        (first..end).rev().try_for_each(|id| self.writing.delete_raw(self.table, id))
    }

    fn write_back(&mut self, id: i64, before: &[u8], after: &[u8]) -> Result<()> {
        let found = self.require_image(id, after)?;
        self.undid.note(self.table, before);
        self.undid.note(self.table, after);
        let row = widened(before, Some(&found));
        let values = bound_values(&row, self.table, id)?;
        let outcome = self.writing.update_raw(self.table, id, values.get(1..).unwrap_or_default());
        outcome.map(|_| ()).map_err(|error| self.explained(id, &row, error))
    }

    /// The row as it stands, if it is still what the change left.
    fn require_image(&self, id: i64, wanted: &[u8]) -> Result<Vec<u8>> {
        match self.writing.image_of(self.table, id)? {
            Some(found) if begins_with(&found, wanted) => Ok(found),
            _ => Err(obstacle::changed(self.writing, self.change, self.table, id, id + 1)?),
        }
    }

    fn explained(&self, id: i64, row: &[u8], error: crate::LedgerError) -> crate::LedgerError {
        obstacle::doubled(self.writing, self.change, self.table, id, row, error)
    }
}
