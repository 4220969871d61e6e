//! The comparable dump (decisions 13): every table but the history, the kept files, what was refused and the counters,
//! as text.
//! Two books with equal dumps say the same.

use std::io::Write;

use rusqlite::types::ValueRef;

use crate::entity::Table;
use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::TABLES;

/// Tables that say nothing of the office's own affairs: files that are kept, and files that were not taken.
const OUTSIDE: [&str; 2] = ["file", "parcel_refused"];

/// Writes the comparable dump: per row its table, key and values, one line each, in a fixed order.
pub fn write(reading: &Reading<'_>, out: &mut impl Write) -> Result<()> {
    // A file of an older version has fewer tables: what it says is the same as with empty ones.
    let there = reading.rows("SELECT name FROM sqlite_schema WHERE type = 'table'", &[], |row| {
        Ok(row.get::<_, String>(0)?)
    })?;
    let is_said = |table: &&Table| !OUTSIDE.contains(&table.name);
    let tables = TABLES.iter().filter(is_said).filter(|table| there.iter().any(|name| name == table.name));
    tables.into_iter().try_for_each(|table| write_table(reading, table, out))
}

/// The comparable dump as text.
pub fn text(reading: &Reading<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    write(reading, &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn write_table(reading: &Reading<'_>, table: &Table, out: &mut impl Write) -> Result<()> {
    let sql = format!("SELECT {} FROM {} ORDER BY id", table.selection(), table.name);
    reading.for_each(&sql, &[], |row| {
        write!(out, "{}", table.name)?;
        for column in 0..table.columns.len() + 2 {
            write_value(row.get_ref(column)?, out)?;
        }
        writeln!(out)?;
        Ok::<(), LedgerError>(())
    })
}

fn write_value(value: ValueRef<'_>, out: &mut impl Write) -> Result<()> {
    match value {
        ValueRef::Null => write!(out, "\t-")?,
        ValueRef::Integer(number) => write!(out, "\t{number}")?,
        ValueRef::Real(number) => write!(out, "\t{number}")?,
        ValueRef::Text(text) => write!(out, "\t{:?}", String::from_utf8_lossy(text))?,
        ValueRef::Blob(bytes) => {
            write!(out, "\tx")?;
            bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))?;
        }
    }
    Ok(())
}
