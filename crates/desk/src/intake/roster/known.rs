//! Who is in the book already: loaded once, asked by ID number, by name and birth, by name and phone.
//! Must not decide what a match means.

use std::collections::{HashMap, HashSet};

use branchbook_domain::day::PartialDay;
use branchbook_domain::key::PersonId;
use branchbook_domain::phone::read_phones;
use branchbook_ledger::table::import;
use branchbook_ledger::table::membership::{ConditionKind, Membership};
use branchbook_ledger::table::person::{self, Person};
use branchbook_ledger::{Reading, Stored};

use super::draft::Draft;
use super::place::Place;
use crate::error::Result;

/// The people of the book.
pub(super) struct Known {
    pub people: Vec<Stored<Person>>,
    by_id_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// The last membership of each person, ended or not.
    memberships: HashMap<PersonId, Stored<Membership>>,
    mobile: HashSet<PersonId>,
}

/// What was found for a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nobody.
    Nobody,
    /// One person, by position.
    One(usize),
    /// The ID number belongs to a person of another name.
    OtherName(usize),
    /// More than one person fits.
    Several(usize),
}

impl Known {
    /// Loads the people.
    pub fn load(reading: &Reading<'_>) -> Result<Self> {
        let people = person::list(reading)?;
        let mut known = Self {
            by_id_number: HashMap::new(),
            by_name: HashMap::new(),
            memberships: HashMap::new(),
            mobile: import::people_in_condition(reading, ConditionKind::Mobile)?.into_iter().collect(),
            people,
        };
        for (at, person) in known.people.iter().enumerate() {
            if let Some(number) = &person.id_number {
                known.by_id_number.entry(number.clone()).or_default().push(at);
            }
            known.by_name.entry(person.name.clone()).or_default().push(at);
        }
        for membership in import::memberships(reading)? {
            known.remember(membership);
        }
        Ok(known)
    }

    /// An open membership counts before an ended one, a later one before an earlier one.
    fn remember(&mut self, membership: Stored<Membership>) {
        let person = membership.person_id;
        let before = self.memberships.get(&person);
        if before.is_none_or(|before| before.to_on.is_some() || membership.to_on.is_none()) {
            self.memberships.insert(person, membership);
        }
    }

    /// The last membership of a person.
    pub fn membership(&self, person: PersonId) -> Option<&Stored<Membership>> {
        self.memberships.get(&person)
    }

    /// Everyone whose last membership is open, with it.
    pub fn members(&self) -> impl Iterator<Item = (&Stored<Person>, &Stored<Membership>)> {
        self.people.iter().filter_map(|person| {
            let membership = self.memberships.get(&person.id)?;
            membership.to_on.is_none().then_some((person, membership))
        })
    }

    /// Whether a person is marked as mobile.
    pub fn is_mobile(&self, person: PersonId) -> bool {
        self.mobile.contains(&person)
    }

    /// Whether another person of this name is in the book.
    pub fn namesakes(&self, name: &str) -> usize {
        self.by_name.get(name).map_or(0, Vec::len)
    }

    /// Whether a member of this branch has the name and nothing tells the draft from them.
    pub fn is_unclear(&self, draft: &Draft, branch: Place) -> bool {
        let namesakes = self.by_name.get(&draft.name).map_or(&[][..], Vec::as_slice);
        namesakes.iter().filter_map(|at| self.people.get(*at)).any(|person| {
            let membership = self.membership(person.id).filter(|held| held.to_on.is_none());
            let is_there = membership.is_some_and(|held| Place::Known(held.branch_id) == branch);
            is_there && !is_told_apart(person, draft)
        })
    }

    /// By ID number, then by name and birth, then by name and phone.
    pub fn find(&self, draft: &Draft) -> Found {
        let number = draft.id_number.as_ref().map(|number| number.as_str());
        if let Some(same) = number.and_then(|number| self.by_id_number.get(number)) {
            return self.by_number(draft, same);
        }
        let namesakes = self.by_name.get(&draft.name).map_or(&[][..], Vec::as_slice);
        let person = |at: &&usize| self.people.get(**at);
        let possible = || namesakes.iter().filter(|at| person(at).is_some_and(|p| may_be(p, draft)));
        let by_birth = possible().filter(|at| person(at).is_some_and(|p| has_birth(p, draft)));
        let by_birth: Vec<usize> = by_birth.copied().collect();
        if !by_birth.is_empty() {
            return self.narrowed(&by_birth, draft);
        }
        let by_phone = possible().filter(|at| person(at).is_some_and(|p| has_phone(p, draft)));
        self.narrowed(&by_phone.copied().collect::<Vec<_>>(), draft)
    }

    fn by_number(&self, draft: &Draft, same: &[usize]) -> Found {
        let named = same.iter().filter(|at| self.people.get(**at).is_some_and(|p| p.name == draft.name));
        match (named.copied().collect::<Vec<_>>().as_slice(), same) {
            ([one], _) => Found::One(*one),
            ([], [other, ..]) => Found::OtherName(*other),
            (several, _) => Found::Several(several.len()),
        }
    }

    /// Among several the phone decides.
    fn narrowed(&self, found: &[usize], draft: &Draft) -> Found {
        match found {
            [] => Found::Nobody,
            [one] => Found::One(*one),
            several => {
                let is_called = |at: &&usize| self.people.get(**at).is_some_and(|p| has_phone(p, draft));
                match several.iter().filter(is_called).copied().collect::<Vec<_>>().as_slice() {
                    [one] => Found::One(*one),
                    _ => Found::Several(several.len()),
                }
            }
        }
    }
}

/// Two different ID numbers are two people.
fn may_be(person: &Person, draft: &Draft) -> bool {
    match (&person.id_number, &draft.id_number) {
        (Some(known), Some(said)) => known == said.as_str(),
        _ => true,
    }
}

/// Book and row say something that only two people can say.
fn is_told_apart(person: &Person, draft: &Draft) -> bool {
    let differ = |known: Option<PartialDay>, said: Option<PartialDay>| {
        known.zip(said).is_some_and(|(known, said)| !known.agrees_with(said))
    };
    let by_phone = person.phone.is_some() && !draft.phones.is_empty();
    !may_be(person, draft)
        || by_phone
        || differ(person.birth_on, draft.birth)
        || differ(person.joined_on, draft.joined)
}

fn has_birth(person: &Person, draft: &Draft) -> bool {
    matches!((person.birth_on, draft.birth), (Some(known), Some(said)) if known.agrees_with(said))
}

fn has_phone(person: &Person, draft: &Draft) -> bool {
    let known = [&person.phone, &person.other_phone].into_iter().flatten();
    let known: Vec<String> =
        known.flat_map(|text| read_phones(text).numbers).map(|number| number.text).collect();
    draft.phones.iter().any(|said| known.contains(said))
}
