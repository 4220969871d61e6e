//! 党小组 of many at once: the group of one name in the branch of each of them. Whoever's branch has no such group stays
//! where they are, and is told.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::{Membership, memberships_of};
use branchbook_ledger::table::organisation::{Level, list_on};
use branchbook_ledger::{Reading, Stored, Writing};

use crate::error::Result;
use crate::member::movement;
use crate::organisation::Names;

/// The label of the field.
const LABEL: &str = "党小组";

/// A group of this name, in whatever branch.
pub(super) struct Grouping {
    wanted: Option<String>,
    names: Names,
    /// Groups that exist today: branch, group.
    groups: Vec<(OrganisationId, OrganisationId)>,
    today: Day,
}

/// Into which group somebody comes.
pub(super) struct IntoGroup {
    held: Stored<Membership>,
    group: Option<OrganisationId>,
    today: Day,
}

/// What becomes of somebody's group.
pub(super) enum Weighed {
    /// It is so already.
    Same,
    /// The group, with the line of the preview.
    Into(IntoGroup, (String, String, String)),
    /// Why it cannot be.
    Refused(String),
}

impl Grouping {
    /// The group of this name; without one nobody is in a group.
    pub fn of(reading: &Reading<'_>, wanted: &str, today: Day) -> Result<Self> {
        let groups = list_on(reading, today)?.into_iter().filter(|each| each.level == Level::Group);
        Ok(Self {
            wanted: Some(wanted.trim().to_owned()).filter(|name| !name.is_empty()),
            names: Names::of(reading)?,
            groups: groups.filter_map(|group| Some((group.parent_id?, group.id))).collect(),
            today,
        })
    }

    /// What becomes of somebody.
    pub fn weigh(&self, reading: &Reading<'_>, person: PersonId) -> Result<Weighed> {
        let holds = |span: &&Stored<Membership>| {
            span.from_on.is_none_or(|from| from <= self.today) && span.to_on.is_none_or(|to| self.today < to)
        };
        let spans = memberships_of(reading, person)?;
        let Some(held) = spans.iter().find(holds) else {
            return Ok(Weighed::Refused("今天不在册，不能编入党小组。".to_owned()));
        };
        if held.to_on.is_some() {
            return Ok(Weighed::Refused("以后的日子已登记别的增减，请先撤销后来的登记。".to_owned()));
        }
        Ok(match self.group_in(held.branch_id) {
            Err(words) => Weighed::Refused(words),
            Ok(group) if group == held.group_id => Weighed::Same,
            Ok(group) => {
                let name = |group: Option<OrganisationId>| {
                    group.map(|group| self.names.name(group)).unwrap_or_default()
                };
                let line = (LABEL.to_owned(), name(held.group_id), name(group));
                Weighed::Into(IntoGroup { held: held.clone(), group, today: self.today }, line)
            }
        })
    }

    /// The group of that name in a branch.
    fn group_in(&self, branch: OrganisationId) -> Result<Option<OrganisationId>, String> {
        let Some(wanted) = &self.wanted else { return Ok(None) };
        let of_branch = self.groups.iter().filter(|(parent, _)| *parent == branch);
        let found = of_branch.map(|(_, group)| *group).find(|group| self.names.name(*group) == *wanted);
        found.map(Some).ok_or_else(|| format!("{}没有“{wanted}”。", self.names.distinct(branch)))
    }
}

impl IntoGroup {
    /// Writes it. Who came only today was entered with the wrong group; everybody else changes it today.
    pub fn write(&self, writing: &mut Writing<'_>, person: PersonId) -> Result<()> {
        if self.held.from_on == Some(self.today) {
            writing.update(self.held.id, &Membership { group_id: self.group, ..self.held.value.clone() })?;
            return Ok(());
        }
        let home = (self.held.branch_id, self.group);
        movement::branch_move(writing, person, home, self.today, None).map(|_| ())
    }
}

/// The names of the groups that there are in the branches of these people.
pub(crate) fn names_among(reading: &Reading<'_>, people: &[PersonId], today: Day) -> Result<Vec<String>> {
    let grouping = Grouping::of(reading, "", today)?;
    let mut branches = Vec::new();
    for person in people {
        branches.extend(memberships_of(reading, *person)?.iter().map(|span| span.branch_id));
    }
    let mut names: Vec<String> = Vec::new();
    for (_, group) in grouping.groups.iter().filter(|(branch, _)| branches.contains(branch)) {
        let name = grouping.names.name(*group);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
