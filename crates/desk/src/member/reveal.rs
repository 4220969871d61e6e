//! Records whom an operation shows in full, in that very operation: who and when stand in the history beside it.

use branchbook_domain::key::PersonId;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::table::reveal::{NOBODY, Revealed};
use branchbook_ledger::{LedgerError, Writing};

/// Notes everybody who is shown in full.
pub(crate) fn record<'a>(
    writing: &mut Writing<'_>,
    way: RevealWay,
    people: impl IntoIterator<Item = (PersonId, &'a str)>,
) -> Result<(), LedgerError> {
    for (person, name) in people {
        writing.insert(&Revealed { person_id: person, name: name.to_owned(), way })?;
    }
    Ok(())
}

/// Notes everybody of a community's report who is shown in full: people of its book, not of this one.
pub(crate) fn record_reported<'a>(
    writing: &mut Writing<'_>,
    way: RevealWay,
    people: impl IntoIterator<Item = &'a str>,
) -> Result<(), LedgerError> {
    record(writing, way, people.into_iter().map(|name| (NOBODY, name)))
}
