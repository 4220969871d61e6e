//! Which rows of a file speak of one person, whether the book knows that person or not: by ID number, by name and phone,
//! and a row that says nothing of it by name and unit. Must not decide what becomes of a row.

use std::collections::{BTreeSet, HashMap};

use branchbook_domain::key::PersonId;

use super::slip::Slip;
use crate::person::find::phones_of;

/// A row that could be read: whom of the book it means, and what it says.
pub(super) type Meant = (Option<PersonId>, Slip);

/// A key for each row; rows with one key speak of one person. The order of the rows means nothing.
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
        join(bucket, rows, &mut groups);
    }
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

/// Joins the rows of one name: first those who say who they are, then those who say only where they work.
fn join(bucket: &[usize], rows: &[Option<Meant>], groups: &mut Groups) {
    let row = |at: usize| rows.get(at).and_then(Option::as_ref);
    for (place, one) in bucket.iter().enumerate() {
        for other in bucket.iter().take(place) {
            if row(*one).zip(row(*other)).is_some_and(|(one, other)| are_same(one, other)) {
                groups.join(*one, *other);
            }
        }
    }
    let (bare, telling): (Vec<usize>, Vec<usize>) = bucket
        .iter()
        .partition(|at| row(**at).is_some_and(|(person, slip)| person.is_none() && is_bare(slip)));
    for one in &bare {
        let Some((_, slip)) = row(*one) else { continue };
        let works_there = |at: &&usize| row(**at).is_some_and(|(_, other)| other.unit_name == slip.unit_name);
        let people: BTreeSet<usize> = telling.iter().filter(works_there).map(|at| groups.root(*at)).collect();
        if let (Some(only), 1) = (people.first(), people.len()) {
            groups.join(*one, *only);
        }
    }
}

/// Of one name already.
fn are_same((one_is, one): &Meant, (other_is, other): &Meant) -> bool {
    if let (Some(one), Some(other)) = (one_is, other_is) {
        return one == other;
    }
    let phones = |slip: &Slip| phones_of([slip.phone.as_deref()]);
    let shares_phone = || phones(one).iter().any(|phone| phones(other).contains(phone));
    match (&one.id_number, &other.id_number) {
        (Some(number), Some(its)) => {
            number == its || number.is_slip_of(its) || (number.birth() == its.birth() && shares_phone())
        }
        _ => shares_phone() || (is_bare(one) && is_bare(other) && one.unit_name == other.unit_name),
    }
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

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
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
