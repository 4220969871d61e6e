//! The street's desk: who has reported, the figures of all communities, what goes down to them.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::roll_up::RollUp;
use serde::{Deserialize, Serialize};

/// Where a community's month stands at the street (decisions 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreetState {
    /// 未报: nothing received.
    Missing,
    /// 已报: received, undecided.
    Reported,
    /// 退回: sent back.
    Returned,
    /// 已回执: taken.
    Receipted,
    /// 已结账: a later manifest says so.
    Closed,
}

impl StreetState {
    /// All states, in their order.
    pub const ALL: [Self; 5] = [Self::Missing, Self::Reported, Self::Returned, Self::Receipted, Self::Closed];

    /// The Chinese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Missing => "未报",
            Self::Reported => "已报",
            Self::Returned => "退回",
            Self::Receipted => "已回执",
            Self::Closed => "已结账",
        }
    }
}

/// Asks for community × month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetOverview {
    /// The last month shown.
    pub month: Month,
    /// How many months; 3 if nothing is said.
    #[serde(default)]
    pub months: Option<u32>,
}

impl StreetOverview {
    /// The year so far. Fewer than six months say nothing of how regularly a community reports.
    pub fn to_date(month: Month) -> Self {
        Self { month, months: Some(month.month().max(6)) }
    }
}

/// Community × month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The months, the oldest first.
    pub months: Vec<Month>,
    /// The communities.
    pub communities: Vec<OverviewRow>,
    /// How many communities stand where in the last month, in the order of the states.
    pub counts: Vec<StateCount>,
    /// 上报截止 of the last month.
    pub due_on: Day,
    /// People whom more than one community has on its register.
    pub twice: Vec<PersonTwice>,
}

/// How many communities stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateCount {
    /// The state.
    pub state: StreetState,
    /// In words.
    pub label: String,
    /// Communities.
    pub count: u32,
}

/// A community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewRow {
    /// Its name.
    pub community: String,
    /// Where each month stands.
    pub cells: Vec<OverviewCell>,
}

/// A month of a community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewCell {
    /// The month.
    pub month: Month,
    /// The state.
    pub state: StreetState,
    /// In words.
    pub label: String,
    /// 第几次.
    pub sequence: Option<i64>,
    /// When its last parcel came in.
    pub received_at: Option<Instant>,
    /// Whether that was after 上报截止, or nothing came though it is over.
    pub is_late: bool,
    /// Whether the community reported or had to: one that reports no longer owes nothing.
    pub is_awaited: bool,
    /// Findings that must be seen to, as the community counted them.
    pub must_findings: i64,
    /// Sentences about the parcel.
    pub findings: Vec<String>,
}

/// One person in two registers, or perhaps one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonTwice {
    /// Name.
    pub name: String,
    /// Community and branch of each register.
    pub places: Vec<String>,
    /// Whether the ID number says so.
    pub is_certain: bool,
}

/// Asks for the figures of communities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetRollUp {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

impl StreetRollUp {
    /// Enough months to hold what each community sent last, up to this one.
    pub fn newest(month: Month) -> Self {
        Self { first: month.plus(-2), last: month }
    }
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollUpTable {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// Each community and month that has reported, by month and community.
    pub rows: Vec<RollUpLine>,
    /// All communities by month. Registers are standings: months are not added up.
    pub totals: Vec<MonthTotal>,
    /// Communities that have not reported the last month.
    pub missing: Vec<String>,
}

/// The figures of a community's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollUpLine {
    /// The community.
    pub community: String,
    /// The month.
    pub month: Month,
    /// Where the month stands.
    pub state: StreetState,
    /// The figures.
    pub roll_up: RollUp,
}

/// The figures of all communities of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    /// The month.
    pub month: Month,
    /// Communities that have reported.
    pub communities: u32,
    /// Their figures.
    pub roll_up: RollUp,
}

/// Asks for the rows behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetRows {
    /// Name of the community.
    pub community: String,
    /// The month.
    pub month: Month,
    /// Part of the parcel.
    pub part: String,
    /// Rows that are passed over.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most; all if nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Title of the column by which the rows are sorted, with `-` before it from the end; as they were reported if nothing
    /// is said.
    #[serde(default)]
    pub sort: Option<String>,
    /// Whether ID numbers, phones and addresses are shown in full; that is recorded.
    #[serde(default)]
    pub reveal: bool,
}

/// The rows of a part, as the community reported them, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedRows {
    /// The part in words.
    pub label: String,
    /// 第几次.
    pub sequence: i64,
    /// Rows of the part in all.
    pub total: u64,
    /// Titles of the columns.
    pub columns: Vec<String>,
    /// Whether figures stand in each of them.
    pub are_figures: Vec<bool>,
    /// The rows.
    pub rows: Vec<ReportedRow>,
    /// Whether ID numbers, phones or addresses are among what was reported.
    pub is_private: bool,
    /// Whether they stand in full.
    pub is_revealed: bool,
}

/// A row of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedRow {
    /// Its place in the part, from 1: what a return names it by.
    pub number: u64,
    /// Whom or what it speaks of.
    pub who: String,
    /// What stands in each column; `None`: nothing was stated.
    pub cells: Vec<Option<String>>,
}

/// Writes the rows behind a figure as a workbook: those of all pages, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetRowsExport {
    /// Which rows; in full only where they are asked for in full.
    pub list: StreetRows,
    /// The file, or a folder that gets the usual name.
    pub out: String,
}

/// Asks whom to remind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetReminders {
    /// The month.
    pub month: Month,
}

/// Whom to remind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminders {
    /// The month.
    pub month: Month,
    /// 上报截止.
    pub due_on: Day,
    /// Days past it; 0 before.
    pub days_late: i64,
    /// Each community that owes something.
    pub rows: Vec<Reminder>,
}

/// A community that owes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The community.
    pub community: String,
    /// Where the month stands.
    pub state: StreetState,
    /// Who answers for its reports, as its last parcel stated it.
    pub contact: Option<String>,
    /// The sentence to read out.
    pub sentence: String,
}

/// Writes the file for all communities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetPublish {
    /// The file, or a folder that gets the usual name.
    pub out: String,
}

/// A publication that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Where it lies.
    pub path: String,
    /// 第几次.
    pub sequence: i64,
    /// Whether it is the very file that was published before.
    pub is_same: bool,
    /// For whom.
    pub communities: Vec<String>,
    /// What it carries, in words.
    pub items: Vec<String>,
}

/// Writes the street's workbook of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreetReport {
    /// The month.
    pub month: Month,
    /// The file, or a folder that gets the usual name.
    pub out: String,
    /// 填报日期; today if nothing is said and none is known.
    #[serde(default)]
    pub on: Option<Day>,
}
