//! The fields of two records beside each other, and the person that comes of choosing between them. ID number, phones
//! and address are shown masked.

use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::PlaceId;
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading};

use crate::member::word::{field_label, text_in_words};

/// One of the two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// The one that came earlier.
    Left,
    /// The other.
    Right,
}

impl Side {
    /// Its name in requests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    /// The side with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Left, Self::Right].into_iter().find(|side| side.code() == code)
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Left => "左",
            Self::Right => "右",
        }
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// That of two.
    pub fn of<'a, T>(self, left: &'a T, right: &'a T) -> &'a T {
        match self {
            Self::Left => left,
            Self::Right => right,
        }
    }
}

/// What may stand together: the remarks of both.
pub(crate) const BOTH: &str = "both";
/// The remark.
pub(crate) const NOTE: &str = "note";

/// A field: its column, its stored text, and how it is taken from another record.
pub(crate) struct Field {
    /// Its column, and its name in requests.
    pub column: &'static str,
    text: fn(&Person) -> Option<String>,
    take: fn(&mut Person, &Person),
}

macro_rules! fields {
    ($($column:ident: |$person:ident| $text:expr;)+) => {
        &[$(Field {
            column: stringify!($column),
            text: |$person| $text,
            take: |into, from| into.$column.clone_from(&from.$column),
        }),+]
    };
}

/// All fields in the order of the form.
pub(crate) const FIELDS: &[Field] = &[Field {
    column: "name",
    text: |person| Some(person.name.clone()),
    take: |into, from| {
        into.name.clone_from(&from.name);
        into.pinyin.clone_from(&from.pinyin);
        into.initials.clone_from(&from.initials);
    },
}];

/// The fields that may be empty.
pub(crate) const MORE: &[Field] = fields! {
    sex: |person| person.sex.clone();
    nation: |person| person.nation.clone();
    birth_on: |person| person.birth_on.map(|day| day.to_string());
    id_number: |person| person.id_number.clone();
    education: |person| person.education.clone();
    work_post: |person| person.work_post.clone();
    new_stratum: |person| person.new_stratum.clone();
    phone: |person| person.phone.clone();
    other_phone: |person| person.other_phone.clone();
    address: |person| person.address.clone();
    employer: |person| person.employer.clone();
    place_id: |person| person.place_id.map(|place| place.0.to_string());
    joined_on: |person| person.joined_on.map(|day| day.to_string());
    became_full_on: |person| person.became_full_on.map(|day| day.to_string());
    note: |person| person.note.clone();
};

/// All fields.
pub(crate) fn all() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().chain(MORE)
}

impl Field {
    /// What a person calls it.
    pub fn label(&self) -> &'static str {
        field_label(self.column).unwrap_or("所在地点")
    }

    /// What stands in it.
    pub fn stored(&self, person: &Person) -> Option<String> {
        (self.text)(person).filter(|text| !text.is_empty())
    }

    /// What stands in it, in words and masked.
    pub fn shown(&self, reading: &Reading<'_>, person: &Person) -> Result<String, LedgerError> {
        let Some(text) = self.stored(person) else { return Ok(String::new()) };
        if self.column != "place_id" {
            return Ok(text_in_words(self.column, &text));
        }
        let place = person.place_id.map(|place: PlaceId| reading.get::<Place>(place)).transpose()?.flatten();
        Ok(place.map(|place| place.value.name).unwrap_or_default())
    }

    /// Whether both say something, and not the same.
    pub fn differs(&self, left: &Person, right: &Person) -> bool {
        matches!((self.stored(left), self.stored(right)), (Some(left), Some(right)) if left != right)
    }

    /// The side that says more: a number with a right check digit, a day known whole, the longer text; of equal ones
    /// `newer`.
    pub fn fuller(&self, left: &Person, right: &Person, newer: Side) -> Side {
        let weight = |person: &Person| {
            let text = self.stored(person).unwrap_or_default();
            let is_right = self.column == "id_number"
                && IdNumber::from_plain(&text).is_some_and(|number| number.has_right_checksum());
            let length = if matches!(self.column, "name" | "employer" | "address") || is_coded(self.column) {
                usize::from(!text.is_empty())
            } else {
                text.chars().count()
            };
            (is_right, length)
        };
        match weight(left).cmp(&weight(right)) {
            std::cmp::Ordering::Less => Side::Right,
            std::cmp::Ordering::Equal => newer,
            std::cmp::Ordering::Greater => Side::Left,
        }
    }

    /// Takes it from another record.
    pub fn take(&self, into: &mut Person, from: &Person) {
        (self.take)(into, from);
    }
}

/// Of codes and names the longer one says no more.
fn is_coded(column: &str) -> bool {
    matches!(column, "sex" | "nation" | "education" | "work_post" | "new_stratum" | "place_id")
}

/// Both remarks, one behind the other.
pub(crate) fn both_notes(left: &Person, right: &Person) -> Option<String> {
    match (&left.note, &right.note) {
        (Some(left), Some(right)) if left != right => Some(format!("{left}；{right}")),
        (left, right) => left.clone().or_else(|| right.clone()),
    }
}
