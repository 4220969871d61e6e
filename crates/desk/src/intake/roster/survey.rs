//! The first walk over the rows of a roster: who stands in them, in which branches, and what is doubtful about them.
//! Must not decide what becomes of a row.

use std::collections::{BTreeMap, HashMap, HashSet};

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_ledger::Reading;

use super::choice::{TITLED, branch_of, into_branch};
use super::draft::{self, Draft};
use super::field::key;
use super::known::{Found, Known};
use super::place::{Place, Places};
use super::who::{Entry, Names, Who};
use crate::error::Result;
use crate::intake::decide::Decisions;
use crate::intake::question::Question;
use crate::intake::row::WaitingRow;
use crate::intake::{Context, SourceRow, SourceRows};

/// What all rows together say.
pub(super) struct Survey {
    /// One for each row, in the order of the rows.
    pub entries: Vec<Entry>,
    pub names: Names,
    pub places: Places,
    /// Branches that are named.
    pub branches: HashSet<Place>,
    /// Why rows cannot be put anywhere, by their position.
    pub refusals: HashMap<u32, String>,
    /// What is asked about rows of which only the title of the file says where they belong, by their position.
    pub asked: HashMap<u32, Question>,
    /// How many rows without a branch were put where.
    pub unplaced: BTreeMap<Unplaced, usize>,
    /// Dates that were serial numbers.
    pub serial_count: u32,
}

/// Where a row was put that names no branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unplaced {
    /// Into the branch that the title of the file names.
    ByTitle(Place),
    /// Into the only branch of the book.
    Only(Place),
    /// Where the book has the person.
    AtHome,
}

/// Branches that are offered for a row at most.
const MOST_BRANCHES: usize = 30;

impl Survey {
    /// Walks over the rows.
    pub fn of(
        reading: &Reading<'_>,
        rows: &SourceRows,
        known: &Known,
        context: &Context<'_>,
    ) -> Result<Self> {
        let mut survey = Self {
            entries: Vec::with_capacity(rows.len()),
            names: Names::default(),
            places: Places::of(reading, context.today)?,
            branches: HashSet::new(),
            refusals: HashMap::new(),
            asked: HashMap::new(),
            unplaced: BTreeMap::new(),
            serial_count: 0,
        };
        for (row, at) in rows.iter().zip(0_u32..) {
            let draft = draft::read(&row, context);
            survey.take(at, &row, draft);
        }
        survey.place_unplaced(rows, known, context.decisions);
        Ok(survey)
    }

    /// The group that a row names in its branch.
    ///
    /// # Errors
    /// A sentence if it can be one of several.
    pub fn group(&mut self, entry: &Entry, branch: Place) -> Result<Option<Place>, String> {
        entry.group.map(|name| self.places.group(branch, self.names.text(name))).transpose()
    }

    fn take(&mut self, at: u32, row: &SourceRow, draft: Draft) {
        self.serial_count += draft.serial_count;
        if let Some((key, text)) = &draft.rare.no_member {
            let sentence = format!(
                "写的是“{text}”，不是党员，没有登记；入党积极分子、发展对象请在“发展党员”里登记，确是党员的请改正后重新导入。"
            );
            self.refusals.insert(at, row.say(key, &sentence));
            self.entries.push(Entry::of(draft, None, &mut self.names));
            return;
        }
        let named = match (&draft.branch, &draft.tab) {
            (Some(name), _) => Some(self.places.branch(name)),
            (None, Some(tab)) => self.places.of_tab(tab),
            (None, None) => None,
        };
        let branch = match named {
            Some(Ok(branch)) => {
                self.branches.insert(branch);
                Some(branch)
            }
            Some(Err(reason)) => {
                self.refusals.insert(at, row.say(key::BRANCH, &reason));
                None
            }
            None => None,
        };
        self.entries.push(Entry::of(draft, branch, &mut self.names));
    }

    /// Rows that name no branch belong where the title of the file says, else to the only one if the whole file names no
    /// other, else where the book has the person. A title that names a branch which the book does not have is asked about.
    fn place_unplaced(&mut self, rows: &SourceRows, known: &Known, decisions: &Decisions) {
        let only = self.places.only_branch();
        let mut titled: HashMap<usize, Option<Place>> = HashMap::new();
        for (waiting, at) in rows.waiting().iter().zip(0_u32..) {
            let is_open = self.entries.get(at as usize).is_some_and(|entry| entry.branch.is_none());
            if !is_open || self.refusals.contains_key(&at) {
                continue;
            }
            let above = waiting.layout.branch_above.as_deref();
            let title = above
                .and_then(|name| *titled.entry(waiting.layout.order).or_insert_with(|| self.of_title(name)));
            let is_settled = title.is_some() || (above.is_none() && only.is_some());
            let entry = self.entries.get(at as usize).filter(|_| !is_settled);
            let home = entry.and_then(|entry| home_of(&entry.who(&self.names), known));
            let put = match (title, above, home) {
                (Some(place), _, _) => Some(Unplaced::ByTitle(place)),
                (None, Some(_), Some(home)) if only != Some(home) => Some(Unplaced::AtHome),
                (None, Some(_), Some(home)) => Some(Unplaced::Only(home)),
                (None, Some(name), None) => {
                    self.ask_where(at, waiting, (name, only), decisions);
                    continue;
                }
                (None, None, home) => only.map(Unplaced::Only).or_else(|| home.map(|_| Unplaced::AtHome)),
            };
            match put {
                Some(put) => self.put(at, put, home),
                None => self.refuse_unplaced(at, waiting),
            }
        }
    }

    /// The branch of a title; made in a book that has none yet.
    fn of_title(&mut self, name: &str) -> Option<Place> {
        let known = self.places.of_title(name);
        if known.is_none() && self.places.has_none() { self.places.branch(name).ok() } else { known }
    }

    fn put(&mut self, at: u32, put: Unplaced, home: Option<Place>) {
        *self.unplaced.entry(put).or_default() += 1;
        let branch = match put {
            Unplaced::ByTitle(place) | Unplaced::Only(place) => {
                self.branches.insert(place);
                Some(place)
            }
            // A list of some people says nothing about who else is in their branches.
            Unplaced::AtHome => home,
        };
        if let Some(entry) = self.entries.get_mut(at as usize) {
            entry.branch = branch;
        }
    }

    fn ask_where(
        &mut self,
        at: u32,
        waiting: &WaitingRow,
        (name, only): (&str, Option<Place>),
        decisions: &Decisions,
    ) {
        let mut choices = vec![RowChoice::new(TITLED, format!("登记到新建的{name}"))];
        let known = self.places.known_branches().into_iter().take(MOST_BRANCHES);
        choices.extend(known.map(|(id, name)| RowChoice::new(into_branch(id), format!("登记到{name}"))));
        let answer = decisions.answer(waiting.place(), RowState::Conflict, &choices);
        let chosen = answer.map(|answer| answer.key).unwrap_or_default();
        let place = match branch_of(&chosen) {
            Some(id) => Some(Place::Known(id)),
            None if chosen == TITLED => self.places.branch(name).ok(),
            None => None,
        };
        match place {
            Some(place) => {
                let is_only = only == Some(place);
                self.put(at, if is_only { Unplaced::Only(place) } else { Unplaced::ByTitle(place) }, None);
            }
            None => {
                let reason = format!(
                    "标题写的是“{name}”，台账里没有这个支部，表里也没有写支部；请选定登记到哪个支部，或补填后重新导入。"
                );
                self.refusals.insert(at, waiting.say(key::BRANCH, &reason));
            }
        }
        self.asked.insert(at, Question::new(choices, chosen).under(RowState::Conflict).leading());
    }

    fn refuse_unplaced(&mut self, at: u32, waiting: &WaitingRow) {
        let tab = match waiting.layout.column(key::BRANCH) {
            Some(_) => String::new(),
            None => format!("，工作表的名称“{}”也不是台账里的支部", waiting.sheet_name()),
        };
        let reason = format!("没有写{tab}，不知道登记到哪个支部，请补填后重新导入。");
        self.refusals.insert(at, waiting.say(key::BRANCH, &reason));
    }
}

/// Where the book has somebody who is surely meant.
fn home_of(who: &Who<'_>, known: &Known) -> Option<Place> {
    let Found::One(at) = known.find(who) else { return None };
    let held = known.membership(known.person(at)?.id).filter(|held| !held.is_ended)?;
    Some(Place::Known(held.branch))
}
