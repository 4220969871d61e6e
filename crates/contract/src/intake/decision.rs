//! What a person can decide about rows, fields and members, and what was decided.

use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use serde::{Deserialize, Serialize};

use super::RowState;

/// What a person decided about a row, about all rows of a state, a field of a row, or a member whom the file does
/// not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What it is about.
    pub about: About,
    /// One of the keys that were offered; of a row several answers joined by `+`: `take+person:5+move`.
    pub choice: String,
    /// The day on which it happened, for choices that move somebody; otherwise the day of the register.
    #[serde(default)]
    pub day: Option<Day>,
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A row of the file.
    Row {
        /// Sheet; empty where the file has only one that is read.
        #[serde(default)]
        sheet: String,
        /// Row, from 1.
        row: u32,
    },
    /// A field that a row changes.
    Field {
        /// Sheet; empty where the file has only one that is read.
        #[serde(default)]
        sheet: String,
        /// Row, from 1.
        row: u32,
        /// [`FieldChange::key`](super::FieldChange::key).
        field: String,
    },
    /// All rows in a state that offer the choice.
    State(RowState),
    /// A member whom the file does not name.
    Member(PersonId),
}

/// A choice that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChoice {
    /// Its key in a decision.
    pub key: String,
    /// What will happen, in words.
    pub label: String,
}

impl RowChoice {
    /// A choice.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into() }
    }
}

/// What can be decided about all rows of a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChoices {
    /// The state.
    pub state: RowState,
    /// What is offered by any of its rows.
    pub choices: Vec<RowChoice>,
    /// What is chosen; empty for nothing.
    pub chosen: String,
}

/// A member of a branch that the file covers, whom the file does not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingMember {
    /// The person.
    pub member: PersonId,
    /// Name.
    pub who: String,
    /// Birth as far as it is known, to tell people of one name apart.
    #[serde(default)]
    pub born: Option<String>,
    /// The branch of the book.
    pub branch: String,
    /// What is chosen; empty for undecided: nothing happens.
    pub chosen: String,
    /// The day that was chosen with it.
    #[serde(default)]
    pub day: Option<Day>,
}
