//! Names of organisations by key, and the questions that every use case asks of them. Must not write.

use std::collections::HashMap;

use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::error::{DeskError, Result};

/// All organisations that ever were, by key.
pub(crate) struct Names(HashMap<OrganisationId, Stored<Organisation>>);

impl Names {
    /// Reads them.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        let list = organisation::list(reading)?;
        Ok(Self(list.into_iter().map(|stored| (stored.id, stored)).collect()))
    }

    /// The organisation.
    pub fn get(&self, id: OrganisationId) -> Option<&Stored<Organisation>> {
        self.0.get(&id)
    }

    /// Its name; a dash if it does not exist.
    pub fn name(&self, id: OrganisationId) -> String {
        self.get(id).map_or_else(|| "—".to_owned(), |stored| stored.name.clone())
    }

    /// Where it stands among the others.
    pub fn position(&self, id: OrganisationId) -> (i64, OrganisationId) {
        (self.get(id).map_or(i64::MAX, |stored| stored.position), id)
    }

    /// A home branch that exists on a day, and a group of it.
    pub fn require_home(
        &self,
        branch: OrganisationId,
        group: Option<OrganisationId>,
        day: Day,
    ) -> Result<()> {
        let home = self.get(branch).filter(|stored| stored.level.is_home_branch());
        let Some(home) = home else {
            return Err(DeskError::field(
                "branch",
                "请选择一个党支部；党员只能编入党支部，不能直接编入上级党组织。",
            ));
        };
        if !exists_on(home, day) {
            return Err(DeskError::field(
                "branch",
                format!("{} 在 {day} 不存在，请选择当日存在的党支部。", home.name),
            ));
        }
        let is_inside = |group| self.get(group).is_some_and(|stored| stored.parent_id == Some(branch));
        match group {
            Some(group) if !is_inside(group) => {
                Err(DeskError::field("group", format!("选择的党小组不属于{}，请重新选择。", home.name)))
            }
            _ => Ok(()),
        }
    }
}

/// Whether an organisation exists on a day.
pub(crate) fn exists_on(stored: &Organisation, day: Day) -> bool {
    stored.from_on.is_none_or(|from| from <= day) && stored.to_on.is_none_or(|to| to > day)
}
