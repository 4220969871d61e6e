//! Fields that the office adds to its register, what stands in them, and lists that somebody wants to see again.

use branchbook_domain::day::Day;
use branchbook_domain::key::{CustomFieldId, PersonId};

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::field::key_list;
use crate::reading::Reading;

entity! {
    /// A field of the office's own.
    pub struct CustomField: CustomFieldId, "custom_field", 54 {
        label: String,
        kind: String,
        choices: Option<String>,
        position: i64,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// What stands in such a field of a person; nothing once it was taken out again.
    pub struct PersonField: PersonFieldId, "person_field", 55 {
        person_id: PersonId,
        field_id: CustomFieldId,
        value: Option<String>,
    }

    /// A list to see again: filter, order and columns of a page.
    pub struct SavedView: SavedViewId, "saved_view", 56 {
        page: String,
        name: String,
        query: String,
        dropped_on: Option<Day>,
    }
}

/// All fields, ended ones included, in their order.
pub fn fields(reading: &Reading<'_>) -> Result<Vec<Stored<CustomField>>> {
    reading.entities("ORDER BY position, id", &[])
}

/// What stands in the fields of a person.
pub fn values_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<PersonField>>> {
    reading.entities("WHERE person_id = ? AND value IS NOT NULL ORDER BY field_id", &[&person.0])
}

/// What stands in the fields of these people.
pub fn values_among(reading: &Reading<'_>, people: &[PersonId]) -> Result<Vec<Stored<PersonField>>> {
    let rest = "WHERE person_id IN (SELECT value FROM json_each(?1)) AND value IS NOT NULL \
                ORDER BY person_id, field_id";
    reading.entities(rest, &[&key_list(people)])
}

/// The rows of a person in these fields, those that were taken out again included.
pub fn rows_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<PersonField>>> {
    reading.entities("WHERE person_id = ? ORDER BY field_id", &[&person.0])
}

/// What stands in a field, by person.
pub fn values_in(reading: &Reading<'_>, field: CustomFieldId) -> Result<Vec<Stored<PersonField>>> {
    reading.entities("WHERE field_id = ? AND value IS NOT NULL ORDER BY person_id", &[&field.0])
}

/// What stands in a field of these people.
pub fn values_of_people(
    reading: &Reading<'_>,
    field: CustomFieldId,
    people: &[PersonId],
) -> Result<Vec<Stored<PersonField>>> {
    reading.entities(
        "WHERE person_id IN (SELECT value FROM json_each(?2)) AND field_id = ?1 AND value IS NOT NULL",
        &[&field.0, &key_list(people)],
    )
}

/// How many people have something in each field.
pub fn filled_counts(reading: &Reading<'_>) -> Result<Vec<(CustomFieldId, i64)>> {
    let sql = "SELECT field_id, count(*) FROM person_field WHERE value IS NOT NULL GROUP BY field_id";
    reading.rows(sql, &[], |row| Ok((CustomFieldId(row.get(0)?), row.get(1)?)))
}

/// The row of a person and a field, with or without a value.
pub fn value_of(
    reading: &Reading<'_>,
    person: PersonId,
    field: CustomFieldId,
) -> Result<Option<Stored<PersonField>>> {
    reading.entity("WHERE person_id = ?1 AND field_id = ?2", &[&person.0, &field.0])
}

/// The saved lists of a page that nobody dropped.
pub fn views(reading: &Reading<'_>, page: &str) -> Result<Vec<Stored<SavedView>>> {
    reading.entities("WHERE page = ? AND dropped_on IS NULL ORDER BY name, id", &[&page])
}
