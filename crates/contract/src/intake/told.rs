//! What is told of a file before and after its import.

use branchbook_domain::day::Day;
use branchbook_domain::key::ChangeId;
use serde::{Deserialize, Serialize};

use super::{
    FieldChoice, ImportKind, MissingMember, RowChoice, RowCounts, RowState, Skipped, SourceSheet,
    StateChoices,
};

/// A field that an update changes, in words and masked where screens mask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its key in a decision; empty where nothing can be decided.
    #[serde(default)]
    pub key: String,
    /// Whether the person has decided that the book keeps what it says.
    #[serde(default)]
    pub is_kept: bool,
    /// What the field is called.
    pub field: String,
    /// What the book says; `None` where it says nothing.
    pub before: Option<String>,
    /// What it will say.
    pub after: Option<String>,
}

impl FieldChange {
    /// 「联系电话：138****1234 → 139****0000」
    pub fn sentence(&self) -> String {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "（空）".to_owned());
        let kept = if self.is_kept { "（保留台账的）" } else { "" };
        format!("{}：{} → {}{kept}", self.field, shown(&self.before), shown(&self.after))
    }
}

/// A row of the file as the preview shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRowView {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Whom or what it speaks of.
    pub who: String,
    /// What becomes of it.
    pub state: RowState,
    /// Texts in the order of [`Preview::titles`].
    pub cells: Vec<String>,
    /// Warnings and reasons, each a sentence.
    pub notes: Vec<String>,
    /// What an update changes.
    #[serde(default)]
    pub changes: Vec<FieldChange>,
    /// What can be decided about it; the first is what happens without a decision.
    #[serde(default)]
    pub choices: Vec<RowChoice>,
    /// What is chosen; empty for nothing.
    #[serde(default)]
    pub chosen: String,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What the file holds.
    pub kind: ImportKind,
    /// Name of the file.
    pub file_name: String,
    /// 填报日期 found above or below the table.
    pub register_on: Option<Day>,
    /// Sheets that are read.
    pub sheets: Vec<SourceSheet>,
    /// Fields that a column can be assigned to.
    pub fields: Vec<FieldChoice>,
    /// Sheets and rows that are not read.
    pub skipped: Vec<Skipped>,
    /// Rows by state.
    pub counts: RowCounts,
    /// What will happen, in one sentence.
    #[serde(default)]
    pub sentence: String,
    /// Titles of the cells shown.
    pub titles: Vec<String>,
    /// The first rows.
    pub first: Vec<SourceRowView>,
    /// The last rows, none of them among the first.
    pub last: Vec<SourceRowView>,
    /// Rows with a warning or a reason; at most [`ATTENTION_ROWS`] of them.
    pub attention: Vec<SourceRowView>,
    /// How many rows have a warning or a reason.
    pub attention_count: u32,
    /// What concerns the file as a whole.
    pub findings: Vec<String>,
    /// 新增组织: branches and groups that would be made.
    pub new_organisations: Vec<String>,
    /// SHA-256 of the file in hex: decisions are about this file and no other.
    #[serde(default)]
    pub sha256: String,
    /// What can be decided about all rows of a state.
    #[serde(default)]
    pub kinds: Vec<StateChoices>,
    /// Members of the branches of the file whom it does not name; at most [`ATTENTION_ROWS`] of them.
    #[serde(default)]
    pub missing: Vec<MissingMember>,
    /// How many they are.
    #[serde(default)]
    pub missing_count: u32,
    /// What can be decided about each of them.
    #[serde(default)]
    pub missing_choices: Vec<RowChoice>,
    /// The rows of the page that was asked for.
    #[serde(default)]
    pub rows: Vec<SourceRowView>,
    /// How many rows the page is taken from.
    #[serde(default)]
    pub row_count: u32,
}

/// Rows shown at either end of a preview.
pub const PREVIEW_ROWS: usize = 20;

/// Rows with warnings or reasons that a preview holds at most.
pub const ATTENTION_ROWS: usize = 1_000;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// What the file held.
    pub kind: ImportKind,
    /// Whether the book is different now.
    pub is_changed: bool,
    /// The operation that the import became, to take back this one and no other; `None` if nothing was written.
    #[serde(default)]
    pub change: Option<ChangeId>,
    /// The outcome in words.
    pub message: String,
    /// Rows by state.
    pub counts: RowCounts,
    /// Rows with a warning or a reason; at most [`ATTENTION_ROWS`] of them.
    pub attention: Vec<SourceRowView>,
    /// How many rows have a warning or a reason.
    pub attention_count: u32,
    /// What concerns the file as a whole.
    pub findings: Vec<String>,
    /// Branches and groups that were made.
    pub new_organisations: Vec<String>,
    /// The workbook with the rows handed back, if one was asked for and any were.
    pub refused_file: Option<String>,
}
