//! What tells one person of a roster from another, and the little that is kept of every row until all are read.
//! Must not look into the book.

use std::collections::HashMap;
use std::sync::Arc;

use branchbook_domain::day::PartialDay;

use super::draft::{Draft, Note};
use super::field::key;
use super::place::Place;
use super::rare::{NOTHING, Rare, october};
use crate::person::find::{Clue, Phones};

/// Places of an ID number.
const DIGITS: usize = 18;

/// What tells people apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who<'a> {
    pub name: &'a str,
    pub id_number: Option<&'a str>,
    pub birth: Option<PartialDay>,
    /// The other month that the birth may be.
    pub or_birth: Option<PartialDay>,
    pub joined: Option<PartialDay>,
    pub phones: &'a Phones,
}

impl<'a> Who<'a> {
    /// What the person is found by.
    pub fn clue(&self) -> Clue<'a> {
        Clue { name: self.name, id_number: self.id_number, birth: self.birth, phones: self.phones }
    }

    /// The same with the other month that the birth may be.
    pub fn other_clue(&self) -> Option<Clue<'a>> {
        let birth = Some(self.or_birth?);
        Some(Clue { birth, ..self.clue() })
    }
}

/// Both are known, and they cannot be one day, whichever of the days that each can be.
pub(super) fn differ(
    one: impl IntoIterator<Item = PartialDay>,
    other: impl IntoIterator<Item = PartialDay>,
) -> bool {
    let others: Vec<PartialDay> = other.into_iter().collect();
    let mut ones = one.into_iter().peekable();
    ones.peek().is_some()
        && !others.is_empty()
        && ones.all(|one| others.iter().all(|other| !one.agrees_with(*other)))
}

/// A row as it is kept: everything that the decision about it and about other rows needs, and nothing else. A
/// hundred thousand of them are held at once.
#[derive(Debug)]
pub(super) struct Entry {
    /// Number of the name in [`Names`].
    pub name: u32,
    id_number: Option<[u8; DIGITS]>,
    pub birth: Option<PartialDay>,
    pub joined: Option<PartialDay>,
    pub phones: Phones,
    /// Where the row puts the person; `None` if the row is refused for it.
    pub branch: Option<Place>,
    /// Number of the group's name in [`Names`].
    pub group: Option<u32>,
    /// Whether somebody is away, if a column says it.
    pub is_mobile: Option<bool>,
    /// Whether nobody can reach somebody, if a column says it.
    pub is_lost: Option<bool>,
    /// What few rows say.
    rare: Option<Box<Rare>>,
    /// What deserves a look.
    pub notes: Box<[Note]>,
}

impl Entry {
    /// Keeps what matters of a draft.
    pub fn of(draft: Draft, branch: Option<Place>, names: &mut Names) -> Self {
        let digits = draft.id_number.as_ref().and_then(|number| number.as_str().as_bytes().try_into().ok());
        Self {
            name: names.number(&draft.name),
            id_number: digits,
            birth: draft.birth,
            joined: draft.joined,
            phones: Phones::of(draft.phones),
            branch,
            group: draft.group.as_deref().map(|group| names.number(group)),
            is_mobile: draft.is_mobile,
            is_lost: draft.is_lost,
            rare: (!draft.rare.is_nothing()).then(|| Box::new(draft.rare)),
            notes: draft.notes.into(),
        }
    }

    /// What few rows say.
    pub fn rare(&self) -> &Rare {
        self.rare.as_deref().unwrap_or(&NOTHING)
    }

    /// What the birth can be: two months where it was written so.
    pub fn births(&self) -> impl Iterator<Item = PartialDay> {
        self.birth.into_iter().chain(self.or_birth())
    }

    /// What the day of joining can be.
    pub fn joinings(&self) -> impl Iterator<Item = PartialDay> {
        let other = self.joined.filter(|_| self.rare().is_unsure(key::JOINED)).and_then(october);
        self.joined.into_iter().chain(other)
    }

    fn or_birth(&self) -> Option<PartialDay> {
        self.birth.filter(|_| self.rare().is_unsure(key::BIRTH)).and_then(october)
    }

    /// The ID number.
    pub fn id_number(&self) -> Option<&str> {
        self.id_number.as_ref().and_then(|digits| std::str::from_utf8(digits).ok())
    }

    /// What tells the person of this row from others.
    pub fn who<'a>(&'a self, names: &'a Names) -> Who<'a> {
        Who {
            name: names.text(self.name),
            id_number: self.id_number(),
            birth: self.birth,
            or_birth: self.or_birth(),
            joined: self.joined.filter(|_| !self.rare().is_unsure(key::JOINED)),
            phones: &self.phones,
        }
    }

    /// Of one name already; without two ID numbers, birth or else phone tells.
    pub fn is_same_as(&self, other: &Self) -> bool {
        if self.id_number.is_some() && other.id_number.is_some() {
            return self.id_number == other.id_number;
        }
        match (self.birth, other.birth) {
            (Some(_), Some(_)) => !differ(self.births(), other.births()),
            _ => self.phones.share(&other.phones),
        }
    }
}

/// Names, each kept once and called by its number.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Names {
    /// The number of a name.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = name.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// The name of a number.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// The name of a number, for whoever keeps it longer.
    pub fn shared(&self, number: u32) -> Arc<str> {
        self.texts.get(number as usize).map_or_else(|| "".into(), Arc::clone)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.texts.len()
    }
}
