//! Single columns of people, for conditions, orders and columns of a list: only what was asked for is read, in one pass.
//! Must not decide what a column means.

use std::collections::{HashMap, HashSet};

use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use rusqlite::types::ValueRef;

use super::{Condition, HOLDS, MovementKind};
use crate::entity::{Entity as _, Stored};
use crate::error::{LedgerError, Result};
use crate::field::{column, day_text, key_list};
use crate::reading::Reading;
use crate::table::person::Person;

/// Up to that many people are asked by their keys; beyond it the table is read once.
const FEW: usize = 5_000;

/// What stands in these columns of these people, in the order of the columns; numbers as texts. Columns that people do
/// not have stay empty.
pub fn person_columns(
    reading: &Reading<'_>,
    columns: &[&str],
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<Option<String>>>> {
    let known =
        |name: &&str| if Person::TABLE.columns.contains(name) { (*name).to_owned() } else { "NULL".into() };
    let names: Vec<String> = columns.iter().map(known).collect();
    let sql = format!("SELECT id, {} FROM person", names.join(", "));
    let is_few = people.len() <= FEW;
    let wanted: HashSet<PersonId> = people.iter().copied().filter(|_| !is_few).collect();
    let mut found = HashMap::with_capacity(people.len());
    let mut keep = |row: &rusqlite::Row<'_>| {
        let person = PersonId(row.get(0)?);
        if is_few || wanted.contains(&person) {
            let texts = (1..=columns.len()).map(|at| text(row.get_ref(at)?)).collect::<Result<Vec<_>>>()?;
            found.insert(person, texts);
        }
        Ok::<(), LedgerError>(())
    };
    if is_few {
        let sql = format!("{sql} WHERE id IN (SELECT value FROM json_each(?1))");
        reading.for_each(&sql, &[&key_list(people)], &mut keep)?;
    } else {
        reading.for_each(&sql, &[], &mut keep)?;
    }
    Ok(found)
}

fn text(value: ValueRef<'_>) -> Result<Option<String>> {
    Ok(match value {
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Text(_) => Some(value.as_str().map_err(rusqlite::Error::from)?.to_owned()),
        _ => None,
    })
}

/// The codes of the work posts of the members of a day, as far as they are known.
pub fn work_posts_on(reading: &Reading<'_>, day: Day) -> Result<Vec<(PersonId, String)>> {
    let sql = format!(
        "SELECT p.id, p.work_post FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE {HOLDS} AND p.work_post IS NOT NULL"
    );
    reading.rows(&sql, &[&day_text(day)], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))
}

/// What holds of anybody on a day.
pub fn conditions_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Condition>>> {
    reading.entities(
        "WHERE (from_on IS NULL OR from_on <= ?1) AND (to_on IS NULL OR to_on > ?1) ORDER BY id",
        &[&day_text(day)],
    )
}

/// How each of those who left the register did so last, up to a day.
pub fn leavings(reading: &Reading<'_>, day: Day) -> Result<HashMap<PersonId, MovementKind>> {
    let sql = "SELECT id, person_id, kind FROM movement WHERE ifnull(occurred_on, '') <= ?1 ORDER BY id";
    let mut left = HashMap::new();
    reading.for_each(sql, &[&day_text(day)], |row| {
        let kind: MovementKind = column(row, 2, "movement", "kind")?;
        if kind.direction() < 0 {
            left.insert(PersonId(row.get(1)?), kind);
        }
        Ok::<(), LedgerError>(())
    })?;
    Ok(left)
}
