//! Records that may stand for one person: of one ID number, or of one name. Sets, not pairs: which of a set look like
//! one person is a rule and not the ledger's to know. Records that gave way are left out.

use branchbook_domain::day::PartialDay;
use branchbook_domain::key::PersonId;
use rusqlite::ToSql;

use crate::error::Result;
use crate::field::column;
use crate::reading::Reading;

/// What tells one record from another of the same name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesake {
    /// The record.
    pub person: PersonId,
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
}

/// Everybody who shares the name with somebody else, name by name. The names are counted in the index of searches;
/// only those who share one are read.
pub fn namesakes(reading: &Reading<'_>) -> Result<Vec<Namesake>> {
    ask(
        reading,
        "p.name IN (SELECT name FROM person GROUP BY name HAVING count(*) > 1) ORDER BY p.name, p.id",
        &[],
    )
}

/// Everybody who shares the ID number with somebody else, number by number.
pub fn same_numbers(reading: &Reading<'_>) -> Result<Vec<Namesake>> {
    ask(
        reading,
        "p.id_number IN (SELECT id_number FROM person WHERE id_number IS NOT NULL GROUP BY id_number \
         HAVING count(*) > 1) ORDER BY p.id_number, p.id",
        &[],
    )
}

/// One person and everybody who shares the name: what a single record asks, without reading the whole register.
pub fn namesakes_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Namesake>> {
    ask(reading, "p.name = (SELECT name FROM person WHERE id = ?1) ORDER BY p.id", &[&person.0])
}

/// One person and everybody who shares the ID number.
pub fn same_number_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Namesake>> {
    ask(reading, "p.id_number = (SELECT id_number FROM person WHERE id = ?1) ORDER BY p.id", &[&person.0])
}

fn ask(reading: &Reading<'_>, rest: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Namesake>> {
    let sql = format!(
        "SELECT p.id, p.name, p.id_number, p.birth_on, p.phone, p.other_phone FROM person p \
         WHERE p.id NOT IN (SELECT person_id FROM merged_person) AND {rest}"
    );
    reading.rows(&sql, parameters, |row| {
        Ok(Namesake {
            person: PersonId(row.get(0)?),
            name: row.get(1)?,
            id_number: row.get(2)?,
            birth_on: column(row, 3, "person", "birth_on")?,
            phone: row.get(4)?,
            other_phone: row.get(5)?,
        })
    })
}
