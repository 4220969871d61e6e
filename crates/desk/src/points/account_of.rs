//! Accounts of people: found for many at once, opened where they are missing.

use std::collections::BTreeMap;

use branchbook_domain::day::Day;
use branchbook_domain::key::{PersonId, PointsAccountId, PointsSchemeId};
use branchbook_ledger::table::points::{self, PERSON, PointsAccount};
use branchbook_ledger::{Reading, Result, Writing};

/// The accounts that these people have under a scheme version.
pub(crate) fn accounts_of(
    reading: &Reading<'_>,
    scheme: PointsSchemeId,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, PointsAccountId>> {
    Ok(points::accounts_of_people(reading, scheme, &distinct(people))?.into_iter().collect())
}

/// The same, opening what is missing.
pub(crate) fn ensure_accounts(
    writing: &mut Writing<'_>,
    scheme: PointsSchemeId,
    people: &[PersonId],
    opened_on: Option<Day>,
) -> Result<BTreeMap<PersonId, PointsAccountId>> {
    let mut accounts = accounts_of(writing, scheme, people)?;
    for person in distinct(people) {
        if let std::collections::btree_map::Entry::Vacant(place) = accounts.entry(person) {
            let row = PointsAccount {
                scheme_id: scheme,
                subject_kind: PERSON.to_owned(),
                subject_id: person.0,
                opened_on,
            };
            place.insert(writing.insert(&row)?);
        }
    }
    Ok(accounts)
}

fn distinct(people: &[PersonId]) -> Vec<PersonId> {
    let mut list = people.to_vec();
    list.sort_unstable();
    list.dedup();
    list
}
