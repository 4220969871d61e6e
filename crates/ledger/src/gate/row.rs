//! Rows as images and as values to bind: between the file, the history and the statements of the gate.

use rusqlite::ToSql;
use rusqlite::types::Value;

use crate::entity::Table;
use crate::error::{LedgerError, Result};
use crate::field::Bound;
use crate::image;
use crate::reading::Reading;

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

pub(crate) fn fill_image(made_by: &Bound<'_>, values: &[Bound<'_>], out: &mut Vec<u8>) {
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

/// The maker of an image, ready to be bound.
pub(crate) fn made_by_of(row: &[u8], table: &Table, id: i64) -> Result<Bound<'static>> {
    let corrupt = LedgerError::Corrupt { table: table.name, id, column: "made_by" };
    bound_values(row, table, id)?.into_iter().next().ok_or(corrupt)
}
