//! The office itself: operators, settings, changeable code tables, kept files.

use branchbook_domain::day::{Day, Instant};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::entity;
use crate::entity::Stored;
use crate::error::{LedgerError, Result};
use crate::gate::Writing;
use crate::reading::Reading;

entity! {
    /// An operator (经办人): the name that stands on every change.
    pub struct Operator: OperatorId, "operator", 1 {
        name: String,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A setting: key and JSON value.
    pub struct Setting: SettingId, "setting", 2 {
        key: String,
        value: String,
    }

    /// A value of a code table that the office can change.
    pub struct CodeValue: CodeValueId, "code_value", 3 {
        family: String,
        code: String,
        label: String,
        position: i64,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A file kept sealed beside the book.
    pub struct KeptFile: FileId, "file", 4 {
        sha256: Vec<u8>,
        name: String,
        size: i64,
        purpose: String,
        added_at: Instant,
    }
}

/// Keys of settings.
pub mod key {
    /// UUID of the book as text.
    pub const BOOK_ID: &str = "book.id";
    /// Epoch of the book: raised by a restore (decisions 30).
    pub const EPOCH: &str = "book.epoch";
    /// Office kind: `community` or `street`.
    pub const OFFICE: &str = "office.kind";
    /// Name of the office.
    pub const OFFICE_NAME: &str = "office.name";
}

/// The setting with this key, if it was ever set. A value that does not parse is corrupt. It is read before a file is
/// migrated, too: by the columns that every version has.
pub fn setting<T: DeserializeOwned>(reading: &Reading<'_>, key: &str) -> Result<Option<T>> {
    let stored = reading.one("SELECT id, value FROM setting WHERE key = ?", &[&key], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let Some((id, value)) = stored else { return Ok(None) };
    let corrupt = LedgerError::Corrupt { table: "setting", id, column: "value" };
    serde_json::from_str(&value).map(Some).map_err(|_| corrupt)
}

/// Sets a setting.
pub fn set_setting<T: Serialize>(writing: &mut Writing<'_>, key: &str, value: &T) -> Result<()> {
    let value = serde_json::to_string(value)
        .map_err(|error| LedgerError::Refused(format!("设置无法保存：{error}。")))?;
    let stored: Option<Stored<Setting>> = writing.entity("WHERE key = ?", &[&key])?;
    let setting = Setting { key: key.to_owned(), value };
    match stored {
        Some(stored) => writing.update(stored.id, &setting).map(|_| ()),
        None => writing.insert(&setting).map(|_| ()),
    }
}

/// The operator with this name, if there is one.
pub fn operator(reading: &Reading<'_>, name: &str) -> Result<Option<Stored<Operator>>> {
    reading.entity("WHERE name = ? ORDER BY id DESC", &[&name])
}

/// All operators in the order of their coming.
pub fn operators(reading: &Reading<'_>) -> Result<Vec<Stored<Operator>>> {
    reading.entities("ORDER BY id", &[])
}

/// Key and name of the first operator. It is read before a file is migrated: by the columns that every version has.
pub(crate) fn first_operator(reading: &Reading<'_>) -> Result<Option<(i64, String)>> {
    reading
        .one("SELECT id, name FROM operator ORDER BY id LIMIT 1", &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Values of a code table in their order.
pub fn code_values(reading: &Reading<'_>, family: &str) -> Result<Vec<Stored<CodeValue>>> {
    reading.entities("WHERE family = ? ORDER BY position, id", &[&family])
}

/// The kept file with this hash, if there is one.
pub fn kept_file(reading: &Reading<'_>, sha256: &[u8]) -> Result<Option<Stored<KeptFile>>> {
    reading.entity("WHERE sha256 = ? ORDER BY id", &[&sha256])
}

/// All kept files.
pub fn kept_files(reading: &Reading<'_>) -> Result<Vec<Stored<KeptFile>>> {
    reading.entities("ORDER BY id", &[])
}

/// The hashes of all kept files. They are read for the backup before a migration: by the column that every version has.
pub(crate) fn kept_hashes(reading: &Reading<'_>) -> Result<Vec<Vec<u8>>> {
    reading.rows("SELECT sha256 FROM file ORDER BY id", &[], |row| Ok(row.get(0)?))
}
