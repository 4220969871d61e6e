//! Units (驻区单位, 包保单位): what they owe by their own word, what was reported, what their people do.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{UnitExpectationId, UnitId};
use serde::{Deserialize, Serialize};

use crate::folio::FolioCell;

/// Asks for the units with their figures. By true days up to `on` (today if nothing is given), or, with `month`,
/// by booking as the month's report says it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct UnitList {
    /// By true days up to this day: standing on it, service since the first of its month.
    #[serde(default)]
    pub on: Option<Day>,
    /// By booking at the end of this month; excludes `on`.
    #[serde(default)]
    pub month: Option<Month>,
    /// Part of a name or of its pinyin; empty finds all.
    #[serde(default)]
    pub text: String,
}

/// The units of a day or a month. Totals and findings are of all units, whatever was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPage {
    /// The day asked for; `None` if a month was.
    pub on: Option<Day>,
    /// The month of the figures.
    pub month: Month,
    /// Rows that fit.
    pub rows: Vec<UnitRow>,
    /// Totals.
    pub totals: UnitTotals,
    /// What deserves a look, each a sentence.
    pub findings: Vec<String>,
}

/// A unit with its figures. 人次 and 人数 stand apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// Its key.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// 单位性质.
    pub kind: Option<String>,
    /// Whether it is paired with the community.
    pub is_paired: bool,
    /// Where it stands, in a word.
    #[serde(default)]
    pub state: FolioCell,
    /// 应报到: the number it stated last.
    pub expected: Option<i64>,
    /// The day it was stated.
    pub stated_on: Option<Day>,
    /// Where the number comes from.
    pub source: Option<String>,
    /// 已报到: open report-ins.
    pub reported: i64,
    /// 报到率 in thousandths of the number owed; above 1000 if more reported. `None` without a number, or if it is 0.
    pub rate: Option<i64>,
    /// 本月新增.
    pub new: i64,
    /// 本月返回.
    pub returned: i64,
    /// 认领: posts held at the end.
    pub claims: i64,
    /// 本月认领.
    pub new_claims: i64,
    /// 活动场次.
    pub activities: i64,
    /// 人次.
    pub attendances: i64,
    /// 人数.
    pub people: i64,
    /// 服务时长 in minutes.
    pub minutes: i64,
}

/// Totals of all units. Activities and people are counted once each, so they may be less than the sum of the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitTotals {
    /// 单位数.
    pub units: i64,
    /// 应报到, of the units that stated a number.
    pub expected: i64,
    /// 已报到, of all units.
    pub reported: i64,
    /// 报到率 in thousandths, of the units that stated a number.
    pub rate: Option<i64>,
    /// 本月新增.
    pub new: i64,
    /// 本月返回.
    pub returned: i64,
    /// 认领.
    pub claims: i64,
    /// 本月认领.
    pub new_claims: i64,
    /// 活动场次.
    pub activities: i64,
    /// 人次.
    pub attendances: i64,
    /// 人数.
    pub people: i64,
    /// Minutes.
    pub minutes: i64,
}

/// Asks for one unit on a day (today if not given).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnitShow {
    /// The unit.
    pub unit: UnitId,
    /// The day.
    #[serde(default)]
    pub on: Option<Day>,
}

/// A unit in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its figures on the day.
    pub figures: UnitRow,
    /// What a form edits.
    pub draft: UnitDraft,
    /// The numbers that it stated, newest first.
    pub expectations: Vec<Expectation>,
    /// What deserves a look, each a sentence.
    pub findings: Vec<String>,
}

/// A stated number (应报到数).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// Its key.
    pub expectation: UnitExpectationId,
    /// The number.
    pub count: i64,
    /// The day it was stated.
    pub stated_on: Day,
    /// Where it comes from.
    pub source: String,
}

/// What a form edits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitDraft {
    /// 单位名称.
    pub name: String,
    /// 单位性质.
    #[serde(default)]
    pub kind: Option<String>,
    /// 党组织名称.
    #[serde(default)]
    pub party_organisation: Option<String>,
    /// 党组织书记.
    #[serde(default)]
    pub secretary: Option<String>,
    /// 联系人.
    #[serde(default)]
    pub contact: Option<String>,
    /// 联系电话.
    #[serde(default)]
    pub phone: Option<String>,
    /// 在职党员数.
    #[serde(default)]
    pub member_count: Option<i64>,
    /// 包保单位.
    #[serde(default)]
    pub is_paired: bool,
    /// First day; open if not given.
    #[serde(default)]
    pub from_on: Option<Day>,
    /// First day no longer a unit of this community.
    #[serde(default)]
    pub to_on: Option<Day>,
    /// 备注.
    #[serde(default)]
    pub note: Option<String>,
}

/// Registers a unit, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnitSet {
    /// The unit to change; a new one if not given.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// What it says.
    pub draft: UnitDraft,
}

/// A registered unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSaved {
    /// Its key.
    pub unit: UnitId,
    /// What deserves a look, each a sentence.
    pub warnings: Vec<String>,
}

/// States the number of members of a unit who owe a report-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnitExpect {
    /// The unit.
    pub unit: UnitId,
    /// The number.
    pub count: i64,
    /// The day it was stated.
    pub stated_on: Day,
    /// Where it comes from, e.g. 单位党组织报到单.
    pub source: String,
}

/// A stated number was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitExpected {
    /// What deserves a look, each a sentence.
    pub warnings: Vec<String>,
}
