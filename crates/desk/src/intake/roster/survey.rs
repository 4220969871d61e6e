//! The first walk over the rows of a roster: who stands in them, in which branches, and what is doubtful about them.
//! Must not decide what becomes of a row.

use std::collections::{HashMap, HashSet};

use branchbook_ledger::Reading;

use super::draft::{self, Draft};
use super::field::key;
use super::place::{Place, Places};
use super::who::{Entry, Names};
use crate::error::Result;
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
    /// Dates that were serial numbers.
    pub serial_count: u32,
}

impl Survey {
    /// Walks over the rows.
    pub fn of(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Self> {
        let mut survey = Self {
            entries: Vec::with_capacity(rows.len()),
            names: Names::default(),
            places: Places::of(reading, context.today)?,
            branches: HashSet::new(),
            refusals: HashMap::new(),
            serial_count: 0,
        };
        for (row, at) in rows.iter().zip(0_u32..) {
            let draft = draft::read(&row, context);
            survey.take(at, &row, draft);
        }
        survey.place_unplaced(rows);
        Ok(survey)
    }

    /// The group that a row names in its branch.
    pub fn group(&mut self, entry: &Entry, branch: Place) -> Option<Place> {
        entry.group.map(|name| self.places.group(branch, self.names.text(name)))
    }

    fn take(&mut self, at: u32, row: &SourceRow, draft: Draft) {
        self.serial_count += draft.serial_count;
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

    /// Rows that name no branch belong to the only one, if the whole file names no other.
    fn place_unplaced(&mut self, rows: &SourceRows) {
        let only = self.places.only_branch();
        for (entry, at) in self.entries.iter_mut().zip(0_u32..).filter(|(entry, _)| entry.branch.is_none()) {
            if self.refusals.contains_key(&at) {
                continue;
            }
            entry.branch = only;
            if let Some(row) = rows.get(at as usize).filter(|_| only.is_none()) {
                let tab = match row.has(key::BRANCH) {
                    true => String::new(),
                    false => format!("，工作表的名称“{}”也不是台账里的支部", row.sheet_name()),
                };
                let reason = format!("没有写{tab}，不知道登记到哪个支部，请补填后重新导入。");
                self.refusals.insert(at, row.say(key::BRANCH, &reason));
            }
            self.branches.extend(only);
        }
    }
}
