//! Reports: workbooks made from the book, and those that were made before.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::key::FileId;
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

/// Asks for the monthly workbooks that were made and kept: the newest month first, and of a month what was made last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReportList {
    /// Only of this month.
    #[serde(default)]
    pub month: Option<Month>,
}

/// A monthly workbook that is kept. The same bytes made again are the same workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReport {
    /// The kept file.
    pub file: FileId,
    /// Its month.
    pub month: Month,
    /// Name of the file as it was made.
    pub name: String,
    /// When it was first made.
    pub made_at: Instant,
    /// 填报日期 on its sheets.
    pub filled_on: Option<Day>,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Whether the month goes by it: the one made last, of a closed month the one that it was closed with.
    pub is_latest: bool,
}

/// Hands out a kept workbook again, the same bytes as then; recorded as an export. Refused for any other kept file, and
/// inside the folder of the book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportSave {
    /// The kept file.
    pub file: FileId,
    /// The file, or a folder that exists: then it keeps its name, with a number if the name is taken.
    pub out: String,
}

/// The workbook was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSaved {
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}
