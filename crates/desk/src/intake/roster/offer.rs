//! What a person can decide about a row of a roster, question by question, and what was answered. Must not act on it.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::day::Day;
use branchbook_domain::member::{MovementKind, MovementReason};
use branchbook_ledger::table::person::Identity as Known;

use super::choice::{self, Identity, MOVE, NEW};
use super::judge::{Planner, Row};
use super::place::Place;
use crate::intake::Verdict;
use crate::intake::question::Question;

/// People of the book that are offered for one row at most.
const MOST_PEOPLE: usize = 20;

/// What is asked about a row and what was answered, in the order in which one follows from the other.
#[derive(Debug, Default)]
pub(super) struct Offer {
    questions: Vec<Question>,
    /// The day that was given with an answer.
    day: Option<Day>,
}

impl Offer {
    /// Whether this was answered.
    pub fn says(&self, key: &str) -> bool {
        self.questions.iter().any(|question| question.chosen == key)
    }

    /// Whether something was answered that goes by the day of the row.
    pub fn is_dated(&self) -> bool {
        self.questions.iter().any(|question| question.chosen == MOVE || question.chosen.contains('/'))
    }

    /// The movement that was answered.
    pub fn movement(&self) -> Option<(MovementKind, Option<MovementReason>)> {
        self.questions.iter().find_map(|question| choice::movement_of(&question.chosen))
    }

    /// The day that was given.
    pub fn day(&self) -> Option<Day> {
        self.day
    }

    /// Asks who is meant before everything else, if nobody has said it.
    pub fn ask_who(&mut self, choices: Vec<RowChoice>) {
        let asks_who = |question: &Question| question.choices.iter().any(|choice| choice.key == NEW);
        if !self.questions.iter().any(asks_who) {
            self.questions.insert(0, Question::new(choices, "").of_one());
        }
    }
}

/// A verdict with what is asked about it.
pub(super) fn with(verdict: Verdict, offer: Offer) -> Verdict {
    verdict.asking_all(offer.questions)
}

impl Planner<'_> {
    /// What a person has said about who is meant; the other questions follow.
    pub fn begin(&self, row: &Row<'_>) -> Offer {
        let own = self.context.decisions.own(row.waiting.place());
        let Some((who, _)) = own.and_then(choice::who_of) else { return Offer::default() };
        let choices = self.everybody(row);
        // Whoever was not offered is not meant: the answer stays open, and the decision is refused.
        let chosen = choices.iter().find(|choice| choice.key == who).map(|choice| choice.key.clone());
        let question = Question::new(choices, chosen.unwrap_or_default()).of_one();
        Offer { questions: vec![question], day: None }
    }

    /// Asks something of which one thing can be answered; whether it was.
    pub fn ask(&self, row: &Row<'_>, offer: &mut Offer, state: RowState, choices: Vec<RowChoice>) -> bool {
        if choices.is_empty() {
            return false;
        }
        let answer = self.context.decisions.answer(row.waiting.place(), state, &choices);
        let (chosen, day) = answer.map(|answer| (answer.key, answer.day)).unwrap_or_default();
        let is_answered = !chosen.is_empty();
        offer.questions.push(Question::new(choices, chosen).under(state));
        offer.day = offer.day.or(day);
        is_answered
    }

    /// The same of something that decides what else is asked.
    pub fn ask_first(
        &self,
        row: &Row<'_>,
        offer: &mut Offer,
        state: RowState,
        choices: Vec<RowChoice>,
    ) -> bool {
        let before = offer.questions.len();
        let is_answered = self.ask(row, offer, state, choices);
        offer.questions.iter_mut().skip(before).for_each(|question| question.leads = true);
        is_answered
    }

    /// A conflict that a person can solve by saying who is meant.
    pub fn conflict_of_people(&self, row: &Row<'_>, sentence: &str, mut offer: Offer) -> Verdict {
        offer.ask_who(self.everybody(row));
        with(self.conflict(row, sentence), offer)
    }

    /// Whom of the book the row could mean, or nobody of it: whose ID number is in the book already cannot be new.
    pub fn everybody(&self, row: &Row<'_>) -> Vec<RowChoice> {
        let mut choices = self.people(row);
        let candidates = self.known.candidates(&row.entry.who(&self.survey.names));
        let number = row.entry.id_number();
        if number.is_none() || candidates.iter().all(|person| person.id_number.as_deref() != number) {
            choices.push(RowChoice::new(NEW, "是另一个人，新增"));
        }
        choices
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

    /// Whether a person says that the row speaks of nobody whom the book knows.
    pub fn is_said_to_be_new(&self, row: &Row<'_>) -> bool {
        let own = self.context.decisions.own(row.waiting.place());
        own.and_then(choice::who_of).is_some_and(|(_, who)| who == Identity::New)
    }
}
