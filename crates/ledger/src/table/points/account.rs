//! Queries of accounts: always by key or by person, never all of them.

use branchbook_domain::key::{PersonId, PointsAccountId, PointsSchemeId};

use super::PointsAccount;
use crate::entity::{Stored, read_row};
use crate::error::Result;
use crate::field::key_list;
use crate::reading::Reading;
use crate::table::merge::OWN;

/// The subject kind of people's accounts.
pub const PERSON: &str = "person";

/// The accounts of these people under one scheme version, in one statement.
pub fn accounts_of_people(
    reading: &Reading<'_>,
    scheme: PointsSchemeId,
    people: &[PersonId],
) -> Result<Vec<(PersonId, PointsAccountId)>> {
    let sql = "SELECT a.subject_id, a.id FROM json_each(?) AS wanted CROSS JOIN points_account AS a \
               WHERE a.subject_kind = 'person' AND a.subject_id = wanted.value AND a.scheme_id = ?";
    reading.rows(sql, &[&key_list(people), &scheme.0], |row| {
        Ok((PersonId(row.get(0)?), PointsAccountId(row.get(1)?)))
    })
}

/// All accounts of one person, one per scheme version, oldest first; with those of records that gave way to it.
pub fn accounts_of_person(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<PointsAccount>>> {
    reading
        .entities(&format!("WHERE subject_kind = 'person' AND subject_id IN {OWN} ORDER BY id"), &[&person.0])
}

/// Accounts by key, in one statement.
pub fn accounts_by_id(
    reading: &Reading<'_>,
    accounts: &[PointsAccountId],
) -> Result<Vec<Stored<PointsAccount>>> {
    use crate::entity::Entity as _;
    let sql = format!(
        "SELECT {} FROM json_each(?) AS wanted CROSS JOIN points_account AS a WHERE a.id = wanted.value",
        PointsAccount::TABLE.selection_as("a.")
    );
    reading.rows(&sql, &[&key_list(accounts)], read_row)
}

/// People who have an account under a scheme version, with the account.
pub fn people_with_accounts(
    reading: &Reading<'_>,
    scheme: PointsSchemeId,
) -> Result<Vec<(PersonId, PointsAccountId)>> {
    let sql = "SELECT ifnull(m.into_id, a.subject_id), a.id FROM points_account a \
               LEFT JOIN merged_person m ON m.person_id = a.subject_id \
               WHERE a.scheme_id = ? AND a.subject_kind = 'person'";
    reading.rows(sql, &[&scheme.0], |row| Ok((PersonId(row.get(0)?), PointsAccountId(row.get(1)?))))
}

/// The accounts of records that gave way, under a scheme version, by the person who stands for them.
pub fn accounts_of_merged(
    reading: &Reading<'_>,
    scheme: PointsSchemeId,
) -> Result<Vec<(PersonId, PointsAccountId)>> {
    let sql = "SELECT m.into_id, a.id FROM merged_person m CROSS JOIN points_account a \
               WHERE a.subject_kind = 'person' AND a.subject_id = m.person_id AND a.scheme_id = ?";
    reading.rows(sql, &[&scheme.0], |row| Ok((PersonId(row.get(0)?), PointsAccountId(row.get(1)?))))
}
