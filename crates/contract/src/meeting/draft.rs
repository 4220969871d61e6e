//! What a form for a gathering edits and sends. Holds what the person said, nothing that is reckoned.

use branchbook_domain::day::Day;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::quorum::VoteKind;
use serde::{Deserialize, Serialize};

use super::TimeOfDay;

/// A person by key, or by a name that must be clear in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PersonRef {
    /// The key.
    Key(PersonId),
    /// The name as written.
    Name(String),
}

/// A gathering: day, time, place, people, and the records that it counts as (decisions.md 15).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GatheringDraft {
    /// The day it was held; not in the future.
    pub day: Day,
    /// Begin.
    #[serde(default)]
    pub start: Option<TimeOfDay>,
    /// End; after the begin.
    #[serde(default)]
    pub end: Option<TimeOfDay>,
    /// Place.
    #[serde(default)]
    pub place: Option<String>,
    /// Host (主持人). A name that fits no member, or several, is kept as a name.
    #[serde(default)]
    pub host: Option<PersonRef>,
    /// Recorder (记录人), likewise.
    #[serde(default)]
    pub recorder: Option<PersonRef>,
    /// Who was there.
    pub roll: Roll,
    /// What the gathering counts as; at least one.
    pub records: Vec<RecordDraft>,
    /// Why it is entered late, if it is.
    #[serde(default)]
    pub late_reason: Option<String>,
    /// The date of the register that it is copied from, if it is: the entry then counts from that date.
    #[serde(default)]
    pub register_on: Option<Day>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who was there: by name, or in numbers only (只有人数).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// Everybody due was there, except those listed.
    Names(NamedRoll),
    /// Only the numbers are known; each record states its own.
    Numbers,
}

/// Exceptions from the ticked roll.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRoll {
    /// 请假, with the reason.
    #[serde(default)]
    pub leave: Vec<Away>,
    /// 缺席, with the reason.
    #[serde(default)]
    pub absent: Vec<Away>,
    /// 补课: was away and made it up; counted among those on leave.
    #[serde(default)]
    pub made_up: Vec<Away>,
    /// 列席: there without being due.
    #[serde(default)]
    pub observers: Vec<PersonRef>,
}

/// Somebody who was away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// Who; a name must be clear among those due.
    pub person: PersonRef,
    /// Why; must not be empty.
    #[serde(default)]
    pub reason: String,
}

/// What the gathering counts as for one organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordDraft {
    /// What it was.
    pub kind: RecordKind,
    /// The branch; for a group meeting, the group.
    pub organisation: OrganisationId,
    /// Theme.
    #[serde(default)]
    pub theme: Option<String>,
    /// Lecturer of a 党课.
    #[serde(default)]
    pub lecturer: Option<String>,
    /// The numbers, where only numbers are known.
    #[serde(default)]
    pub stated: Option<StatedNumbers>,
    /// Topics in their order.
    #[serde(default)]
    pub topics: Vec<TopicDraft>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// Numbers as stated. 实到 + 请假 + 缺席 must be 应到; of whom nothing is stated counts as 缺席, with a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedNumbers {
    /// 应到.
    pub due: u32,
    /// 实到.
    pub present: u32,
    /// 请假.
    #[serde(default)]
    pub leave: Option<u32>,
    /// 缺席.
    #[serde(default)]
    pub absent: Option<u32>,
    /// 应到有表决权; needed for votes.
    #[serde(default)]
    pub due_voting: Option<u32>,
    /// 实到有表决权; needed for votes.
    #[serde(default)]
    pub present_voting: Option<u32>,
}

/// A topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicDraft {
    /// What it was about.
    pub title: String,
    /// What was said.
    #[serde(default)]
    pub discussion: Option<String>,
    /// What was resolved.
    #[serde(default)]
    pub resolution: Option<String>,
    /// Who carries it out.
    #[serde(default)]
    pub owner: Option<String>,
    /// Until when.
    #[serde(default)]
    pub due_on: Option<Day>,
    /// Votes on it; admissions one person at a time, each a topic of its own.
    #[serde(default)]
    pub votes: Vec<VoteDraft>,
}

/// A vote as counted. Who may vote is reckoned from the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteDraft {
    /// What is voted on: it fixes denominator and threshold.
    pub kind: VoteKind,
    /// Written opinions handed in before the meeting.
    #[serde(default)]
    pub written: u32,
    /// Ballots handed out, where ballots were used.
    #[serde(default)]
    pub ballots_issued: Option<u32>,
    /// Ballots that came back.
    #[serde(default)]
    pub ballots_returned: Option<u32>,
    /// 赞成.
    pub yes: u32,
    /// 反对.
    #[serde(default)]
    pub no: u32,
    /// 弃权.
    #[serde(default)]
    pub abstain: u32,
}
