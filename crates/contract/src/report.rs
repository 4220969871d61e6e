//! Reports: workbooks made from the book.

use branchbook_domain::day::{Day, Month};
use serde::{Deserialize, Serialize};

/// Makes the monthly workbook (月报).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportMonthly {
    /// The month.
    pub month: Month,
    /// The file, or a folder that exists: then the file is named after office and month.
    pub out: String,
    /// 填报日期; only for the first making, later the stored one holds unless this one differs.
    #[serde(default)]
    pub on: Option<Day>,
}

/// A workbook that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportMade {
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hex.
    pub sha256: String,
    /// 填报日期 on its sheets.
    pub filled_on: Day,
    /// Whether these bytes were made before.
    pub is_same_as_before: bool,
    /// Cross checks that do not agree (不一致).
    pub disagreement_count: u32,
    /// Findings that must be answered.
    pub must_count: u32,
    /// Sentences for the person.
    pub notes: Vec<String>,
}
