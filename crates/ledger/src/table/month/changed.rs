//! Whether a month was changed after it was sent (上报后有改动). Asked of the changes since then and of the rows that
//! they name, never of the tables: it costs the work of that time, at any age of the book.

use std::collections::BTreeMap;

use branchbook_domain::day::Month;
use branchbook_domain::key::ChangeId;
use rusqlite::types::Value;

use crate::change;
use crate::change::body::{Entry, entries};
use crate::entity::Table;
use crate::error::Result;
use crate::gate::month::months_of_change;
use crate::gate::row::row_image;
use crate::image;
use crate::reading::Reading;
use crate::table::table_by_number;

/// Whether what the report of a month says was changed after a change: rows booked or ended in it that came, went or
/// were written anew. What was done and undone again since is no change.
pub fn has_changed_since(reading: &Reading<'_>, month: Month, since: ChangeId) -> Result<bool> {
    let mut touched = Touched::default();
    for (id, body) in change::bodies_since(reading, since)? {
        for entry in entries(id, &body)? {
            touched.add(entry, since);
        }
    }
    let month = month.to_string();
    Ok(touched.has_new(reading, &month, since)? || touched.has_altered(reading, &month)?)
}

/// The rows that changes touched: ranges of inserted keys, and what stood before the first change of older rows.
#[derive(Default)]
struct Touched {
    inserted: Vec<(u16, i64, i64)>,
    before: BTreeMap<(u16, i64), Vec<u8>>,
}

impl Touched {
    fn add(&mut self, entry: Entry, since: ChangeId) {
        match entry {
            Entry::Inserted { table, first, images } => {
                self.inserted.push((table, first, first + images.len() as i64));
            }
            Entry::InsertedMany { table, first, count, .. } => {
                self.inserted.push((table, first, first + count.cast_signed()));
            }
            Entry::Updated { table, id, before, .. } | Entry::Deleted { table, id, before } => {
                // A row that came since is new, whatever happened to it afterwards.
                if maker(&before).is_some_and(|maker| maker <= since.0) {
                    self.before.entry((table, id)).or_insert(before);
                }
            }
        }
    }

    fn has_new(&self, reading: &Reading<'_>, month: &str, since: ChangeId) -> Result<bool> {
        for (number, first, end) in &self.inserted {
            let table = table_by_number(*number)?;
            if table.booked.is_none() {
                continue;
            }
            let ended = table.ending.and_then(|at| table.columns.get(at + 1));
            let ended = ended.map(|column| format!(" OR {column} = ?4")).unwrap_or_default();
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM {} WHERE id >= ?1 AND id < ?2 AND made_by > ?3 \
                 AND (booked_month = ?4{ended}))",
                table.name
            );
            if reading.count(&sql, &[first, end, &since.0, &month])? != 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_altered(&self, reading: &Reading<'_>, month: &str) -> Result<bool> {
        for ((number, id), before) in &self.before {
            let table = table_by_number(*number)?;
            if table.booked.is_some() && is_altered(reading, &table, *id, before, month)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn is_altered(reading: &Reading<'_>, table: &Table, id: i64, before: &[u8], month: &str) -> Result<bool> {
    let before = columns(before);
    let now = row_image(reading, table, id)?.as_deref().and_then(columns);
    Ok(months_of_change(table, before.as_deref(), now.as_deref()).contains(&month))
}

fn maker(row: &[u8]) -> Option<i64> {
    match image::values(row)?.first() {
        Some(Value::Integer(maker)) => Some(*maker),
        _ => None,
    }
}

/// The values of an image without the maker.
fn columns(row: &[u8]) -> Option<Vec<Value>> {
    image::values(row).map(|values| values.into_iter().skip(1).collect())
}
