//! Branches and groups that a roster names: found in the book, or to be made under its root.
//! Must not guess between two organisations.

use std::collections::{HashMap, HashSet};

use branchbook_domain::key::OrganisationId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::organisation::{self, Level};
use branchbook_ledger::{LedgerError, Reading};

use crate::error::Result;
use crate::intake::field::without_brackets;

/// An organisation of the book, or the n-th of those to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    /// It is there.
    Known(OrganisationId),
    /// It will be made.
    New(usize),
}

/// An organisation to be made. Parents stand before children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewOrganisation {
    pub parent: Place,
    pub level: Level,
    pub name: String,
    pub position: i64,
}

/// The organisations of the book and those that the file adds.
#[derive(Debug)]
pub(super) struct Places {
    root: OrganisationId,
    branches: HashMap<String, Place>,
    groups: HashMap<(Place, String), Place>,
    names: HashMap<Place, String>,
    above: Vec<String>,
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
            branches: HashMap::new(),
            groups: HashMap::new(),
            names: HashMap::new(),
            above: Vec::new(),
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
        match (value.level, value.parent_id) {
            (Level::Branch, _) => {
                self.branches.insert(branch_key(&value.name), place);
            }
            (Level::Group, Some(parent)) => {
                self.groups.insert((Place::Known(parent), group_key(&value.name)), place);
            }
            _ => self.above.push(branch_key(&value.name)),
        }
    }

    /// The name of an organisation.
    pub fn name(&self, place: Place) -> &str {
        self.names.get(&place).map_or("", String::as_str)
    }

    /// The branch of a name, made if it is new.
    pub fn branch(&mut self, name: &str) -> Result<Place, String> {
        let key = branch_key(name);
        if let Some(place) = self.branches.get(&key).copied() {
            self.write_out(place, name);
            return Ok(place);
        }
        if self.above.contains(&key) || key.ends_with("党委") || key.ends_with("总支") {
            return Err(format!("「{name}」不是支部，党员要写到支部，请改正后重新导入。"));
        }
        let place = self.make(Place::Known(self.root), Level::Branch, &squeeze(name));
        self.branches.insert(key, place);
        Ok(place)
    }

    /// The branch that the name of a sheet means: one of the book by its full or short name, or one that calls itself
    /// a branch. Nothing for any other name, and for one that fits several branches.
    pub fn of_tab(&mut self, tab: &str) -> Option<Result<Place, String>> {
        let name = without_brackets(&squeeze(tab));
        if let Some(known) = self.known_by_short_name(&name) {
            return Some(Ok(known));
        }
        name.ends_with("支部").then(|| self.branch(&name))
    }

    fn known_by_short_name(&self, name: &str) -> Option<Place> {
        let said = short_key(name);
        let known = self.branches.iter().filter(|(_, place)| matches!(place, Place::Known(_)));
        let known: Vec<(String, Place)> = known.map(|(key, place)| (short_key(key), *place)).collect();
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
        let key = branch_key(name);
        let known = self.branches.iter().filter(|(_, place)| matches!(place, Place::Known(_)));
        let is_named = |known: &str| key.strip_suffix(known).is_some_and(|before| self.is_above(before));
        let mut fitting = known.filter(|(known, _)| is_named(known.as_str())).map(|(_, place)| *place);
        let longer = fitting.next().filter(|_| fitting.next().is_none());
        self.branches.get(&key).copied().or_else(|| self.known_by_short_name(name)).or(longer)
    }

    /// Whether the words before a name say what the branch belongs to; 望 before 湖里党支部 makes another branch of it.
    fn is_above(&self, said: &str) -> bool {
        !said.is_empty() && self.above.iter().any(|above| above_key(above) == above_key(said))
    }

    /// Whether the book has no branch yet.
    pub fn has_none(&self) -> bool {
        !self.branches.values().any(|place| matches!(place, Place::Known(_)))
    }

    /// The branches of the book with their names, in the order of the names.
    pub fn known_branches(&self) -> Vec<(OrganisationId, &str)> {
        let known = self.branches.values().filter_map(|place| match place {
            Place::Known(id) => Some((*id, self.name(*place))),
            Place::New(_) => None,
        });
        let mut known: Vec<(OrganisationId, &str)> = known.collect();
        known.sort_by_key(|(_, name)| *name);
        known
    }

    /// The only branch of the book, for a roster that names none.
    pub fn only_branch(&self) -> Option<Place> {
        let mut known = self.branches.values();
        known.next().filter(|_| self.branches.len() == 1 && self.made.is_empty()).copied()
    }

    /// The group of a name in a branch, made if it is new.
    pub fn group(&mut self, branch: Place, name: &str) -> Place {
        let key = (branch, group_key(name));
        if let Some(place) = self.groups.get(&key).copied() {
            self.write_out(place, name);
            return place;
        }
        let place = self.make(branch, Level::Group, &squeeze(name));
        self.groups.insert(key, place);
        place
    }

    /// Of several writings of one new organisation the fullest is its name, whichever row comes first.
    fn write_out(&mut self, place: Place, name: &str) {
        let Place::New(at) = place else { return };
        let name = squeeze(name);
        let Some(made) = self.made.get_mut(at) else { return };
        if (name.chars().count(), &name) > (made.name.chars().count(), &made.name) {
            made.name.clone_from(&name);
            self.names.insert(place, name);
        }
    }

    fn make(&mut self, parent: Place, level: Level, name: &str) -> Place {
        let place = Place::New(self.made.len());
        self.position += 1;
        self.names.insert(place, name.to_owned());
        self.made.push(NewOrganisation { parent, level, name: name.to_owned(), position: self.position });
        place
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

/// 中共银河社区锦华苑党支部委员会 → 银河社区锦华苑支部: what is left is what tells branches apart.
fn branch_key(name: &str) -> String {
    let said = squeeze(name);
    let said = said.strip_prefix("中共").unwrap_or(&said);
    let said = said.strip_suffix("委员会").unwrap_or(said);
    said.replace("党支部", "支部").replace("党总支部", "党总支")
}

/// 银河社区党委, 银河社区委员会 → 银河社区: before the name of a branch an organisation is seldom called in full.
fn above_key(key: &str) -> &str {
    let kinds = ["委员会", "党工委", "党委", "党总支", "总支"];
    kinds.iter().find_map(|kind| key.strip_suffix(*kind)).unwrap_or(key)
}

/// 第二党支部, 二支部, 2支部党员名单 → 二; 银河社区锦华苑党支部 keeps its whole name, a tab may say its end.
fn short_key(name: &str) -> String {
    let key = branch_key(name);
    let key =
        ["花名册", "名册", "名单", "党员"].iter().fold(key.as_str(), |key, word| key.trim_end_matches(word));
    let key = key.trim_end_matches("支部").trim_end_matches('党').trim_start_matches('第');
    let digit = key.parse::<usize>().ok().and_then(|number| "〇一二三四五六七八九十".chars().nth(number));
    digit.map_or_else(|| key.to_owned(), String::from)
}

/// 第一党小组, 第一小组 and 一 are one group.
pub(super) fn group_key(name: &str) -> String {
    squeeze(name).replace("党小组", "小组").trim_end_matches("小组").trim_start_matches('第').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_branch_have_one_key() {
        for (one, other) in [("锦华苑党支部", "锦华苑支部"), ("中共锦华苑党支部委员会", " 锦华苑　党支部")]
        {
            assert_eq!(branch_key(one), branch_key(other), "{one} {other}");
        }
        assert_ne!(branch_key("南湖里党支部"), branch_key("南湖里第二党支部"));
        for (tab, branch) in
            [("二支部", "第二党支部"), ("2", "第二支部"), ("锦华苑党员花名册", "锦华苑党支部")]
        {
            assert_eq!(short_key(tab), short_key(branch), "{tab} {branch}");
        }
        assert_eq!(above_key("银河社区党委"), above_key("银河社区"));
        assert_eq!(group_key("第一党小组"), group_key("第一小组"));
        assert_eq!(group_key("第一党小组"), group_key("一"));
        assert_ne!(group_key("第一党小组"), group_key("第二党小组"));
    }
}
