//! Points: awarding and reversing, the account that explains itself, the month of a branch, the scheme.
//! Amounts are integers in hundredths of a point. Order within a branch is for the office only.

use crate::keyed::Keyed;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{OrganisationId, PersonId, PointsEntryId};
use branchbook_domain::points::{Points, Scheme};
use serde::{Deserialize, Serialize};

/// Books points for a person by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsAward {
    /// Whom.
    pub person: PersonId,
    /// Code, name or another name of the item.
    pub item: String,
    /// The true day.
    pub occurred_on: Day,
    /// How many times, 1 if not given; for items counted each time.
    #[serde(default)]
    pub times: Option<u32>,
    /// How long; needed for items counted by the hour.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// In the office's own words.
    #[serde(default)]
    pub note: Option<String>,
}

/// What was booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsBooked {
    /// The entry.
    pub entry: PointsEntryId,
    /// The month it was booked in: the first open one if the month of the true day is closed.
    pub booked_month: Month,
    /// Points before caps.
    pub raw: Points,
    /// Points after caps; for a reversal what it takes away.
    pub counted: Points,
    /// Why it counts so much.
    pub why: String,
    /// 封顶调整 that followed.
    pub adjustment: Points,
    /// The person's score of the points year after it; `None` if the scheme does not score the person.
    pub score: Option<Points>,
    /// The grade of that score.
    pub grade: Option<String>,
}

/// Takes an entry out by a counter-entry; both stay in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsReverse {
    /// The entry.
    pub entry: PointsEntryId,
    /// Why.
    pub reason: String,
}

/// Asks why a person has the score of a points year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsAccount {
    /// Who.
    pub person: PersonId,
    /// The calendar year; the present one if not given.
    #[serde(default)]
    pub year: Option<i32>,
}

/// A person's points of one year, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsStatement {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// The points year.
    pub year: i32,
    /// What the year began with; `None` if the scheme does not score the person.
    pub base: Option<Points>,
    /// Σ counted.
    pub counted: Points,
    /// The score.
    pub score: Option<Points>,
    /// Its grade.
    pub grade: Option<String>,
    /// The next better grade and what is missing for it.
    pub next_grade: Option<NextGrade>,
    /// The entry that made the year 0.
    pub vetoed_by: Option<PointsEntryId>,
    /// Σ counted by category, in the order of the forms.
    pub categories: Vec<CategoryPoints>,
    /// Every entry in the order of true days.
    pub lines: Vec<PointsLine>,
    /// 「为什么是 88 分」 in one sentence.
    pub sentence: String,
}

/// The next better grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextGrade {
    /// Its name.
    pub grade: String,
    /// Points missing.
    pub missing: Points,
}

/// A category with its sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryPoints {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Σ of gains.
    pub added: Points,
    /// Σ of deductions, a magnitude.
    pub deducted: Points,
}

/// One entry of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsLine {
    /// The entry.
    pub entry: PointsEntryId,
    /// 记分, 冲正, 封顶调整.
    pub kind: String,
    /// The true day.
    pub occurred_on: Day,
    /// The month it was booked in.
    pub booked_month: Month,
    /// Name of the item.
    pub item: String,
    /// What it is for: the item, in the office's own words where there are some.
    pub title: String,
    /// Name of the category.
    pub category: String,
    /// 手工登记, 导入, 考勤, 服务时长, 封顶.
    pub source: String,
    /// Points before caps.
    pub raw: Points,
    /// What it counts as of now.
    pub counted: Points,
    /// What was booked as counted; differences stand in the lines of 封顶调整, and the sums agree.
    pub booked: Points,
    /// The score after this line, before floor, ceiling and veto.
    pub balance: Points,
    /// Whether a reversal took it out.
    pub is_reversed: bool,
    /// Whether it can be reversed now.
    pub can_be_reversed: bool,
    /// Why it counts so much, with the cap that cut it.
    pub why: String,
    /// Note.
    pub note: Option<String>,
}

/// Asks for the points of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsList {
    /// Only this branch.
    #[serde(default)]
    pub branch: Option<OrganisationId>,
    /// The month; the present one if not given.
    #[serde(default)]
    pub month: Option<Month>,
}

/// The points of a month: people and branches as of its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsMonth {
    /// The month.
    pub month: Month,
    /// Categories in the order of the forms; 封顶调整 last.
    pub categories: Vec<CategoryName>,
    /// Grades from the best to the last.
    pub grades: Vec<String>,
    /// One row per branch with members, in the order of the register.
    pub branches: Vec<PointsBranchRow>,
    /// One row per member on the last day of the month, in the order of the register.
    pub people: Vec<PointsPersonRow>,
}

/// Code and name of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryName {
    /// Its code, the key of the sums.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A branch in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsBranchRow {
    /// The branch.
    pub branch: OrganisationId,
    /// Members whom the scheme scores.
    pub members: u32,
    /// Mean of their scores, rounded to a hundredth; `None` without members.
    pub average: Option<Points>,
    /// How many members stand in each grade; grades without members are 0.
    pub by_grade: Keyed<String, u32>,
    /// Σ counted of the month.
    pub counted: Points,
}

/// A person in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsPersonRow {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Branch on the last day of the month.
    pub branch: OrganisationId,
    /// Score at the end of the month; `None` if the scheme does not score the person.
    pub score: Option<Points>,
    /// Its grade.
    pub grade: Option<String>,
    /// Whether a veto made it 0.
    pub is_vetoed: bool,
    /// Σ counted of the month, for this points year.
    pub counted: Points,
    /// The same by code of the category; categories without points are missing.
    pub by_category: Keyed<String, Points>,
    /// Σ counted of the points year up to the month's end.
    pub year_counted: Points,
    /// Booked in the month for an earlier points year; no part of this year's score.
    pub earlier_years: Points,
}

/// Asks for the scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsSchemeShow {
    /// The one that holds on this day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
}

/// A version of the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeShown {
    /// Its number.
    pub version: i64,
    /// Valid from; `None` always.
    pub from_on: Option<Day>,
    /// First day that it no longer holds.
    pub to_on: Option<Day>,
    /// The rules; editable and sent back whole.
    pub scheme: Scheme,
    /// All versions.
    pub versions: Vec<SchemeVersionRow>,
}

/// A version in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemeVersionRow {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Valid from.
    pub from_on: Option<Day>,
    /// First day that it no longer holds.
    pub to_on: Option<Day>,
}

/// Sets a new version of the scheme, valid from a day on. Entries that stand keep the version of their day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsSchemeSet {
    /// The first day that it holds; nothing may be booked for that day or later yet.
    pub from_on: Day,
    /// The rules, whole.
    pub scheme: Scheme,
}

/// Counts all accounts of a points year anew and compares with what is booked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsRecount {
    /// The calendar year; the present one if not given.
    #[serde(default)]
    pub year: Option<i32>,
    /// Books a 封顶调整 for each difference, as after undoing an operation that others were counted after.
    #[serde(default)]
    pub settle: bool,
}

/// What the recount found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsRecounted {
    /// The year.
    pub year: i32,
    /// Accounts counted.
    pub accounts: u32,
    /// Entries counted.
    pub entries: u32,
    /// Accounts whose booked sum is not the count; none in a sound book.
    pub differences: Vec<PointsDifference>,
    /// Adjustments booked for them.
    pub settled: u32,
}

/// An account whose booked sum is not the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsDifference {
    /// Whose.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// The month up to whose end the sums differ.
    pub month: Month,
    /// Σ counted as booked.
    pub booked: Points,
    /// Σ counted as counted anew.
    pub counted: Points,
}
