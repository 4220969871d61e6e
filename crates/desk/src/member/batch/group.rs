//! 党小组 of many at once: the group of one name in the branch of each of them. Whoever's branch has no such group stays
//! where they are, and is told.

use std::collections::{BTreeSet, HashMap};

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::{Membership, memberships_among};
use branchbook_ledger::table::organisation::{Level, list_on};
use branchbook_ledger::{Reading, Stored, Writing};

use crate::error::Result;
use crate::member::leaving::change_group;
use crate::member::movement::holds;
use crate::organisation::Names;

/// The label of the field.
const LABEL: &str = "党小组";

/// A group of this name, in whatever branch, for the people of an edit.
pub(super) struct Grouping {
    wanted: Option<String>,
    names: Names,
    groups: Groups,
    /// The membership of today of each who has one.
    held: HashMap<PersonId, Stored<Membership>>,
    today: Day,
}

/// Groups that exist on a day: branch, group.
struct Groups(Vec<(OrganisationId, OrganisationId)>);

impl Groups {
    fn on(reading: &Reading<'_>, day: Day) -> Result<Self> {
        let groups = list_on(reading, day)?.into_iter().filter(|each| each.level == Level::Group);
        Ok(Self(groups.filter_map(|group| Some((group.parent_id?, group.id))).collect()))
    }

    fn of(&self, branch: OrganisationId) -> impl Iterator<Item = OrganisationId> {
        self.0.iter().filter(move |(parent, _)| *parent == branch).map(|(_, group)| *group)
    }
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
    /// The group of this name for these people; without a name nobody is in a group. Whatever is asked of the book is
    /// asked here, for all of them at once.
    pub fn of(reading: &Reading<'_>, wanted: &str, people: &[PersonId], today: Day) -> Result<Self> {
        Ok(Self {
            wanted: Some(wanted.trim().to_owned()).filter(|name| !name.is_empty()),
            names: Names::of(reading)?,
            groups: Groups::on(reading, today)?,
            held: held_on(reading, people, today)?.map(|held| (held.person_id, held)).collect(),
            today,
        })
    }

    /// What becomes of somebody.
    pub fn weigh(&self, person: PersonId) -> Weighed {
        let Some(held) = self.held.get(&person) else {
            return Weighed::Refused("今天不在册，不能编入党小组。".to_owned());
        };
        if held.to_on.is_some() {
            return Weighed::Refused("以后的日子已登记别的增减，请先撤销后来的登记。".to_owned());
        }
        match self.group_in(held.branch_id) {
            Err(words) => Weighed::Refused(words),
            Ok(group) if group == held.group_id => Weighed::Same,
            Ok(group) => {
                let name = |group: Option<OrganisationId>| {
                    group.map(|group| self.names.name(group)).unwrap_or_default()
                };
                let line = (LABEL.to_owned(), name(held.group_id), name(group));
                Weighed::Into(IntoGroup { held: held.clone(), group, today: self.today }, line)
            }
        }
    }

    /// The group of that name in a branch.
    fn group_in(&self, branch: OrganisationId) -> Result<Option<OrganisationId>, String> {
        let Some(wanted) = &self.wanted else { return Ok(None) };
        let found = self.groups.of(branch).find(|group| self.names.name(*group) == *wanted);
        found.map(Some).ok_or_else(|| format!("{}没有“{wanted}”。", self.names.distinct(branch)))
    }
}

impl IntoGroup {
    /// Writes it.
    pub fn write(&self, writing: &mut Writing<'_>) -> Result<()> {
        change_group(writing, &self.held, self.group, self.today)
    }
}

/// The names of the groups that there are in the branches where these people are on a day, in the order of the tree.
pub(crate) fn names_among(reading: &Reading<'_>, people: &[PersonId], day: Day) -> Result<Vec<String>> {
    let branches: BTreeSet<OrganisationId> =
        held_on(reading, people, day)?.map(|held| held.branch_id).collect();
    let (groups, organisations) = (Groups::on(reading, day)?, Names::on(reading, day)?);
    let mut offered: Vec<_> = groups.0.iter().filter(|(branch, _)| branches.contains(branch)).collect();
    // Stable: within a branch they stand as in every list.
    offered.sort_by_key(|(branch, _)| organisations.position(*branch));
    let mut names: Vec<String> = Vec::new();
    for (_, group) in offered {
        let name = organisations.name(*group);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Their memberships of a day.
fn held_on(
    reading: &Reading<'_>,
    people: &[PersonId],
    day: Day,
) -> Result<impl Iterator<Item = Stored<Membership>>> {
    Ok(memberships_among(reading, people)?.into_iter().filter(move |span| holds(span, day)))
}
