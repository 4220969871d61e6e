//! Finds the person of a slip, indexed for many slips; by which rule, `person::find` says. Must not guess between two.

use std::collections::{BTreeMap, HashMap};

use branchbook_domain::key::PersonId;
use branchbook_ledger::Stored;
use branchbook_ledger::table::person::Person;

use super::slip::Slip;
use crate::person::find::{self, Clue, decide, phones_of};

/// The people that may be meant, indexed for many slips.
#[derive(Debug, Default)]
pub(crate) struct People {
    all: Vec<Stored<Person>>,
    by_key: HashMap<PersonId, usize>,
    by_id_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    standing: BTreeMap<PersonId, PersonId>,
}

/// Whom a slip means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Found {
    /// One person of the book.
    One(Box<Stored<Person>>),
    /// Nobody; `namesakes` people bear the same name.
    Nobody {
        /// People of that name who are others.
        namesakes: usize,
    },
    /// The ID number belongs to somebody of another name.
    OtherName(String),
    /// Somebody of this name has an ID number that seems to be the same, mistyped.
    Near(String),
    /// Several fit.
    Several,
}

impl People {
    /// An index of these people; `standing` says which record stands for one that gave way.
    pub fn of(all: Vec<Stored<Person>>, standing: BTreeMap<PersonId, PersonId>) -> Self {
        let mut people = Self { standing, ..Self::default() };
        for (at, person) in all.iter().enumerate() {
            if let Some(number) = &person.id_number {
                people.by_id_number.entry(number.clone()).or_default().push(at);
            }
            people.by_name.entry(person.name.clone()).or_default().push(at);
            people.by_key.insert(person.id, at);
        }
        people.all = all;
        people
    }

    /// The person with this key.
    pub fn get(&self, id: PersonId) -> Option<&Stored<Person>> {
        self.all.get(*self.by_key.get(&id)?)
    }

    /// Whom the slip means.
    pub fn find(&self, slip: &Slip) -> Found {
        let number = slip.id_text();
        let phones = phones_of([slip.phone.as_deref()]);
        let birth = slip.birth();
        let clue = Clue { name: &slip.name, id_number: number.as_deref(), birth, phones: &phones };
        let numbered = number.as_ref().and_then(|number| self.by_id_number.get(number));
        let namesakes = self.by_name.get(&slip.name);
        let nobody = || match self.at(namesakes).find(|(_, person)| find::is_near(*person, &clue)) {
            Some((_, person)) => Found::Near(person.name.clone()),
            None => Found::Nobody { namesakes: self.keys(namesakes) },
        };
        match decide(&clue, self.at(numbered), self.at(namesakes)) {
            find::Found::One(id) => {
                self.get(id).map_or_else(nobody, |person| Found::One(Box::new(person.clone())))
            }
            find::Found::OtherName(id) => {
                Found::OtherName(self.get(id).map(|person| person.name.clone()).unwrap_or_default())
            }
            find::Found::Several(_) => Found::Several,
            find::Found::Nobody => nobody(),
        }
    }

    /// Everybody of a name, each once.
    pub fn named(&self, name: &str) -> std::collections::BTreeSet<PersonId> {
        self.at(self.by_name.get(name)).map(|(key, _)| key).collect()
    }

    fn at<'a>(
        &'a self,
        places: Option<&'a Vec<usize>>,
    ) -> impl Iterator<Item = (PersonId, &'a Person)> + Clone {
        let known = places.into_iter().flatten().filter_map(|at| self.all.get(*at));
        known.map(|person| (self.key(person.id), &person.value))
    }

    fn key(&self, id: PersonId) -> PersonId {
        self.standing.get(&id).copied().unwrap_or(id)
    }

    /// How many different people stand at these places.
    fn keys(&self, places: Option<&Vec<usize>>) -> usize {
        let keys: std::collections::BTreeSet<PersonId> = self.at(places).map(|(key, _)| key).collect();
        keys.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::slip::tests::slip;
    use super::*;

    const NUMBER: &str = "532599199511258982";
    const OTHER: &str = "532599199602023185";

    fn people(known: &[Slip]) -> People {
        let rows = known.iter().zip(1..);
        let all = rows.map(|(slip, id)| Stored { id: PersonId(id), made_by: 1, value: slip.new_person() });
        People::of(all.collect(), BTreeMap::new())
    }

    fn outcome(known: &[Slip], said: &Slip) -> String {
        match people(known).find(said) {
            Found::One(person) => format!("one {}", person.id),
            Found::Nobody { namesakes } => format!("nobody {namesakes}"),
            Found::OtherName(name) => format!("other {name}"),
            Found::Several => "several".to_owned(),
            Found::Near(name) => format!("near {name}"),
        }
    }

    #[test]
    fn the_id_number_decides_then_name_and_phone() {
        let known = [
            slip("方娟", Some(NUMBER), Some("19900006538")),
            slip("邱俊", None, Some("19900000001、0873-3700000")),
        ];
        for (said, expected) in [
            (slip("方娟", Some(NUMBER), None), "one 1"),
            (slip("方绢", Some(NUMBER), None), "other 方娟"),
            (slip("方娟", None, Some("19900006538")), "one 1"),
            (slip("方娟", Some(OTHER), Some("19900006538")), "nobody 1"),
            (slip("方娟", Some("532599199511258983"), None), "near 方娟"),
            (slip("方娟", None, None), "nobody 1"),
            (slip("邱俊", Some(OTHER), Some("0873-3700000")), "one 2"),
            (slip("解子涵", Some(OTHER), Some("19900006538")), "nobody 0"),
        ] {
            assert_eq!(outcome(&known, &said), expected, "{} {:?}", said.name, said.phone);
        }
    }

    #[test]
    fn two_that_fit_are_not_guessed_between() {
        let known = [slip("邱俊", None, Some("19900000001")), slip("邱俊", None, Some("19900000001"))];
        assert_eq!(outcome(&known, &slip("邱俊", None, Some("19900000001"))), "several");
    }
}
