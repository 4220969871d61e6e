//! A member of whom a row says that they are gone. Who comes and who goes is decided by people: without a decision the
//! row is handed back. Must not write.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::PersonId;

use super::choice::{self, STAY};
use super::judge::{Planner, Row};
use super::offer::{Offer, with};
use super::plan::Step;
use super::rare::Said;
use crate::intake::Verdict;

/// What becomes of a member by what a row says of their standing.
pub(super) enum Leaving {
    /// Nothing: they are there, or a person says so.
    Stays(Offer),
    /// They go so.
    Goes(Step, Offer),
    /// A person must say it.
    Asks(Verdict),
}

impl Planner<'_> {
    /// Whether a row says that its member is gone, and what a person says of it.
    pub fn leaving(&self, row: &Row<'_>, person: PersonId, mut offer: Offer) -> Leaving {
        let Some((said, kind)) = row.entry.rare().gone() else { return Leaving::Stays(offer) };
        let mut actions: Vec<RowChoice> = choice::of_kind(kind).collect();
        actions.push(RowChoice::new(STAY, "仍在册，其余的照表更新"));
        self.ask_first(row, &mut offer, RowState::Conflict, actions);
        if offer.says(STAY) {
            return Leaving::Stays(offer);
        }
        match self.step(person, said, &offer) {
            Some(step) => Leaving::Goes(step, offer),
            None => {
                let sentence = format!(
                    "写的是“{}”（{}），台账中此人仍在册；党员增减由人决定，请在这一行上选定去向，仍在册的选定仍在册。",
                    said.text,
                    kind.label()
                );
                let verdict = self.new_verdict(row, RowState::Conflict);
                Leaving::Asks(with(verdict.noting(row.waiting.say(said.key, &sentence)), offer))
            }
        }
    }

    /// The movement that a person decided, on the day that was given with it, else on the one that the row says.
    fn step(&self, person: PersonId, said: &Said, offer: &Offer) -> Option<Step> {
        let (kind, reason) = offer.movement().filter(|(kind, _)| kind.direction() < 0)?;
        let on = offer.day().or(said.on).unwrap_or_else(|| self.context.as_of());
        Some(Step { person, kind, reason, on, branch: None })
    }
}
