//! A key whose record gave way to another speaks of the record that stands (`merged_person`). Asked once, where a command
//! comes in and where a folio is told its keys: no use case looks it up again.

use std::collections::BTreeMap;

use branchbook_contract::Command;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::merge;
use branchbook_ledger::{Book, LedgerError, Reading};

/// Which records stand for those that gave way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merged(BTreeMap<PersonId, PersonId>);

impl Merged {
    /// Reads them: few, and never more than were merged.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        merge::standing_of_all(reading).map(Self)
    }

    /// The record that stands.
    pub fn standing(&self, person: PersonId) -> PersonId {
        self.0.get(&person).copied().unwrap_or(person)
    }

    /// The same for a key that is known to be one of a person.
    pub fn standing_key(&self, key: i64) -> i64 {
        self.standing(PersonId(key)).0
    }

    /// Lets everybody whom a command names be the record that stands.
    pub fn follow<C: Command>(&self, command: &mut C) {
        command.each_person(&mut |person| *person = self.standing(*person));
    }
}

/// The same with the book; a command that names nobody asks nothing.
pub(crate) fn follow<C: Command>(book: &Book, command: &mut C) -> Result<(), LedgerError> {
    let mut is_anybody_named = false;
    command.each_person(&mut |_| is_anybody_named = true);
    if is_anybody_named {
        book.read(Merged::of)?.follow(command);
    }
    Ok(())
}
