//! What a file tells about rows and columns beyond their cells: what it hides, what it has not computed, from which
//! day it counts. Holds no cells and decides nothing: whether a hidden row is taken is for the caller.

use std::ops::RangeInclusive;

use crate::cell::{CellValue, Row};

/// A row with what the file tells about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MarkedRow {
    /// The row. Without cells where only formulas stand that were never computed.
    pub row: Row,
    /// Whether the file hides it: by hand, by a filter, or with no height.
    pub is_hidden: bool,
    /// Columns of formulas without a stored result, or whose result is an error, ascending. Such a cell says nothing but is
    /// not empty.
    pub uncomputed: Vec<u16>,
}

impl MarkedRow {
    /// Whether there is anything to hand out.
    pub(crate) fn is_blank(&self) -> bool {
        self.row.cells.is_empty() && self.uncomputed.is_empty()
    }

    /// `#N/A` and its like are no results.
    pub(crate) fn tell_errors(&mut self) {
        let errors =
            self.row.cells.iter().filter(|cell| cell.value == CellValue::Error).map(|cell| cell.column);
        let before = self.uncomputed.len();
        self.uncomputed.extend(errors);
        if before < self.uncomputed.len() {
            self.uncomputed.sort_unstable();
        }
    }
}

impl From<Row> for MarkedRow {
    fn from(row: Row) -> Self {
        Self { row, is_hidden: false, uncomputed: Vec::new() }
    }
}

/// The columns that a sheet hides, by hand or with no width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HiddenColumns {
    ranges: Vec<RangeInclusive<u16>>,
}

impl HiddenColumns {
    /// Whether a column is hidden.
    #[must_use]
    pub fn contains(&self, column: u16) -> bool {
        let before = self.ranges.partition_point(|range| *range.start() <= column);
        before.checked_sub(1).is_some_and(|at| self.ranges[at].contains(&column))
    }

    /// Whether no column is hidden.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The hidden columns, ascending, neighbours joined. A range may reach far beyond the last cell.
    #[must_use]
    pub fn ranges(&self) -> &[RangeInclusive<u16>] {
        &self.ranges
    }
}

impl FromIterator<RangeInclusive<u16>> for HiddenColumns {
    fn from_iter<I: IntoIterator<Item = RangeInclusive<u16>>>(ranges: I) -> Self {
        let mut all: Vec<_> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
        all.sort_by_key(|range| *range.start());
        let mut joined: Vec<RangeInclusive<u16>> = Vec::new();
        for range in all {
            match joined.last_mut() {
                Some(last) if *range.start() <= last.end().saturating_add(1) => {
                    *last = *last.start()..=*last.end().max(range.end());
                }
                _ => joined.push(range),
            }
        }
        Self { ranges: joined }
    }
}

/// From which day a book counts. It matters only for bare numbers: dates have been reckoned already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateSystem {
    /// 1 is 1900-01-01, and a 29 February 1900 is counted that never was.
    #[default]
    From1900,
    /// 0 is 1904-01-01.
    From1904,
}

impl DateSystem {
    pub(crate) fn of(is_1904: bool) -> Self {
        if is_1904 { Self::From1904 } else { Self::From1900 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_columns_are_joined_and_found() {
        let hidden: HiddenColumns = [5..=5, 1..=2, 2..=3, 9..=u16::MAX, 4..=4].into_iter().collect();
        assert_eq!(hidden.ranges(), [1..=5, 9..=u16::MAX]);
        let seen: Vec<u16> = (0..12).filter(|column| hidden.contains(*column)).collect();
        assert_eq!(seen, [1, 2, 3, 4, 5, 9, 10, 11]);
        #[expect(clippy::reversed_empty_ranges, reason = "a file may say so")]
        let none: HiddenColumns = std::iter::once(3..=1).collect();
        assert!(none.is_empty() && !none.contains(2));
    }
}
