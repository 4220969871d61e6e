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
        Ok(survey)
    }

    /// The group that a row names in its branch.
    pub fn group(&mut self, entry: &Entry, branch: Place) -> Option<Place> {
        entry.group.map(|name| self.places.group(branch, self.names.text(name)))
    }

    fn take(&mut self, at: u32, row: &SourceRow, draft: Draft) {
        self.serial_count += draft.serial_count;
        let branch = match self.branch_of(&draft) {
            Ok(branch) => {
                self.branches.insert(branch);
                Some(branch)
            }
            Err(reason) => {
                self.refusals.insert(at, row.say(key::BRANCH, &reason));
                None
            }
        };
        self.entries.push(Entry::of(draft, branch, &mut self.names));
    }

    fn branch_of(&mut self, draft: &Draft) -> Result<Place, String> {
        match &draft.branch {
            Some(name) => self.places.branch(name),
            None => {
                let only = self.places.only_branch();
                only.ok_or_else(|| "没有写，不知道登记到哪个支部，请补填后重新导入。".to_owned())
            }
        }
    }
}
