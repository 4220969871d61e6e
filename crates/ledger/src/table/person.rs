//! People: whoever the office deals with, once each, whatever roles they have.

use branchbook_domain::day::PartialDay;
use branchbook_domain::key::{PersonId, PlaceId};
use branchbook_domain::name::NameKeys;
use uuid::Uuid;

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::field::column;
use crate::reading::Reading;

entity! {
    /// A person. Code columns hold the codes of the domain's code tables.
    pub struct Person: PersonId, "person", 7 {
        uid: Uuid,
        name: String,
        pinyin: String,
        initials: String,
        sex: Option<String>,
        nation: Option<String>,
        birth_on: Option<PartialDay>,
        id_number: Option<String>,
        education: Option<String>,
        work_post: Option<String>,
        new_stratum: Option<String>,
        phone: Option<String>,
        other_phone: Option<String>,
        address: Option<String>,
        employer: Option<String>,
        place_id: Option<PlaceId>,
        joined_on: Option<PartialDay>,
        became_full_on: Option<PartialDay>,
        note: Option<String>,
    }
}

impl Person {
    /// A person of whom nothing is known but the name, with its readings.
    pub fn named(uid: Uuid, name: &str) -> Self {
        let keys = NameKeys::of(name);
        Self {
            uid,
            name: name.to_owned(),
            pinyin: keys.pinyin,
            initials: keys.initials,
            sex: None,
            nation: None,
            birth_on: None,
            id_number: None,
            education: None,
            work_post: None,
            new_stratum: None,
            phone: None,
            other_phone: None,
            address: None,
            employer: None,
            place_id: None,
            joined_on: None,
            became_full_on: None,
            note: None,
        }
    }
}

/// What tells one person from another, and no more: an import holds it of everyone in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Key of the person.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// ID number.
    pub id_number: Option<String>,
    /// Birth as far as it is known.
    pub birth_on: Option<PartialDay>,
    /// Phone, as it was written.
    pub phone: Option<String>,
    /// Other phones, as they were written.
    pub other_phone: Option<String>,
    /// Day of joining the Party as far as it is known.
    pub joined_on: Option<PartialDay>,
}

/// What tells everyone in the book apart, by key.
pub fn identities(reading: &Reading<'_>) -> Result<Vec<Identity>> {
    let sql = "SELECT id, name, id_number, birth_on, phone, other_phone, joined_on FROM person \
               ORDER BY id";
    reading.rows(sql, &[], |row| {
        Ok(Identity {
            id: PersonId(row.get(0)?),
            name: row.get(1)?,
            id_number: row.get(2)?,
            birth_on: column(row, 3, "person", "birth_on")?,
            phone: row.get(4)?,
            other_phone: row.get(5)?,
            joined_on: column(row, 6, "person", "joined_on")?,
        })
    })
}

/// Everyone in the book, by key.
pub fn list(reading: &Reading<'_>) -> Result<Vec<Stored<Person>>> {
    reading.entities("ORDER BY id", &[])
}

/// Everyone with this ID number: more than one only where two records stand for one person. Who gave way is among
/// them: what was said of that record still finds the person.
pub fn list_by_id_number(reading: &Reading<'_>, id_number: &str) -> Result<Vec<Stored<Person>>> {
    reading.entities("WHERE id_number = ? ORDER BY id", &[&id_number])
}

/// Everyone of this name.
pub fn list_by_name(reading: &Reading<'_>, name: &str) -> Result<Vec<Stored<Person>>> {
    reading.entities("WHERE name = ? ORDER BY id", &[&name])
}

/// Everyone of this name with this phone in either field.
pub fn list_by_name_and_phone(reading: &Reading<'_>, name: &str, phone: &str) -> Result<Vec<Stored<Person>>> {
    reading.entities("WHERE name = ?1 AND (phone = ?2 OR other_phone = ?2) ORDER BY id", &[&name, &phone])
}
