//! Drafts of meetings: what somebody has typed and not finished. The book keeps them as they are and understands
//! nothing of them; they count for nothing until the meeting is recorded.

use branchbook_domain::day::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Keeps a draft; the one before it under the same number is replaced.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingDraftSave {
    /// The number of the draft; a new one if not given.
    #[serde(default)]
    pub draft: Option<u32>,
    /// What the list calls it: `锦华苑党支部 支部党员大会`.
    pub title: String,
    /// What was typed, as the form wrote it.
    pub form: Value,
}

/// A draft that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingDraftSaved {
    /// Its number.
    pub draft: u32,
}

/// Asks for the drafts, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MeetingDraftList {}

/// A draft in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingDraftRow {
    /// Its number.
    pub draft: u32,
    /// What it is called.
    pub title: String,
    /// When it was kept.
    pub saved_at: Instant,
}

/// Asks for what was typed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct MeetingDraftShow {
    /// The draft.
    pub draft: u32,
}

/// Throws a draft away; one that is not there any more is no fault.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct MeetingDraftDrop {
    /// The draft.
    pub draft: u32,
}
