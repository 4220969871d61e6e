//! Which rows of a file speak of one person, whether the book knows that person or not: by ID number, by name and phone,
//! and a row that says nothing of it by name and unit. Must not decide what becomes of a row.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::PersonId;

use super::slip::Slip;
use crate::person::find::phones_of;

/// A row that could be read: whom of the book it means, and what it says.
pub(super) type Meant = (Option<PersonId>, Slip);

/// A key for each row; rows with one key speak of one person. The order of the rows means nothing. Every row is looked up
/// by what it says, and never beside all others of its name.
pub(super) fn keys(rows: &[Option<Meant>]) -> Vec<Option<String>> {
    let mut groups = Groups { above: (0..rows.len()).collect() };
    let mut buckets: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some((_, slip)) = row {
            buckets.entry(&slip.name).or_default().push(at);
        }
    }
    join_equal_numbers(rows, &mut groups);
    for bucket in buckets.values().filter(|bucket| bucket.len() > 1) {
        Bucket { rows, bucket }.join(&mut groups);
    }
    groups.settle();
    let key = |(at, row): (usize, &Option<Meant>)| row.as_ref().map(|_| format!("#{}", groups.root(at)));
    rows.iter().enumerate().map(key).collect()
}

/// One number is one person, whatever the rows call them.
fn join_equal_numbers(rows: &[Option<Meant>], groups: &mut Groups) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let number = row.as_ref().and_then(|(_, slip)| slip.id_number.as_ref());
        if let Some(number) = number {
            groups.join(*first.entry(number.as_str()).or_insert(at), at);
        }
    }
}

/// The rows of one name.
struct Bucket<'a> {
    rows: &'a [Option<Meant>],
    bucket: &'a [usize],
}

impl<'a> Bucket<'a> {
    /// First those who say who they are, then those who say only where they work.
    fn join(&self, groups: &mut Groups) {
        for same in self.by(|(person, _)| person.iter().copied().collect()).values() {
            groups.join_all(same);
        }
        let by_phone =
            self.by(|(_, slip)| phones_of([slip.phone.as_deref()]).iter().map(str::to_owned).collect());
        by_phone.values().for_each(|alike| self.join_by_phone(alike, groups));
        self.join_slips(groups);
        self.join_bare(groups);
    }

    fn row(&self, at: usize) -> Option<&'a Meant> {
        self.rows.get(at).and_then(Option::as_ref)
    }

    /// The rows by whatever they say of something.
    fn by<K: Eq + Hash>(&self, said: impl Fn(&'a Meant) -> Vec<K>) -> HashMap<K, Vec<usize>> {
        let mut found: HashMap<K, Vec<usize>> = HashMap::new();
        for at in self.bucket.iter().copied() {
            for key in self.row(at).map(&said).unwrap_or_default() {
                found.entry(key).or_default().push(at);
            }
        }
        found
    }

    fn is_known(&self, at: usize) -> bool {
        self.row(at).is_some_and(|(person, _)| person.is_some())
    }

    fn number(&self, at: usize) -> Option<&'a IdNumber> {
        self.row(at).and_then(|(_, slip)| slip.id_number.as_ref())
    }

    /// Whom the book knows as two people stay two, whatever they share; of others one phone is one person, unless two
    /// numbers say another birth.
    fn join_by_phone(&self, alike: &[usize], groups: &mut Groups) {
        let (known, others): (Vec<usize>, Vec<usize>) = alike.iter().partition(|at| self.is_known(**at));
        let unnumbered = |at: &&usize| self.number(**at).is_none();
        if let Some(one) = others.iter().find(unnumbered) {
            alike.iter().for_each(|other| groups.join(*one, *other));
            return;
        }
        let mut loose = known.iter().filter(unnumbered).peekable();
        if let Some(one) = others.first().filter(|_| loose.peek().is_some()) {
            others.iter().chain(loose).for_each(|other| groups.join(*one, *other));
        }
        let mut born: HashMap<_, Vec<usize>> = HashMap::new();
        for at in alike.iter().filter(|at| self.number(**at).is_some()) {
            born.entry(self.number(*at).and_then(IdNumber::birth)).or_default().push(*at);
        }
        for alike in born.values() {
            if let Some(one) = alike.iter().find(|at| !self.is_known(**at)) {
                alike.iter().for_each(|other| groups.join(*one, *other));
            }
        }
    }

    /// Numbers that are a slip of the pen apart. Two that differ in two places at most agree in one of three parts.
    fn join_slips(&self, groups: &mut Groups) {
        let mut numbers: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in self.bucket.iter().copied() {
            if let Some(number) = self.number(at) {
                numbers.entry(number.as_str()).or_default().push(at);
            }
        }
        // Of two that are a slip apart one at least has a wrong last place: only those are looked at beside all others.
        let (mut all, mut wrong) = (HashMap::<Part, Vec<usize>>::new(), HashMap::<Part, Vec<usize>>::new());
        for rows in numbers.values() {
            let Some((first, number)) = rows.first().and_then(|at| Some((*at, self.number(*at)?))) else {
                continue;
            };
            // Who is not known stands for all rows of the number.
            let stands = rows.iter().copied().find(|at| !self.is_known(*at)).unwrap_or(first);
            let is_right = number.has_right_checksum();
            for part in parts_of(number) {
                let near = if is_right { wrong.get(&part) } else { all.get(&part) };
                for other in near.into_iter().flatten().copied() {
                    let is_slip = self.number(other).is_some_and(|its| number.is_slip_of(its));
                    if is_slip && !(self.is_known(stands) && self.is_known(other)) {
                        groups.join(stands, other);
                    }
                }
                if !is_right {
                    wrong.entry(part.clone()).or_default().push(stands);
                }
                all.entry(part).or_default().push(stands);
            }
        }
    }

    /// Rows of name and unit alone: one person where they work, and whoever else of that name and unit there is, if it is
    /// one.
    fn join_bare(&self, groups: &mut Groups) {
        let of_unit = |at: usize| self.row(at).map(|(_, slip)| slip.unit_name.as_str());
        let mut units: HashMap<&str, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for at in self.bucket.iter().copied() {
            let Some(unit) = of_unit(at) else { continue };
            let (bare, telling) = units.entry(unit).or_default();
            let says_nothing = self.row(at).is_some_and(|(_, slip)| is_bare(slip));
            if says_nothing { bare.push(at) } else { telling.push(at) }
        }
        for (bare, telling) in units.values() {
            let (known, unknown): (Vec<usize>, Vec<usize>) = bare.iter().partition(|at| self.is_known(**at));
            let Some(one) = unknown.first().copied() else { continue };
            bare.iter().for_each(|other| groups.join(one, *other));
            let people: BTreeSet<usize> =
                telling.iter().chain(&known).map(|at| groups.shorten(*at)).collect();
            if let (Some(only), 1) = (people.first(), people.len()) {
                groups.join(one, *only);
            }
        }
    }
}

/// Parts of a number that are compared: one more than places may be mistyped.
const PARTS: usize = 3;

/// Every third place of a number, from one of the first three on.
type Part = (usize, String);

fn parts_of(number: &IdNumber) -> impl Iterator<Item = Part> {
    (0..PARTS).map(|part| (part, number.as_str().chars().skip(part).step_by(PARTS).collect()))
}

/// Nothing but the name says who is meant.
pub(super) fn is_bare(slip: &Slip) -> bool {
    slip.id_number.is_none() && slip.phone.is_none()
}

/// Rows that belong together.
struct Groups {
    above: Vec<usize>,
}

impl Groups {
    fn root(&self, mut at: usize) -> usize {
        while let Some(above) = self.above.get(at).copied().filter(|above| *above != at) {
            at = above;
        }
        at
    }

    fn join_all(&mut self, rows: &[usize]) {
        if let Some((first, others)) = rows.split_first() {
            others.iter().for_each(|other| self.join(*first, *other));
        }
    }

    /// Lets every row know its root; a root stands before its rows.
    fn settle(&mut self) {
        for at in 0..self.above.len() {
            let root = self.root(at);
            if let Some(above) = self.above.get_mut(at) {
                *above = root;
            }
        }
    }

    /// The way up is halved as it is walked: whoever comes later finds a short one.
    fn shorten(&mut self, mut at: usize) -> usize {
        while let Some(above) = self.above.get(at).copied().filter(|above| *above != at) {
            let higher = self.above.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(at) {
                *slot = higher;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.shorten(one), self.shorten(other));
        if let Some(above) = self.above.get_mut(one.max(other)) {
            *above = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::slip::tests::slip;
    use super::*;

    const NUMBER: &str = "532599199511258982";
    const MISTYPED: &str = "532599199511258983";
    const OTHER: &str = "532599199602023185";

    fn groups(slips: &[Slip]) -> Vec<usize> {
        let rows: Vec<Option<Meant>> = slips.iter().map(|slip| Some((None, slip.clone()))).collect();
        let keys = keys(&rows);
        keys.iter().map(|key| keys.iter().position(|other| other == key).unwrap()).collect()
    }

    #[test]
    fn rows_of_one_person_have_one_key() {
        let elsewhere = Slip { unit_name: "师范附小".into(), ..slip("方娟", None, None) };
        for (slips, expected) in [
            (
                vec![slip("方娟", Some(NUMBER), None), slip("方娟", Some(NUMBER), Some("19900006538"))],
                vec![0, 0],
            ),
            (vec![slip("方娟", Some(NUMBER), None), slip("方娟", Some(MISTYPED), None)], vec![0, 0]),
            (vec![slip("方娟", Some(NUMBER), None), slip("方娟", Some(OTHER), None)], vec![0, 1]),
            (
                vec![
                    slip("方娟", None, Some("19900006538、0873-3722400")),
                    slip("方娟", None, Some("19900006538")),
                ],
                vec![0, 0],
            ),
            (
                vec![
                    slip("方娟", Some(NUMBER), Some("19900006538")),
                    slip("方娟", None, Some("19900006538")),
                ],
                vec![0, 0],
            ),
            (vec![slip("方娟", None, None), slip("方娟", Some(NUMBER), None)], vec![0, 0]),
            (vec![elsewhere, slip("方娟", Some(NUMBER), None)], vec![0, 1]),
            (
                vec![
                    slip("方娟", None, None),
                    slip("方娟", Some(NUMBER), None),
                    slip("方娟", Some(OTHER), None),
                ],
                vec![0, 1, 2],
            ),
            (vec![slip("方娟", None, None), slip("方绢", None, None)], vec![0, 1]),
            (vec![slip("方娟", Some(NUMBER), None), slip("方绢", Some(NUMBER), None)], vec![0, 0]),
        ] {
            assert_eq!(groups(&slips), expected, "{slips:?}");
        }
    }
}
