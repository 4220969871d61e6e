//! The fields of members: for choosing columns, conditions, orders, and what is edited for many at once.

use branchbook_domain::key::PersonId;
use branchbook_domain::member::{FieldKind, FieldOperator, MemberPatch};
use serde::{Deserialize, Serialize};

/// Asks for the fields of members, those of the office's own included.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct MemberFields {}

/// A field of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRow {
    /// Its name in requests.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// What stands in it.
    pub kind: FieldKind,
    /// Whether it is masked.
    pub is_sensitive: bool,
    /// Whether the office added it.
    pub is_custom: bool,
    /// Whether it can be filled in for many at once.
    pub can_batch: bool,
    /// How it can be compared.
    pub operators: Vec<FieldOperator>,
    /// What it can hold, if that is limited: code or key, and name.
    pub choices: Vec<(String, String)>,
}

/// A field of the office's own in the record of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraField {
    /// Its name in requests.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// What stands in it, in words.
    pub words: String,
}

/// Edits several members alike: what the patch leaves out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MembersEdit {
    /// The people.
    pub members: Vec<PersonId>,
    /// What changes.
    #[serde(default)]
    pub patch: MemberPatch,
    /// The group of this name in the branch of each; in none if it is empty. Nothing is changed if it is not given.
    #[serde(default)]
    pub group: Option<String>,
    /// Says what would happen and changes nothing.
    #[serde(default)]
    pub is_preview: bool,
}

/// What an edit of several did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersEdited {
    /// In words.
    pub sentence: String,
    /// How many are different now.
    pub changed: u32,
    /// How many were so already.
    pub same: u32,
    /// What becomes of what, with how many.
    pub changes: Vec<BatchChange>,
    /// Who cannot be changed, and why.
    pub refused: Vec<BatchRefusal>,
    /// Who is changed, and what of them deserves a look afterwards.
    #[serde(default)]
    pub noted: Vec<BatchRefusal>,
}

/// What becomes of what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BatchChange {
    /// The field.
    pub field: String,
    /// Before, in words; masked.
    pub before: String,
    /// After, in words; masked.
    pub after: String,
    /// Of how many.
    pub count: u32,
}

/// Somebody who cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRefusal {
    /// Who.
    pub member: PersonId,
    /// The name.
    pub name: String,
    /// Why not.
    pub message: String,
}
