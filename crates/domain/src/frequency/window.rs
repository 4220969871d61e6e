//! Calendar windows: the month, quarter, half-year or year around a month, with its name.

use serde::{Deserialize, Serialize};

use super::setting::Per;
use crate::day::{Day, Month};

/// A calendar window, both days in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// `2026年10月`, `2026年第四季度`, `2026年下半年`, `2026年`.
    pub label: String,
}

impl Window {
    /// The window of this length in which `month` lies.
    pub fn around(month: Month, per: Per) -> Self {
        let year = month.year();
        let from_first = |back: u32| month.plus(-i32::try_from(back).unwrap_or(0));
        let (first, length, label) = match per {
            Per::Month => (month, 1, month.label()),
            Per::Quarter => (month.quarter().months()[0], 3, month.quarter().label()),
            Per::HalfYear if month.month() <= 6 => {
                (from_first(month.month() - 1), 6, format!("{year}年上半年"))
            }
            Per::HalfYear => (from_first(month.month() - 7), 6, format!("{year}年下半年")),
            Per::Year => (from_first(month.month() - 1), 12, format!("{year}年")),
        };
        Self { first: first.first_day(), last: first.plus(length - 1).last_day(), label }
    }

    /// True if `day` lies in the window.
    pub fn contains(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_begins_and_ends_with_its_calendar_period() {
        for (month, per, first, last, label) in [
            ("2026-02", Per::Month, "2026-02-01", "2026-02-28", "2026年2月"),
            ("2026-10", Per::Quarter, "2026-10-01", "2026-12-31", "2026年第四季度"),
            ("2026-09", Per::Quarter, "2026-07-01", "2026-09-30", "2026年第三季度"),
            ("2026-06", Per::HalfYear, "2026-01-01", "2026-06-30", "2026年上半年"),
            ("2026-07", Per::HalfYear, "2026-07-01", "2026-12-31", "2026年下半年"),
            ("2026-10", Per::Year, "2026-01-01", "2026-12-31", "2026年"),
        ] {
            let window = Window::around(month.parse().unwrap(), per);
            assert_eq!(window.first, first.parse::<Day>().unwrap(), "{month} {per:?}");
            assert_eq!(window.last, last.parse::<Day>().unwrap(), "{month} {per:?}");
            assert_eq!(window.label, label);
        }
    }
}
