//! Whether the undo of a change would reach into a closed month, told from the change itself and without trying.

use branchbook_domain::key::ChangeId;
use rusqlite::types::Value;

use crate::change::body::{Entry, entries};
use crate::entity::Table;
use crate::error::Result;
use crate::gate::month::{label, months_of_change};
use crate::image;
use crate::reading::Reading;
use crate::table::table_by_number;

/// The newest month up to `last` that the change wrote into, in words.
pub(super) fn month_touched(reading: &Reading<'_>, id: ChangeId, last: &str) -> Result<Option<String>> {
    let body: Option<Vec<u8>> =
        reading.one("SELECT body FROM change WHERE id = ?", &[&id.0], |row| Ok(row.get(0)?))?;
    let mut newest: Option<String> = None;
    for entry in entries(id.0, &body.unwrap_or_default())? {
        let table = table_by_number(entry.table())?;
        if table.booked.is_some() {
            newest = newest.max(month_of(reading, &table, &entry, last)?);
        }
    }
    Ok(newest.map(|month| label(&month)))
}

fn month_of(reading: &Reading<'_>, table: &Table, entry: &Entry, last: &str) -> Result<Option<String>> {
    let closed = |before: Option<&[u8]>, after: Option<&[u8]>| {
        let (before, after) = (before.and_then(columns), after.and_then(columns));
        let months = months_of_change(table, before.as_deref(), after.as_deref());
        months.into_iter().filter(|month| *month <= last).max().map(str::to_owned)
    };
    Ok(match entry {
        Entry::Inserted { images, .. } => images.iter().filter_map(|row| closed(None, Some(row))).max(),
        Entry::Updated { before, after, .. } => closed(Some(before), Some(after)),
        Entry::Deleted { before, .. } => closed(Some(before), None),
        Entry::InsertedMany { first, count, .. } => {
            let sql = format!(
                "SELECT max(booked_month) FROM {} WHERE id >= ? AND id < ? AND booked_month <= ?",
                table.name
            );
            let end = first + count.cast_signed();
            reading.one(&sql, &[first, &end, &last], |row| Ok(row.get::<_, Option<String>>(0)?))?.flatten()
        }
    })
}

/// The values of an image without the maker.
fn columns(row: &[u8]) -> Option<Vec<Value>> {
    let mut values = image::values(row)?;
    (!values.is_empty()).then(|| values.split_off(1))
}
