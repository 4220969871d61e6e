//! What the file is made of: its sheets, its columns and what they were taken for, what is not read.

use serde::{Deserialize, Serialize};

/// How sure it is what a column holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Its title says so, or a person did.
    #[default]
    Certain,
    /// Nearly all of it looks so.
    Likely,
    /// A person should look.
    Unsure,
}

impl Confidence {
    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Certain => "已识别",
            Self::Likely => "大致可靠",
            Self::Unsure => "请核对",
        }
    }
}

/// A column of the file and the field it was taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceColumn {
    /// Name of the column as the spreadsheet shows it: `A`, `AB`.
    pub letters: String,
    /// Its title in the file.
    pub title: String,
    /// Key of the field; `None` if it is not read.
    pub field: Option<String>,
    /// What the program calls the field.
    pub field_title: Option<String>,
    /// How sure it is.
    #[serde(default)]
    pub confidence: Confidence,
    /// Why it was taken for the field, or left.
    #[serde(default)]
    pub reason: String,
    /// What stands in its first cells, masked.
    #[serde(default)]
    pub samples: Vec<String>,
}

/// A field that a column can be assigned to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChoice {
    /// Its key.
    pub key: String,
    /// What the program calls it.
    pub title: String,
    /// Whether no row can be read without it.
    pub is_required: bool,
}

/// A sheet that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSheet {
    /// Name on its tab.
    pub name: String,
    /// Row of its column titles, from 1; the lowest of several. 0 if it has none.
    pub header_row: u32,
    /// Rows that hold a record.
    pub row_count: u32,
    /// Its columns.
    pub columns: Vec<SourceColumn>,
    /// Whether the columns were known from an earlier assignment by hand.
    pub is_mapping_saved: bool,
}

/// A sheet or a row that is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1; `None` means the whole sheet.
    pub row: Option<u32>,
    /// The reason with what stands there.
    pub reason: String,
}
