//! The one way to find a person: by ID number, then by name and birth, then by name and phone. Forms, report-ins and
//! imports go by it. A record that gave way finds the one that stands for it. Must not guess between two people.

use std::collections::BTreeSet;

use branchbook_domain::day::PartialDay;
use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::PersonId;
use branchbook_domain::phone::read_phones;
use branchbook_ledger::table::membership::people_named;
use branchbook_ledger::table::merge;
use branchbook_ledger::table::person::{self, Identity, Person};
use branchbook_ledger::{LedgerError, Reading, Stored};

/// What is known of somebody who is looked for. The ID number has its eighteen places, as `read_id` gives them: one of
/// fifteen places and a small x are the same number by then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clue<'a> {
    /// Name.
    pub name: &'a str,
    /// ID number.
    pub id_number: Option<&'a str>,
    /// Birth as far as it is known.
    pub birth: Option<PartialDay>,
    /// Phones, cleaned.
    pub phones: &'a Phones,
}

/// What a record says that tells people apart.
pub(crate) trait Told {
    /// Name.
    fn name(&self) -> &str;
    /// ID number.
    fn id_number(&self) -> Option<&str>;
    /// Birth as far as it is known.
    fn birth(&self) -> Option<PartialDay>;
    /// Both fields of phones, as they were written.
    fn phones(&self) -> [Option<&str>; 2];
}

macro_rules! told {
    ($($type:ty),+) => {$(
        impl Told for $type {
            fn name(&self) -> &str {
                &self.name
            }
            fn id_number(&self) -> Option<&str> {
                self.id_number.as_deref()
            }
            fn birth(&self) -> Option<PartialDay> {
                self.birth_on
            }
            fn phones(&self) -> [Option<&str>; 2] {
                [self.phone.as_deref(), self.other_phone.as_deref()]
            }
        }
    )+};
}

told!(Person, Identity, merge::Namesake);

/// Who was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<K> {
    /// Nobody.
    Nobody,
    /// One person.
    One(K),
    /// The ID number belongs to a person of another name.
    OtherName(K),
    /// More than one person fits.
    Several(usize),
}

/// Decides among the people of the same number and those of the same name, each with the key of the record that
/// stands.
pub(crate) fn decide<'p, K: Copy + Ord, P: Told + 'p>(
    clue: &Clue<'_>,
    numbered: impl Iterator<Item = (K, &'p P)>,
    named: impl Iterator<Item = (K, &'p P)>,
) -> Found<K> {
    let mut same = numbered.peekable();
    if let Some((first, _)) = same.peek().copied() {
        let keys = same.filter(|(_, person)| person.name() == clue.name).map(|(key, _)| key).collect();
        return match one_of(&keys) {
            Found::Nobody => Found::OtherName(first),
            found => found,
        };
    }
    let possible: Vec<(K, &P)> = named.filter(|(_, person)| may_be(*person, clue)).collect();
    let fitting = |fits: fn(&P, &Clue<'_>) -> bool| -> BTreeSet<K> {
        possible.iter().filter(|(_, person)| fits(person, clue)).map(|(key, _)| *key).collect()
    };
    let by_birth = fitting(has_birth);
    let found = if by_birth.is_empty() { fitting(has_phone) } else { by_birth };
    if found.len() < 2 {
        return one_of(&found);
    }
    // Among several the phone decides.
    let called: BTreeSet<K> = fitting(has_phone).intersection(&found).copied().collect();
    match one_of(&called) {
        Found::One(key) => Found::One(key),
        _ => Found::Several(found.len()),
    }
}

fn one_of<K: Copy + Ord>(keys: &BTreeSet<K>) -> Found<K> {
    match (keys.first(), keys.len()) {
        (None, _) => Found::Nobody,
        (Some(one), 1) => Found::One(*one),
        (Some(_), several) => Found::Several(several),
    }
}

/// Two different ID numbers are two people.
pub(crate) fn may_be<P: Told>(person: &P, clue: &Clue<'_>) -> bool {
    match (person.id_number(), clue.id_number) {
        (Some(known), Some(said)) => known == said,
        _ => true,
    }
}

/// Two numbers of one name of which one seems mistyped: a slip of the pen apart, or birth and phone agree.
pub(crate) fn is_near<P: Told>(person: &P, clue: &Clue<'_>) -> bool {
    let number = |text: Option<&str>| text.and_then(IdNumber::from_plain);
    let Some((known, said)) = number(person.id_number()).zip(number(clue.id_number)) else { return false };
    known != said && (known.is_slip_of(&said) || (has_birth(person, clue) && has_phone(person, clue)))
}

/// Both births are known and may be one day.
pub(crate) fn has_birth<P: Told>(person: &P, clue: &Clue<'_>) -> bool {
    matches!((person.birth(), clue.birth), (Some(known), Some(said)) if known.agrees_with(said))
}

/// A phone in either field is one of those said.
pub(crate) fn has_phone<P: Told>(person: &P, clue: &Clue<'_>) -> bool {
    if clue.phones.is_empty() {
        return false;
    }
    let mut known = person.phones().into_iter().flatten().flat_map(|text| read_phones(text).numbers);
    known.any(|known| clue.phones.iter().any(|said| said == known.text))
}

/// Numbers of telephones in their plain writing. An import holds those of a hundred thousand rows, and nearly all have
/// one: they stand in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Phones(Box<str>);

impl Phones {
    /// Numbers in their plain writing, which holds no 、.
    pub fn of(numbers: impl IntoIterator<Item = String>) -> Self {
        let mut numbers = numbers.into_iter();
        let first = numbers.next().unwrap_or_default();
        Self(numbers.fold(first, |all, number| all + "、" + &number).into_boxed_str())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split('、').filter(|number| !number.is_empty())
    }

    /// Whether both hold one number.
    pub fn share(&self, other: &Self) -> bool {
        self.iter().any(|number| other.iter().any(|known| known == number))
    }
}

/// The numbers in fields of phones.
pub(crate) fn phones_of<'a>(fields: impl IntoIterator<Item = Option<&'a str>>) -> Phones {
    let numbers = fields.into_iter().flatten().flat_map(|text| read_phones(text).numbers);
    Phones::of(numbers.map(|number| number.text))
}

/// Looks for somebody in the book other than `own`.
pub(crate) fn find(
    reading: &Reading<'_>,
    clue: &Clue<'_>,
    own: Option<PersonId>,
) -> Result<Found<PersonId>, LedgerError> {
    let standing = merge::standing_of_all(reading)?;
    let key = |stored: &Stored<Person>| standing.get(&stored.id).copied().unwrap_or(stored.id);
    let numbered = match clue.id_number {
        Some(number) => person::list_by_id_number(reading, number)?,
        None => Vec::new(),
    };
    let named = people_named(reading, clue.name, None)?;
    let each = |stored| (key(stored), &stored.value);
    let is_other = |(key, _): &(PersonId, &Person)| own != Some(*key);
    Ok(decide(clue, numbered.iter().map(each).filter(is_other), named.iter().map(each).filter(is_other)))
}

#[cfg(test)]
mod tests {
    use branchbook_domain::id_number::read_id;
    use branchbook_ledger::table::person::Person;
    use uuid::Uuid;

    use super::*;

    const NUMBER: &str = "532599199511258982";
    const OTHER: &str = "532599199602023185";

    fn person(name: &str, id: Option<&str>, birth: Option<&str>, phones: [Option<&str>; 2]) -> Person {
        Person {
            id_number: id.map(str::to_owned),
            birth_on: birth.map(|birth| birth.parse().unwrap()),
            phone: phones[0].map(str::to_owned),
            other_phone: phones[1].map(str::to_owned),
            ..Person::named(Uuid::nil(), name)
        }
    }

    /// The first three stand for themselves; the last gave way to the first.
    fn town() -> Vec<(usize, Person)> {
        vec![
            (0, person("方娟", Some(NUMBER), Some("1995-11-25"), [Some("19900006538"), None])),
            (1, person("邱俊", None, Some("1960-03"), [Some("19900000001"), Some("0873-3700000")])),
            (2, person("邱俊", None, Some("1960-07-02"), [Some("19900000002"), None])),
            (0, person("方绢", None, Some("1995"), [Some("19900007777"), None])),
        ]
    }

    fn found(name: &str, id: Option<&str>, birth: Option<&str>, phone: Option<&str>) -> Found<usize> {
        let town = town();
        let number = id.and_then(|id| read_id(id).number).map(|number| number.as_str().to_owned());
        let phones = phones_of([phone]);
        let clue = Clue {
            name,
            id_number: number.as_deref(),
            birth: birth.map(|birth| birth.parse().unwrap()),
            phones: &phones,
        };
        let same =
            |person: &Person| clue.id_number.is_some() && person.id_number.as_deref() == clue.id_number;
        let each = |(key, person): &'static (usize, Person)| (*key, person);
        let town: &'static [(usize, Person)] = Box::leak(town.into_boxed_slice());
        decide(
            &clue,
            town.iter().filter(|(_, person)| same(person)).map(each),
            town.iter().filter(|(_, person)| person.name == name).map(each),
        )
    }

    #[test]
    fn the_number_decides_then_birth_then_phone() {
        for (name, id, birth, phone, expected) in [
            ("方娟", Some(NUMBER), None, None, Found::One(0)),
            ("方娟", Some("532599951125898"), None, None, Found::One(0)),
            ("方娟", Some(OTHER), Some("1995-11-25"), Some("19900006538"), Found::Nobody),
            ("方绢", Some(NUMBER), None, None, Found::OtherName(0)),
            ("方娟", None, Some("1995"), None, Found::One(0)),
            ("方娟", None, Some("1995-11"), None, Found::One(0)),
            ("方娟", None, Some("1995-12"), None, Found::Nobody),
            ("方娟", None, None, Some("199 0000 6538"), Found::One(0)),
            ("方娟", None, None, None, Found::Nobody),
            ("邱俊", None, Some("1960"), None, Found::Several(2)),
            ("邱俊", None, Some("1960"), Some("(0873)3700000"), Found::One(1)),
            ("邱俊", None, Some("1960-07"), Some("0873-3700000"), Found::One(2)),
            ("邱俊", None, None, Some("08733700000"), Found::One(1)),
            ("邱俊", Some(OTHER), None, Some("19900000002"), Found::One(2)),
            ("方绢", None, None, Some("19900007777"), Found::One(0)),
            ("解子涵", None, Some("1960"), Some("19900000002"), Found::Nobody),
        ] {
            assert_eq!(found(name, id, birth, phone), expected, "{name} {id:?} {birth:?} {phone:?}");
        }
    }

    #[test]
    fn a_small_x_is_the_same_number() {
        assert_eq!(read_id("53259919920124021x").number, read_id("53259919920124021X").number);
    }
}
