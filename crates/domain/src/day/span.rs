//! Half-open spans of days.
//! Must not treat an unknown end as today.

use serde::{Deserialize, Serialize};

use super::Day;

/// A half-open span of days `[from, to)`: `to` is the first day no longer in it (decisions 2).
/// An unknown end is open: without `from` it counts on every past day, without `to` on every coming one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first day in the span; unknown or without beginning if absent.
    pub from: Option<Day>,
    /// The first day no longer in the span; still running if absent.
    pub to: Option<Day>,
}

impl Span {
    /// From a first day to a first day no longer in it.
    pub const fn between(from: Day, to: Day) -> Self {
        Self { from: Some(from), to: Some(to) }
    }

    /// From a day on, still running.
    pub const fn since(from: Day) -> Self {
        Self { from: Some(from), to: None }
    }

    /// From the first to the last day, both in it.
    pub fn inclusive(first: Day, last: Day) -> Self {
        Self { from: Some(first), to: last.succ_opt() }
    }

    /// Whether `day` lies in the span.
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// Whether some day lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        let starts_before = |a: Self, b: Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        };
        let both_hold_a_day = !self.is_empty() && !other.is_empty();
        both_hold_a_day && starts_before(self, other) && starts_before(other, self)
    }

    /// Whether no day lies in it.
    pub fn is_empty(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to <= from)
    }

    /// The last day in the span, if it ends.
    pub fn last_day(self) -> Option<Day> {
        self.to.and_then(|to| to.pred_opt())
    }
}
