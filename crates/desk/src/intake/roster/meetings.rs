//! Whom of the book the rows speak of, found out before any row is decided: two rows that mean one person are told from
//! it in any order. Must not decide what becomes of a row.

use std::collections::{HashMap, HashSet};

use branchbook_domain::key::PersonId;

use super::choice::Identity;
use super::known::{Found, Known};
use super::repeat::Repeat;
use super::who::{Entry, Names, Who};

/// Whom a person says that a row means.
pub(super) type Meant<'a> = &'a dyn Fn(usize) -> Option<Identity>;

/// Whom of the book the rows speak of.
pub(super) struct Meetings {
    /// For each row, in the order of the rows.
    pub found: Vec<Found>,
    /// Rows of nobody whom the book knows, but of whose name somebody has an ID number that is nearly the same.
    pub near: HashMap<u32, usize>,
    /// People whom some row speaks of.
    pub met: HashSet<PersonId>,
    /// People whom more than one of the rows to be decided means, with those rows.
    several: HashMap<usize, Vec<u32>>,
}

impl Meetings {
    /// Looks for the person of every row. Rows that repeat others, and those that a person has spoken about, are known
    /// beforehand.
    pub fn of(
        entries: &[Entry],
        names: &Names,
        known: &Known,
        (repeats, meant): (&HashMap<usize, Repeat>, Meant<'_>),
    ) -> Self {
        let mut meetings = Self {
            found: Vec::with_capacity(entries.len()),
            near: HashMap::new(),
            met: HashSet::new(),
            several: HashMap::new(),
        };
        let mut first: HashMap<usize, u32> = HashMap::new();
        for (entry, at) in entries.iter().zip(0_u32..) {
            let said = meant(at as usize);
            let found = match said {
                Some(Identity::New) => Found::Nobody,
                Some(Identity::Person(person)) => known.position(person).map_or(Found::Nobody, Found::One),
                None => known.find(&entry.who(names)),
            };
            if found == Found::Nobody && said.is_none() {
                meetings.look_near(at, entry, (names, known));
            }
            meetings.found.push(found);
            meetings.met.extend(meant_by(known, &entry.who(names), found));
            let (Found::One(person) | Found::OtherName(person)) = found else { continue };
            let is_decided = entry.branch.is_some() && !repeats.contains_key(&(at as usize));
            if !is_decided || !matches!(found, Found::One(_)) {
                continue;
            }
            let before = *first.entry(person).or_insert(at);
            if before != at {
                meetings.several.entry(person).or_insert_with(|| vec![before]).push(at);
            }
        }
        meetings
    }

    /// Whose number is nearly the same stands in the file in all likelihood.
    fn look_near(&mut self, at: u32, entry: &Entry, (names, known): (&Names, &Known)) {
        if let Some(person) = known.near(&entry.who(names)) {
            self.near.insert(at, person);
            self.met.extend(known.person(person).map(|person| person.id));
        }
    }

    /// Another row that means the same person.
    pub fn beside(&self, person: usize, row: u32) -> Option<u32> {
        self.several.get(&person)?.iter().copied().find(|other| *other != row)
    }
}

/// Everybody of the book whom a row may mean: who was found, and where number and name speak of two people or of several,
/// all of them. None of them is missing in the file.
pub(super) fn meant_by(known: &Known, who: &Who<'_>, found: Found) -> Vec<PersonId> {
    let id = |at: usize| known.person(at).map(|person| person.id);
    match found {
        Found::Nobody => Vec::new(),
        Found::One(at) => id(at).into_iter().collect(),
        Found::OtherName(at) => id(at).into_iter().chain(known.of_name(who.name)).collect(),
        Found::Several(_) => known.candidates(who).into_iter().map(|person| person.id).collect(),
    }
}
