//! What a person can decide about a row of points: who is meant, and that the points of the scheme count. Must not book
//! anything.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::PersonId;

use crate::intake::decide::Decisions;
use crate::intake::{SourceRow, Verdict};

/// The choice that the points of the scheme count.
const SCHEME: &str = "scheme";

/// What is offered about a row, and what is chosen of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Offer {
    choices: Vec<RowChoice>,
    chosen: String,
}

impl Offer {
    /// Offers the people whom a row may mean; the one who was chosen.
    pub fn people(
        &mut self,
        row: &SourceRow,
        people: Vec<(PersonId, String)>,
        decisions: &Decisions,
    ) -> Option<PersonId> {
        let own = decisions.own(row.place()).map(|own| own.key.as_str()).unwrap_or_default();
        let said = own.split('+').next().unwrap_or_default();
        let meant = people.iter().find(|(person, _)| key_of(*person) == said).map(|(person, _)| *person);
        self.choices.extend(people.into_iter().map(|(person, label)| RowChoice::new(key_of(person), label)));
        if meant.is_some() {
            said.clone_into(&mut self.chosen);
        }
        meant
    }

    /// Offers the points of the scheme; whether they were chosen, for the row or for all of its state. Behind a person who
    /// was chosen, the choice goes with that one.
    pub fn scheme(&mut self, row: &SourceRow, label: &str, decisions: &Decisions) -> bool {
        let key = match self.chosen.as_str() {
            "" => SCHEME.to_owned(),
            who => format!("{who}+{SCHEME}"),
        };
        self.choices.push(RowChoice::new(key.clone(), format!("按方案记 {label} 分")));
        let chosen = decisions.of_row(row.place(), RowState::Conflict, &self.choices);
        let takes = chosen.is_some_and(|chosen| chosen.key == key);
        if takes {
            self.chosen = key;
        }
        takes
    }

    /// The verdict with what is offered.
    pub fn on(self, mut verdict: Verdict) -> Verdict {
        verdict.choices.extend(self.choices);
        verdict.chosen = self.chosen;
        verdict
    }
}

fn key_of(person: PersonId) -> String {
    format!("person:{}", person.0)
}
