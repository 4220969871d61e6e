//! What a year of a member comes to: points, the place among the branch, presence at meetings.

use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::points::Points;
use serde::{Deserialize, Serialize};

/// Asks what the year of a day comes to so far, for one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberYear {
    /// The person.
    pub member: PersonId,
    /// The day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
}

/// The year of a member, from 1 January to the day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearOfMember {
    /// The year.
    pub year: i32,
    /// Points; `None` if the scheme does not score the person.
    pub score: Option<Points>,
    /// The grade of these points.
    pub grade: Option<String>,
    /// How many of the branch have more, plus one; `None` outside a branch or in one too large for it to mean
    /// anything. For the office only.
    pub place: Option<u32>,
    /// Meetings that the member was due at.
    pub due: u32,
    /// Those the member was present at.
    pub present: u32,
    /// Those made up for later.
    pub made_up: u32,
}
