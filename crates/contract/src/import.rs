//! Imports of the past: what was taken from which file, whether it can still be taken back, and its kept files.

use branchbook_domain::day::Instant;
use branchbook_domain::key::{ChangeId, ImportBatchId, ImportMappingId};
use serde::{Deserialize, Serialize};

use crate::intake::{ImportKind, RowCounts};

/// Asks for the imports that stand, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList {}

/// Asks for one import; its records are looked through for what hinders its undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportShow {
    /// Which.
    pub import: ImportBatchId,
}

/// An import of the past. One that was taken back is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Which.
    pub import: ImportBatchId,
    /// The operation that it became.
    pub change: ChangeId,
    /// What the file held.
    pub kind: ImportKind,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file in hex.
    pub sha256: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub operator: String,
    /// Rows by state; an import of a former version counts rows that repeat others among 相同.
    pub counts: RowCounts,
    /// Whether rows were handed back whose workbook is kept.
    pub has_refused: bool,
    /// Why it cannot be undone: in a list as far as can be said without looking at its records.
    #[serde(default)]
    pub refusal: Option<String>,
}

/// Hands out a kept file of an import once more, byte for byte, which is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSave {
    /// Which.
    pub import: ImportBatchId,
    /// The workbook of the rows handed back instead of the file that came.
    #[serde(default)]
    pub refused: bool,
    /// The file, or a folder that exists: then it keeps its name, with a number if the name is taken.
    pub out: String,
}

/// A kept file was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSaved {
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub size: u64,
}

/// Asks for the assignments of columns that are remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMappingList {}

/// An assignment of columns by hand, remembered for files of the same or nearly the same shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMappingRow {
    /// Which.
    pub mapping: ImportMappingId,
    /// What the files hold.
    pub kind: ImportKind,
    /// Titles of the files, in their order.
    pub titles: Vec<String>,
    /// What was assigned, each as 「单位支部：所在支部」.
    pub assigned: Vec<String>,
}

/// Forgets an assignment of columns: the next file is recognised anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMappingForget {
    /// Which.
    pub mapping: ImportMappingId,
}
