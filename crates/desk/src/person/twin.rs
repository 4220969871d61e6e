//! Which records look like one person: one ID number; or one name, and then a birth that may be the same, a phone in
//! common, or ID numbers that differ in one place. Offers pairs; whether they are one person, a person says.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::key::PersonId;
use branchbook_ledger::table::merge::{self, Namesake};
use branchbook_ledger::table::role;
use branchbook_ledger::{LedgerError, Reading};

use super::find::phones_of;

/// Two records, the lower key first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// The one that came earlier.
    pub left: PersonId,
    /// The other.
    pub right: PersonId,
}

/// Keys of people stay below; what lies above in a request is a pair.
const WIDTH: u32 = 31;

impl Pair {
    /// The pair of two records.
    pub fn of(one: PersonId, other: PersonId) -> Self {
        Self { left: one.min(other), right: one.max(other) }
    }

    /// One number for both, as a row of a folio needs it.
    pub fn key(self) -> i64 {
        (self.left.0 << WIDTH) | self.right.0
    }

    /// The pair of a number; `None` for the key of a single person.
    pub fn from_key(key: i64) -> Option<Self> {
        let (left, right) = (key >> WIDTH, key & ((1 << WIDTH) - 1));
        (left > 0 && left < right).then_some(Self { left: PersonId(left), right: PersonId(right) })
    }

    /// Whether the record is one of the two.
    pub fn has(self, person: PersonId) -> bool {
        self.left == person || self.right == person
    }
}

/// Why two records look like one person, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// One ID number.
    Number,
    /// One name, and ID numbers that differ in one place.
    NearNumber,
    /// One name, and births that may be one day.
    Birth,
    /// One name, and a phone in common.
    Phone,
}

impl Likeness {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Number => "身份证号相同",
            Self::NearNumber => "姓名相同，身份证号只差一位",
            Self::Birth => "姓名相同，出生日期相符",
            Self::Phone => "姓名相同，电话相同",
        }
    }
}

/// Pairs with what makes them look like one person.
pub(crate) type Twins = BTreeMap<Pair, BTreeSet<Likeness>>;

/// The pairs that look like one person and were not said to be two, in the order of their keys.
pub(crate) fn twins(reading: &Reading<'_>) -> Result<Twins, LedgerError> {
    unsaid(reading, all(&merge::same_numbers(reading)?, &merge::namesakes(reading)?))
}

/// The same of one person: only who shares the name or the number is read.
pub(crate) fn twins_of(reading: &Reading<'_>, person: PersonId) -> Result<Twins, LedgerError> {
    let mut found = all(&merge::same_number_of(reading, person)?, &merge::namesakes_of(reading, person)?);
    found.retain(|pair, _| pair.has(person));
    unsaid(reading, found)
}

/// Without those that were said to be two.
fn unsaid(reading: &Reading<'_>, mut found: Twins) -> Result<Twins, LedgerError> {
    if found.is_empty() {
        return Ok(found);
    }
    for said in role::distinct(reading)?.into_iter().filter(|said| said.withdrawn_on.is_none()) {
        found.remove(&Pair::of(said.person_id, said.other_id));
    }
    Ok(found)
}

/// The pairs among records of one number and records of one name, each sorted by it.
fn all(numbered: &[Namesake], named: &[Namesake]) -> Twins {
    let mut found = Twins::new();
    let mut note = |one: &Namesake, other: &Namesake, likeness| {
        found.entry(Pair::of(one.person, other.person)).or_default().insert(likeness);
    };
    for same in numbered.chunk_by(|one, other| one.id_number == other.id_number) {
        each_pair(same, |one, other| note(one, other, Likeness::Number));
    }
    for same in named.chunk_by(|one, other| one.name == other.name) {
        each_pair(same, |one, other| {
            alike(one, other).into_iter().for_each(|likeness| note(one, other, likeness));
            if share(one, other) {
                note(one, other, Likeness::Phone);
            }
        });
    }
    found
}

fn each_pair(same: &[Namesake], mut each: impl FnMut(&Namesake, &Namesake)) {
    for (at, one) in same.iter().enumerate() {
        same.iter().skip(at + 1).filter(|other| may_be(one, other)).for_each(|other| each(one, other));
    }
}

/// Two whole numbers that differ in more than one place are two people.
fn may_be(one: &Namesake, other: &Namesake) -> bool {
    match (&one.id_number, &other.id_number) {
        (Some(one), Some(other)) => one == other || is_near(one, other),
        _ => true,
    }
}

fn alike(one: &Namesake, other: &Namesake) -> Option<Likeness> {
    match (&one.id_number, &other.id_number, one.birth_on, other.birth_on) {
        (Some(one), Some(other), _, _) if is_near(one, other) => Some(Likeness::NearNumber),
        (_, _, Some(one), Some(other)) if one.agrees_with(other) => Some(Likeness::Birth),
        _ => None,
    }
}

/// Numbers are read only where it matters: of two namesakes with numbers of their own nobody asks.
fn share(one: &Namesake, other: &Namesake) -> bool {
    let phones = |person: &Namesake| phones_of([person.phone.as_deref(), person.other_phone.as_deref()]);
    let known = phones(one);
    !known.is_empty() && known.share(&phones(other))
}

/// As long as each other, and different in exactly one place.
fn is_near(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_one_number_and_a_single_key_is_none() {
        let pair = Pair::of(PersonId(100_000), PersonId(7));
        assert_eq!((pair.left, pair.right), (PersonId(7), PersonId(100_000)));
        assert_eq!(Pair::from_key(pair.key()), Some(pair));
        assert_eq!(Pair::from_key(100_000), None);
        assert_eq!(Pair::from_key(Pair { left: PersonId(7), right: PersonId(7) }.key()), None);
    }

    #[test]
    fn one_place_is_a_slip_of_the_pen_and_two_are_two_numbers() {
        assert!(is_near("532599199511258982", "532599199511258982".replace("25898", "25878").as_str()));
        assert!(!is_near("532599199511258982", "532599199511258982"));
        assert!(!is_near("532599199511258982", "532599199602023185"));
        assert!(!is_near("532599199511258982", "53259919951125898"));
    }
}
