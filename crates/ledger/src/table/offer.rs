//! Offers and claims: one model for whatever is offered and taken up (decisions 16).

use std::collections::{HashMap, HashSet};

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{OfferId, PersonId, UnitId};
use uuid::Uuid;

use crate::entity;
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::Result;
use crate::field::{day_text, key_list};
use crate::reading::Reading;

entity! {
    /// Something offered: a service post in this version.
    pub struct Offer: OfferId, "offer", 15 {
        uid: Uuid,
        kind: String,
        title: String,
        category: Option<String>,
        content: Option<String>,
        needed_count: Option<i64>,
        place: Option<String>,
        offered_by_unit_id: Option<UnitId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A claim of an offer by a person or a unit.
    pub struct Claim: ClaimId, "claim", 16 {
        offer_id: OfferId,
        person_id: Option<PersonId>,
        unit_id: Option<UnitId>,
        occurred_on: Day,
        booked_month: Month,
        ended_on: Option<Day>,
        ended_month: Option<Month>,
        state: String,
        rating: Option<String>,
        note: Option<String>,
    }
}

/// Kind of an offer that is a post of service (服务岗位).
pub const SERVICE_POST: &str = "service_post";

/// Kind of an offer that is a post of the catalogue of 一编三定: for members of the register, and never handed to units.
pub const DUTY_POST: &str = "duty_post";

/// A post with how many hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct PostLine {
    /// The post.
    pub offer: Stored<Offer>,
    /// Claims that stand on the day.
    pub claim_count: i64,
}

/// A claim with who holds what.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimLine {
    /// The claim.
    pub claim: Stored<Claim>,
    /// Title of the offer.
    pub title: String,
    /// Name of the person or the unit.
    pub claimer: String,
}

/// All service posts in the order of their coming.
pub fn service_posts(reading: &Reading<'_>) -> Result<Vec<Stored<Offer>>> {
    reading.entities("WHERE kind = ? ORDER BY id", &[&SERVICE_POST])
}

/// The service posts that are offered on a day, each with the claims that stand on it.
pub fn posts_on(reading: &Reading<'_>, day: Day) -> Result<Vec<PostLine>> {
    let sql = format!(
        "SELECT {}, (SELECT count(*) FROM claim c WHERE c.offer_id = o.id AND c.occurred_on <= ?2 \
         AND (c.ended_on IS NULL OR c.ended_on > ?2)) FROM offer o WHERE o.kind = ?1 \
         AND (o.from_on IS NULL OR o.from_on <= ?2) AND (o.to_on IS NULL OR o.to_on > ?2) ORDER BY o.title, o.id",
        Offer::TABLE.selection_as("o.")
    );
    reading.rows(&sql, &[&SERVICE_POST, &day_text(day)], |row| {
        Ok(PostLine { offer: read_row(row)?, claim_count: row.get(Offer::TABLE.columns.len() + 2)? })
    })
}

/// All service posts that were there by a day, ended ones included, each with the claims that stand on it.
pub fn service_posts_by(reading: &Reading<'_>, day: Day) -> Result<Vec<PostLine>> {
    posts_by(reading, SERVICE_POST, day)
}

/// The posts of the catalogue, ended ones included.
pub fn catalogue(reading: &Reading<'_>) -> Result<Vec<Stored<Offer>>> {
    reading.entities("WHERE kind = ? ORDER BY title, id", &[&DUTY_POST])
}

/// The posts of the catalogue that were there by a day, ended ones included, each with the claims that stand on it.
pub fn duty_posts(reading: &Reading<'_>, day: Day) -> Result<Vec<PostLine>> {
    posts_by(reading, DUTY_POST, day)
}

fn posts_by(reading: &Reading<'_>, kind: &str, day: Day) -> Result<Vec<PostLine>> {
    let sql = format!(
        "SELECT {}, (SELECT count(*) FROM claim c WHERE c.offer_id = o.id AND {HELD}) FROM offer o \
         WHERE o.kind = ?2 AND (o.from_on IS NULL OR o.from_on <= ?1) ORDER BY o.title, o.id",
        Offer::TABLE.selection_as("o.")
    );
    reading.rows(&sql, &[&day_text(day), &kind], |row| {
        Ok(PostLine { offer: read_row(row)?, claim_count: row.get(Offer::TABLE.columns.len() + 2)? })
    })
}

/// How many claims of an offer stand on a day.
pub fn holder_count(reading: &Reading<'_>, offer: OfferId, day: Day) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM claim c WHERE c.offer_id = ?2 AND {HELD}");
    reading.count(&sql, &[&day_text(day), &offer.0])
}

/// All claims of people that began by a day, in the order of their coming.
pub fn claims_until(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Claim>>> {
    reading.entities(
        "WHERE person_id IS NOT NULL AND occurred_on <= ? ORDER BY occurred_on, id",
        &[&day_text(day)],
    )
}

/// The claims of posts of 一编三定 that people hold on a day, in the order of their coming.
pub fn duty_claims_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Claim>>> {
    let sql = format!(
        "SELECT {} FROM claim c WHERE {HELD} AND (c.offer_id IN (SELECT id FROM offer \
         WHERE kind = ?2) OR c.id IN (SELECT claim_id FROM post_duty)) ORDER BY c.occurred_on, c.id",
        Claim::TABLE.selection_as("c.")
    );
    reading.rows(&sql, &[&day_text(day), &DUTY_POST], read_row)
}

/// The claims of people that stand open, all of them.
pub fn open_claims(reading: &Reading<'_>) -> Result<Vec<Stored<Claim>>> {
    reading.entities("INDEXED BY claim_open WHERE ended_on IS NULL ORDER BY id", &[])
}

/// The open claims of a person.
pub fn open_claims_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<Claim>>> {
    reading.entities("WHERE person_id = ? AND ended_on IS NULL ORDER BY id", &[&person.0])
}

/// The posts of service that a person holds openly: those of 一编三定 are another matter.
pub fn open_service_claims_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<Claim>>> {
    reading.entities(
        "WHERE person_id = ?1 AND ended_on IS NULL AND offer_id IN (SELECT id FROM offer WHERE kind = ?2) ORDER BY id",
        &[&person.0, &SERVICE_POST],
    )
}

/// The open claim of an offer by a person or a unit, if there is one.
pub fn open_claim(
    reading: &Reading<'_>,
    offer: OfferId,
    person: Option<PersonId>,
    unit: Option<UnitId>,
) -> Result<Option<Stored<Claim>>> {
    reading.entity(
        "WHERE offer_id = ?1 AND person_id IS ?2 AND unit_id IS ?3 AND ended_on IS NULL",
        &[&offer.0, &person.map(|id| id.0), &unit.map(|id| id.0)],
    )
}

/// The claims of an offer or of a person, newest first.
pub fn claims(
    reading: &Reading<'_>,
    offer: Option<OfferId>,
    person: Option<PersonId>,
) -> Result<Vec<ClaimLine>> {
    // Whoever is asked about is found by an index: what nobody asks for must not stand in the condition.
    let of_offer = if offer.is_some() { "c.offer_id = ?1" } else { "?1 IS NULL" };
    let of_person = match person {
        Some(_) => "c.person_id IN (SELECT ?2 UNION SELECT person_id FROM merged_person WHERE into_id = ?2)",
        None => "?2 IS NULL",
    };
    let sql = format!(
        "SELECT {}, o.title, coalesce(p.name, u.name, '') FROM claim c JOIN offer o ON o.id = c.offer_id \
         LEFT JOIN person p ON p.id = c.person_id LEFT JOIN unit u ON u.id = c.unit_id \
         WHERE {of_offer} AND {of_person} ORDER BY c.occurred_on DESC, c.id DESC",
        Claim::TABLE.selection_as("c.")
    );
    let first = Claim::TABLE.columns.len() + 2;
    reading.rows(&sql, &[&offer.map(|id| id.0), &person.map(|id| id.0)], |row| {
        Ok(ClaimLine { claim: read_row(row)?, title: row.get(first)?, claimer: row.get(first + 1)? })
    })
}

/// Claims of people that stand on a day.
const HELD: &str =
    "c.person_id IS NOT NULL AND c.occurred_on <= ?1 AND (c.ended_on IS NULL OR c.ended_on > ?1)";

/// Everybody who holds a service post on a day.
pub fn people_with_posts(reading: &Reading<'_>, day: Day) -> Result<HashSet<PersonId>> {
    let sql = format!("SELECT c.person_id FROM claim c WHERE {HELD}");
    let people = reading.rows(&sql, &[&day_text(day)], |row| Ok(PersonId(row.get(0)?)))?;
    Ok(people.into_iter().collect())
}

/// The titles of the service posts that these people hold on a day, with 、 between. One statement for all of them,
/// over the index of people.
pub fn posts_of_people(
    reading: &Reading<'_>,
    day: Day,
    people: &[PersonId],
) -> Result<HashMap<PersonId, String>> {
    let sql = format!(
        "SELECT c.person_id, group_concat(o.title, '、') FROM json_each(?2) AS wanted \
         CROSS JOIN claim c ON c.person_id = wanted.value CROSS JOIN offer o ON o.id = c.offer_id \
         WHERE {HELD} GROUP BY c.person_id"
    );
    let rows = reading.rows(&sql, &[&day_text(day), &key_list(people)], |row| {
        Ok((PersonId(row.get(0)?), row.get::<_, String>(1)?))
    })?;
    Ok(rows.into_iter().collect())
}
