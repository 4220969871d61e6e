//! What the frame of the window and its first page show: counts, the last backup, what is due. Questions only;
//! every figure leads to rows that other commands list.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
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
    /// Whether large type is wanted.
    pub is_large: bool,
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

/// Asks what the first page of a community shows of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeShow {
    /// The month.
    pub month: Month,
}

/// The first page of a community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The month.
    pub month: Month,
    /// Where the month stands, in words: its title.
    pub title: String,
    /// Today and the day of the report, in words.
    pub note: String,
    /// The street that gets the report, if one is trusted.
    pub addressee: Option<String>,
    /// Its figures.
    pub tiles: Vec<HomeTile>,
    /// Columns of the matrix of organisation life.
    pub columns: Vec<HomeColumn>,
    /// The articles that its rules come from, in words.
    pub basis: String,
    /// Its branches.
    pub branches: Vec<HomeBranch>,
    /// What has to be done in the next weeks, the earliest first.
    pub falls_due: Vec<FallsDue>,
    /// How many people have which score at the end of the month.
    pub distribution: Vec<ScoreBin>,
}

/// A figure of the first page. Words and figures are as they stand on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeTile {
    /// The page that lists its rows, as an address of the window.
    pub opens: String,
    /// 在册党员, 本月服务 …
    pub what: String,
    /// `1,264`, `17.5`.
    pub figure: String,
    /// 人, 小时 …
    pub unit: String,
    /// What it is made of.
    pub beside: String,
}

/// A column of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeColumn {
    /// What is due.
    pub kind: RecordKind,
    /// In words.
    pub label: String,
    /// 每月, 本季 …
    pub per: String,
}

/// A branch in the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeBranch {
    /// The branch.
    pub branch: OrganisationId,
    /// Its name.
    pub name: String,
    /// A cell for each column.
    pub cells: Vec<HomeCell>,
    /// Those due at the month's meetings.
    pub due: i64,
    /// Those who came.
    pub present: i64,
}

/// Where a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// Held as often as due.
    Done,
    /// There is time yet.
    Open,
    /// The time is over.
    Missing,
    /// Not owed by this branch.
    NotDue,
}

/// A cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeCell {
    /// Where it stands.
    pub state: CellState,
    /// In a few words: `12日`, `2/3 · 30日前`, `未设小组`.
    pub text: String,
    /// In a sentence with its rule.
    pub sentence: String,
}

/// Something that falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FallsDue {
    /// The day; for one known in part, the first that it can be.
    pub on: Day,
    /// Whether the day is reckoned from a date known in part: show it as 约.
    pub is_about: bool,
    /// 转正, 组织生活 …
    pub label: String,
    /// Whether the day is over.
    pub is_late: bool,
    /// What has to be done.
    pub sentence: String,
    /// The page where it is dealt with, as an address of the window: `folio/letters?subject=12`.
    pub opens: String,
}

/// How many people have a score in a span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreBin {
    /// In words: `<50`, `70`, `≥100`.
    pub label: String,
    /// The page that lists these people, as an address of the window: `points?span=70…80`.
    pub opens: String,
    /// People.
    pub count: i64,
}
