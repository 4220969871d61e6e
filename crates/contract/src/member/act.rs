//! What is done to a member: added, edited, moved, given a condition or a post.

use crate::keyed::Keyed;
use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{ConditionId, MovementId, OrganisationId, PersonId, PostHeldId};
use branchbook_domain::letter::LetterReach;
use branchbook_domain::member::{ConditionKind, MemberDraft, MemberPatch, MovementKind};
use serde::{Deserialize, Serialize};

/// Asks what the form of a new member asks for besides the person: how the member came, and the office's own fields.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct MemberEntryForm {}

/// Adds a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberAdd {
    /// The person.
    pub draft: MemberDraft,
    /// Branch.
    pub branch: OrganisationId,
    /// Group, if any.
    #[serde(default)]
    pub group: Option<OrganisationId>,
    /// How the member came; in the register since before the book began if not given.
    #[serde(default)]
    pub entry: Option<MemberEntry>,
    /// What was filled in of the form of [`MemberEntryForm`], by the keys of its fields: says `entry` and the office's own
    /// fields.
    #[serde(default)]
    pub values: Keyed<String, String>,
    /// Somebody of the same name and birth is known and is another person.
    #[serde(default)]
    pub confirm_duplicate: bool,
}

/// How a member came into the register.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberEntry {
    /// Admitted, transferred in or restored.
    pub kind: MovementKind,
    /// The true day.
    pub occurred_on: PartialDay,
    /// Where from.
    #[serde(default)]
    pub counterpart: Option<String>,
    /// Number of the transfer letter.
    #[serde(default)]
    pub letter_number: Option<String>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
    /// Why: code or label of a reason of the table (党员增减原因) that suits the kind.
    #[serde(default)]
    pub reason: Option<String>,
    /// What else the transfer letter says; its number stands above.
    #[serde(default)]
    pub letter: Option<MoveLetter>,
}

/// Edits a member: what the patch leaves out stays.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberEdit {
    /// The person.
    pub member: PersonId,
    /// What changes.
    pub patch: MemberPatch,
    /// Somebody of the same name and birth is known and is another person.
    #[serde(default)]
    pub confirm_duplicate: bool,
}

/// A member that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSaved {
    /// The person.
    pub member: PersonId,
    /// Whether anything is different now.
    pub is_changed: bool,
    /// Sentences that should be read.
    pub warnings: Vec<String>,
}

/// Records what moved a member (党员增减). The person stays in the book whatever happens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberMove {
    /// The person.
    pub member: PersonId,
    /// What happened.
    pub kind: MovementKind,
    /// The true day, at least the month.
    pub occurred_on: PartialDay,
    /// The new branch, for those who come and for a move between branches.
    #[serde(default)]
    pub branch: Option<OrganisationId>,
    /// The new group.
    #[serde(default)]
    pub group: Option<OrganisationId>,
    /// Where from or where to.
    #[serde(default)]
    pub counterpart: Option<String>,
    /// Number of the transfer letter.
    #[serde(default)]
    pub letter_number: Option<String>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
    /// Why: code or label of a reason of the table (党员增减原因) that suits the kind.
    #[serde(default)]
    pub reason: Option<String>,
    /// What else the transfer letter says; its number stands above.
    #[serde(default)]
    pub letter: Option<MoveLetter>,
}

impl MemberMove {
    /// What happened to whom and when, with nothing else said.
    pub const fn of(member: PersonId, kind: MovementKind, occurred_on: PartialDay) -> Self {
        Self {
            member,
            kind,
            occurred_on,
            branch: None,
            group: None,
            counterpart: None,
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        }
    }
}

/// What a transfer letter (组织关系介绍信) says beside its number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveLetter {
    /// How far it goes; within the city if not given.
    #[serde(default)]
    pub reach: Option<LetterReach>,
    /// The day it was written; the day of the movement if not given.
    #[serde(default)]
    pub issued_on: Option<Day>,
    /// The last day on which it is valid.
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// The month to which dues are paid.
    #[serde(default)]
    pub dues_paid_to: Option<Month>,
}

/// A movement that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberMoved {
    /// The movement; `None` for a change of group within a branch, which counts nowhere.
    pub movement: Option<MovementId>,
    /// The month whose report it belongs to.
    pub booked_month: Month,
    /// Sentences that should be read.
    pub warnings: Vec<String>,
}

/// Registers that something special holds of a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberConditionSet {
    /// The person.
    pub member: PersonId,
    /// What holds.
    pub kind: ConditionKind,
    /// Why. For 不计应到会 the code of a reason of the rule; else in the office's own words.
    #[serde(default)]
    pub reason: Option<String>,
    /// Since when; today if not given.
    #[serde(default)]
    pub from_on: Option<Day>,
    /// First day it no longer holds, if known.
    #[serde(default)]
    pub to_on: Option<Day>,
    /// Who approved it.
    #[serde(default)]
    pub approved_by: Option<String>,
    /// When it was approved.
    #[serde(default)]
    pub approved_on: Option<Day>,
    /// The assembly that passed it, or another paper.
    #[serde(default)]
    pub reference: Option<String>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// Ends a condition.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberConditionEnd {
    /// The condition.
    pub condition: ConditionId,
    /// First day it no longer holds; today if not given.
    #[serde(default)]
    pub to_on: Option<Day>,
}

/// A condition that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionSaved {
    /// The condition.
    pub condition: ConditionId,
    /// Sentences that should be read.
    pub warnings: Vec<String>,
}

/// Gives a member a post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PostAssign {
    /// The person.
    pub member: PersonId,
    /// Where.
    pub organisation: OrganisationId,
    /// Code or label of a known title, or the office's own words.
    pub title: String,
    /// Whether full-time.
    #[serde(default)]
    pub is_full_time: bool,
    /// Since when; today if not given.
    #[serde(default)]
    pub from_on: Option<Day>,
    /// Remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// Ends a post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PostEnd {
    /// The post.
    pub post: PostHeldId,
    /// First day it is no longer held; today if not given.
    #[serde(default)]
    pub to_on: Option<Day>,
}

/// A post that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSaved {
    /// The post.
    pub post: PostHeldId,
    /// Sentences that should be read.
    pub warnings: Vec<String>,
}
