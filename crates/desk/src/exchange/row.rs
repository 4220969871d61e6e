//! The rows of a month, as they travel: described for strangers in `PARTS.md`. A row has a key within its part, which
//! leads the community back to its record, and says whom it speaks of.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::mask::mask_text;
use branchbook_domain::roll_up::RollUp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Takes what the file says of it beside the rows, in `about` of the manifest.
    fn complete(&mut self, _about: &Map<String, Value>) {}
    /// What it says beside its fields: part of what makes two rows alike.
    fn beside(&self) -> Option<&str> {
        None
    }
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
    /// Code of the reason. A field more would make the row unreadable to a program that does not know it; so the reasons
    /// travel in the manifest, where such a program passes them over.
    #[serde(skip)]
    pub reason: Option<String>,
}

/// Field of `about`: the reasons of movements by the key of the row.
const REASONS: &str = "movement_reasons";

/// What the manifest says of movements, if there is anything to say.
pub(crate) fn reasons_of(rows: &[MovementRow]) -> Option<(String, Value)> {
    let reasons = rows.iter().filter_map(|row| Some((row.key(), Value::from(row.reason.clone()?))));
    let reasons: Map<String, Value> = reasons.collect();
    (!reasons.is_empty()).then(|| (REASONS.to_owned(), Value::Object(reasons)))
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
    fn complete(&mut self, about: &Map<String, Value>) {
        let reason = about.get(REASONS).and_then(|reasons| reasons.get(self.key()));
        self.reason = reason.and_then(Value::as_str).filter(|code| !code.is_empty()).map(str::to_owned);
    }
    fn beside(&self) -> Option<&str> {
        self.reason.as_deref()
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
        // By it a row is called wherever it is spoken of: what was written into the title is masked there, too.
        format!("{} {}", self.day, mask_text(&self.title))
    }
    fn fault(&self) -> Option<String> {
        named(&self.title)
            .or_else(|| positive(&[self.participants, self.minutes, self.beneficiaries.unwrap_or(0)]))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What a program wrote and read before there were reasons, and must still read and may still write.
    const BEFORE: &str = r#"{"id":7,"name":"谭敏","kind":"expelled","label":"出党","occurred_on":"2026-10-05","branch":"第一党支部","is_correction":false}"#;

    #[test]
    fn a_row_says_the_same_as_before_there_were_reasons() {
        let row: MovementRow = serde_json::from_str(BEFORE).unwrap();
        let with_reason = MovementRow { reason: Some("441".into()), ..row };
        assert_eq!(
            serde_json::to_string(&with_reason).unwrap(),
            BEFORE,
            "an older reader takes no other field"
        );
        let (field, reasons) = reasons_of(std::slice::from_ref(&with_reason)).unwrap();
        assert_eq!((field.as_str(), &reasons), ("movement_reasons", &json!({"7": "441"})));
        let mut read: MovementRow = serde_json::from_str(BEFORE).unwrap();
        read.complete(&[(field, reasons)].into_iter().collect());
        assert_eq!(read, with_reason);
    }

    #[test]
    fn a_file_without_reasons_or_with_strange_ones_gives_none() {
        let row: MovementRow = serde_json::from_str(BEFORE).unwrap();
        assert_eq!(reasons_of(std::slice::from_ref(&row)), None, "nothing to say is not said");
        for about in
            [json!({}), json!({"movement_reasons": 3}), json!({"movement_reasons": {"7": 44, "8": "3"}})]
        {
            let mut read = MovementRow { reason: Some("3".into()), ..row.clone() };
            read.complete(about.as_object().unwrap());
            assert_eq!(read.reason, None, "{about}");
        }
    }
}
