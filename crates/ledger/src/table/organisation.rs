//! Organisations of all levels and the places that they look after, each over a span of days.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId};
use uuid::Uuid;

use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;
use crate::table::membership::HOLDS;
use crate::{code_field, entity};

pub use branchbook_domain::organisation::{Level, PlaceKind};

code_field!(Level, PlaceKind);

entity! {
    /// A Party organisation.
    pub struct Organisation: OrganisationId, "organisation", 5 {
        uid: Uuid,
        parent_id: Option<OrganisationId>,
        level: Level,
        name: String,
        position: i64,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
        project: Option<String>,
        planned_end_on: Option<Day>,
    }

    /// A grid, courtyard, building or stairwell.
    pub struct Place: PlaceId, "place", 6 {
        parent_id: Option<PlaceId>,
        kind: PlaceKind,
        name: String,
        organisation_id: Option<OrganisationId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A span, now over, in which an organisation looked after a place.
    pub struct PlaceCare: PlaceCareId, "place_care", 62 {
        place_id: PlaceId,
        organisation_id: Option<OrganisationId>,
        from_on: Option<Day>,
        to_on: Day,
    }
}

/// The root of the office's own tree.
pub fn root(reading: &Reading<'_>) -> Result<Option<Stored<Organisation>>> {
    reading.entity("WHERE parent_id IS NULL ORDER BY id", &[])
}

/// All organisations that exist on a day, parents first, in the order of lists.
pub fn list_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Organisation>>> {
    let day = crate::field::day_text(day);
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) \
         ORDER BY CASE level WHEN 'street' THEN 0 WHEN 'committee' THEN 1 WHEN 'general_branch' THEN 2 \
         WHEN 'branch' THEN 3 WHEN 'temporary_branch' THEN 4 ELSE 5 END, position, id",
        &[&day],
    )
}

/// All organisations that ever were.
pub fn list(reading: &Reading<'_>) -> Result<Vec<Stored<Organisation>>> {
    reading.entities("ORDER BY position, id", &[])
}

/// Those directly below an organisation, ended ones included.
pub fn children(reading: &Reading<'_>, parent: OrganisationId) -> Result<Vec<Stored<Organisation>>> {
    reading.entities("WHERE parent_id = ? ORDER BY position, id", &[&parent.0])
}

/// All places that exist on a day.
pub fn places_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Place>>> {
    let day = crate::field::day_text(day);
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY name, id",
        &[&day],
    )
}

/// All places that ever were.
pub fn places(reading: &Reading<'_>) -> Result<Vec<Stored<Place>>> {
    reading.entities("ORDER BY name, id", &[])
}

/// Where the members of a day live, as far as a place is known.
pub fn residents_on(reading: &Reading<'_>, day: Day) -> Result<Vec<(PlaceId, PersonId)>> {
    let sql = format!(
        "SELECT p.place_id, p.id FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE {HOLDS} AND p.place_id IS NOT NULL ORDER BY p.id"
    );
    let day = crate::field::day_text(day);
    reading.rows(&sql, &[&day], |row| Ok((PlaceId(row.get(0)?), PersonId(row.get(1)?))))
}

/// Who looked after a place before, the earliest first.
pub fn cares_of(reading: &Reading<'_>, place: PlaceId) -> Result<Vec<Stored<PlaceCare>>> {
    reading.entities("WHERE place_id = ? ORDER BY to_on, id", &[&place.0])
}

/// Who looked after which place on a day, where it was not who does now: each place at most once.
pub fn former_cares_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<PlaceCare>>> {
    let day = crate::field::day_text(day);
    reading.entities("WHERE (from_on IS NULL OR from_on <= ?1) AND to_on > ?1 ORDER BY to_on, id", &[&day])
}
