//! What people are besides members, and which records stand for one person or surely for two.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId, UnitId};

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::field::day_text;
use crate::reading::Reading;

entity! {
    /// Somebody who stood in the book twice: the record that gave way, and the one that stands.
    pub struct MergedPerson: MergedPersonId, "merged_person", 41 {
        person_id: PersonId,
        into_id: PersonId,
        merged_on: Day,
    }

    /// Two records that look like one person and are two; the lower key stands first.
    pub struct DistinctPerson: DistinctPersonId, "distinct_person", 42 {
        person_id: PersonId,
        other_id: PersonId,
        note: Option<String>,
    }

    /// What somebody is besides a member, over a span.
    pub struct RoleHeld: RoleHeldId, "role", 43 {
        person_id: PersonId,
        kind: String,
        organisation_id: Option<OrganisationId>,
        unit_id: Option<UnitId>,
        place_id: Option<PlaceId>,
        title: Option<String>,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
    }
}

/// All records that gave way to another.
pub fn merged(reading: &Reading<'_>) -> Result<Vec<Stored<MergedPerson>>> {
    reading.entities("ORDER BY id", &[])
}

/// All pairs that were said to be two people.
pub fn distinct(reading: &Reading<'_>) -> Result<Vec<Stored<DistinctPerson>>> {
    reading.entities("ORDER BY id", &[])
}

/// The roles that are held on a day.
pub fn roles_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<RoleHeld>>> {
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY kind, id",
        &[&day_text(day)],
    )
}

/// All roles of a person, ended ones included.
pub fn roles_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<RoleHeld>>> {
    reading.entities("WHERE person_id = ? ORDER BY id", &[&person.0])
}

/// All roles of a kind, ended ones included, the newest first.
pub fn roles_of_kind(reading: &Reading<'_>, kind: &str) -> Result<Vec<Stored<RoleHeld>>> {
    reading.entities("WHERE kind = ? ORDER BY from_on DESC, id DESC", &[&kind])
}

/// The roles of a kind in an organisation, ended ones included.
pub fn roles_in(
    reading: &Reading<'_>,
    organisation: OrganisationId,
    kind: &str,
) -> Result<Vec<Stored<RoleHeld>>> {
    reading.entities("WHERE organisation_id = ?1 AND kind = ?2 ORDER BY id", &[&organisation.0, &kind])
}
