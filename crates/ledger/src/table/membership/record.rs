//! What stands in the record of one person: spans, movements, conditions, posts; and who else bears the same number
//! or name. Must not write.

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{OrganisationId, PersonId};

use super::{Condition, ConditionKind, Membership, Movement, PostHeld};
use crate::entity::Stored;
use crate::error::Result;
use crate::field::{day_text, key_list};
use crate::reading::Reading;
use crate::table::merge::OWN;
use crate::table::person::Person;

/// Spans of membership of a person, oldest first.
pub fn memberships_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<Membership>>> {
    reading.entities("WHERE person_id = ? ORDER BY from_on, id", &[&person.0])
}

/// Movements of a person in the order of their true days.
pub fn movements_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<Movement>>> {
    // What a closed month reported stays with the record that gave way.
    reading.entities(&format!("WHERE person_id IN {OWN} ORDER BY occurred_on, id"), &[&person.0])
}

/// Spans of membership of these people, oldest first.
pub fn memberships_among(reading: &Reading<'_>, people: &[PersonId]) -> Result<Vec<Stored<Membership>>> {
    let rest = "WHERE person_id IN (SELECT value FROM json_each(?1)) ORDER BY from_on, id";
    reading.entities(rest, &[&key_list(people)])
}

/// Spans in a branch or a group that begin on a day or later, oldest first.
pub fn memberships_since(
    reading: &Reading<'_>,
    organisation: OrganisationId,
    day: Day,
) -> Result<Vec<Stored<Membership>>> {
    let rest = "WHERE (branch_id = ?1 OR group_id = ?1) AND from_on >= ?2 ORDER BY from_on, id";
    reading.entities(rest, &[&organisation.0, &day_text(day)])
}

/// What moved members up to a day, the newest first. The opening of the register moved nobody: it is as many rows as
/// there are members, and is left in the table.
pub fn movements_until(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Movement>>> {
    // A day that is known in part stands before every day in it, as its first day does.
    let rest = "WHERE kind <> 'opening' AND ifnull(occurred_on, '') <= ?1 ORDER BY occurred_on DESC, id DESC";
    reading.entities(rest, &[&day_text(day)])
}

/// Conditions of a person, oldest first.
pub fn conditions_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<Condition>>> {
    reading.entities("WHERE person_id = ? ORDER BY from_on, id", &[&person.0])
}

/// All conditions of a kind, ended ones included, oldest first.
pub fn conditions_of_kind(reading: &Reading<'_>, kind: ConditionKind) -> Result<Vec<Stored<Condition>>> {
    reading.entities("WHERE kind = ? ORDER BY ifnull(from_on, ''), id", &[&kind.code()])
}

/// Posts of a person, oldest first.
pub fn posts_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<PostHeld>>> {
    reading.entities("WHERE person_id = ? ORDER BY from_on, id", &[&person.0])
}

/// Posts of one organisation held on a day.
pub fn posts_in(
    reading: &Reading<'_>,
    organisation: OrganisationId,
    day: Day,
) -> Result<Vec<Stored<PostHeld>>> {
    let rest = "WHERE organisation_id = ?2 AND (from_on IS NULL OR from_on <= ?1) \
                AND (to_on IS NULL OR to_on > ?1) ORDER BY id";
    reading.entities(rest, &[&day_text(day), &organisation.0])
}

/// Posts of one organisation, ended ones included, the newest first.
pub fn posts_ever_in(reading: &Reading<'_>, organisation: OrganisationId) -> Result<Vec<Stored<PostHeld>>> {
    reading.entities("WHERE organisation_id = ? ORDER BY from_on DESC, id DESC", &[&organisation.0])
}

/// Posts of all organisations held on a day, in the order of entry.
pub fn posts_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<PostHeld>>> {
    let rest = "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY id";
    reading.entities(rest, &[&day_text(day)])
}

/// People with this name whose birth may be the same; everybody of the name where no birth is given.
pub fn people_named(
    reading: &Reading<'_>,
    name: &str,
    birth_on: Option<PartialDay>,
) -> Result<Vec<Stored<Person>>> {
    let mut people: Vec<Stored<Person>> = reading.entities("WHERE name = ? ORDER BY id", &[&name])?;
    let agrees = |known: Option<PartialDay>| match (known, birth_on) {
        (Some(known), Some(given)) => known.agrees_with(given),
        _ => true,
    };
    people.retain(|person| agrees(person.birth_on));
    Ok(people)
}
