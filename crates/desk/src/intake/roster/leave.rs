//! A member of whom a row says that they are gone. Who comes and who goes is decided by people: without a decision the
//! row is handed back. Must not write.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::PersonId;

use super::change::Target;
use super::choice::{self, Offer, STAY};
use super::judge::{Planner, Row};
use super::known::LastMembership;
use super::offer::with;
use super::place::Place;
use super::plan::Step;
use super::{absent, rare::Said};
use crate::error::Result;
use crate::intake::{Verdict, change};

impl Planner<'_> {
    /// The verdict of a row that says that its member is gone; nothing if it says no such thing.
    pub fn leaving(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        held: (PersonId, LastMembership),
    ) -> Result<Option<Verdict>> {
        let Some((said, kind)) = row.entry.rare().gone() else { return Ok(None) };
        let mut actions: Vec<RowChoice> = choice::of_kind(kind).collect();
        actions.push(RowChoice::new(STAY, "仍在册，其余的照表更新"));
        let offer = self.offer(row, RowState::Conflict, actions);
        if offer.action() == STAY {
            let branch = Some(branch).filter(|branch| *branch == Place::Known(held.1.branch));
            return self.change(row, held, Target { branch, offer, ..Target::default() }).map(Some);
        }
        let Some(step) = self.step(held.0, said, &offer) else {
            let sentence = format!(
                "写的是“{}”（{}），台账中此人仍在册；党员增减由人决定，请在这一行上选定去向，仍在册的选定仍在册。",
                said.text,
                kind.label()
            );
            let verdict = self.new_verdict(row, RowState::Conflict);
            return Ok(Some(with(verdict.noting(row.waiting.say(said.key, &sentence)), offer)));
        };
        if let Err(reason) = absent::require_possible(self.reading, self.name(row), &step, self.context) {
            let verdict = self.new_verdict(row, RowState::Conflict);
            return Ok(Some(with(verdict.noting(row.waiting.say_all(&reason.to_string())), offer)));
        }
        let mut verdict = self.change(row, held, Target { offer, ..Target::default() })?;
        verdict.state = RowState::Update;
        let sentence = format!("{}，日期 {}", step.kind.label(), step.on);
        verdict.notes.push(row.waiting.say_all(&format!("登记{sentence}。")));
        verdict.changes.push(change::plain("", "党员增减", Some("在册".to_owned()), sentence));
        self.plan.steps.push(step);
        Ok(Some(verdict))
    }

    /// The movement that a person decided, on the day that was given with it, else on the one that the row says.
    fn step(&self, person: PersonId, said: &Said, offer: &Offer) -> Option<Step> {
        let (kind, reason) = choice::movement_of(offer.action()).filter(|(kind, _)| kind.direction() < 0)?;
        let on = offer.day().or(said.on).unwrap_or_else(|| self.context.as_of());
        Some(Step { person, kind, reason, on, branch: None })
    }
}
