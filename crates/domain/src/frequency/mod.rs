//! How often organisation life is due: settings with a source, windows, what was held, what is missing.
//! A number is red only when its window has ended; until then it is open. Reads no calendar of holidays.

mod branch;
mod check;
mod entry;
mod setting;
mod window;

pub use branch::{BranchFacts, GroupFacts, check_branch};
pub use check::{Duty, DutyState, check_frequency};
pub use entry::{EntryMark, EntryPath, LATE_AFTER_DAY, entry_deadline, entry_mark};
pub use setting::{FrequencySetting, OnlyIf, Per, Scope, default_frequencies};
pub use window::{Window, Windows};

use crate::day::Day;
use crate::gathering::RecordKind;

/// One record of organisation life that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HeldRecord {
    /// What it was.
    pub kind: RecordKind,
    /// The day it was held.
    pub held_on: Day,
    /// The group that held it; `None` for the branch.
    pub group: Option<i64>,
    /// How it came into the book.
    pub entered: EntryPath,
}
