//! Meetings by their true days: what a calendar and the list of a quarter or a year show.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::OrganisationId;
use serde::{Deserialize, Serialize};

use super::MeetingRow;

/// Asks for the meetings held from the first to the last day, both included, cancelled ones too.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingSpan {
    /// First day.
    pub first: Day,
    /// Last day; at most a year after the first.
    pub last: Day,
    /// Only of this branch with its groups.
    #[serde(default)]
    pub branch: Option<OrganisationId>,
}

/// A record with the month that counts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanRow {
    /// The record.
    #[serde(flatten)]
    pub row: MeetingRow,
    /// The month whose report it belongs to.
    pub booked_month: Month,
}
