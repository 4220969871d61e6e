//! Spans of keys, half-open.

/// Sorted spans with overlapping ones joined: a run that was undone and put back covers its keys twice.
pub(super) fn joined(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut list: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (first, end) in spans {
        match list.last_mut() {
            Some(last) if first <= last.1 => last.1 = last.1.max(end),
            _ => list.push((first, end)),
        }
    }
    list
}

/// Whether one of the joined spans holds the key.
pub(super) fn covers(spans: &[(i64, i64)], id: i64) -> bool {
    let after = spans.partition_point(|(first, _)| *first <= id);
    spans[..after].last().is_some_and(|(_, end)| id < *end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_and_touching_spans_become_one() {
        let spans = joined(vec![(5, 9), (1, 3), (3, 6), (12, 13)]);
        assert_eq!(spans, [(1, 9), (12, 13)]);
        assert!(covers(&spans, 1) && covers(&spans, 8) && !covers(&spans, 9) && !covers(&spans, 0));
    }
}
