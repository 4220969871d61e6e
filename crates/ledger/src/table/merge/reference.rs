//! Everything in the book that points at a person, table by table, and how it comes to point at another. Must not know
//! what the rows mean.

use branchbook_domain::day::Month;
use branchbook_domain::key::PersonId;

use crate::entity::{Entity as _, Table};
use crate::error::{LedgerError, Result};
use crate::field::Bound;
use crate::gate::Writing;
use crate::gate::row::bound_values;
use crate::reading::Reading;
use crate::table::activity::Participation;
use crate::table::care::{ContactMade, Mobility, TagHeld};
use crate::table::custom::PersonField;
use crate::table::development::{CaseSupporter, DevelopmentCase};
use crate::table::gathering::{Attendance, Gathering};
use crate::table::letter::TransferLetter;
use crate::table::membership::{Condition, EarlierPeriod, Membership, Movement, PostHeld};
use crate::table::offer::Claim;
use crate::table::points::PointsAccount;
use crate::table::role::RoleHeld;
use crate::table::unit::ReportIn;

/// A table that points at people: by which column it is found, and which column says it.
#[derive(Debug, Clone, Copy)]
struct Pointer {
    table: Table,
    found_by: &'static str,
    column: &'static str,
}

const fn by_person(table: Table) -> Pointer {
    Pointer { table, found_by: "person_id", column: "person_id" }
}

/// Who gave way to whom, and who is not whom, are no facts of a person and follow rules of their own.
const POINTERS: &[Pointer] = &[
    by_person(Membership::TABLE),
    by_person(Movement::TABLE),
    by_person(Condition::TABLE),
    by_person(PostHeld::TABLE),
    by_person(EarlierPeriod::TABLE),
    by_person(ReportIn::TABLE),
    by_person(Claim::TABLE),
    by_person(Participation::TABLE),
    Pointer { table: Gathering::TABLE, found_by: "host_id", column: "host_id" },
    Pointer { table: Gathering::TABLE, found_by: "recorder_id", column: "recorder_id" },
    by_person(Attendance::TABLE),
    Pointer { table: PointsAccount::TABLE, found_by: "person_id", column: "subject_id" },
    by_person(RoleHeld::TABLE),
    by_person(TransferLetter::TABLE),
    by_person(ContactMade::TABLE),
    by_person(TagHeld::TABLE),
    by_person(Mobility::TABLE),
    by_person(DevelopmentCase::TABLE),
    by_person(CaseSupporter::TABLE),
    by_person(PersonField::TABLE),
];

/// A row that points at a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its table.
    pub table: Table,
    /// Its key.
    pub id: i64,
    /// The month of its report, if it belongs to one.
    pub month: Option<Month>,
    column: &'static str,
}

impl Carried {
    /// Whether it is this row of this table.
    pub fn is(&self, table: &str, id: i64) -> bool {
        self.table.name == table && self.id == id
    }
}

/// Everything that points at a person, in the order of the tables and of coming.
pub fn carried(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Carried>> {
    let mut all = Vec::new();
    for pointer in POINTERS {
        let (table, month) =
            (pointer.table, if pointer.table.booked.is_some() { "booked_month" } else { "NULL" });
        let sql =
            format!("SELECT id, {month} FROM {} WHERE {} = ? ORDER BY id", table.name, pointer.found_by);
        all.extend(reading.rows(&sql, &[&person.0], |row| {
            let id = row.get(0)?;
            let corrupt = |_| LedgerError::Corrupt { table: table.name, id, column: "booked_month" };
            let month =
                row.get::<_, Option<String>>(1)?.map(|text| text.parse().map_err(corrupt)).transpose()?;
            Ok(Carried { table, id, month, column: pointer.column })
        })?);
    }
    Ok(all)
}

/// Lets a row point at another person. The gate refuses a row of a closed month.
pub fn hand_over(writing: &mut Writing<'_>, row: &Carried, to: PersonId) -> Result<()> {
    let table = row.table;
    let missing = LedgerError::Missing { table: table.name, id: row.id };
    let image = writing.image_of(&table, row.id)?.ok_or(missing)?;
    let mut values = bound_values(&image, &table, row.id)?;
    let at = table.columns.iter().position(|column| *column == row.column);
    // The maker stands before the columns.
    if let Some(value) = at.and_then(|at| values.get_mut(at + 1)) {
        *value = Bound::Int(to.0);
    }
    writing.update_raw(&table, row.id, values.get(1..).unwrap_or_default()).map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::POINTERS;
    use crate::reading::Reading;
    use crate::table::TABLES;

    /// A new table that points at people must be handed over, too, or a merge would leave its rows behind.
    #[test]
    fn every_column_that_points_at_a_person_is_known() {
        let known: BTreeSet<(&str, &str)> =
            POINTERS.iter().map(|pointer| (pointer.table.name, pointer.found_by)).collect();
        let dir = tempfile::tempdir().unwrap();
        let book = crate::tests::new_book(&dir.path().join("book"));
        book.read(|reading: &Reading<'_>| {
            for table in TABLES.iter().filter(|table| !table.name.ends_with("_person")) {
                let sql = format!(
                    "SELECT \"from\" FROM pragma_foreign_key_list('{}') WHERE \"table\" = 'person'",
                    table.name
                );
                for column in reading.rows(&sql, &[], |row| Ok(row.get::<_, String>(0)?))? {
                    assert!(known.contains(&(table.name, column.as_str())), "{}.{column}", table.name);
                }
            }
            Ok::<_, crate::LedgerError>(())
        })
        .unwrap();
    }
}
