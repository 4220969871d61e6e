//! One person in two rows of the file: the same again, or a contradiction. Two people of one name stay two.
//! Must not look into the book.

use std::collections::HashMap;

use branchbook_domain::day::PartialDay;

use super::draft::Draft;
use super::place::Place;
use crate::intake::SourceRow;

/// Earlier rows of one name that are compared at most; a file with more is no roster.
const MOST_COMPARED: usize = 500;

/// What a row repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// The same person as in an earlier row, by position.
    Again(usize),
    /// The same person in two branches.
    TwoBranches(usize),
    /// The same ID number under two names.
    TwoNames(usize),
    /// One name in one branch, and nothing that says whether it is one person or two.
    Unclear(usize),
}

impl Repeat {
    /// Position of the other row.
    pub fn other(self) -> usize {
        match self {
            Self::Again(at) | Self::TwoBranches(at) | Self::TwoNames(at) | Self::Unclear(at) => at,
        }
    }
}

/// A row as far as repeats go.
pub(super) struct Entry<'a> {
    pub row: &'a SourceRow,
    pub draft: &'a Draft,
    pub branch: Option<Place>,
}

/// For each row what it repeats. A contradiction stands on both rows: which one is right, nobody knows.
pub(super) fn find(entries: &[Entry<'_>]) -> Vec<Option<Repeat>> {
    let mut found = vec![None; entries.len()];
    let mut by_number: HashMap<&str, usize> = HashMap::new();
    let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let number = entry.draft.id_number.as_ref().map(|number| number.as_str());
        let namesakes = by_name.entry(&entry.draft.name).or_default();
        let first = number.and_then(|number| by_number.get(number).copied()).or_else(|| {
            let near = namesakes.iter().rev().take(MOST_COMPARED);
            near.copied()
                .find(|other| entries.get(*other).is_some_and(|other| is_same(other.draft, entry.draft)))
        });
        match first.and_then(|first| entries.get(first).map(|other| (first, other))) {
            Some((first, other)) => {
                let repeat = kind(entry, other, first);
                set(&mut found, at, repeat);
                if !matches!(repeat, Repeat::Again(_)) {
                    set(&mut found, first, turned(repeat, at));
                }
            }
            None => {
                for other in namesakes.iter().rev().take(MOST_COMPARED) {
                    mark_unclear(&mut found, entries, at, *other);
                }
                namesakes.push(at);
            }
        }
        if let Some(number) = number {
            by_number.entry(number).or_insert(at);
        }
    }
    found
}

/// Marks two rows of one name that nothing tells apart; a row that says who is meant is taken beside one that does not.
fn mark_unclear(found: &mut [Option<Repeat>], entries: &[Entry<'_>], at: usize, other: usize) {
    let (Some(row), Some(earlier)) = (entries.get(at), entries.get(other)) else { return };
    if row.branch.is_none() || row.branch != earlier.branch || are_told_apart(row.draft, earlier.draft) {
        return;
    }
    let alike = is_bare(row.draft) == is_bare(earlier.draft);
    if alike || is_bare(row.draft) {
        set(found, at, Repeat::Unclear(other));
    }
    if alike || is_bare(earlier.draft) {
        set(found, other, Repeat::Unclear(at));
    }
}

/// Nothing but the name says who is meant.
fn is_bare(draft: &Draft) -> bool {
    let has_day = draft.birth.is_some() || draft.joined.is_some();
    draft.id_number.is_none() && !has_day && draft.phones.is_empty()
}

/// Both rows say something that only two people can say.
fn are_told_apart(one: &Draft, other: &Draft) -> bool {
    let differ = |one: Option<PartialDay>, other: Option<PartialDay>| {
        one.zip(other).is_some_and(|(one, other)| !one.agrees_with(other))
    };
    let by_number = one.id_number.is_some() && other.id_number.is_some() && one.id_number != other.id_number;
    let by_phone = !one.phones.is_empty() && !other.phones.is_empty();
    by_number || by_phone || differ(one.birth, other.birth) || differ(one.joined, other.joined)
}

fn set(found: &mut [Option<Repeat>], at: usize, repeat: Repeat) {
    if let Some(slot) = found.get_mut(at) {
        *slot = Some(repeat);
    }
}

fn turned(repeat: Repeat, at: usize) -> Repeat {
    match repeat {
        Repeat::Again(_) => Repeat::Again(at),
        Repeat::TwoBranches(_) => Repeat::TwoBranches(at),
        Repeat::TwoNames(_) => Repeat::TwoNames(at),
        Repeat::Unclear(_) => Repeat::Unclear(at),
    }
}

fn kind(entry: &Entry<'_>, other: &Entry<'_>, first: usize) -> Repeat {
    if entry.draft.name != other.draft.name {
        Repeat::TwoNames(first)
    } else if entry.branch != other.branch {
        Repeat::TwoBranches(first)
    } else {
        Repeat::Again(first)
    }
}

/// Of one name already; without two ID numbers, birth or else phone tells.
fn is_same(one: &Draft, other: &Draft) -> bool {
    if one.id_number.is_some() && other.id_number.is_some() {
        return one.id_number == other.id_number;
    }
    match (one.birth, other.birth) {
        (Some(one), Some(other)) => one.agrees_with(other),
        _ => one.phones.iter().any(|phone| other.phones.contains(phone)),
    }
}
