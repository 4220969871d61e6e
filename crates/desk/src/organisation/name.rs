//! Names of organisations by key, and the questions that every use case asks of them. Must not write.

use std::collections::{HashMap, HashSet};

use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::member::FieldChoice;
use branchbook_domain::organisation::writing::Community;
use branchbook_ledger::table::office;
use branchbook_ledger::table::organisation::{self, Level, Organisation};
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::error::{DeskError, Result};

/// What the community of the book is called: as the office was named, and as the root of its tree is.
pub(crate) fn community(reading: &Reading<'_>) -> Result<Community, LedgerError> {
    let office: Option<String> = office::setting(reading, office::key::OFFICE_NAME)?;
    let root = organisation::root(reading)?.map(|root| root.value.name);
    Ok(Community::called(office.into_iter().chain(root)))
}

/// All organisations that ever were, by key, as they are called and stand now or on a day.
pub(crate) struct Names {
    by_id: HashMap<OrganisationId, Stored<Organisation>>,
    /// Names that several organisations have.
    shared: HashSet<String>,
}

impl Names {
    /// As they are called now: for what is done today, and for forms.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        Ok(Self::from(organisation::list(reading)?))
    }

    /// As they were called on a day: for lists and reports of that day.
    pub fn on(reading: &Reading<'_>, day: Day) -> Result<Self, LedgerError> {
        Ok(Self::from(organisation::all_as_on(reading, day)?))
    }

    /// The organisation.
    pub fn get(&self, id: OrganisationId) -> Option<&Stored<Organisation>> {
        self.by_id.get(&id)
    }

    /// Its name; a dash if it does not exist.
    pub fn name(&self, id: OrganisationId) -> String {
        self.get(id).map_or_else(|| "—".to_owned(), |stored| stored.name.clone())
    }

    /// Its name as one list of all organisations shows it. Only brothers must be named differently: of those that share
    /// a name under two parents, each is told apart by its parent.
    pub fn distinct(&self, id: OrganisationId) -> String {
        let parent = self.get(id).and_then(|stored| self.get(stored.parent_id?));
        let parent = parent.filter(|_| self.get(id).is_some_and(|stored| self.shared.contains(&stored.name)));
        match parent {
            Some(parent) => format!("{}（{}）", self.name(id), self.distinct(parent.id)),
            None => self.name(id),
        }
    }

    /// Those of some levels as choices of a field, in the order of lists; each knows what it lies in.
    pub fn choices(&self, fits: impl Fn(Level) -> bool) -> Vec<FieldChoice> {
        let mut all: Vec<&Stored<Organisation>> = self.by_id.values().filter(|one| fits(one.level)).collect();
        all.sort_by_key(|one| (one.position, one.id));
        let choice = |one: &Stored<Organisation>| FieldChoice {
            code: one.id.to_string(),
            label: one.name.clone(),
            parent: one.parent_id.map(|parent| parent.to_string()),
        };
        all.into_iter().map(choice).collect()
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

impl From<Vec<Stored<Organisation>>> for Names {
    fn from(list: Vec<Stored<Organisation>>) -> Self {
        let mut met = HashSet::new();
        let again = list.iter().filter(|stored| !met.insert(stored.name.as_str()));
        let shared = again.map(|stored| stored.name.clone()).collect();
        Self { shared, by_id: list.into_iter().map(|stored| (stored.id, stored)).collect() }
    }
}

/// Whether an organisation exists on a day.
pub(crate) fn exists_on(stored: &Organisation, day: Day) -> bool {
    stored.from_on.is_none_or(|from| from <= day) && stored.to_on.is_none_or(|to| to > day)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(id: i64, name: &str, parent: Option<i64>) -> Stored<Organisation> {
        let value = Organisation {
            uid: Uuid::nil(),
            parent_id: parent.map(OrganisationId),
            level: Level::Branch,
            name: name.to_owned(),
            position: id,
            from_on: None,
            to_on: None,
            note: None,
            project: None,
            planned_end_on: None,
        };
        Stored { id: OrganisationId(id), made_by: 1, value }
    }

    #[test]
    fn branches_of_one_name_are_told_apart_by_what_they_belong_to() {
        let names = Names::from(vec![
            at(1, "银河社区党委", None),
            at(2, "东党总支", Some(1)),
            at(3, "西党总支", Some(1)),
            at(4, "第一党支部", Some(2)),
            at(5, "第一党支部", Some(3)),
            at(6, "第二党支部", Some(3)),
            at(7, "第一党小组", Some(4)),
            at(8, "第一党小组", Some(5)),
        ]);
        let named: Vec<String> = (4..=8).map(|id| names.distinct(OrganisationId(id))).collect();
        assert_eq!(
            named,
            [
                "第一党支部（东党总支）",
                "第一党支部（西党总支）",
                "第二党支部",
                "第一党小组（第一党支部（东党总支））",
                "第一党小组（第一党支部（西党总支））",
            ]
        );
    }
}
