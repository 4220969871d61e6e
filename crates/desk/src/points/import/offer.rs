//! What a person can decide about a row of points: who is meant, and that the points of the scheme count. Must not book
//! anything.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::PersonId;

use crate::intake::decide::Decisions;
use crate::intake::question::Question;
use crate::intake::{SourceRow, Verdict};

/// The choice that the points of the scheme count.
const SCHEME: &str = "scheme";

/// Whether an answer is one that rows of a state are asked for.
pub(super) fn is_of_state(state: RowState, answer: &str) -> bool {
    (state, answer) == (RowState::Conflict, SCHEME)
}

/// What is asked about a row, and what was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Offer(Vec<Question>);

impl Offer {
    /// Offers the people whom a row may mean; the one who was chosen.
    pub fn people(
        &mut self,
        row: &SourceRow,
        people: Vec<(PersonId, String)>,
        decisions: &Decisions,
    ) -> Option<PersonId> {
        if people.is_empty() {
            return None;
        }
        let own = decisions.own(row.place());
        let says = |person: PersonId| own.is_some_and(|own| own.parts().any(|part| part == key_of(person)));
        let meant = people.iter().map(|(person, _)| *person).find(|person| says(*person));
        let choices =
            people.into_iter().map(|(person, label)| RowChoice::new(key_of(person), label)).collect();
        self.0.push(Question::new(choices, meant.map(key_of).unwrap_or_default()).of_one());
        meant
    }

    /// Offers the points of the scheme; whether they were chosen, for the row or for all of its state.
    pub fn scheme(&mut self, row: &SourceRow, label: &str, decisions: &Decisions) -> bool {
        let choices = vec![RowChoice::new(SCHEME, format!("按方案记 {label} 分"))];
        let chosen = decisions.answer(row.place(), RowState::Conflict, &choices);
        let takes = chosen.is_some();
        let key = chosen.map(|chosen| chosen.key).unwrap_or_default();
        self.0.push(Question::new(choices, key).under(RowState::Conflict));
        takes
    }

    /// The verdict with what is asked.
    pub fn on(self, mut verdict: Verdict) -> Verdict {
        verdict.questions.splice(0..0, self.0);
        verdict
    }
}

fn key_of(person: PersonId) -> String {
    format!("person:{}", person.0)
}
