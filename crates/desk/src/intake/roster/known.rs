//! Who is in the book already: what tells people apart, loaded once, asked by ID number, by name and birth, by name
//! and phone. Must not decide what a match means.

use std::collections::{HashMap, HashSet};

use branchbook_domain::key::{MembershipId, OrganisationId, PersonId};
use branchbook_ledger::Reading;
use branchbook_ledger::table::import;
use branchbook_ledger::table::membership::ConditionKind;
use branchbook_ledger::table::merge;
use branchbook_ledger::table::person::{self, Identity};

use super::place::Place;
use super::who::{Who, differ};
use crate::error::Result;
use crate::person::find::{self, decide};

/// The people of the book.
pub(super) struct Known {
    people: Vec<Identity>,
    /// Positions of the people with an ID number, in the order of the numbers.
    by_id_number: Vec<u32>,
    /// Positions of all people, in the order of the names.
    by_name: Vec<u32>,
    memberships: HashMap<PersonId, LastMembership>,
    /// What holds of whom without an end.
    conditions: HashSet<(PersonId, ConditionKind)>,
    /// Position of the record that stands, by that of the record that gave way.
    standing: HashMap<usize, usize>,
}

/// The last membership of a person, ended or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastMembership {
    pub id: MembershipId,
    pub branch: OrganisationId,
    pub group: Option<OrganisationId>,
    pub is_ended: bool,
}

/// What was found for a row, by position.
pub(super) type Found = find::Found<usize>;

impl Known {
    /// Loads the people.
    pub fn load(reading: &Reading<'_>) -> Result<Self> {
        let people = person::identities(reading)?;
        let mut known = Self {
            by_id_number: in_order(&people, |person| person.id_number.as_deref()),
            by_name: in_order(&people, |person| Some(&person.name)),
            memberships: HashMap::new(),
            conditions: conditions(reading)?,
            standing: standing(reading, &people)?,
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
        // Of records that became one, the one that stands is meant.
        let mut places: Vec<usize> = Vec::new();
        let mut met = HashSet::new();
        for (at, _) in self.standing_at(numbered).chain(self.standing_at(self.named(who.name))) {
            if met.insert(at) {
                places.push(at);
            }
        }
        places.into_iter().filter_map(|at| self.people.get(at)).collect()
    }

    /// Everybody of a name.
    pub fn of_name(&self, name: &str) -> impl Iterator<Item = PersonId> {
        self.standing_at(self.named(name)).filter_map(|(at, _)| Some(self.people.get(at)?.id))
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

    /// Whether something holds of a person.
    pub fn holds(&self, person: PersonId, kind: ConditionKind) -> bool {
        self.conditions.contains(&(person, kind))
    }

    /// How many people of this name are in the book.
    pub fn namesakes(&self, name: &str) -> usize {
        let people: HashSet<usize> = self.standing_at(self.named(name)).map(|(at, _)| at).collect();
        people.len()
    }

    /// Whether a member of this branch has the name and nothing tells the two apart.
    pub fn is_unclear(&self, who: &Who<'_>, branch: Place) -> bool {
        self.at(self.named(who.name)).any(|(_, person)| {
            let membership = self.membership(person.id).filter(|held| !held.is_ended);
            let is_there = membership.is_some_and(|held| Place::Known(held.branch) == branch);
            is_there && !is_told_apart(person, who)
        })
    }

    /// By ID number, then by name and birth, then by name and phone. A birth that may be two months is looked for with
    /// both.
    pub fn find(&self, who: &Who<'_>) -> Found {
        let found = self.find_by(who, &who.clue());
        match (found, who.other_clue().map(|clue| self.find_by(who, &clue))) {
            (found, None | Some(Found::Nobody)) => found,
            (Found::Nobody, Some(other)) => other,
            (found, Some(other)) if found == other => found,
            _ => Found::Several(2),
        }
    }

    fn find_by(&self, who: &Who<'_>, clue: &find::Clue<'_>) -> Found {
        let numbered = who.id_number.map_or(&[][..], |number| self.numbered(number));
        decide(clue, self.standing_at(numbered), self.standing_at(self.named(who.name)))
    }

    /// Somebody of the name who has another ID number, but so that one of the two seems mistyped.
    pub fn near(&self, who: &Who<'_>) -> Option<usize> {
        who.id_number?;
        let clues: Vec<find::Clue<'_>> = [Some(who.clue()), who.other_clue()].into_iter().flatten().collect();
        let mut named = self.standing_at(self.named(who.name));
        named.find(|(_, person)| clues.iter().any(|clue| find::is_near(*person, clue))).map(|(at, _)| at)
    }

    fn standing_at<'a>(&'a self, places: &'a [u32]) -> impl Iterator<Item = (usize, &'a Identity)> + Clone {
        self.at(places).map(|(at, person)| (self.standing.get(&at).copied().unwrap_or(at), person))
    }

    fn at<'a>(&'a self, places: &'a [u32]) -> impl Iterator<Item = (usize, &'a Identity)> + Clone {
        places.iter().filter_map(|at| Some((*at as usize, self.people.get(*at as usize)?)))
    }

    fn named(&self, name: &str) -> &[u32] {
        equal(&self.by_name, |at| self.people.get(at).map(|person| person.name.as_str()), name)
    }

    fn numbered(&self, number: &str) -> &[u32] {
        equal(&self.by_id_number, |at| self.people.get(at)?.id_number.as_deref(), number)
    }
}

fn conditions(reading: &Reading<'_>) -> Result<HashSet<(PersonId, ConditionKind)>> {
    let mut all = HashSet::new();
    for kind in ConditionKind::ALL {
        let people = import::people_in_condition(reading, *kind)?;
        all.extend(people.into_iter().map(|person| (person, *kind)));
    }
    Ok(all)
}

/// Positions of the records that stand, by those of the records that gave way.
fn standing(reading: &Reading<'_>, people: &[Identity]) -> Result<HashMap<usize, usize>> {
    let place = |id: PersonId| people.binary_search_by_key(&id, |person| person.id).ok();
    let merged = merge::standing_of_all(reading)?;
    Ok(merged.into_iter().filter_map(|(from, into)| Some((place(from)?, place(into)?))).collect())
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

/// Book and row say something that only two people can say.
fn is_told_apart(person: &Identity, who: &Who<'_>) -> bool {
    let by_phone = person.phone.is_some() && !who.phones.is_empty();
    !find::may_be(person, &who.clue())
        || by_phone
        || differ(person.birth_on, who.birth.into_iter().chain(who.or_birth))
        || differ(person.joined_on, who.joined)
}
