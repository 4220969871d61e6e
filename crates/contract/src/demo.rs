//! The demo: a street and its communities.

use branchbook_domain::day::Month;
use serde::{Deserialize, Serialize};

use crate::book::Office;

/// Makes a street with filled communities to look at, relative to the clock, and leaves the first community open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoMake {
    /// Folder, empty or missing; each office gets a folder in it.
    pub dir: String,
}

/// The demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoMade {
    /// Folder of the first community's book.
    pub dir: String,
    /// Name of the first community.
    pub name: String,
    /// Months with entries, oldest first; the older one is closed.
    pub months: Vec<Month>,
    /// The newest whole month.
    pub latest_month: Month,
    /// Members of the first community.
    pub members: u32,
    /// Its report-ins.
    pub report_ins: u32,
    /// All books, the street's last.
    pub books: Vec<DemoBook>,
}

/// A book of the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoBook {
    /// The office.
    pub name: String,
    /// Folder of its book.
    pub dir: String,
    /// Community or street.
    pub office: Office,
}
