//! What a person can decide about a row of a roster, and what is chosen of it. Must not act on it.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_ledger::table::person::Identity as Known;

use super::choice::{self, Identity, NEW, Offer};
use super::judge::{Planner, Row};
use super::place::Place;
use crate::intake::Verdict;

/// People of the book that are offered for one row at most.
const MOST_PEOPLE: usize = 20;

impl Planner<'_> {
    /// A conflict that a person can solve by saying who is meant.
    pub fn conflict_of_people(&self, row: &Row<'_>, sentence: &str, actions: Vec<RowChoice>) -> Verdict {
        let mut choices = self.people(row);
        choices.push(RowChoice::new(NEW, "是另一个人，新增"));
        choices.extend(actions);
        Verdict { choices, ..self.conflict(row, sentence) }
    }

    /// Whom of the book the row could mean.
    pub fn people(&self, row: &Row<'_>) -> Vec<RowChoice> {
        let candidates = self.known.candidates(&row.entry.who(&self.survey.names));
        let choice = |person: &Known| RowChoice::new(choice::key_of(person.id), self.person_in_words(person));
        candidates.into_iter().take(MOST_PEOPLE).map(choice).collect()
    }

    /// 「就是台账里的谭敏（1992-01-24，甲苑党支部）」
    pub fn person_in_words(&self, person: &Known) -> String {
        let place = match self.known.membership(person.id) {
            None => "不是党员".to_owned(),
            Some(held) if held.is_ended => "已不在册".to_owned(),
            Some(held) => self.survey.places.name(Place::Known(held.branch)).to_owned(),
        };
        let born = person.birth_on.map(|birth| format!("{birth}，")).unwrap_or_default();
        format!("就是台账里的{}（{born}{place}）", person.name)
    }

    /// What is offered about a row, and what is chosen of it. Where a person has said who is meant, the choices that
    /// follow from it stand behind that.
    pub fn offer(&self, row: &Row<'_>, state: RowState, actions: Vec<RowChoice>) -> Offer {
        let place = row.waiting.place();
        let own = self.context.decisions.own(place);
        let choices = match own.and_then(|own| choice::who_of(&own.key)) {
            None => actions,
            Some((who, identity)) => {
                let mut choices = self.people(row);
                choices.push(RowChoice::new(NEW, "是另一个人，新增"));
                if let Identity::Person(person) = identity
                    && choices.iter().all(|choice| choice.key != who)
                    && let Some(person) = self.known.position(person).and_then(|at| self.known.person(at))
                {
                    choices.push(RowChoice::new(who, self.person_in_words(person)));
                }
                let behind =
                    |action: RowChoice| RowChoice::new(format!("{who}+{}", action.key), action.label);
                choices.extend(actions.into_iter().map(behind));
                choices
            }
        };
        let chosen = self.context.decisions.of_row(place, state, &choices).cloned();
        Offer { choices, chosen }
    }

    /// Whether a person says that the row speaks of nobody whom the book knows.
    pub fn is_said_to_be_new(&self, row: &Row<'_>) -> bool {
        let own = self.context.decisions.own(row.waiting.place());
        own.and_then(|own| choice::who_of(&own.key)).is_some_and(|(_, who)| who == Identity::New)
    }
}

/// A verdict with what is offered about it.
pub(super) fn with(verdict: Verdict, offer: Offer) -> Verdict {
    let chosen = offer.chosen.map(|chosen| chosen.key).unwrap_or_default();
    Verdict { choices: offer.choices, chosen, ..verdict }
}
