//! What a person decided about the rows of a file. A decision that does not fit the file is refused: nothing is ever
//! done that nobody has seen. Must not know what a choice means.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use branchbook_contract::intake::{About, Decision, RowChoice, RowState};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;

use super::form::Verdict;
use super::question;
use super::row::{Layout, WaitingRow};
use crate::error::{DeskError, Result};

/// The choice to leave a row out, which every row offers.
pub(crate) const LEAVE: &str = "leave";
/// The choice of one of several rows about one thing.
pub(crate) const TAKE: &str = "take";

/// The choice that the book keeps what it says.
pub(crate) const KEEP: &str = "keep";

/// Place of a row: its sheet among those that are read, and its number.
pub(crate) type Place = (usize, u32);

/// A choice, with the day on which it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// One of the keys that were offered.
    pub key: String,
    /// The day, if one was given.
    pub day: Option<Day>,
}

impl Chosen {
    /// The answers that it is made of.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        question::parts(&self.key)
    }
}

/// All decisions about a file.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    rows: BTreeMap<Place, Chosen>,
    kept: BTreeMap<Place, BTreeSet<String>>,
    states: BTreeMap<RowState, Chosen>,
    members: BTreeMap<PersonId, Chosen>,
    /// Rows that were taken of several.
    followed: RefCell<BTreeSet<Place>>,
}

impl Decisions {
    /// The decisions of a request, with the sheets that they name.
    pub fn of(decisions: &[Decision], sheets: &[Arc<Layout>]) -> Result<Self> {
        let mut all = Self::default();
        for decision in decisions.iter().filter(|decision| !decision.choice.is_empty()) {
            let chosen = Chosen { key: decision.choice.clone(), day: decision.day };
            match &decision.about {
                About::Row { sheet, row } => {
                    all.rows.insert((sheet_of(sheet, sheets)?, *row), chosen);
                }
                About::Field { sheet, row, field } => {
                    if chosen.key != KEEP {
                        return Err(unfit(*row, &chosen.key));
                    }
                    all.kept.entry((sheet_of(sheet, sheets)?, *row)).or_default().insert(field.clone());
                }
                About::State(state) => {
                    all.states.insert(*state, chosen);
                }
                About::Member(person) => {
                    all.members.insert(*person, chosen);
                }
            }
        }
        Ok(all)
    }

    /// What was decided about a row itself.
    pub fn own(&self, place: Place) -> Option<&Chosen> {
        self.rows.get(&place)
    }

    /// The answer to a question about a row, with its day: its own, or what was decided about all rows of its state if
    /// nothing was decided about the row itself.
    pub fn answer(&self, place: Place, state: RowState, choices: &[RowChoice]) -> Option<Chosen> {
        let chosen = self.own(place).or_else(|| self.of_state(state))?;
        let is_offered = |part: &&str| choices.iter().any(|choice| choice.key == *part);
        let key = chosen.parts().find(is_offered)?.to_owned();
        Some(Chosen { key, day: chosen.day })
    }

    /// What was decided about all rows of a state.
    pub fn of_state(&self, state: RowState) -> Option<&Chosen> {
        self.states.get(&state)
    }

    /// Whether a row is left out, by itself or with all of its state.
    pub fn is_left(&self, place: Place, state: Option<RowState>) -> bool {
        let says = |chosen: Option<&Chosen>| chosen.is_some_and(|chosen| chosen.key == LEAVE);
        match self.own(place) {
            Some(own) => own.key == LEAVE,
            None => says(state.and_then(|state| self.of_state(state))),
        }
    }

    /// Whether all rows of some state are left out.
    pub fn leaves_a_state(&self) -> bool {
        self.states.values().any(|chosen| chosen.key == LEAVE)
    }

    /// Whether one of several rows about one thing is taken, which is noted as followed.
    pub fn takes(&self, place: Place) -> bool {
        let takes = self.says_take(place);
        if takes {
            self.follow(place);
        }
        takes
    }

    fn says_take(&self, place: Place) -> bool {
        self.own(place).is_some_and(|chosen| chosen.parts().any(|part| part == TAKE))
    }

    /// Notes that the row was taken of several.
    fn follow(&self, place: Place) {
        self.followed.borrow_mut().insert(place);
    }

    /// Whether a row was taken of several.
    pub fn is_taken(&self, place: Place) -> bool {
        self.followed.borrow().contains(&place)
    }

    /// Whether the book keeps what it says in a field of a row.
    pub fn keeps(&self, place: Place, field: &str) -> bool {
        self.kept.get(&place).is_some_and(|fields| fields.contains(field))
    }

    /// What was decided about a member whom the file does not name.
    pub fn of_member(&self, person: PersonId) -> Option<&Chosen> {
        self.members.get(&person)
    }

    /// Members about whom something was decided.
    pub fn members(&self) -> impl Iterator<Item = PersonId> {
        self.members.keys().copied()
    }

    /// Refuses what no row of such a state is ever asked. Whether any row of this file asks it depends on the other
    /// decisions: what was offered once does no harm when nobody asks it any more.
    pub fn require_known(&self, can_answer: fn(RowState, &str) -> bool) -> Result<()> {
        let is_known = |state: RowState, part: &str| part == LEAVE || can_answer(state, part);
        let wrong =
            self.states.iter().find(|(state, chosen)| !chosen.parts().all(|part| is_known(**state, part)));
        match wrong {
            None => Ok(()),
            Some((state, chosen)) => Err(DeskError::refused(format!(
                "没有“{}”这样一种处理可以用于所有{}的行，什么都没有改动；能选的请看预览。",
                chosen.key,
                state.label()
            ))),
        }
    }

    /// Refuses what does not fit the rows of the file.
    pub fn require_fitting<'a>(
        &self,
        judged: impl Iterator<Item = (&'a WaitingRow, &'a Verdict)>,
    ) -> Result<()> {
        let mut open: BTreeMap<Place, &Chosen> = self.rows.iter().map(|(place, key)| (*place, key)).collect();
        let mut kept = self.kept.clone();
        for (row, verdict) in judged {
            let place = row.place();
            let answers = |part: &str| verdict.questions.iter().any(|question| question.chosen == part);
            let followed = |chosen: &Chosen| chosen.key == LEAVE || chosen.parts().all(answers);
            if open.get(&place).is_some_and(|chosen| followed(chosen)) {
                open.remove(&place);
            }
            if let Some(fields) = kept.get_mut(&place) {
                fields.retain(|field| !verdict.changes.iter().any(|change| change.key == *field));
            }
        }
        kept.retain(|_, fields| !fields.is_empty());
        if let Some(((_, row), chosen)) = open.into_iter().next() {
            return Err(unfit(row, &chosen.key));
        }
        match kept.into_iter().next() {
            Some(((_, row), _)) => Err(unfit(row, KEEP)),
            None => Ok(()),
        }
    }
}

fn sheet_of(name: &str, sheets: &[Arc<Layout>]) -> Result<usize> {
    let found = sheets.iter().position(|sheet| sheet.sheet == name);
    match (found, sheets.len()) {
        (Some(at), _) => Ok(at),
        (None, 1) if name.is_empty() => Ok(0),
        (None, _) if name.is_empty() => {
            Err(DeskError::refused("文件里有几张工作表，请写明是哪一张表的哪一行。什么都没有改动。"))
        }
        _ => Err(DeskError::refused(format!("文件里没有工作表“{name}”，请重新预览后再选。什么都没有改动。"))),
    }
}

/// What is said of a decision that the file does not offer.
fn unfit(row: u32, key: &str) -> DeskError {
    DeskError::refused(format!(
        "第 {row} 行选定的处理（{key}）与文件现在的内容不符，什么都没有改动；请重新预览后再选。"
    ))
}
