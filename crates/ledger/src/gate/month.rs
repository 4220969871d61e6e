//! Which months' reports a change of a row concerns: the gate asks it of closed months, the undo list greys by it,
//! and 上报后有改动 is found by it.

use branchbook_domain::day::Month;
use rusqlite::types::Value;

use crate::entity::Table;
use crate::error::LedgerError;
use crate::field::Bound;

/// A value that may be the text of a month.
pub(crate) trait Cell: PartialEq {
    /// The text, if it is one.
    fn text(&self) -> Option<&str>;
}

impl Cell for Bound<'_> {
    fn text(&self) -> Option<&str> {
        if let Bound::Text(text) = self { Some(text) } else { None }
    }
}

impl Cell for Value {
    fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

/// The months that a change concerns. Values are those of the columns, without key and maker; `None` is a row that
/// is not there. What stands before the ending belongs to the booked month, the ending to its own, the rest to none.
pub(crate) fn months_of_change<'a, V: Cell>(
    table: &Table,
    before: Option<&'a [V]>,
    after: Option<&'a [V]>,
) -> Vec<&'a str> {
    let (Some(old), Some(new)) = (before, after) else {
        return [before, after].into_iter().flatten().flat_map(|row| months_of(table, row)).collect();
    };
    // An image of an older schema is the beginning of today's row.
    let width = old.len().min(new.len());
    let differs = |from: usize, to: usize| old.get(from..to.min(width)) != new.get(from..to.min(width));
    let mut months = Vec::new();
    if differs(0, table.ending.unwrap_or(width)) {
        months.extend([old, new].into_iter().filter_map(|row| text_at(row, table.booked)));
    }
    if let Some(ending) = table.ending
        && differs(ending, ending + 2)
    {
        months.extend([old, new].into_iter().filter_map(|row| text_at(row, Some(ending + 1))));
    }
    months
}

/// The month of a row's beginning and that of its ending.
fn months_of<'a, V: Cell>(table: &Table, row: &'a [V]) -> impl Iterator<Item = &'a str> {
    let ending = table.ending.map(|at| at + 1);
    [table.booked, ending].into_iter().filter_map(|at| text_at(row, at))
}

fn text_at<V: Cell>(row: &[V], at: Option<usize>) -> Option<&str> {
    row.get(at?).and_then(Cell::text)
}

/// The refusal of a write into a closed month.
pub(crate) fn month_closed(month: &str) -> LedgerError {
    LedgerError::MonthClosed(label(month))
}

/// A stored month as a person reads it.
pub(crate) fn label(month: &str) -> String {
    month.parse::<Month>().map_or_else(|_| month.to_owned(), |month| month.label())
}
