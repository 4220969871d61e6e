//! What comes back about gatherings: rows of the list, the whole meeting, the roll, what a recording did.

use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::gathering::{AttendanceState, GatheringMark, RecordKind};
use branchbook_domain::key::{GatheringId, MeetingRecordId, OrganisationId, PersonId};
use branchbook_domain::quorum::VoteKind;
use serde::{Deserialize, Serialize};

use super::{AttachmentRow, TimeOfDay};

/// What a recording did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRecorded {
    /// The new gathering.
    pub gathering: GatheringId,
    /// The month whose report it belongs to.
    pub booked_month: Month,
    /// 补录 or 按登记表补入, if it is one.
    pub mark: Option<String>,
    /// Its records with numbers and verdicts.
    pub records: Vec<RecordShown>,
    /// Points entries made from the attendance.
    pub points_awarded: u32,
    /// Points entries taken back, where a gathering was replaced.
    pub points_taken_back: u32,
    /// What the person should look at, each a sentence.
    pub warnings: Vec<String>,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    /// The gathering.
    pub gathering: GatheringId,
    /// The record.
    pub record: MeetingRecordId,
    /// The day.
    pub day: Day,
    /// Begin.
    pub start: Option<TimeOfDay>,
    /// What it was.
    pub kind: RecordKind,
    /// Name of the kind.
    pub kind_label: String,
    /// The branch, or the group.
    pub organisation: OrganisationId,
    /// Its name; a group with its branch.
    pub organisation_name: String,
    /// Theme.
    pub theme: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// 应到.
    pub due: i64,
    /// 实到.
    pub present: i64,
    /// 请假.
    pub leave: i64,
    /// 缺席.
    pub absent: i64,
    /// Marks: 补录, 按登记表补入, 只有人数, 已取消.
    pub marks: Vec<GatheringMark>,
}

/// A gathering with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The gathering.
    pub gathering: GatheringId,
    /// The day.
    pub day: Day,
    /// Begin.
    pub start: Option<TimeOfDay>,
    /// End.
    pub end: Option<TimeOfDay>,
    /// Place.
    pub place: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// Recorder.
    pub recorder: Option<String>,
    /// The month whose report it belongs to.
    pub booked_month: Month,
    /// When it was entered.
    pub entered_at: Instant,
    /// Marks: 补录, 按登记表补入, 只有人数, 已取消.
    pub marks: Vec<GatheringMark>,
    /// Reason of a late entry, or the date of the register.
    pub origin_note: Option<String>,
    /// The gathering that this one replaces.
    pub replaces: Option<GatheringId>,
    /// The gathering that replaces this one.
    pub replaced_by: Option<GatheringId>,
    /// What it counts as.
    pub records: Vec<RecordShown>,
    /// Who was there, away, or observing.
    pub attendance: Vec<AttendanceRow>,
    /// Files attached to it, in the order in which they came.
    #[serde(default)]
    pub attachments: Vec<AttachmentRow>,
    /// Remark.
    pub note: Option<String>,
}

/// A record with its numbers and verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordShown {
    /// The record.
    pub record: MeetingRecordId,
    /// What it was.
    pub kind: RecordKind,
    /// Name of the kind.
    pub kind_label: String,
    /// The branch, or the group.
    pub organisation: OrganisationId,
    /// Its name; a group with its branch.
    pub organisation_name: String,
    /// Theme.
    pub theme: Option<String>,
    /// Lecturer.
    pub lecturer: Option<String>,
    /// 应到.
    pub due: i64,
    /// 应到有表决权.
    pub due_voting: i64,
    /// 实到.
    pub present: i64,
    /// 实到有表决权.
    pub present_voting: i64,
    /// 请假, those who made it up among them.
    pub leave: i64,
    /// 缺席.
    pub absent: i64,
    /// 不计应到.
    pub exempt: i64,
    /// Whether enough were there, where the rules ask for it and the numbers are known.
    pub opening: Option<VerdictShown>,
    /// Topics in their order.
    pub topics: Vec<TopicShown>,
    /// Remark.
    pub note: Option<String>,
}

/// A verdict by a rule, with its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictShown {
    /// Whether the threshold is met.
    pub holds: bool,
    /// The reckoning in words.
    pub sentence: String,
    /// The article, or that it is the office's own.
    pub source: String,
}

/// A topic as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicShown {
    /// What it was about.
    pub title: String,
    /// What was said.
    pub discussion: Option<String>,
    /// What was resolved.
    pub resolution: Option<String>,
    /// Who carries it out.
    pub owner: Option<String>,
    /// Until when.
    pub due_on: Option<Day>,
    /// Votes on it.
    pub votes: Vec<VoteShown>,
}

/// A vote as recorded, with the rule as it was shown then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteShown {
    /// What was voted on.
    pub kind: VoteKind,
    /// Name of the kind.
    pub kind_label: String,
    /// 应到有表决权 (or its denominator by kind).
    pub due_voting: i64,
    /// 实到有表决权.
    pub present_voting: i64,
    /// Written opinions.
    pub written: i64,
    /// Ballots handed out.
    pub ballots_issued: Option<i64>,
    /// Ballots that came back.
    pub ballots_returned: Option<i64>,
    /// 赞成.
    pub yes: i64,
    /// 反对.
    pub no: i64,
    /// 弃权.
    pub abstain: i64,
    /// Whether it passed.
    pub is_passed: bool,
    /// Threshold and article in words.
    pub rule_text: String,
}

/// Somebody at a gathering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceRow {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// What this person was.
    pub state: AttendanceState,
    /// Name of the state.
    pub state_label: String,
    /// Why away.
    pub reason: Option<String>,
}

/// The roll of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollSheet {
    /// Those due, in the order of the register.
    pub due: Vec<RollRow>,
    /// Members not counted among those due, with the reason.
    pub exempt: Vec<RollRow>,
    /// How many of those due have a vote.
    pub due_voting: u32,
    /// Why the roll is empty, and what to do.
    pub notice: Option<String>,
    /// The window in which such a meeting of that day counts, in short: `十月`, `第四季度`. Nothing where the office counts
    /// none of the kind.
    #[serde(default)]
    pub window: Option<String>,
}

/// Somebody on the roll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollRow {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The group's name.
    pub group: Option<String>,
    /// Whether this person has a vote.
    pub has_vote: bool,
    /// Whether this person is counted among those due at an election: some exemptions hold for elections only.
    #[serde(default)]
    pub is_due_in_election: bool,
    /// Why there is no vote, or why not counted among those due.
    pub remark: Option<String>,
}
