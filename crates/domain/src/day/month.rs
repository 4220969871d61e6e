//! Calendar months, written `2026-10`.
//! Must not know anything of closing and reporting.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;

use super::{Day, DayError, Quarter, Span, digits};

/// One calendar month, written `2026-10`. Years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month `month` (1–12) of `year` (1–9999); nothing if outside.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let known = (1..=9999).contains(&year) && (1..=12).contains(&month);
        known.then_some(Self { year, month })
    }

    /// The month in which `day` lies.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The first month of `quarter`.
    pub const fn first_of(quarter: Quarter) -> Self {
        Self { year: quarter.year(), month: quarter.quarter() * 3 - 2 }
    }

    /// The year, such as 2026.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month of the year, 1 to 12.
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The first day of the month.
    pub fn first_day(self) -> Day {
        Day::from_ymd_opt(self.year, self.month, 1).unwrap_or(Day::MIN)
    }

    /// The last day of the month.
    pub fn last_day(self) -> Day {
        let next = self.next().first_day();
        next.pred_opt().unwrap_or(Day::MAX)
    }

    /// The following month.
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    pub fn prev(self) -> Self {
        self.plus(-1)
    }

    /// The month `n` months later (earlier if `n` is negative).
    pub fn plus(self, n: i32) -> Self {
        let index = self.index() + i64::from(n);
        let year = i32::try_from(index.div_euclid(12)).unwrap_or(self.year);
        let month = u32::try_from(index.rem_euclid(12)).unwrap_or(0) + 1;
        Self { year, month }
    }

    /// How many months `self` lies after `earlier`; negative if before.
    pub fn months_since(self, earlier: Self) -> i64 {
        self.index() - earlier.index()
    }

    /// Whether `day` lies in this month.
    pub fn contains(self, day: Day) -> bool {
        Self::of(day) == self
    }

    /// The quarter of this month.
    pub const fn quarter(self) -> Quarter {
        Quarter::holding(self)
    }

    /// The month as the half-open span of its days.
    pub fn span(self) -> Span {
        Span::between(self.first_day(), self.next().first_day())
    }

    /// `十月`.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 12] = [
            "一月",
            "二月",
            "三月",
            "四月",
            "五月",
            "六月",
            "七月",
            "八月",
            "九月",
            "十月",
            "十一月",
            "十二月",
        ];
        NAMES.get(self.month as usize - 1).copied().unwrap_or_default()
    }

    /// `2026年10月`.
    pub fn label(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }

    fn index(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let parts = text.split_once('-');
        parts
            .and_then(|(year, month)| Self::new(digits(year, 4)?, digits(month, 2)?))
            .ok_or_else(|| DayError::NotAMonth(text.to_owned()))
    }
}
