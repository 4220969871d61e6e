//! What is asked of a file.

use branchbook_domain::day::{Day, Month};
use serde::{Deserialize, Serialize};

use super::{Decision, ImportKind, RowState};

/// Shows what an import would do, and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakePreview {
    /// What the file holds.
    pub kind: ImportKind,
    /// Where it lies.
    pub path: String,
    /// The month that is worked on, for dates without a year.
    #[serde(default)]
    pub month: Option<Month>,
    /// 填报日期, where the person knows it and the file does not say it.
    #[serde(default)]
    pub register_on: Option<Day>,
    /// Columns that the person assigned by hand; all others are recognised by title, content and position.
    #[serde(default)]
    pub columns: Vec<ColumnChoice>,
    /// What the person has decided so far.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// [`Preview::sha256`](super::Preview::sha256) of the file that the decisions are about; another file is refused.
    #[serde(default)]
    pub seen: Option<String>,
    /// Which rows [`Preview::rows`](super::Preview::rows) holds; none are wanted if it is missing.
    #[serde(default)]
    pub page: Option<RowPage>,
}

impl IntakePreview {
    /// Asks for a file with nothing assigned and nothing decided.
    pub fn of(kind: ImportKind, path: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.into(),
            month: None,
            register_on: None,
            columns: Vec::new(),
            decisions: Vec::new(),
            seen: None,
            page: None,
        }
    }
}

/// A page of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPage {
    /// Only rows in this state.
    #[serde(default)]
    pub state: Option<RowState>,
    /// Only rows with a warning or a reason, or with something to decide.
    #[serde(default)]
    pub attention: bool,
    /// Rows before the page.
    #[serde(default)]
    pub offset: u32,
    /// Rows of the page, at most [`ATTENTION_ROWS`](super::ATTENTION_ROWS).
    pub limit: u32,
}

/// Imports a file: one operation, taken back by one undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeApply {
    /// What the file holds.
    pub kind: ImportKind,
    /// Where it lies.
    pub path: String,
    /// The month that is worked on, for dates without a year.
    #[serde(default)]
    pub month: Option<Month>,
    /// 填报日期, where the person knows it and the file does not say it.
    #[serde(default)]
    pub register_on: Option<Day>,
    /// Columns that the person assigned by hand; remembered for the next file with the same titles.
    #[serde(default)]
    pub columns: Vec<ColumnChoice>,
    /// Where to write the rows that are handed back, as a workbook; nothing is written if there are none.
    #[serde(default)]
    pub refused_out: Option<String>,
    /// What the person has decided.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// [`Preview::sha256`](super::Preview::sha256) of the file that was looked at; another file is refused.
    #[serde(default)]
    pub seen: Option<String>,
}

impl IntakeApply {
    /// Imports a file with nothing assigned and nothing decided.
    pub fn of(kind: ImportKind, path: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.into(),
            month: None,
            register_on: None,
            columns: Vec::new(),
            refused_out: None,
            decisions: Vec::new(),
            seen: None,
        }
    }
}

/// A column that a person assigned to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// Title of the column as the preview shows it.
    pub title: String,
    /// Key of the field; `None` leaves the column unread.
    pub field: Option<String>,
}
