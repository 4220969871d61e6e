//! Organisation life (三会一课): recording, listing, correcting gatherings, and what is due.
//! Says what may be asked; how it is reckoned stands in the desk and the domain.

mod attached;
mod draft;
mod kept;
mod shown;
mod span;
mod time;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::Duty;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{GatheringId, OrganisationId};
use serde::{Deserialize, Serialize};

pub use attached::{
    AttachmentRow, AttachmentSaved, MeetingAttach, MeetingAttached, MeetingAttachmentSave, MeetingDetach,
    MeetingDetached,
};
pub use draft::{
    Away, GatheringDraft, NamedRoll, PersonRef, RecordDraft, Roll, StatedNumbers, TopicDraft, VoteDraft,
};
pub use kept::{
    MeetingDraftDrop, MeetingDraftList, MeetingDraftRow, MeetingDraftSave, MeetingDraftSaved,
    MeetingDraftShow,
};
pub use shown::{
    AttendanceRow, Meeting, MeetingRecorded, MeetingRow, RecordShown, RollRow, RollSheet, TopicShown,
    VerdictShown, VoteShown,
};
pub use span::{MeetingSpan, SpanRow};
pub use time::TimeOfDay;

/// Records a finished gathering: who was there and what it counts as. Nothing is edited later, see
/// [`MeetingCorrect`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingRecord {
    /// What took place.
    #[serde(flatten)]
    pub gathering: GatheringDraft,
}

/// Asks who is due at a meeting: the roll, ticked in advance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingRoll {
    /// The day of the meeting; the register of that day answers.
    pub day: Day,
    /// What is held.
    pub kind: RecordKind,
    /// The branch, or the group.
    pub organisation: OrganisationId,
}

/// Asks for the meetings booked in a month.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingList {
    /// The month whose report they belong to.
    pub month: Month,
    /// Only of this branch with its groups.
    #[serde(default)]
    pub branch: Option<OrganisationId>,
    /// Only of this kind.
    #[serde(default)]
    pub kind: Option<RecordKind>,
    /// Cancelled ones too, marked as such.
    #[serde(default)]
    pub with_cancelled: bool,
}

/// Asks for one gathering with everything that is known of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingShow {
    /// The gathering.
    pub gathering: GatheringId,
}

/// Cancels a gathering: its records no longer count and its points are taken back by counter-entries.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingCancel {
    /// The gathering.
    pub gathering: GatheringId,
    /// Why; must not be empty.
    pub reason: String,
}

/// What a cancelling did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCancelled {
    /// The gathering.
    pub gathering: GatheringId,
    /// Points entries that were taken back.
    pub points_taken_back: u32,
}

/// Corrects a gathering: cancels it and records it anew in one operation; its attachments stand at both. Refused for a
/// closed month.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingCorrect {
    /// The gathering that is replaced.
    pub replaces: GatheringId,
    /// Why; must not be empty.
    pub reason: String,
    /// What really took place.
    #[serde(flatten)]
    pub gathering: GatheringDraft,
}

/// Asks what organisation life is due, held and missing, as seen at the end of a month.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingDue {
    /// The month.
    pub month: Month,
    /// Only this branch.
    #[serde(default)]
    pub branch: Option<OrganisationId>,
}

/// The duties of one branch and its groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchDuties {
    /// The branch.
    pub branch: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its duties in the order of the forms.
    pub duties: Vec<DutyRow>,
}

/// A duty with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRow {
    /// The duty.
    #[serde(flatten)]
    pub duty: Duty,
    /// 已完成, 未到期 or 缺.
    pub state_label: String,
    /// In words.
    pub sentence: String,
}
