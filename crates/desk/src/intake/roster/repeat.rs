//! One person in two rows of the file: the same again, or a contradiction. Two people of one name stay two.
//! Must not look into the book.

use std::collections::HashMap;

use super::who::{Entry, Names, differ};

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

/// For each row that repeats another, what it repeats. A contradiction stands on both rows: which one is right,
/// nobody knows.
pub(super) fn find(entries: &[Entry], names: &Names) -> HashMap<usize, Repeat> {
    let mut found = HashMap::new();
    let mut by_number: HashMap<&str, u32> = HashMap::with_capacity(entries.len());
    let mut by_name: Vec<Vec<u32>> = vec![Vec::new(); names.count()];
    for (entry, number) in entries.iter().zip(0_u32..) {
        let at = number as usize;
        let Some(namesakes) = by_name.get_mut(entry.name as usize) else { continue };
        let numbered = entry.id_number().and_then(|digits| by_number.get(digits).copied());
        match numbered.or_else(|| earlier(entry, namesakes, entries)).map(|first| first as usize) {
            Some(first) => {
                let repeat = kind(entry, entries.get(first), first);
                found.insert(at, repeat);
                if !matches!(repeat, Repeat::Again(_)) {
                    found.insert(first, turned(repeat, at));
                }
            }
            None => {
                for other in namesakes.iter().rev().take(MOST_COMPARED) {
                    mark_unclear(&mut found, entries, at, *other as usize);
                }
                namesakes.push(number);
            }
        }
        if let Some(digits) = entry.id_number() {
            by_number.entry(digits).or_insert(number);
        }
    }
    found
}

/// Marks two rows of one name that nothing tells apart; a row that says who is meant is taken beside one that does not.
fn mark_unclear(found: &mut HashMap<usize, Repeat>, entries: &[Entry], at: usize, other: usize) {
    let (Some(row), Some(earlier)) = (entries.get(at), entries.get(other)) else { return };
    if row.branch.is_none() || row.branch != earlier.branch || are_told_apart(row, earlier) {
        return;
    }
    let alike = row.is_bare() == earlier.is_bare();
    if alike || row.is_bare() {
        found.insert(at, Repeat::Unclear(other));
    }
    if alike || earlier.is_bare() {
        found.insert(other, Repeat::Unclear(at));
    }
}

/// Both rows say something that only two people can say.
fn are_told_apart(one: &Entry, other: &Entry) -> bool {
    let by_number = matches!((one.id_number(), other.id_number()), (Some(one), Some(other)) if one != other);
    let by_phone = !one.phones.is_empty() && !other.phones.is_empty();
    by_number || by_phone || differ(one.birth, other.birth) || differ(one.joined, other.joined)
}

/// The nearest earlier row of this name that speaks of the same person.
fn earlier(entry: &Entry, namesakes: &[u32], entries: &[Entry]) -> Option<u32> {
    let near = namesakes.iter().rev().take(MOST_COMPARED);
    near.copied().find(|at| entries.get(*at as usize).is_some_and(|other| other.is_same_as(entry)))
}

fn turned(repeat: Repeat, at: usize) -> Repeat {
    match repeat {
        Repeat::Again(_) => Repeat::Again(at),
        Repeat::TwoBranches(_) => Repeat::TwoBranches(at),
        Repeat::TwoNames(_) => Repeat::TwoNames(at),
        Repeat::Unclear(_) => Repeat::Unclear(at),
    }
}

fn kind(entry: &Entry, other: Option<&Entry>, first: usize) -> Repeat {
    if other.is_some_and(|other| entry.name != other.name) {
        Repeat::TwoNames(first)
    } else if other.is_some_and(|other| entry.branch != other.branch) {
        Repeat::TwoBranches(first)
    } else {
        Repeat::Again(first)
    }
}
