//! Branches and groups that a roster names: found in the book, or to be made under its root.
//! Must not guess between two organisations.

use std::collections::{HashMap, HashSet};

use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::writing::{
    Community, before_number, branch_key, group_key, plain_group_key, plain_key, short_key, written,
};
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::organisation::{self, Level};
use branchbook_ledger::{LedgerError, Reading};

use crate::error::Result;
use crate::intake::field::without_brackets;
use crate::organisation::community;

/// An organisation of the book, or the n-th of those to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    /// It is there.
    Known(OrganisationId),
    /// It will be made.
    New(usize),
}

impl Place {
    /// Its key, if it has one.
    pub const fn id(self) -> Option<OrganisationId> {
        match self {
            Self::Known(id) => Some(id),
            Self::New(_) => None,
        }
    }
}

/// An organisation to be made. Parents stand before children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewOrganisation {
    pub parent: Place,
    pub level: Level,
    pub name: String,
    pub position: i64,
    /// How the file writes it, each writing once.
    pub writings: Vec<String>,
}

/// The organisations of the book and those that the file adds.
#[derive(Debug)]
pub(super) struct Places {
    root: OrganisationId,
    community: Community,
    /// By what tells branches apart; several where an older book holds one branch in two writings.
    branches: HashMap<String, Vec<Place>>,
    /// By the branch and by what tells its groups apart; several likewise.
    groups: HashMap<(Place, String), Vec<Place>>,
    names: HashMap<Place, String>,
    levels: HashMap<OrganisationId, Level>,
    above: Vec<String>,
    /// What a name of a sheet means in the book; every row of the sheet asks.
    tabs: HashMap<String, Option<Place>>,
    position: i64,
    pub made: Vec<NewOrganisation>,
}

impl Places {
    /// The organisations of the book on a day.
    pub fn of(reading: &Reading<'_>, today: branchbook_domain::day::Day) -> Result<Self> {
        let root =
            organisation::root(reading)?.ok_or(LedgerError::Missing { table: "organisation", id: 1 })?;
        let mut places = Self {
            root: root.id,
            community: community(reading)?,
            branches: HashMap::new(),
            groups: HashMap::new(),
            names: HashMap::new(),
            levels: HashMap::new(),
            above: Vec::new(),
            tabs: HashMap::new(),
            position: 0,
            made: Vec::new(),
        };
        for stored in organisation::list_on(reading, today)? {
            places.know(stored.id, &stored.value);
        }
        Ok(places)
    }

    fn know(&mut self, id: OrganisationId, value: &organisation::Organisation) {
        let place = Place::Known(id);
        self.position = self.position.max(value.position);
        self.names.insert(place, value.name.clone());
        self.levels.insert(id, value.level);
        match (value.level, value.parent_id) {
            (Level::Branch, _) => {
                self.branches.entry(self.community.branch_key(&value.name)).or_default().push(place);
            }
            (Level::Group, Some(parent)) => {
                let key = (Place::Known(parent), group_key(&value.name));
                self.groups.entry(key).or_default().push(place);
            }
            _ => self.above.push(branch_key(&value.name)),
        }
    }

    /// The name of an organisation.
    pub fn name(&self, place: Place) -> &str {
        self.names.get(&place).map_or("", String::as_str)
    }

    /// The level of an organisation; a branch, if the book has none such on the day.
    pub fn level(&self, place: Place) -> Level {
        let level = match place {
            Place::Known(id) => self.levels.get(&id).copied(),
            Place::New(at) => self.made.get(at).map(|made| made.level),
        };
        level.unwrap_or(Level::Branch)
    }

    /// The branch of a name, made if it is new.
    pub fn branch(&mut self, name: &str) -> Result<Place, String> {
        let key = self.community.branch_key(name);
        if let Some(place) = self.one_of(&key, name)? {
            self.write_out(place, name);
            return Ok(place);
        }
        if self.above.contains(&key) || key.ends_with("党委") || key.ends_with("总支") {
            return Err(format!("「{name}」不是支部，党员要写到支部，请改正后重新导入。"));
        }
        let place = self.make(Place::Known(self.root), Level::Branch, &squeeze(name));
        self.branches.entry(key).or_default().push(place);
        Ok(place)
    }

    /// The branch of a key: the only one, or of several the one that is written so.
    fn one_of(&self, key: &str, name: &str) -> Result<Option<Place>, String> {
        let all = self.branches.get(key).map_or(&[][..], Vec::as_slice);
        self.meant(all, name, plain_key)
    }

    /// Of several of one key the one that is written so.
    fn meant(&self, all: &[Place], name: &str, plain: fn(&str) -> String) -> Result<Option<Place>, String> {
        if all.len() < 2 {
            return Ok(all.first().copied());
        }
        let named: Vec<(Place, &str)> = all.iter().map(|place| (*place, self.name(*place))).collect();
        if let Some(one) = written(&named, name, plain) {
            return Ok(Some(one));
        }
        let names: Vec<&str> = named.into_iter().map(|(_, name)| name).collect();
        Err(format!("「{name}」可以指{}，请写成其中一个名称后重新导入。", names.join("或")))
    }

    /// The branches of the book with their keys.
    fn known(&self) -> impl Iterator<Item = (&str, Place)> {
        let all =
            self.branches.iter().flat_map(|(key, places)| places.iter().map(|place| (key.as_str(), *place)));
        all.filter(|(_, place)| matches!(place, Place::Known(_)))
    }

    /// The branch that the name of a sheet means: one of the book by its full or short name, or one that calls itself
    /// a branch. Nothing for any other name, and for one that fits several branches.
    pub fn of_tab(&mut self, tab: &str) -> Option<Result<Place, String>> {
        let name = without_brackets(&squeeze(tab));
        let known = match self.tabs.get(&name) {
            Some(known) => *known,
            None => {
                let known = self.known_by_short_name(&name);
                self.tabs.insert(name.clone(), known);
                known
            }
        };
        if let Some(known) = known {
            return Some(Ok(known));
        }
        name.ends_with("支部").then(|| self.branch(&name))
    }

    fn known_by_short_name(&self, name: &str) -> Option<Place> {
        let said = self.community.short_key(name);
        let known: Vec<(String, Place)> = self.known().map(|(key, place)| (short_key(key), place)).collect();
        let only =
            |fits: &dyn Fn(&str) -> bool| match known.iter().filter(|(key, _)| fits(key)).collect::<Vec<_>>()
                [..]
            {
                [(_, place)] => Some(*place),
                _ => None,
            };
        let is_telling = said.chars().count() > 1;
        only(&|key| key == said).or_else(|| only(&|key| is_telling && key.ends_with(&said)))
    }

    /// The branch of the book that the title of a table names: as a tab does, or behind an organisation above.
    pub fn of_title(&self, name: &str) -> Option<Place> {
        let (key, plain) = (self.community.branch_key(name), plain_key(name));
        let is_named = |(known, place): &(&str, Place)| {
            let before =
                key.strip_suffix(*known).or_else(|| plain.strip_suffix(&plain_key(self.name(*place))));
            before.is_some_and(|before| self.is_above(before))
        };
        let mut fitting = self.known().filter(is_named).map(|(_, place)| place);
        let longer = fitting.next().filter(|_| fitting.next().is_none());
        let exact = self.one_of(&key, name).ok().flatten();
        exact.or_else(|| self.known_by_short_name(name)).or(longer)
    }

    /// Whether the words before a name say what the branch belongs to, in full, in short or with the street before it; 望
    /// before 湖里党支部 makes another branch of it.
    fn is_above(&self, said: &str) -> bool {
        let said = above_key(said);
        let is_told = said.chars().count() > 1;
        is_told
            && self.above.iter().any(|above| {
                let above = above_key(above);
                above.ends_with(said) || (above.chars().count() > 1 && said.ends_with(above))
            })
    }

    /// Whether the book has no branch yet.
    pub fn has_none(&self) -> bool {
        self.known().next().is_none()
    }

    /// The branches of the book with their names, in the order of the names.
    pub fn known_branches(&self) -> Vec<(OrganisationId, &str)> {
        let known = self.known().filter_map(|(_, place)| match place {
            Place::Known(id) => Some((id, self.name(place))),
            Place::New(_) => None,
        });
        let mut known: Vec<(OrganisationId, &str)> = known.collect();
        known.sort_by_key(|(_, name)| *name);
        known
    }

    /// The only branch of the book, for a roster that names none.
    pub fn only_branch(&self) -> Option<Place> {
        let mut known = self.known().map(|(_, place)| place);
        known.next().filter(|_| known.next().is_none() && self.made.is_empty())
    }

    /// The group of a name in a branch, made if it is new.
    pub fn group(&mut self, branch: Place, name: &str) -> Result<Place, String> {
        if let Some(place) = self.known_group(branch, name)? {
            self.write_out(place, name);
            return Ok(place);
        }
        let place = self.make(branch, Level::Group, &squeeze(name));
        self.groups.entry((branch, group_key(name))).or_default().push(place);
        Ok(place)
    }

    /// The group of a name in a branch, if there is one: the only one of its key, or of several the one that is written so.
    pub fn known_group(&self, branch: Place, name: &str) -> Result<Option<Place>, String> {
        let all = self.groups.get(&(branch, group_key(name))).map_or(&[][..], Vec::as_slice);
        self.meant(all, name, plain_group_key)
    }

    /// Whether two names mean one group of a branch: where the book holds both of two writings, each is meant by its own.
    pub fn is_one_group(&self, branch: Place, one: &str, other: &str) -> bool {
        group_key(one) == group_key(other) && self.known_group(branch, one) == self.known_group(branch, other)
    }

    /// Of several writings of one new organisation the fullest is its name, whichever row comes first.
    fn write_out(&mut self, place: Place, name: &str) {
        let Place::New(at) = place else { return };
        let name = squeeze(name);
        let Some(made) = self.made.get_mut(at) else { return };
        if !made.writings.contains(&name) {
            made.writings.push(name.clone());
        }
        if (name.chars().count(), &name) > (made.name.chars().count(), &made.name) {
            made.name.clone_from(&name);
            self.names.insert(place, name);
        }
    }

    fn make(&mut self, parent: Place, level: Level, name: &str) -> Place {
        let place = Place::New(self.made.len());
        self.position += 1;
        self.names.insert(place, name.to_owned());
        let (name, position, writings) = (name.to_owned(), self.position, vec![name.to_owned()]);
        self.made.push(NewOrganisation { parent, level, name, position, writings });
        place
    }

    /// New branches of which the file says something else before the number in one row than in another, each by its
    /// writings: it may mean two.
    pub fn said_otherwise(&self, used: &HashSet<Place>) -> Vec<Vec<&str>> {
        let made = self.made.iter().enumerate().filter(|(at, _)| used.contains(&Place::New(*at)));
        let branches = made.map(|(_, new)| new).filter(|new| new.level == Level::Branch);
        let said_otherwise = branches.filter(|new| {
            let before: HashSet<Option<String>> =
                new.writings.iter().map(|name| before_number(name)).collect();
            before.len() > 1
        });
        let writings = said_otherwise.map(|new| {
            let mut names: Vec<&str> = new.writings.iter().map(String::as_str).collect();
            names.sort_unstable();
            names
        });
        writings.collect()
    }

    /// Names of what will be made for those that are used: a group with its branch.
    pub fn made_names(&self, used: &HashSet<Place>) -> Vec<String> {
        let made = self.made.iter().enumerate().filter(|(at, _)| used.contains(&Place::New(*at)));
        let name = |(_, new): (usize, &NewOrganisation)| match new.level {
            Level::Group => format!("{} · {}", self.name(new.parent), new.name),
            _ => new.name.clone(),
        };
        made.map(name).collect()
    }
}

/// 银河社区党委, 银河社区委员会 → 银河社区: before the name of a branch an organisation is seldom called in full.
fn above_key(key: &str) -> &str {
    let kinds = ["委员会", "党工委", "党委", "党总支", "总支"];
    kinds.iter().find_map(|kind| key.strip_suffix(*kind)).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_above_is_seldom_called_in_full() {
        assert_eq!(above_key("银河社区党委"), above_key("银河社区"));
    }
}
