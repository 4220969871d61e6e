//! The demo community.

use branchbook_domain::day::Month;
use serde::{Deserialize, Serialize};

/// Makes a filled community to look at, relative to the clock, and leaves its book open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoMake {
    /// Folder, empty or missing.
    pub dir: String,
}

/// The demo community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoMade {
    /// Folder of the book.
    pub dir: String,
    /// Name of the office.
    pub name: String,
    /// Months with entries, oldest first; the older one is closed.
    pub months: Vec<Month>,
    /// The newest whole month.
    pub latest_month: Month,
    /// Members.
    pub members: u32,
    /// Report-ins.
    pub report_ins: u32,
}
