//! Whom an operation showed in full: who looked and when stands in the change that made the row. The person is named
//! and not referred to, so that a look at somebody never hinders the undo of what brought them into the book.

use branchbook_domain::day::Instant;
use branchbook_domain::key::{ChangeId, PersonId};
use branchbook_domain::reveal::RevealWay;

use crate::entity::Stored;
use crate::error::Result;
use crate::field::column;
use crate::reading::Reading;
use crate::table::merge::OWN;
use crate::{code_field, entity};

code_field!(RevealWay);

/// The key of no person: keys begin at 1, and the table refers to none.
pub const NOBODY: PersonId = PersonId(0);

entity! {
    /// Somebody who was shown in full; [`NOBODY`] for whoever stands in a community's report and not in this book.
    pub struct Revealed: RevealedId, "revealed", 68 {
        person_id: PersonId,
        name: String,
        way: RevealWay,
    }
}

/// An operation that showed people in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealLine {
    /// The operation.
    pub change: ChangeId,
    /// When.
    pub at: Instant,
    /// Name of the operator.
    pub operator: String,
    /// The operation in words.
    pub title: String,
    /// How; `None` of old books, which kept only how many they were.
    pub way: Option<RevealWay>,
    /// How many people.
    pub count: i64,
    /// Their names with 、 between.
    pub names: String,
    /// Their initials.
    pub initials: String,
}

const LINES: &str = "SELECT c.id, c.at, c.operator_name, c.title, r.way, count(r.id), \
     ifnull(group_concat(r.name, '、'), ''), ifnull(group_concat(p.initials, ' '), '') \
     FROM change c LEFT JOIN revealed r ON r.made_by = c.id LEFT JOIN person p ON p.id = r.person_id";

/// The operations that showed people in full, or that showed this one; the newest first.
pub fn reveals(reading: &Reading<'_>, person: Option<PersonId>) -> Result<Vec<RevealLine>> {
    let which = match person {
        Some(_) => format!(
            "WHERE c.id IN (SELECT made_by FROM revealed WHERE person_id IN {OWN}) AND r.person_id IN {OWN}"
        ),
        None => {
            "WHERE ?1 IS NULL AND (c.kind = 'reveal' OR c.id IN (SELECT made_by FROM revealed))".to_owned()
        }
    };
    let sql = format!("{LINES} {which} GROUP BY c.id, r.way ORDER BY c.id DESC");
    reading.rows(&sql, &[&person.map(|id| id.0)], |row| {
        Ok(RevealLine {
            change: ChangeId(row.get(0)?),
            at: Instant(row.get(1)?),
            operator: row.get(2)?,
            title: row.get(3)?,
            way: column(row, 4, "revealed", "way")?,
            count: row.get(5)?,
            names: row.get(6)?,
            initials: row.get(7)?,
        })
    })
}

/// Whom an operation showed in full, in the order in which they were shown.
pub fn revealed_by(reading: &Reading<'_>, change: ChangeId) -> Result<Vec<Stored<Revealed>>> {
    reading.entities("WHERE made_by = ? ORDER BY id", &[&change.0])
}
