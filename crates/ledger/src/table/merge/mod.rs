//! Two records of one person: what points at a record and how it is handed over, which record stands for another, and
//! which records look like one person. Must not decide whether they are: a person does.

mod reference;
mod shared;
mod twin;

pub use reference::{Carried, carried, hand_over};
pub use shared::{shared_accounts, shared_attendance, shared_participations};
pub use twin::{Namesake, namesakes, namesakes_of, same_number_of, same_numbers};

use std::collections::BTreeMap;

use branchbook_domain::key::PersonId;

use super::role::{DistinctPerson, MergedPerson};
use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;

/// A person and the records that gave way to it: `?1` is the person.
pub(in crate::table) const OWN: &str =
    "(SELECT ?1 UNION ALL SELECT person_id FROM merged_person WHERE into_id = ?1)";

/// The record that stands for a person: another one if this gave way, else its own.
pub fn standing(reading: &Reading<'_>, person: PersonId) -> Result<PersonId> {
    let into = "SELECT into_id FROM merged_person WHERE person_id = ?";
    Ok(reading.one(into, &[&person.0], |row| Ok(PersonId(row.get(0)?)))?.unwrap_or(person))
}

/// All records that gave way, with those that stand for them.
pub fn standing_of_all(reading: &Reading<'_>) -> Result<BTreeMap<PersonId, PersonId>> {
    let rows = reading.rows("SELECT person_id, into_id FROM merged_person", &[], |row| {
        Ok((PersonId(row.get(0)?), PersonId(row.get(1)?)))
    })?;
    Ok(rows.into_iter().collect())
}

/// The records that gave way to this one.
pub fn merged_into(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<MergedPerson>>> {
    reading.entities("WHERE into_id = ? ORDER BY id", &[&person.0])
}

/// What was said of two records being two people; the lower key stands first.
pub fn distinct_of(
    reading: &Reading<'_>,
    (lower, higher): (PersonId, PersonId),
) -> Result<Option<Stored<DistinctPerson>>> {
    reading.entity("WHERE person_id = ?1 AND other_id = ?2", &[&lower.0, &higher.0])
}

/// What was said of a record and any other.
pub fn distinct_with(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<DistinctPerson>>> {
    reading.entities("WHERE person_id = ?1 OR other_id = ?1 ORDER BY id", &[&person.0])
}
