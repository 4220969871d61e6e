//! Activities with service hours: members of the community and in-service members alike.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, OrganisationId, ParticipationId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// What a form edits. Times are minutes since midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityDraft {
    /// 类别, e.g. 志愿服务.
    pub kind: String,
    /// 名称.
    pub title: String,
    /// 日期.
    pub on: Day,
    /// Begin.
    #[serde(default)]
    pub start_minute: Option<i64>,
    /// End, on the same day.
    #[serde(default)]
    pub end_minute: Option<i64>,
    /// 地点.
    #[serde(default)]
    pub place: Option<String>,
    /// 负责人.
    #[serde(default)]
    pub organiser: Option<String>,
    /// The organisation of the community that holds it.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// The unit that holds it.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// 受益人次.
    #[serde(default)]
    pub beneficiary_count: Option<i64>,
    /// 服务内容.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The person: a member, or someone reported in.
    pub person: PersonId,
    /// Minutes served; from begin to end of the activity if not given.
    #[serde(default)]
    pub minutes: Option<i64>,
}

/// Records an activity with those who took part. Points for hours are booked with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActivityRecord {
    /// What it was.
    pub draft: ActivityDraft,
    /// Who took part; more can be added later.
    #[serde(default)]
    pub participants: Vec<Participant>,
}

/// A recorded activity, or one with other participants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRecorded {
    /// Its key.
    pub activity: ActivityId,
    /// People that were added by this.
    pub added: i64,
    /// What deserves a look, each a sentence.
    pub warnings: Vec<String>,
}

/// Adds people to a recorded activity; those who are in it already are left as they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActivityAddParticipants {
    /// The activity.
    pub activity: ActivityId,
    /// Who.
    pub participants: Vec<Participant>,
}

/// Takes one person out of an activity; the points for it are taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActivityRemoveParticipant {
    /// The activity.
    pub activity: ActivityId,
    /// Who.
    pub person: PersonId,
}

/// Cancels an activity with all participations; points are taken back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActivityCancel {
    /// The activity.
    pub activity: ActivityId,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityTakenBack {
    /// Participations that no longer count.
    pub participations: i64,
}

/// Asks for a window of the activities, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ActivityList {
    /// Only those of the month's report.
    #[serde(default)]
    pub month: Option<Month>,
    /// Part of a title, kind, place or organiser.
    #[serde(default)]
    pub text: String,
    /// Whether cancelled ones are shown.
    #[serde(default)]
    pub with_cancelled: bool,
    /// Rows to leave out at the beginning.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most; 200 if not given.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A window of the activities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPage {
    /// The rows of the window.
    pub rows: Vec<ActivityRow>,
    /// How many fit in all.
    pub total: i64,
}

/// An activity with its totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    /// Its key.
    pub activity: ActivityId,
    /// What it was.
    pub draft: ActivityDraft,
    /// Name of the organisation.
    pub organisation_name: Option<String>,
    /// Name of the unit.
    pub unit_name: Option<String>,
    /// The month whose report it belongs to.
    pub booked_month: Month,
    /// The day it was cancelled.
    pub cancelled_on: Option<Day>,
    /// Presences; each person once.
    pub participants: i64,
    /// Their minutes in all.
    pub minutes: i64,
}

/// Asks for one activity.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActivityShow {
    /// The activity.
    pub activity: ActivityId,
}

/// An activity with those who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// The activity and its totals.
    pub row: ActivityRow,
    /// Who took part.
    pub participants: Vec<ParticipantRow>,
}

/// Someone who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantRow {
    /// The participation.
    pub participation: ParticipationId,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// The unit, for someone reported in on that day.
    pub unit: Option<String>,
    /// The branch, for a member of the community on that day.
    pub branch: Option<String>,
    /// Minutes.
    pub minutes: i64,
    /// The month whose report it belongs to: a later one than the activity's if the person was added late.
    pub booked_month: Month,
}
