//! Who is in the book already: what tells people apart, loaded once, asked by ID number, by name and birth, by name
//! and phone. Must not decide what a match means.

use std::collections::{HashMap, HashSet};

use branchbook_domain::key::{MembershipId, OrganisationId, PersonId};
use branchbook_domain::phone::read_phones;
use branchbook_ledger::Reading;
use branchbook_ledger::table::import;
use branchbook_ledger::table::membership::ConditionKind;
use branchbook_ledger::table::person::{self, Identity};

use super::place::Place;
use super::who::{Who, differ};
use crate::error::Result;

/// The people of the book.
pub(super) struct Known {
    people: Vec<Identity>,
    /// Positions of the people with an ID number, in the order of the numbers.
    by_id_number: Vec<u32>,
    /// Positions of all people, in the order of the names.
    by_name: Vec<u32>,
    memberships: HashMap<PersonId, LastMembership>,
    mobile: HashSet<PersonId>,
}

/// The last membership of a person, ended or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastMembership {
    pub id: MembershipId,
    pub branch: OrganisationId,
    pub group: Option<OrganisationId>,
    pub is_ended: bool,
}

/// What was found for a row.
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
        let people = person::identities(reading)?;
        let mut known = Self {
            by_id_number: in_order(&people, |person| person.id_number.as_deref()),
            by_name: in_order(&people, |person| Some(&person.name)),
            memberships: HashMap::new(),
            mobile: import::people_in_condition(reading, ConditionKind::Mobile)?.into_iter().collect(),
            people,
        };
        import::each_membership(reading, |membership| {
            let last = LastMembership {
                id: membership.id,
                branch: membership.branch_id,
                group: membership.group_id,
                is_ended: membership.to_on.is_some(),
            };
            known.remember(membership.person_id, last);
        })?;
        Ok(known)
    }

    /// An open membership counts before an ended one, a later one before an earlier one.
    fn remember(&mut self, person: PersonId, last: LastMembership) {
        let before = self.memberships.get(&person);
        if before.is_none_or(|before| before.is_ended || !last.is_ended) {
            self.memberships.insert(person, last);
        }
    }

    /// The person at a position.
    pub fn person(&self, at: usize) -> Option<&Identity> {
        self.people.get(at)
    }

    /// Position of a person.
    pub fn position(&self, person: PersonId) -> Option<usize> {
        self.people.binary_search_by_key(&person, |known| known.id).ok()
    }

    /// Everybody whom a row could mean: of the same ID number or of the same name.
    pub fn candidates(&self, who: &Who<'_>) -> Vec<&Identity> {
        let numbered = who.id_number.map_or(&[][..], |number| self.numbered(number));
        let named = self.named(who.name).iter().filter(|at| !numbered.contains(at));
        numbered.iter().chain(named).filter_map(|at| self.people.get(*at as usize)).collect()
    }

    /// The last membership of a person.
    pub fn membership(&self, person: PersonId) -> Option<LastMembership> {
        self.memberships.get(&person).copied()
    }

    /// Everyone whose last membership is open, with it.
    pub fn members(&self) -> impl Iterator<Item = (&Identity, LastMembership)> {
        self.people.iter().filter_map(|person| {
            let membership = self.membership(person.id)?;
            (!membership.is_ended).then_some((person, membership))
        })
    }

    /// Whether a person is marked as mobile.
    pub fn is_mobile(&self, person: PersonId) -> bool {
        self.mobile.contains(&person)
    }

    /// How many people of this name are in the book.
    pub fn namesakes(&self, name: &str) -> usize {
        self.named(name).len()
    }

    /// Whether a member of this branch has the name and nothing tells the two apart.
    pub fn is_unclear(&self, who: &Who<'_>, branch: Place) -> bool {
        self.at(self.named(who.name)).any(|(_, person)| {
            let membership = self.membership(person.id).filter(|held| !held.is_ended);
            let is_there = membership.is_some_and(|held| Place::Known(held.branch) == branch);
            is_there && !is_told_apart(person, who)
        })
    }

    /// By ID number, then by name and birth, then by name and phone.
    pub fn find(&self, who: &Who<'_>) -> Found {
        let same = who.id_number.map_or(&[][..], |number| self.numbered(number));
        if !same.is_empty() {
            return self.by_number(who, same);
        }
        let namesakes = self.named(who.name);
        let fitting = |fits: fn(&Identity, &Who<'_>) -> bool| -> Vec<usize> {
            let possible = self.at(namesakes).filter(|(_, person)| may_be(person, who));
            possible.filter(|(_, person)| fits(person, who)).map(|(at, _)| at).collect()
        };
        let by_birth = fitting(has_birth);
        let found = if by_birth.is_empty() { fitting(has_phone) } else { by_birth };
        self.narrowed(&found, who)
    }

    fn at<'a>(&'a self, places: &'a [u32]) -> impl Iterator<Item = (usize, &'a Identity)> {
        places.iter().filter_map(|at| Some((*at as usize, self.people.get(*at as usize)?)))
    }

    fn named(&self, name: &str) -> &[u32] {
        equal(&self.by_name, |at| self.people.get(at).map(|person| person.name.as_str()), name)
    }

    fn numbered(&self, number: &str) -> &[u32] {
        equal(&self.by_id_number, |at| self.people.get(at)?.id_number.as_deref(), number)
    }

    fn by_number(&self, who: &Who<'_>, same: &[u32]) -> Found {
        let named: Vec<usize> =
            self.at(same).filter(|(_, person)| person.name == who.name).map(|(at, _)| at).collect();
        match (named.as_slice(), same) {
            ([one], _) => Found::One(*one),
            ([], [other, ..]) => Found::OtherName(*other as usize),
            (several, _) => Found::Several(several.len()),
        }
    }

    /// Among several the phone decides.
    fn narrowed(&self, found: &[usize], who: &Who<'_>) -> Found {
        match found {
            [] => Found::Nobody,
            [one] => Found::One(*one),
            several => {
                let is_called = |at: &&usize| self.people.get(**at).is_some_and(|p| has_phone(p, who));
                match several.iter().filter(is_called).copied().collect::<Vec<_>>().as_slice() {
                    [one] => Found::One(*one),
                    _ => Found::Several(several.len()),
                }
            }
        }
    }
}

/// Positions of the people who have such a text, in its order; of equal ones the earlier first.
fn in_order(people: &[Identity], text: impl Fn(&Identity) -> Option<&str>) -> Vec<u32> {
    let having = people.iter().zip(0_u32..).filter(|(person, _)| text(person).is_some());
    let mut places: Vec<u32> = having.map(|(_, at)| at).collect();
    places.sort_by(|one, other| {
        let text = |at: &u32| people.get(*at as usize).and_then(&text);
        text(one).cmp(&text(other))
    });
    places
}

/// The run of places whose text is this one.
fn equal<'a, 'p>(places: &'a [u32], text: impl Fn(usize) -> Option<&'p str>, wanted: &str) -> &'a [u32] {
    let first = places.partition_point(|at| text(*at as usize) < Some(wanted));
    let run = places.get(first..).unwrap_or_default();
    let length = run.partition_point(|at| text(*at as usize) == Some(wanted));
    run.get(..length).unwrap_or_default()
}

/// Two different ID numbers are two people.
fn may_be(person: &Identity, who: &Who<'_>) -> bool {
    match (&person.id_number, who.id_number) {
        (Some(known), Some(said)) => known == said,
        _ => true,
    }
}

/// Book and row say something that only two people can say.
fn is_told_apart(person: &Identity, who: &Who<'_>) -> bool {
    let by_phone = person.phone.is_some() && !who.phones.is_empty();
    !may_be(person, who)
        || by_phone
        || differ(person.birth_on, who.birth)
        || differ(person.joined_on, who.joined)
}

fn has_birth(person: &Identity, who: &Who<'_>) -> bool {
    matches!((person.birth_on, who.birth), (Some(known), Some(said)) if known.agrees_with(said))
}

fn has_phone(person: &Identity, who: &Who<'_>) -> bool {
    let known = [&person.phone, &person.other_phone].into_iter().flatten();
    let mut numbers = known.flat_map(|text| read_phones(text).numbers);
    numbers.any(|known| who.phones.iter().any(|said| **said == *known.text))
}
