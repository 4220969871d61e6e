//! Report-ins of in-service members (在职党员报到): list, slip, return. ID numbers and phones are masked.

use branchbook_domain::code::Sex;
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{PersonId, ReportInId, UnitId};
use serde::{Deserialize, Serialize};

use crate::folio::FolioCell;

/// Asks for those who are reported in on a day, the newest first, or for one report-in whatever its state.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReportInList {
    /// The day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
    /// Only this one.
    #[serde(default)]
    pub report_in: Option<ReportInId>,
    /// Part of a name, its pinyin or initials, a phone, a unit, a residence or a skill.
    #[serde(default)]
    pub text: String,
    /// Rows at most; 200 if not given.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// The report-ins that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInPage {
    /// The day.
    pub on: Day,
    /// The rows, as many as were asked for.
    pub rows: Vec<ReportInRow>,
    /// How many fit in all.
    pub total: i64,
}

/// A report-in with masked numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInRow {
    /// Its key.
    pub report_in: ReportInId,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Where it stands, in a word.
    #[serde(default)]
    pub state: FolioCell,
    /// Sex.
    pub sex: Option<Sex>,
    /// `5325**********021X`.
    pub id_number: Option<String>,
    /// `138****1234`.
    pub phone: Option<String>,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// 职务.
    pub duty: Option<String>,
    /// 居住小区.
    pub residence: Option<String>,
    /// 特长, with 、 between.
    pub skills: Option<String>,
    /// 意向服务岗位.
    pub wanted_post: Option<String>,
    /// Posts held on the day, with 、 between.
    pub posts: Option<String>,
    /// 报到日期.
    pub reported_on: PartialDay,
    /// 返回日期.
    pub returned_on: Option<Day>,
    /// Why.
    pub return_reason: Option<String>,
    /// Presences of the year until the day (人次).
    pub attendances: i64,
    /// Minutes of the year until the day.
    pub minutes: i64,
}

/// What a form edits. A person of the book is named by `person`, or found by ID number, or by name and phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInDraft {
    /// A person who is in the book already.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// 姓名.
    #[serde(default)]
    pub name: String,
    /// 性别; from the ID number if not given.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// 身份证号码.
    #[serde(default)]
    pub id_number: Option<String>,
    /// 手机号.
    #[serde(default)]
    pub phone: Option<String>,
    /// 工作单位.
    pub unit: UnitId,
    /// 职务.
    #[serde(default)]
    pub duty: Option<String>,
    /// 居住小区.
    #[serde(default)]
    pub residence: Option<String>,
    /// 特长.
    #[serde(default)]
    pub skills: Option<String>,
    /// 意向服务岗位: becomes a claim of that post, which is made if it does not exist.
    #[serde(default)]
    pub wanted_post: Option<String>,
    /// 报到日期.
    pub reported_on: PartialDay,
    /// 备注.
    #[serde(default)]
    pub note: Option<String>,
}

/// Registers a report-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportInAdd {
    /// What the slip says.
    pub draft: ReportInDraft,
}

/// A registered report-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInAdded {
    /// Its key.
    pub report_in: ReportInId,
    /// The person, new or found.
    pub person: PersonId,
    /// What deserves a look, each a sentence.
    pub warnings: Vec<String>,
}

/// Ends a report-in (返回).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportInReturn {
    /// The report-in.
    pub report_in: ReportInId,
    /// First day no longer reported in.
    pub on: Day,
    /// Why, e.g. 迁居, 退休, 调离.
    pub reason: String,
}

/// An ended report-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportInReturned {
    /// Posts that were given up with it.
    pub withdrawn_posts: i64,
    /// What deserves a look, each a sentence.
    pub warnings: Vec<String>,
}
