//! Months: where they stand, what is wrong in them, closing them.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::month_state::MonthState;
use branchbook_domain::rule::Finding;
use serde::{Deserialize, Serialize};

use crate::kind::Kind;

/// Asks for all months from the first booking to today's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthList {}

/// Asks where a month stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthShow {
    /// The month.
    pub month: Month,
}

/// A month in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthRow {
    /// The month.
    pub month: Month,
    /// `2026年10月`.
    pub label: String,
    /// State.
    pub state: MonthState,
    /// The state in words.
    pub state_label: String,
    /// First day of its statistics.
    pub first_on: Day,
    /// Last day of its statistics (统计截止日).
    pub last_on: Day,
    /// The day by which it is to be sent (上报截止).
    pub due_on: Day,
    /// The 填报日期, once its workbook was made.
    pub filled_on: Option<Day>,
    /// Whether something was written into it after it was sent (上报后有改动).
    pub has_changed_since_sent: bool,
}

/// Where a month stands, with what was booked in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthStatus {
    /// The row of the list.
    pub row: MonthRow,
    /// Movements of members booked in it.
    pub movement_count: i64,
    /// Gatherings.
    pub gathering_count: i64,
    /// Activities.
    pub activity_count: i64,
    /// Points entries.
    pub points_entry_count: i64,
    /// The month that can be closed next, this one or another; none while nothing is booked.
    pub next_to_close: Option<Month>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// The last closed month.
    pub last_closed: Option<Month>,
    /// Sentences worth knowing: overdue, changed after sending.
    pub notes: Vec<String>,
}

/// Asks for the findings of a month (数据体检).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthCheck {
    /// The month.
    pub month: Month,
    /// Findings of each grade at most; all of them if not given. The counts tell of all.
    #[serde(default)]
    pub limit: Option<u32>,
}

impl MonthCheck {
    /// The check as the first page shows it: how much there is, and the first finding of each grade.
    pub const fn in_short(month: Month) -> Self {
        Self { month, limit: Some(1) }
    }
}

/// A record that a finding leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRef {
    /// Kind of record.
    pub kind: Kind,
    /// Key of its row.
    pub id: i64,
}

/// A finding with the record that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthFinding {
    /// Rule, level, subject, gap and advice.
    pub finding: Finding,
    /// The article, or that the number is the office's own.
    pub basis: String,
    /// Which record to open.
    pub record: Option<RecordRef>,
}

/// The findings of a month, the gravest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthFindings {
    /// The month.
    pub month: Month,
    /// 必须.
    pub must_count: u32,
    /// 应当.
    pub should_count: u32,
    /// 提示.
    pub note_count: u32,
    /// Findings.
    pub findings: Vec<MonthFinding>,
}

/// Closes a month: after that nothing is written into it. Cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthClose {
    /// The month; only the one after the last closed.
    pub month: Month,
    /// Said by the person after the findings that must be answered were shown.
    #[serde(default)]
    pub confirm_findings: bool,
}

/// A closed month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthClosed {
    /// The month.
    pub month: Month,
    /// Figures that stand for ever.
    pub figure_count: u64,
    /// Accounts whose closing balance was written.
    pub account_count: u64,
    /// Findings that were still open.
    pub open_finding_count: u32,
    /// Sentences for the person.
    pub notes: Vec<String>,
}
