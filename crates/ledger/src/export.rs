//! The plain export: every table as rows of text under its column names, and the history. No lock-in.

use rusqlite::types::ValueRef;

use crate::entity::Entity as _;
use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::TABLES;
use crate::table::office::Setting;
use crate::vault::digest::hex;

/// Columns of the exported history.
pub const HISTORY_COLUMNS: &[&str] =
    &["id", "at", "operator_name", "kind", "title", "undoes", "schema_version", "previous", "hash"];

/// The keys of the office never leave the book in the open.
const KEYS: &str = "office_key";

/// Settings that hold a secret do not, either.
const PUBLIC_SETTINGS: &str = "WHERE key NOT LIKE 'secret.%'";

/// Names of the exported tables, the history last.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    let tables = TABLES.iter().map(|table| table.name).filter(|name| *name != KEYS);
    tables.chain(std::iter::once("change"))
}

/// Calls `each` with the header of a table and then with its rows, all as text; NULL is empty, bytes are hex.
pub fn table<E: From<LedgerError>>(
    reading: &Reading<'_>,
    name: &str,
    mut each: impl FnMut(&[String]) -> Result<(), E>,
) -> Result<(), E> {
    let columns = columns_of(name).ok_or_else(|| LedgerError::Refused(format!("没有“{name}”这个表。")))?;
    each(&columns)?;
    let rest = if name == Setting::TABLE.name { PUBLIC_SETTINGS } else { "" };
    let sql = format!("SELECT {} FROM {name} {rest} ORDER BY id", columns.join(", "));
    reading.for_each(&sql, &[], |row| {
        let texts = (0..columns.len())
            .map(|column| row.get_ref(column).map(text))
            .collect::<rusqlite::Result<Vec<_>>>();
        each(&texts.map_err(LedgerError::from)?)
    })
}

fn columns_of(name: &str) -> Option<Vec<String>> {
    if name == "change" {
        return Some(HISTORY_COLUMNS.iter().map(ToString::to_string).collect());
    }
    let table = crate::table::table_by_name(name)?;
    Some(["id", "made_by"].iter().chain(table.columns).map(ToString::to_string).collect())
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => hex(bytes),
    }
}
