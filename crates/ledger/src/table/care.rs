//! Keeping in touch: tries to reach somebody, tags of key people, where mobile members are. When the next try is due
//! is the domain's to say.

use std::collections::HashMap;

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{ConditionId, PersonId};

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::field::{day_text, key_list};
use crate::reading::Reading;
use crate::table::membership::Movement;

entity! {
    /// A try to reach somebody.
    pub struct ContactMade: ContactMadeId, "contact", 46 {
        person_id: PersonId,
        occurred_on: PartialDay,
        is_reached: bool,
        way: Option<String>,
        by_whom: Option<String>,
        said: Option<String>,
        note: Option<String>,
    }

    /// A tag that somebody bears over a span: a code of the domain or of the office's own table.
    pub struct TagHeld: TagHeldId, "tag_held", 47 {
        person_id: PersonId,
        tag: String,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
    }

    /// Where a mobile member went or came from.
    pub struct Mobility: MobilityId, "mobility", 48 {
        person_id: PersonId,
        way: String,
        where_to: Option<String>,
        reason: Option<String>,
        other_organisation: Option<String>,
        other_contact: Option<String>,
        card_number: Option<String>,
        condition_id: Option<ConditionId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
    }
}

/// All tries, the newest first.
pub fn contacts(reading: &Reading<'_>) -> Result<Vec<Stored<ContactMade>>> {
    reading.entities("ORDER BY occurred_on DESC, id DESC", &[])
}

/// The tries to reach these people, the newest first.
pub fn contacts_among(reading: &Reading<'_>, people: &[PersonId]) -> Result<Vec<Stored<ContactMade>>> {
    let rest = "WHERE person_id IN (SELECT value FROM json_each(?1)) ORDER BY occurred_on DESC, id DESC";
    reading.entities(rest, &[&key_list(people)])
}

/// The tries to reach a person, the newest first.
pub fn contacts_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<ContactMade>>> {
    reading.entities("WHERE person_id = ? ORDER BY occurred_on DESC, id DESC", &[&person.0])
}

/// The tags that people bear on a day.
pub fn tags_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<TagHeld>>> {
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY tag, id",
        &[&day_text(day)],
    )
}

/// All tags of a person, ended ones included.
pub fn tags_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<TagHeld>>> {
    reading.entities("WHERE person_id = ? ORDER BY id", &[&person.0])
}

/// All that is known of where people went or came from, newest first.
pub fn mobilities(reading: &Reading<'_>) -> Result<Vec<Stored<Mobility>>> {
    reading.entities("ORDER BY ifnull(from_on, '') DESC, id DESC", &[])
}

/// The same of one person.
pub fn mobilities_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<Mobility>>> {
    reading.entities("WHERE person_id = ? ORDER BY ifnull(from_on, '') DESC, id DESC", &[&person.0])
}

/// Where people are or came from on a day.
pub fn mobilities_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Mobility>>> {
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY id",
        &[&day_text(day)],
    )
}

/// What is known of where somebody went, beside a condition that says that they are mobile.
pub fn mobilities_beside(reading: &Reading<'_>, condition: ConditionId) -> Result<Vec<Stored<Mobility>>> {
    reading.entities("WHERE condition_id = ? ORDER BY id", &[&condition.0])
}

/// All tags that anybody ever bore, the newest first.
pub fn tags(reading: &Reading<'_>) -> Result<Vec<Stored<TagHeld>>> {
    reading.entities("ORDER BY id DESC", &[])
}

/// The movements that stopped a membership, oldest first, each with the day on which another movement of the person
/// followed: restored, ended, moved on. Two queries, however many were stopped.
pub fn suspensions(reading: &Reading<'_>) -> Result<Vec<(Stored<Movement>, Option<PartialDay>)>> {
    let stopped = reading.entities::<Movement>("WHERE kind = 'suspended' ORDER BY id", &[])?;
    let people: Vec<PersonId> = stopped.iter().map(|movement| movement.person_id).collect();
    let sought = "WHERE person_id IN (SELECT value FROM json_each(?1)) ORDER BY id";
    let mut all: HashMap<PersonId, Vec<Stored<Movement>>> = HashMap::new();
    for movement in reading.entities::<Movement>(sought, &[&key_list(&people)])? {
        all.entry(movement.person_id).or_default().push(movement);
    }
    let with_next = |movement: Stored<Movement>| {
        let own = all.get(&movement.person_id).into_iter().flatten();
        let next = own.into_iter().find(|other| other.id > movement.id);
        let over =
            next.map(|next| next.occurred_on.unwrap_or(PartialDay::Day(next.booked_month.first_day())));
        (movement, over)
    };
    Ok(stopped.into_iter().map(with_next).collect())
}
