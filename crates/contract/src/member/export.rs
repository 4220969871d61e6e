//! A list of members as a workbook: what is shown, in the order in which it is shown.

use branchbook_domain::key::PersonId;
use serde::{Deserialize, Serialize};

use super::MemberList;

/// Writes a list of members as a workbook, which is recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberExport {
    /// The list; its window says nothing, `reveal` writes ID numbers and phones in full.
    pub list: MemberList,
    /// Only these of the list; all if empty.
    #[serde(default)]
    pub members: Vec<PersonId>,
    /// The file to be written, or a folder.
    pub out: String,
}

/// A list that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberExported {
    /// The file.
    pub path: String,
    /// How many members stand in it.
    pub rows: u32,
    /// What to mind before it is handed on: it holds ID numbers, phones and addresses in full.
    #[serde(default)]
    pub warning: Option<String>,
}
