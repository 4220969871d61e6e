//! The whole record of a member, and its history.

use branchbook_domain::day::{Day, Instant, Month, PartialDay};
use branchbook_domain::key::{
    ChangeId, ConditionId, MembershipId, MovementId, OrganisationId, PersonId, PostHeldId,
};
use branchbook_domain::member::{ConditionKind, MemberDraft, MovementKind};
use branchbook_domain::standing::{MemberClass, PartyYears};
use serde::{Deserialize, Serialize};

use super::ExtraField;
use crate::folio::FolioButton;

/// Asks who is meant by a name. Refused where the name fits nobody, or several people.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberFind {
    /// The whole name.
    pub name: String,
    /// People who only report in are meant, too; else only those who are or were members.
    #[serde(default)]
    pub with_reported: bool,
}

/// Who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFound {
    /// The person.
    pub member: PersonId,
}

/// Asks for the whole record of a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberShow {
    /// The person.
    pub member: PersonId,
    /// The true day of class and membership; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
    /// Shows ID number, phones and address in full, which is recorded.
    #[serde(default)]
    pub reveal: bool,
}

/// The whole record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The person.
    pub member: PersonId,
    /// The day asked for.
    pub on: Day,
    /// What a form edits; ID number, phones and address are masked unless revealed.
    pub draft: MemberDraft,
    /// Whether they are shown in full.
    pub is_revealed: bool,
    /// Whether anything of the record is masked: there is more to see.
    #[serde(default)]
    pub is_masked: bool,
    /// Class on the day; `None` if not a member then.
    pub class: Option<MemberClass>,
    /// Whether dates known in part leave the class open: show it as 约.
    pub is_class_about: bool,
    /// 党龄.
    pub party_years: Option<PartyYears>,
    /// The membership on the day.
    pub membership: Option<MembershipRow>,
    /// All memberships, oldest first.
    pub memberships: Vec<MembershipRow>,
    /// Movements, oldest first.
    pub movements: Vec<MovementRow>,
    /// The movements that can be registered of them now: acts of the folio of movements.
    #[serde(default)]
    pub may_follow: Vec<FolioButton>,
    /// Conditions, oldest first.
    pub conditions: Vec<ConditionRow>,
    /// Posts, oldest first.
    pub posts: Vec<PostRow>,
    /// What is held on the day, in words: service posts with the month since; without any the posts of the Party.
    #[serde(default)]
    pub posts_in_words: Option<String>,
    /// What deserves a look.
    pub warnings: Vec<String>,
    /// The office's own fields, filled in or not; what is stored stands in the draft.
    #[serde(default)]
    pub extra: Vec<ExtraField>,
}

/// A span of membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRow {
    /// Key.
    pub membership: MembershipId,
    /// Branch.
    pub branch: OrganisationId,
    /// Its name.
    pub branch_name: String,
    /// Group.
    pub group: Option<OrganisationId>,
    /// Its name.
    pub group_name: Option<String>,
    /// Since when; `None`: before the book began.
    pub from_on: Option<Day>,
    /// First day no longer.
    pub to_on: Option<Day>,
}

/// A movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementRow {
    /// Key.
    pub movement: MovementId,
    /// What happened.
    pub kind: MovementKind,
    /// In words.
    pub label: String,
    /// The true day.
    pub occurred_on: Option<PartialDay>,
    /// The month whose report it belongs to.
    pub booked_month: Month,
    /// Branch.
    pub branch_name: String,
    /// The branch before, for a move between branches.
    pub from_branch_name: Option<String>,
    /// Where from or where to.
    pub counterpart: Option<String>,
    /// Number of the transfer letter.
    pub letter_number: Option<String>,
    /// Why, in words.
    #[serde(default)]
    pub reason: Option<String>,
    /// Remark.
    pub note: Option<String>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionRow {
    /// Key.
    pub condition: ConditionId,
    /// What holds.
    pub kind: ConditionKind,
    /// In words.
    pub label: String,
    /// Why, in words.
    pub reason: Option<String>,
    /// Since when, if known.
    pub from_on: Option<Day>,
    /// First day no longer.
    pub to_on: Option<Day>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When.
    pub approved_on: Option<Day>,
    /// The paper.
    pub reference: Option<String>,
    /// Remark.
    pub note: Option<String>,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRow {
    /// Key.
    pub post: PostHeldId,
    /// Where.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Title in words.
    pub title: String,
    /// Whether full-time.
    pub is_full_time: bool,
    /// Since when, if known.
    pub from_on: Option<Day>,
    /// First day no longer.
    pub to_on: Option<Day>,
}

/// Asks for the history of a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MemberHistory {
    /// The person.
    pub member: PersonId,
}

/// What one operation did to a member's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberChange {
    /// The operation.
    pub change: ChangeId,
    /// When.
    pub at: Instant,
    /// Who.
    pub operator: String,
    /// The operation in words.
    pub title: String,
    /// Field by field.
    pub lines: Vec<HistoryLine>,
}

/// A field before and after. ID number, phones and address are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// Which part of the record: 基本情况, 隶属, 增减, 特殊情况, 任职.
    pub part: String,
    /// The field in Chinese.
    pub field: String,
    /// Before; `None` if empty or the row was new.
    pub before: Option<String>,
    /// After; `None` if empty or the row is gone.
    pub after: Option<String>,
}
