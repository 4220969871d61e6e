//! What stands in the form, as plain values: what a draft keeps, what a correction begins with. Knows no signal and
//! no rule.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::gathering::{AttendanceState, GatheringMark, RecordKind};
use branchbook_contract::domain::key::{OrganisationId, PersonId};
use branchbook_contract::domain::quorum::VoteKind;
use branchbook_contract::meeting::{Meeting, RecordShown, TopicShown, VoteShown};
use serde::{Deserialize, Serialize};

/// The whole form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    pub day: Option<Day>,
    /// `14:30–16:10`
    pub time: String,
    pub place: String,
    pub host: String,
    pub recorder: String,
    pub is_numbers: bool,
    pub records: Vec<WrittenRecord>,
    pub away: Vec<WrittenAway>,
    pub observers: String,
    pub late_reason: String,
    pub register_on: Option<Day>,
    pub note: String,
    /// Paths of files that are attached once the meeting is recorded.
    pub files: Vec<String>,
}

/// What the gathering counts as.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenRecord {
    pub kind: Option<RecordKind>,
    pub organisation: Option<OrganisationId>,
    pub theme: String,
    pub lecturer: String,
    pub note: String,
    /// 应到, 实到, 请假, 缺席, 应到有表决权, 实到有表决权.
    pub stated: [Option<i64>; 6],
    pub topics: Vec<WrittenTopic>,
}

/// A topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenTopic {
    pub title: String,
    pub discussion: String,
    pub resolution: String,
    pub owner: String,
    pub due_on: Option<Day>,
    pub votes: Vec<WrittenVote>,
}

/// A vote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenVote {
    pub kind: Option<VoteKind>,
    /// 发出, 收回, 书面, 赞成, 反对, 弃权.
    pub counts: [Option<i64>; 6],
}

/// Somebody who was away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenAway {
    pub person: PersonId,
    pub state: AttendanceState,
    pub reason: String,
}

/// What a recorded gathering says, for its correction.
pub fn of_meeting(meeting: &Meeting) -> Written {
    let is_numbers = meeting.marks.contains(&GatheringMark::NumbersOnly);
    let is_away =
        |state| matches!(state, AttendanceState::Leave | AttendanceState::Absent | AttendanceState::MadeUp);
    let away = meeting.attendance.iter().filter(|row| is_away(row.state)).map(|row| WrittenAway {
        person: row.person,
        state: row.state,
        reason: row.reason.clone().unwrap_or_default(),
    });
    let observers = meeting.attendance.iter().filter(|row| row.state == AttendanceState::Observer);
    let times: Vec<String> = [meeting.start, meeting.end].iter().flatten().map(ToString::to_string).collect();
    Written {
        day: Some(meeting.day),
        time: times.join("–"),
        place: text(meeting.place.as_ref()),
        host: text(meeting.host.as_ref()),
        recorder: text(meeting.recorder.as_ref()),
        is_numbers,
        records: meeting.records.iter().map(|record| of_record(record, is_numbers)).collect(),
        away: away.collect(),
        observers: observers.map(|row| row.name.as_str()).collect::<Vec<_>>().join("、"),
        note: text(meeting.note.as_ref()),
        ..Written::default()
    }
}

fn of_record(record: &RecordShown, is_numbers: bool) -> WrittenRecord {
    let voting = |count: i64| Some(count).filter(|_| record.due_voting > 0);
    let stated = [
        Some(record.due),
        Some(record.present),
        Some(record.leave),
        Some(record.absent),
        voting(record.due_voting),
        voting(record.present_voting),
    ];
    WrittenRecord {
        kind: Some(record.kind),
        organisation: Some(record.organisation),
        theme: text(record.theme.as_ref()),
        lecturer: text(record.lecturer.as_ref()),
        note: text(record.note.as_ref()),
        stated: if is_numbers { stated } else { [None; 6] },
        topics: record.topics.iter().map(of_topic).collect(),
    }
}

fn of_topic(topic: &TopicShown) -> WrittenTopic {
    WrittenTopic {
        title: topic.title.clone(),
        discussion: text(topic.discussion.as_ref()),
        resolution: text(topic.resolution.as_ref()),
        owner: text(topic.owner.as_ref()),
        due_on: topic.due_on,
        votes: topic.votes.iter().map(of_vote).collect(),
    }
}

fn of_vote(vote: &VoteShown) -> WrittenVote {
    let VoteShown { ballots_issued, ballots_returned, written, yes, no, abstain, .. } = *vote;
    let counts = [ballots_issued, ballots_returned, Some(written), Some(yes), Some(no), Some(abstain)];
    WrittenVote { kind: Some(vote.kind), counts }
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}
