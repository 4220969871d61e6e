//! Bringing things into an order. The sorting of the library is long and is there once more for each type; lists on a
//! screen are short, so all of them go through one.

/// Sorts by a number; what has the same number stays in its order.
pub fn by_rank<T>(rows: &mut Vec<T>, rank: impl Fn(&T) -> i64) {
    let ranks: Vec<i64> = rows.iter().map(rank).collect();
    let order = order(&ranks);
    let mut old: Vec<Option<T>> = std::mem::take(rows).into_iter().map(Some).collect();
    rows.extend(order.into_iter().filter_map(|place| old.get_mut(place).and_then(Option::take)));
}

/// The places of the numbers in their order; equal ones stay as they were. Runs of one, two, four … are merged.
fn order(ranks: &[i64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..ranks.len()).collect();
    let mut run = 1;
    while run < places.len() {
        let merged = places.chunks(2 * run).flat_map(|two| merge(two, run, ranks)).collect();
        places = merged;
        run *= 2;
    }
    places
}

/// Two runs as one; the first has `run` places.
fn merge(two: &[usize], run: usize, ranks: &[i64]) -> Vec<usize> {
    let (left, right) = two.split_at(run.min(two.len()));
    let mut merged = Vec::with_capacity(two.len());
    let (mut from_left, mut from_right) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(&&one), Some(&&other)) = (from_left.peek(), from_right.peek()) {
        let taken = if ranks[other] < ranks[one] { from_right.next() } else { from_left.next() };
        merged.extend(taken);
    }
    merged.extend(from_left.chain(from_right));
    merged
}

pub use branchbook_contract::keyed::{Keyed, Keys, gathered};
