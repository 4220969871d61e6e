//! Terms of office (届): elected when, for how long, extended by whom. When one ends is the domain's to say.

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::OrganisationId;

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;

entity! {
    /// A term of office of an organisation.
    pub struct TermHeld: TermHeldId, "term", 44 {
        organisation_id: OrganisationId,
        number: Option<i64>,
        elected_on: PartialDay,
        years: i64,
        way: Option<String>,
        extended_to: Option<Day>,
        approved_by: Option<String>,
        approved_on: Option<Day>,
        ended_by_on: Option<Day>,
        note: Option<String>,
    }
}

/// All terms, the newest of each organisation first.
pub fn terms(reading: &Reading<'_>) -> Result<Vec<Stored<TermHeld>>> {
    reading.entities("ORDER BY organisation_id, elected_on DESC, id DESC", &[])
}

/// The terms of an organisation, newest first.
pub fn terms_of(reading: &Reading<'_>, organisation: OrganisationId) -> Result<Vec<Stored<TermHeld>>> {
    reading.entities("WHERE organisation_id = ? ORDER BY elected_on DESC, id DESC", &[&organisation.0])
}
