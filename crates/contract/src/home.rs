//! What the frame of the window and its first page show: counts, the last backup, what is due. Questions only;
//! every figure leads to rows that other commands list.

use branchbook_domain::day::{Day, Instant, Month};
use serde::{Deserialize, Serialize};

/// Asks what the frame of the window shows, whichever page is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameShow {}

/// What the frame of the window shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Today in Beijing.
    pub today: Day,
    /// Members on the register today; 0 at the street.
    pub member_count: u32,
    /// People who have reported in and are there today; 0 at the street.
    pub report_in_count: u32,
    /// Duties of organisation life of the present month that are not fulfilled yet; 0 at the street.
    pub open_duty_count: u32,
    /// What waits for a step: months that came back or have no receipt; at the street, parcels without a receipt.
    pub waiting_count: u32,
    /// When the last backup was written and checked.
    pub backup_at: Option<Instant>,
    /// The last monthly report that went out; at the street, the last that came in.
    pub last_report: Option<LastReport>,
}

/// A monthly report that went out or came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastReport {
    /// The community that it came from; `None` for one of our own.
    pub from: Option<String>,
    /// Its month.
    pub month: Option<Month>,
    /// When.
    pub at: Instant,
    /// Where it stands, in words.
    pub state_label: String,
}
