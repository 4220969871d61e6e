//! The rows behind the figures of service: who took part in what. Of a unit or of a person.

use branchbook_domain::day::Day;
use branchbook_domain::key::{ActivityId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// Asks for presences by true days: of a unit's people since the first of the day's month, as its figures count
/// them, or of a person since the first of the day's year. One of the two must be named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPresences {
    /// The unit.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The person.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// The last day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
}

/// A presence, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRow {
    /// The day.
    pub day: Day,
    /// The activity.
    pub activity: ActivityId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Minutes.
    pub minutes: i64,
}
