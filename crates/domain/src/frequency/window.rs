//! Windows: the month, quarter, half-year or year around a month, with its name; by the calendar, or as the office
//! cuts its months.

use serde::{Deserialize, Serialize};

use super::setting::Per;
use crate::day::{Day, Month};

/// A window, both days in it.
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
    /// The calendar window of this length in which `month` lies.
    pub fn around(month: Month, per: Per) -> Self {
        let (first, last) = months_around(month, per);
        Self { first: first.first_day(), last: last.last_day(), label: per.full_name(month) }
    }

    /// True if `day` lies in the window.
    pub fn contains(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

impl Per {
    /// The window around a month in short: `十月`, `第四季度`, `下半年`, `2026年`.
    pub fn name(self, month: Month) -> String {
        match self {
            Self::Month => month.name().to_owned(),
            Self::Quarter => month.quarter().name().to_owned(),
            Self::HalfYear if month.month() <= 6 => "上半年".to_owned(),
            Self::HalfYear => "下半年".to_owned(),
            Self::Year => format!("{}年", month.year()),
        }
    }

    /// The same with its year: `2026年10月`, `2026年第四季度`, `2026年下半年`, `2026年`.
    fn full_name(self, month: Month) -> String {
        match self {
            Self::Month => month.label(),
            Self::Quarter | Self::HalfYear => format!("{}年{}", month.year(), self.name(month)),
            Self::Year => self.name(month),
        }
    }
}

/// First and last month of a window.
fn months_around(month: Month, per: Per) -> (Month, Month) {
    let from_first = |back: u32| month.plus(-i32::try_from(back).unwrap_or(0));
    let (first, length) = match per {
        Per::Month => (month, 1),
        Per::Quarter => (month.quarter().months()[0], 3),
        Per::HalfYear if month.month() <= 6 => (from_first(month.month() - 1), 6),
        Per::HalfYear => (from_first(month.month() - 7), 6),
        Per::Year => (from_first(month.month() - 1), 12),
    };
    (first, first.plus(length - 1))
}

/// The windows around one month, by the days of the months' statistics: where an office cuts its months on the
/// 25th, its quarter ends on 25 December and its next one begins on the 26th.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Windows {
    month: Window,
    quarter: Window,
    half_year: Window,
    year: Window,
}

impl Windows {
    /// Calendar windows.
    pub fn calendar(month: Month) -> Self {
        let around = |per| Window::around(month, per);
        Self {
            month: around(Per::Month),
            quarter: around(Per::Quarter),
            half_year: around(Per::HalfYear),
            year: around(Per::Year),
        }
    }

    /// Windows from the first day of their first month to the last day of their last one; `days` gives first and
    /// last day of a month's statistics.
    ///
    /// # Errors
    /// Whatever `days` refuses.
    pub fn cut<E>(month: Month, mut days: impl FnMut(Month) -> Result<(Day, Day), E>) -> Result<Self, E> {
        let mut around = |per| {
            let (first, last) = months_around(month, per);
            Ok(Window { first: days(first)?.0, last: days(last)?.1, label: per.full_name(month) })
        };
        Ok(Self {
            month: around(Per::Month)?,
            quarter: around(Per::Quarter)?,
            half_year: around(Per::HalfYear)?,
            year: around(Per::Year)?,
        })
    }

    /// The window of a length.
    pub const fn of(&self, per: Per) -> &Window {
        match per {
            Per::Month => &self.month,
            Per::Quarter => &self.quarter,
            Per::HalfYear => &self.half_year,
            Per::Year => &self.year,
        }
    }

    /// The last day of the month.
    pub const fn last_day(&self) -> Day {
        self.month.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_begins_and_ends_with_its_calendar_period() {
        for (month, per, first, last, label, name) in [
            ("2026-02", Per::Month, "2026-02-01", "2026-02-28", "2026年2月", "二月"),
            ("2026-10", Per::Quarter, "2026-10-01", "2026-12-31", "2026年第四季度", "第四季度"),
            ("2026-09", Per::Quarter, "2026-07-01", "2026-09-30", "2026年第三季度", "第三季度"),
            ("2026-06", Per::HalfYear, "2026-01-01", "2026-06-30", "2026年上半年", "上半年"),
            ("2026-07", Per::HalfYear, "2026-07-01", "2026-12-31", "2026年下半年", "下半年"),
            ("2026-10", Per::Year, "2026-01-01", "2026-12-31", "2026年", "2026年"),
        ] {
            let month: Month = month.parse().unwrap();
            assert_eq!(per.name(month), name, "{month} {per:?}");
            let window = Window::around(month, per);
            assert_eq!(window.first, first.parse::<Day>().unwrap(), "{month} {per:?}");
            assert_eq!(window.last, last.parse::<Day>().unwrap(), "{month} {per:?}");
            assert_eq!(window.label, label);
        }
    }
}
