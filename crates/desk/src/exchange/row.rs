//! The rows of a month, as they travel: described for strangers in `PARTS.md`. A row has a key within its part, which
//! leads the community back to its record, and says whom it speaks of.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::roll_up::RollUp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::kind::Part;
use super::policy;

/// A row of a month.
pub(crate) trait PartRow: Serialize + DeserializeOwned {
    /// Where it stands.
    const PART: Part;
    /// Its key within the part.
    fn key(&self) -> String;
    /// Whom or what it speaks of.
    fn who(&self) -> String;
    /// Why it cannot be taken as it is.
    fn fault(&self) -> Option<String>;
}

/// The figures of the community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RollUpRow {
    /// The figures.
    pub roll_up: RollUp,
}

/// The figures of a branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BranchRow {
    /// Name.
    pub name: String,
    /// The figures.
    pub roll_up: RollUp,
}

/// A member on the last day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberRow {
    /// The name of the person outside the book.
    pub uid: String,
    /// Name.
    pub name: String,
    /// Branch.
    pub branch: String,
    /// Group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// `full`, `probationary`; none if that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<String>,
    /// HMAC-SHA-256 of the ID number with the street's secret, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The fields that the street's policy asks for, by code.
    pub fields: BTreeMap<String, String>,
}

/// A movement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MovementRow {
    /// Key of the record.
    pub id: i64,
    /// Whom.
    pub name: String,
    /// Code of the movement.
    pub kind: String,
    /// In words.
    pub label: String,
    /// The true day.
    pub occurred_on: Option<PartialDay>,
    /// Branch.
    pub branch: String,
    /// The branch before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_branch: Option<String>,
    /// Where to or from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<String>,
    /// Whether it corrects one of a closed month.
    pub is_correction: bool,
}

/// A meeting record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeetingRow {
    /// Key of the record.
    pub id: i64,
    /// Branch or group.
    pub organisation: String,
    /// Kind.
    pub kind: RecordKind,
    /// The day.
    pub occurred_on: Day,
    /// Theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// 应到.
    pub due: i64,
    /// 实到.
    pub present: i64,
    /// 请假.
    pub leave: i64,
    /// 缺席.
    pub absent: i64,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitRow {
    /// Name.
    pub name: String,
    /// 应报到, if the unit has stated it.
    pub expected: Option<i64>,
    /// 已报到.
    pub reported: i64,
    /// 认领岗位.
    pub claims: i64,
    /// 活动场次.
    pub activities: i64,
    /// 人次.
    pub attendances: i64,
    /// 人数.
    pub people: i64,
    /// Minutes.
    pub minutes: i64,
}

/// A service activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceRow {
    /// Its place among the activities of the month, from 1.
    pub number: i64,
    /// The day.
    pub day: Day,
    /// What it was.
    pub title: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who held it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<String>,
    /// Presences.
    pub participants: i64,
    /// Minutes in all.
    pub minutes: i64,
    /// Beneficiaries, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiaries: Option<i64>,
    /// People added to an activity of an earlier month.
    pub is_late: bool,
}

const NO_NAME: &str = "没有姓名或名称";
const NEGATIVE: &str = "有小于 0 的数";

fn unless(is_right: bool, fault: &str) -> Option<String> {
    (!is_right).then(|| fault.to_owned())
}

fn implausible(roll_up: &RollUp) -> Option<String> {
    let grades: Vec<i64> = roll_up.grades.values().copied().collect();
    unless(roll_up.figures.is_plausible() && positive(&grades).is_none(), "有不可能的数")
}

fn named(name: &str) -> Option<String> {
    unless(!name.trim().is_empty(), NO_NAME)
}

fn positive(numbers: &[i64]) -> Option<String> {
    unless(numbers.iter().all(|number| *number >= 0), NEGATIVE)
}

impl PartRow for RollUpRow {
    const PART: Part = Part::RollUp;
    fn key(&self) -> String {
        "1".to_owned()
    }
    fn who(&self) -> String {
        "本社区".to_owned()
    }
    fn fault(&self) -> Option<String> {
        implausible(&self.roll_up)
    }
}

impl PartRow for BranchRow {
    const PART: Part = Part::Branch;
    fn key(&self) -> String {
        self.name.clone()
    }
    fn who(&self) -> String {
        self.name.clone()
    }
    fn fault(&self) -> Option<String> {
        named(&self.name).or_else(|| implausible(&self.roll_up))
    }
}

impl PartRow for MemberRow {
    const PART: Part = Part::Member;
    fn key(&self) -> String {
        self.uid.clone()
    }
    fn who(&self) -> String {
        format!("{}（{}）", self.name, self.branch)
    }
    fn fault(&self) -> Option<String> {
        named(&self.name)
            .or_else(|| unless(!self.uid.is_empty(), "没有编号"))
            .or_else(|| unless(!self.branch.trim().is_empty(), "没有写党支部"))
            .or_else(|| {
                let is_known = |code: &String| policy::label(code).is_some();
                unless(self.fields.keys().all(is_known), "有本程序不认识的信息项")
            })
    }
}

impl PartRow for MovementRow {
    const PART: Part = Part::Movement;
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn who(&self) -> String {
        format!("{} {}", self.name, self.label)
    }
    fn fault(&self) -> Option<String> {
        named(&self.name)
    }
}

impl PartRow for MeetingRow {
    const PART: Part = Part::Meeting;
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn who(&self) -> String {
        format!("{} {} {}", self.organisation, self.occurred_on, self.kind.label())
    }
    fn fault(&self) -> Option<String> {
        named(&self.organisation)
            .or_else(|| positive(&[self.due, self.present, self.leave, self.absent]))
            .or_else(|| unless(self.present <= self.due, "实到人数多于应到人数"))
    }
}

impl PartRow for UnitRow {
    const PART: Part = Part::Unit;
    fn key(&self) -> String {
        self.name.clone()
    }
    fn who(&self) -> String {
        self.name.clone()
    }
    fn fault(&self) -> Option<String> {
        let numbers =
            [self.reported, self.claims, self.activities, self.attendances, self.people, self.minutes];
        named(&self.name)
            .or_else(|| positive(&numbers))
            .or_else(|| positive(&[self.expected.unwrap_or(0)]))
            .or_else(|| unless(self.people <= self.attendances, "参加人数多于参加人次"))
    }
}

impl PartRow for ServiceRow {
    const PART: Part = Part::Service;
    fn key(&self) -> String {
        self.number.to_string()
    }
    fn who(&self) -> String {
        format!("{} {}", self.day, self.title)
    }
    fn fault(&self) -> Option<String> {
        named(&self.title)
            .or_else(|| positive(&[self.participants, self.minutes, self.beneficiaries.unwrap_or(0)]))
    }
}
