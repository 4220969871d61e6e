//! One person in several rows of the file: the same again, or a contradiction. Two people of one name stay two.
//! Which rows speak of one person, and which of them is taken, does not depend on the order of the rows.
//! Must not look into the book.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use branchbook_domain::day::PartialDay;
use branchbook_domain::id_number::IdNumber;

use super::compare::news;
use super::draft::Draft;
use super::place::Place;
use super::who::{Entry, Names, differ};

/// Rows of one name with which a row is compared at most; a file with more is no roster.
const MOST_COMPARED: usize = 500;

/// Rows of one person that are compared each with each; of more, each is compared with one of them.
const MOST_OF_ONE: usize = 10;

/// What a row repeats. Each names another row by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Repeat {
    /// The same person as in a row that is taken, and nothing new.
    Again(usize),
    /// The same person, said otherwise in these fields: nobody knows which row is right.
    Differs(usize, Vec<&'static str>),
    /// The same person in two branches.
    TwoBranches(usize),
    /// The same ID number under two names.
    TwoNames(usize),
    /// One name, and two ID numbers of which one seems mistyped.
    Near(usize),
    /// One name in one branch, and nothing that says whether it is one person or two.
    Unclear(usize),
}

impl Repeat {
    /// Position of the other row.
    pub fn other(&self) -> usize {
        match self {
            Self::Again(at)
            | Self::Differs(at, _)
            | Self::TwoBranches(at)
            | Self::TwoNames(at)
            | Self::Near(at)
            | Self::Unclear(at) => *at,
        }
    }
}

/// For each row that repeats another, what it repeats. A contradiction stands on all rows of it. `draft` reads a row
/// again, for the few that are compared field by field; `is_one_group` says whether two names mean one group of a branch,
/// `is_taken` which row a person took of several.
pub(super) fn find(
    entries: &[Entry],
    names: &Names,
    (draft, is_one_group): (impl Fn(usize) -> Draft, impl Fn(Place, &str, &str) -> bool),
    is_taken: impl Fn(usize) -> bool,
) -> HashMap<usize, Repeat> {
    let mut finder = Finder {
        entries,
        sets: Sets::new(entries.len()),
        found: HashMap::new(),
        fitting_several: HashSet::new(),
    };
    finder.join_equal_numbers();
    let buckets = finder.buckets(names);
    buckets.iter().for_each(|rows| finder.join_unnumbered(rows));
    for rows in &buckets {
        finder.mark_unclear(rows);
        finder.mark_near(rows);
    }
    finder.judge_groups((draft, is_one_group), is_taken);
    finder.found
}

struct Finder<'a> {
    entries: &'a [Entry],
    sets: Sets,
    found: HashMap<usize, Repeat>,
    /// Rows that fit two people of the file: they are unclear, and those two are not for their sake.
    fitting_several: HashSet<u32>,
}

impl<'a> Finder<'a> {
    fn entry(&self, at: u32) -> Option<&'a Entry> {
        self.entries.get(at as usize)
    }

    /// Rows that have a place, by name.
    fn buckets(&self, names: &Names) -> Vec<Vec<u32>> {
        let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); names.count()];
        for (entry, at) in self.entries.iter().zip(0_u32..).filter(|(entry, _)| entry.branch.is_some()) {
            if let Some(rows) = buckets.get_mut(entry.name as usize) {
                rows.push(at);
            }
        }
        buckets.retain(|rows| rows.len() > 1);
        buckets
    }

    fn join_equal_numbers(&mut self) {
        let mut first: HashMap<&str, u32> = HashMap::with_capacity(self.entries.len());
        for (entry, at) in self.entries.iter().zip(0_u32..).filter(|(entry, _)| entry.branch.is_some()) {
            let Some(number) = entry.id_number() else { continue };
            let first = *first.entry(number).or_insert(at);
            self.sets.join(first, at);
        }
    }

    /// Rows without an ID number go together by birth or phone, and then to the one numbered person they fit.
    fn join_unnumbered(&mut self, rows: &[u32]) {
        let has_number = |at: &&u32| self.entry(**at).is_some_and(|entry| entry.id_number().is_some());
        let (numbered, loose): (Vec<&u32>, Vec<&u32>) = rows.iter().partition(has_number);
        for (at, one) in loose.iter().enumerate() {
            for other in loose.iter().take(at).rev().take(MOST_COMPARED) {
                if self.are_same(**one, **other) {
                    self.sets.join(**other, **one);
                }
            }
        }
        let mut fitting: HashMap<u32, BTreeSet<u32>> = HashMap::new();
        for one in &loose {
            for other in numbered.iter().take(MOST_COMPARED) {
                if self.are_same(**one, **other) {
                    let of_person = self.sets.root(**other);
                    fitting.entry(self.sets.root(**one)).or_default().insert(of_person);
                }
            }
        }
        for (group, people) in fitting {
            let Some(first) = people.first().copied() else { continue };
            if people.len() == 1 {
                self.sets.join(first, group);
                continue;
            }
            for row in &loose {
                if self.sets.root(**row) == group {
                    self.fitting_several.insert(**row);
                    self.found.insert(**row as usize, Repeat::Unclear(first as usize));
                }
            }
        }
    }

    fn are_same(&self, one: u32, other: u32) -> bool {
        self.entry(one).zip(self.entry(other)).is_some_and(|(one, other)| one.is_same_as(other))
    }

    /// Marks rows of one name whom nothing tells apart; a row that says who is meant is taken beside one that does not.
    /// Rows of one person are looked at together, and people only beside those of whom they may be one.
    fn mark_unclear(&mut self, rows: &[u32]) {
        let people = self.people(rows);
        let mut branches: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (at, one) in people.iter().enumerate() {
            if let Some(branch) = one.branch {
                branches.entry(branch).or_default().push(at);
            }
        }
        for there in branches.values().filter(|there| there.len() > 1) {
            let there = There::of(there.iter().filter_map(|at| people.get(*at)).collect());
            for (at, one) in there.people.iter().enumerate() {
                let Some(other) = there.beside(at) else { continue };
                for row in &one.rows {
                    self.found.entry(*row as usize).or_insert(Repeat::Unclear(other as usize));
                }
            }
        }
    }

    /// The people of one name, each with the rows that speak of them, in the order of their first rows.
    fn people(&self, rows: &[u32]) -> Vec<Somebody> {
        let mut places: HashMap<u32, usize> = HashMap::new();
        let mut people: Vec<Somebody> = Vec::new();
        for row in rows.iter().copied().filter(|at| !self.fitting_several.contains(at)) {
            let Some(entry) = self.entry(row) else { continue };
            let at = *places.entry(self.sets.root(row)).or_insert(people.len());
            if at == people.len() {
                people.push(Somebody { branch: entry.branch, ..Somebody::default() });
            }
            if let Some(one) = people.get_mut(at) {
                one.hear(row, entry);
            }
        }
        people
    }

    /// Marks rows of one name whose ID numbers are a slip of the pen apart.
    fn mark_near(&mut self, rows: &[u32]) {
        let numbered = |at: &u32| {
            let entry = self.entry(*at)?;
            Some((*at, entry, IdNumber::from_plain(entry.id_number()?)?))
        };
        let numbered: Vec<(u32, &Entry, IdNumber)> = rows.iter().filter_map(numbered).collect();
        for (at, (one, entry, number)) in numbered.iter().enumerate() {
            for (other, its_entry, its_number) in numbered.iter().take(at).rev().take(MOST_COMPARED) {
                if are_near((entry, number), (its_entry, its_number)) {
                    self.found.entry(*one as usize).or_insert(Repeat::Near(*other as usize));
                    self.found.entry(*other as usize).or_insert(Repeat::Near(*one as usize));
                }
            }
        }
    }

    fn judge_groups(
        &mut self,
        (draft, is_one_group): (impl Fn(usize) -> Draft, impl Fn(Place, &str, &str) -> bool),
        is_taken: impl Fn(usize) -> bool,
    ) {
        for group in self.sets.groups() {
            let taken: Vec<usize> = group.iter().copied().filter(|at| is_taken(*at)).collect();
            if let [taken] = taken.as_slice() {
                let others = group.iter().filter(|at| *at != taken);
                self.found.extend(others.map(|at| (*at, Repeat::Again(*taken))));
                self.found.remove(taken);
                continue;
            }
            for (at, repeat) in judged(self.entries, &group, (&draft, &is_one_group)) {
                self.found.entry(at).or_insert(repeat);
            }
        }
    }
}

/// Somebody of whom rows of one name speak.
#[derive(Default)]
struct Somebody {
    /// The branch, if all rows name the same.
    branch: Option<Place>,
    rows: Vec<u32>,
    has_number: bool,
    has_phone: bool,
    /// What the rows say of birth and joining, each once.
    days: Vec<(Vec<PartialDay>, Vec<PartialDay>)>,
}

impl Somebody {
    fn hear(&mut self, row: u32, entry: &Entry) {
        self.branch = self.branch.filter(|branch| entry.branch == Some(*branch));
        self.rows.push(row);
        self.has_number |= entry.id_number().is_some();
        self.has_phone |= !entry.phones.is_empty();
        let days = (entry.births().collect(), entry.joinings().collect());
        if !self.days.contains(&days) {
            self.days.push(days);
        }
    }

    /// Nothing but the name says who is meant.
    fn is_bare(&self) -> bool {
        let says_nothing = |days: &(Vec<PartialDay>, Vec<PartialDay>)| days.0.is_empty() && days.1.is_empty();
        !self.has_number && !self.has_phone && self.days.iter().all(says_nothing)
    }

    /// No two rows of the two say days that only two people can have.
    fn may_be(&self, other: &Self) -> bool {
        let apart = |one: &(Vec<PartialDay>, Vec<PartialDay>), its: &(Vec<PartialDay>, Vec<PartialDay>)| {
            differ(one.0.iter().copied(), its.0.iter().copied())
                || differ(one.1.iter().copied(), its.1.iter().copied())
        };
        !self.days.iter().any(|one| other.days.iter().any(|its| apart(one, its)))
    }
}

/// People of one name in one branch, in the order of their first rows; those who say something by whether they say a number
/// and a phone: two who both say one of these are told apart by it.
struct There<'a> {
    people: Vec<&'a Somebody>,
    telling: HashMap<(bool, bool), Vec<usize>>,
}

impl<'a> There<'a> {
    fn of(people: Vec<&'a Somebody>) -> Self {
        let mut telling: HashMap<(bool, bool), Vec<usize>> = HashMap::new();
        for (at, one) in people.iter().enumerate().filter(|(_, one)| !one.is_bare()) {
            telling.entry((one.has_number, one.has_phone)).or_default().push(at);
        }
        Self { people, telling }
    }

    fn first_row(&self, at: usize) -> Option<u32> {
        self.people.get(at)?.rows.first().copied()
    }

    /// A row of somebody else who may be the same person: who says nothing may be anybody, who says something may be
    /// somebody who says something.
    fn beside(&self, at: usize) -> Option<u32> {
        let one = self.people.get(at)?;
        if one.is_bare() {
            return at
                .checked_sub(1)
                .and_then(|before| self.first_row(before))
                .or_else(|| self.first_row(at + 1));
        }
        let is_told =
            |(number, phone): &(bool, bool)| (one.has_number && *number) || (one.has_phone && *phone);
        let kinds = [(false, false), (false, true), (true, false), (true, true)];
        kinds.iter().filter(|kind| !is_told(kind)).find_map(|kind| self.near(kind, at))
    }

    /// The nearest of a kind, those before first.
    fn near(&self, kind: &(bool, bool), at: usize) -> Option<u32> {
        let one = self.people.get(at)?;
        let of_kind = self.telling.get(kind)?;
        let (before, after) = of_kind.split_at(of_kind.partition_point(|other| *other < at));
        let others = before.iter().rev().chain(after).filter(|other| **other != at).take(MOST_COMPARED);
        let may_be = |other: &&usize| self.people.get(**other).is_some_and(|other| one.may_be(other));
        others.copied().find(|other| may_be(&other)).and_then(|other| self.first_row(other))
    }
}

/// What is said of the rows of one person: a contradiction of all, or that all but one are taken already.
fn judged(
    entries: &[Entry],
    group: &[usize],
    (draft, is_one_group): (impl Fn(usize) -> Draft, impl Fn(Place, &str, &str) -> bool),
) -> Vec<(usize, Repeat)> {
    let differ_in = |of: fn(&Entry, &Entry) -> bool| {
        let mut members = group.iter().filter_map(|at| entries.get(*at));
        let first = members.next();
        first.is_some_and(|first| members.any(|other| of(first, other)))
    };
    if differ_in(|one, other| one.name != other.name) {
        return each(group, Repeat::TwoNames);
    }
    if differ_in(|one, other| one.branch != other.branch) {
        return each(group, Repeat::TwoBranches);
    }
    let branch = group.iter().filter_map(|at| entries.get(*at)).find_map(|entry| entry.branch);
    let is_one = |one: &str, other: &str| branch.is_some_and(|branch| is_one_group(branch, one, other));
    let news = |one: &Draft, other: &Draft| news(one, other, is_one);
    let drafts: Vec<Draft> = group.iter().map(|at| draft(*at)).collect();
    let measures = measures(&drafts);
    let says_all = |one: &&&Draft| drafts.iter().all(|other| news(one, other).is_empty());
    let taken = measures.iter().find(says_all);
    let taken = taken.and_then(|taken| drafts.iter().position(|draft| std::ptr::eq(draft, *taken)));
    match taken.and_then(|at| group.get(at)) {
        Some(taken) => {
            group.iter().filter(|at| *at != taken).map(|at| (*at, Repeat::Again(*taken))).collect()
        }
        None => {
            let fields = differing(&measures, &drafts, news);
            each(group, |other| Repeat::Differs(other, fields.clone()))
        }
    }
}

/// The rows with which all others are compared: by their words and not by their place, so that among rows that say the
/// same in other words the same one is chosen in any order of the file.
fn measures(drafts: &[Draft]) -> Vec<&Draft> {
    let mut measures: Vec<&Draft> = drafts.iter().collect();
    measures.sort_by_cached_key(|draft| draft.in_words());
    if drafts.len() > MOST_OF_ONE {
        measures.truncate(1);
    }
    measures
}

/// A contradiction on each row, with another row of the group.
fn each(group: &[usize], repeat: impl Fn(usize) -> Repeat) -> Vec<(usize, Repeat)> {
    let other = |at: &usize| group.iter().find(|other| *other != at).copied().unwrap_or(*at);
    group.iter().map(|at| (*at, repeat(other(at)))).collect()
}

/// Fields in which a row says something that one of the measures does not, or the other way round.
fn differing(
    measures: &[&Draft],
    drafts: &[Draft],
    news: impl Fn(&Draft, &Draft) -> Vec<&'static str>,
) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let both = |one: &Draft, other: &Draft| news(one, other).into_iter().chain(news(other, one));
    for field in measures.iter().flat_map(|one| drafts.iter().flat_map(|other| both(one, other))) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

/// Two ID numbers of one name that are a slip of the pen apart, or of one birth and phone.
fn are_near((one, number): (&Entry, &IdNumber), (other, its): (&Entry, &IdNumber)) -> bool {
    let is_dated = one.birth.is_some() && other.birth.is_some();
    let is_one = || is_dated && one.phones.share(&other.phones) && !differ(one.births(), other.births());
    number != its && (number.is_slip_of(its) || is_one())
}

/// Rows that belong together.
struct Sets {
    above: Vec<u32>,
    /// Whether anything was joined at all: most files join nothing.
    is_joined: bool,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { above: (0_u32..).take(count).collect(), is_joined: false }
    }

    fn root(&self, mut at: u32) -> u32 {
        while let Some(above) = self.above.get(at as usize).copied().filter(|above| *above != at) {
            at = above;
        }
        at
    }

    /// The way up is halved as it is walked: whoever comes later finds a short one.
    fn shorten(&mut self, mut at: u32) -> u32 {
        while let Some(above) = self.above.get(at as usize).copied().filter(|above| *above != at) {
            let higher = self.above.get(above as usize).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(at as usize) {
                *slot = higher;
            }
            at = above;
        }
        at
    }

    /// The smaller root stays, so that chains stay short for rows in their order.
    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.shorten(one), self.shorten(other));
        if one == other {
            return;
        }
        self.is_joined = true;
        if let Some(above) = self.above.get_mut(one.max(other) as usize) {
            *above = one.min(other);
        }
    }

    /// Groups of more than one row, each in the order of the rows.
    fn groups(&self) -> Vec<Vec<usize>> {
        if !self.is_joined {
            return Vec::new();
        }
        let mut groups: HashMap<u32, Vec<usize>> = HashMap::new();
        for (above, at) in self.above.iter().zip(0_u32..) {
            if *above != at {
                let root = self.root(at);
                groups.entry(root).or_insert_with(|| vec![root as usize]).push(at as usize);
            }
        }
        groups.into_values().collect()
    }
}
