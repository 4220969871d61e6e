//! Quarters of a year, written `2026-Q4`.
//! Must not know anything of meeting rules.

use std::fmt;
use std::str::FromStr;

use super::{Day, DayError, Month, digits};

/// One quarter of a year, written `2026-Q4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    quarter: u32,
}

impl Quarter {
    /// The quarter `quarter` (1–4) of `year` (1–9999); nothing if outside.
    pub fn new(year: i32, quarter: u32) -> Option<Self> {
        let known = (1..=9999).contains(&year) && (1..=4).contains(&quarter);
        known.then_some(Self { year, quarter })
    }

    /// The quarter that holds `month`.
    pub const fn holding(month: Month) -> Self {
        Self { year: month.year(), quarter: (month.month() - 1) / 3 + 1 }
    }

    /// The quarter in which `day` lies.
    pub fn of(day: Day) -> Self {
        Month::of(day).quarter()
    }

    /// The year, such as 2026.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// 1 to 4.
    pub const fn quarter(self) -> u32 {
        self.quarter
    }

    /// The three months, in order.
    pub fn months(self) -> [Month; 3] {
        let first = Month::first_of(self);
        [first, first.plus(1), first.plus(2)]
    }

    /// The first day of the quarter.
    pub fn first_day(self) -> Day {
        self.months()[0].first_day()
    }

    /// The last day of the quarter.
    pub fn last_day(self) -> Day {
        self.months()[2].last_day()
    }

    /// The following quarter.
    pub fn next(self) -> Self {
        self.months()[2].next().quarter()
    }

    /// The quarter before.
    pub fn prev(self) -> Self {
        self.months()[0].prev().quarter()
    }

    /// Whether `day` lies in this quarter.
    pub fn contains(self, day: Day) -> bool {
        Self::of(day) == self
    }

    /// `第四季度`.
    pub const fn name(self) -> &'static str {
        match self.quarter {
            1 => "第一季度",
            2 => "第二季度",
            3 => "第三季度",
            _ => "第四季度",
        }
    }

    /// `2026年第四季度`.
    pub fn label(self) -> String {
        format!("{}年{}", self.year, self.name())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

impl FromStr for Quarter {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let parts = text.split_once("-Q");
        parts
            .and_then(|(year, quarter)| Self::new(digits(year, 4)?, digits(quarter, 1)?))
            .ok_or_else(|| DayError::NotAQuarter(text.to_owned()))
    }
}
