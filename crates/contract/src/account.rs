//! Questions that go with a points account: where each line comes from, what an award would count, what the caps
//! still leave. Nothing here books anything.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, GatheringId, PersonId, PointsEntryId};
use branchbook_domain::points::Points;
use serde::{Deserialize, Serialize};

use crate::points::{NextGrade, PointsAward};

/// Asks where the entries of a person's points year come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsOrigins {
    /// Who.
    pub person: PersonId,
    /// The calendar year; the present one if not given.
    #[serde(default)]
    pub year: Option<i32>,
}

/// Where an entry comes from. Entries made by hand and adjustments have no record behind them and are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryOrigin {
    /// The entry.
    pub entry: PointsEntryId,
    /// The record behind it.
    pub record: OriginRecord,
    /// What a person calls that record: `主题党日 11月17日`.
    pub label: String,
}

/// The record behind an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginRecord {
    /// A gathering.
    Gathering(GatheringId),
    /// An activity.
    Activity(ActivityId),
    /// The entry that this one takes out.
    Entry(PointsEntryId),
}

/// Asks what an award would count if it were booked now. Refused for the same reasons as the award itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsWeigh {
    /// The award.
    pub award: PointsAward,
}

/// What an award would count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsWeighed {
    /// The month it would be booked in.
    pub booked_month: Month,
    /// Points before caps.
    pub raw: Points,
    /// Points after caps.
    pub counted: Points,
    /// What other lines of the year would change by.
    pub adjustment: Points,
    /// Why it would count so much.
    pub why: String,
    /// Whether it would make the year 0.
    pub is_veto: bool,
    /// The score of the points year as it is.
    pub before: Option<Points>,
    /// The score of the points year with it.
    pub score: Option<Points>,
    /// The grade of that score.
    pub grade: Option<String>,
    /// The next better grade after it.
    pub next_grade: Option<NextGrade>,
}

/// Asks what a person could still gain on a day, item by item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsRoom {
    /// Who.
    pub person: PersonId,
    /// The day whose periods are asked about; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
}

/// What an item could still bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRoom {
    /// Code of the item.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Name of its category.
    pub category: String,
    /// Points each time, or for an hour.
    pub points: Points,
    /// Whether it counts hours.
    pub is_hourly: bool,
    /// Whether attendance or hours award it by themselves.
    pub is_automatic: bool,
    /// What is left under all caps; `None` without a cap.
    pub room: Option<Points>,
    /// The period of the tightest cap: 日, 月, 季, 年.
    pub period: Option<String>,
}
