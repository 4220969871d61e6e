//! What people are besides members, and which records stand for one person or surely for two.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId, UnitId};

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::field::{column, day_text};
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
        withdrawn_on: Option<Day>,
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

/// Who reports in on a day, with the name of the unit; by the record that stands.
pub fn reporting_on(reading: &Reading<'_>, day: Day) -> Result<Vec<(PersonId, String)>> {
    let sql = "SELECT ifnull(m.into_id, r.person_id), u.name FROM report_in r JOIN unit u ON u.id = r.unit_id \
               LEFT JOIN merged_person m ON m.person_id = r.person_id \
               WHERE r.reported_on <= ?1 AND (r.returned_on IS NULL OR r.returned_on > ?1) ORDER BY r.id";
    reading.rows(sql, &[&day_text(day)], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))
}

/// The last day of membership of those who were members before a day and are none on it: the first day without.
pub fn left_before(reading: &Reading<'_>, day: Day) -> Result<Vec<(PersonId, Day)>> {
    let sql = "SELECT m.person_id, max(m.to_on) FROM membership m WHERE m.to_on <= ?1 AND m.to_on IS NOT m.from_on \
               AND NOT EXISTS (SELECT 1 FROM membership n WHERE n.person_id = m.person_id \
               AND (n.from_on IS NULL OR n.from_on <= ?1) AND (n.to_on IS NULL OR n.to_on > ?1)) \
               GROUP BY m.person_id";
    reading.rows(sql, &[&day_text(day)], |row| {
        Ok((PersonId(row.get(0)?), column(row, 1, "membership", "to_on")?))
    })
}

/// Everybody in the book who is no member on a day, by key. Records that gave way are left out.
pub fn outsiders_on(reading: &Reading<'_>, day: Day) -> Result<Vec<PersonId>> {
    let sql = "SELECT p.id FROM person p WHERE p.id NOT IN (SELECT person_id FROM merged_person) \
               AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id \
               AND (m.from_on IS NULL OR m.from_on <= ?1) AND (m.to_on IS NULL OR m.to_on > ?1)) ORDER BY p.id";
    reading.rows(sql, &[&day_text(day)], |row| Ok(PersonId(row.get(0)?)))
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
