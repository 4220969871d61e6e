//! Bringing things into an order. The sorting of the library is long and is there once more for each type; lists on a
//! screen are short, so all of them go through one.

/// Sorts by a number; what has the same number stays in its order.
pub fn by_rank<T>(rows: &mut Vec<T>, rank: impl Fn(&T) -> i64) {
    let order = order(rows.iter().map(rank).collect());
    let mut old: Vec<Option<T>> = std::mem::take(rows).into_iter().map(Some).collect();
    rows.extend(order.into_iter().filter_map(|place| old.get_mut(place).and_then(Option::take)));
}

/// The places of the numbers in their order.
fn order(ranks: Vec<i64>) -> Vec<usize> {
    let mut order: Vec<(i64, usize)> =
        ranks.into_iter().enumerate().map(|(place, rank)| (rank, place)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, place)| place).collect()
}

/// What `collect` does, one after the other: sets and maps are sorted as a whole otherwise.
pub fn gathered<C: Default + Extend<T>, T>(from: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(from);
    all
}
