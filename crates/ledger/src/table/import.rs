//! Imports: what was taken from which file, and the column mappings that were saved.

use branchbook_domain::day::{Day, Instant};
use branchbook_domain::key::{ChangeId, PersonId};

use crate::entity;
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::{LedgerError, Result};
use crate::gate::Writing;
use crate::reading::Reading;
use crate::table::membership::{ConditionKind, Membership};
use crate::table::office::KeptFile;

entity! {
    /// One import of one file.
    pub struct ImportBatch: ImportBatchId, "import_batch", 31 {
        kind: String,
        file_sha256: Vec<u8>,
        file_name: String,
        imported_at: Instant,
        added_count: i64,
        updated_count: i64,
        same_count: i64,
        conflict_count: i64,
        refused_count: i64,
        duplicate_count: Option<i64>,
        register_on: Option<Day>,
    }

    /// A saved column mapping.
    pub struct ImportMapping: ImportMappingId, "import_mapping", 32 {
        kind: String,
        header_key: String,
        mapping: String,
    }
}

/// Saved column mappings of a kind of import.
pub fn mappings(reading: &Reading<'_>, kind: &str) -> Result<Vec<Stored<ImportMapping>>> {
    reading.entities("WHERE kind = ? ORDER BY id", &[&kind])
}

/// Saves a column mapping; the one known for the same titles is replaced.
pub fn save_mapping(writing: &mut Writing<'_>, kind: &str, header_key: &str, mapping: String) -> Result<()> {
    let known: Option<Stored<ImportMapping>> =
        writing.entity("WHERE kind = ? AND header_key = ?", &[&kind, &header_key])?;
    let row = ImportMapping { kind: kind.to_owned(), header_key: header_key.to_owned(), mapping };
    match known {
        Some(known) => writing.update(known.id, &row).map(|_| ()),
        None => writing.insert(&row).map(|_| ()),
    }
}

/// Imports of a file with this content, newest first.
pub fn batches_of_file(reading: &Reading<'_>, sha256: &[u8]) -> Result<Vec<Stored<ImportBatch>>> {
    reading.entities("WHERE file_sha256 = ? ORDER BY id DESC", &[&sha256])
}

/// All imports, newest first.
pub fn batches(reading: &Reading<'_>) -> Result<Vec<Stored<ImportBatch>>> {
    reading.entities("ORDER BY id DESC", &[])
}

/// The workbook of the rows that an import handed back, if it is kept.
pub fn refused_rows(reading: &Reading<'_>, import: ChangeId) -> Result<Option<Stored<KeptFile>>> {
    reading.entity("WHERE made_by = ? AND purpose = 'refused_rows' ORDER BY id", &[&import.0])
}

/// Calls `each` with every membership, ended or not, by key.
pub fn each_membership(reading: &Reading<'_>, mut each: impl FnMut(&Stored<Membership>)) -> Result<()> {
    let sql = format!("SELECT {} FROM membership ORDER BY id", Membership::TABLE.selection());
    reading.for_each(&sql, &[], |row| {
        each(&read_row(row)?);
        Ok::<(), LedgerError>(())
    })
}

/// All memberships, ended or not, by key.
pub fn memberships(reading: &Reading<'_>) -> Result<Vec<Stored<Membership>>> {
    reading.entities("ORDER BY id", &[])
}

/// Everyone in whom a condition holds that has no end.
pub fn people_in_condition(reading: &Reading<'_>, kind: ConditionKind) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM condition WHERE kind = ? AND to_on IS NULL";
    reading.rows(sql, &[&kind.code()], |row| Ok(PersonId(row.get(0)?)))
}
