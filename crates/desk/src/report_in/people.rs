//! Finds the person of a slip: by ID number, else by name and phone. Must not guess between two.

use std::collections::HashMap;

use branchbook_domain::key::PersonId;
use branchbook_ledger::Stored;
use branchbook_ledger::table::person::Person;

use super::slip::Slip;

/// The people that may be meant, indexed for many slips.
#[derive(Debug, Default)]
pub(crate) struct People {
    all: Vec<Stored<Person>>,
    by_id_number: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
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
    /// Several fit by name and phone.
    Several,
}

impl People {
    /// An index of these people.
    pub fn of(all: Vec<Stored<Person>>) -> Self {
        let mut people = Self::default();
        for (at, person) in all.iter().enumerate() {
            if let Some(number) = &person.id_number {
                people.by_id_number.entry(number.clone()).or_insert(at);
            }
            people.by_name.entry(person.name.clone()).or_default().push(at);
        }
        people.all = all;
        people
    }

    /// The person with this key.
    pub fn get(&self, id: PersonId) -> Option<&Stored<Person>> {
        self.all.iter().find(|person| person.id == id)
    }

    /// Whom the slip means.
    pub fn find(&self, slip: &Slip) -> Found {
        if let Some(known) = slip.id_text().and_then(|number| self.by_id_number.get(&number)) {
            return self.by_number(slip, *known);
        }
        let namesakes = self.by_name.get(&slip.name).map(Vec::as_slice).unwrap_or_default();
        let known = namesakes.iter().filter_map(|at| self.all.get(*at));
        let mut fits = known.filter(|person| is_same(person, slip));
        match (fits.next(), fits.next()) {
            (Some(one), None) => Found::One(Box::new(one.clone())),
            (Some(_), Some(_)) => Found::Several,
            (None, _) => Found::Nobody { namesakes: namesakes.len() },
        }
    }

    fn by_number(&self, slip: &Slip, at: usize) -> Found {
        match self.all.get(at) {
            Some(person) if person.name == slip.name => Found::One(Box::new(person.clone())),
            Some(person) => Found::OtherName(person.name.clone()),
            None => Found::Nobody { namesakes: 0 },
        }
    }
}

/// Of one name: the same phone, unless both have an ID number, which then are two different ones.
fn is_same(person: &Person, slip: &Slip) -> bool {
    let both_numbered = person.id_number.is_some() && slip.id_number.is_some();
    let known = person.phone.as_deref().unwrap_or_default();
    let said = slip.phone.as_deref().unwrap_or_default();
    !both_numbered
        && known.split('、').any(|one| !one.is_empty() && said.split('、').any(|other| other == one))
}

#[cfg(test)]
mod tests {
    use super::super::slip::tests::slip;
    use super::*;

    const NUMBER: &str = "532599199511258982";
    const OTHER: &str = "532599199602023185";

    fn people(known: &[Slip]) -> People {
        let rows = known.iter().zip(1..);
        People::of(
            rows.map(|(slip, id)| Stored { id: PersonId(id), made_by: 1, value: slip.new_person() })
                .collect(),
        )
    }

    fn outcome(known: &[Slip], said: &Slip) -> String {
        match people(known).find(said) {
            Found::One(person) => format!("one {}", person.id),
            Found::Nobody { namesakes } => format!("nobody {namesakes}"),
            Found::OtherName(name) => format!("other {name}"),
            Found::Several => "several".to_owned(),
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
