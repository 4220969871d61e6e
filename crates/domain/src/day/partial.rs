//! Days known in part: a year, a month, or a day.
//! Must not fill in what is not known.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;

use super::{Day, DayError, Month, day_label, digits};

/// A day as far as it is known: a year, a month, or a day. Written as just that much.
/// Ordered by the earliest day it can be; of two with the same earliest day the vaguer one comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDay {
    /// Only the year is known.
    Year(i32),
    /// Year and month are known.
    Month(Month),
    /// The day is known.
    Day(Day),
}

impl PartialDay {
    /// The earliest day that it can be.
    pub fn earliest(self) -> Day {
        match self {
            Self::Year(year) => Day::from_ymd_opt(year, 1, 1).unwrap_or(Day::MIN),
            Self::Month(month) => month.first_day(),
            Self::Day(day) => day,
        }
    }

    /// The latest day that it can be.
    pub fn latest(self) -> Day {
        match self {
            Self::Year(year) => Day::from_ymd_opt(year, 12, 31).unwrap_or(Day::MAX),
            Self::Month(month) => month.last_day(),
            Self::Day(day) => day,
        }
    }

    /// Whether the day itself is known.
    pub const fn is_exact(self) -> bool {
        matches!(self, Self::Day(_))
    }

    /// The day, if it is known.
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(day),
            Self::Year(_) | Self::Month(_) => None,
        }
    }

    /// The month, if it is known.
    pub fn month(self) -> Option<Month> {
        match self {
            Self::Day(day) => Some(Month::of(day)),
            Self::Month(month) => Some(month),
            Self::Year(_) => None,
        }
    }

    /// The year, always known.
    pub fn year(self) -> i32 {
        self.earliest().year()
    }

    /// Whether `day` may be the day meant: it lies between `earliest` and `latest`.
    pub fn may_be(self, day: Day) -> bool {
        self.earliest() <= day && day <= self.latest()
    }

    /// Full years from this birth to a day; a birth known in part counts from its earliest day.
    pub fn age_on(self, day: Day) -> i32 {
        let born = self.earliest();
        let is_before_birthday = (day.month(), day.day()) < (born.month(), born.day());
        day.year() - born.year() - i32::from(is_before_birthday)
    }

    /// Whether both may mean the same day.
    pub fn agrees_with(self, other: Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }

    /// `1978年`, `1978年5月` or `1978年5月1日`.
    pub fn label(self) -> String {
        match self {
            Self::Year(year) => format!("{year}年"),
            Self::Month(month) => month.label(),
            Self::Day(day) => day_label(day),
        }
    }

    const fn vagueness(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Month(_) => 1,
            Self::Day(_) => 2,
        }
    }
}

impl From<Day> for PartialDay {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<Month> for PartialDay {
    fn from(month: Month) -> Self {
        Self::Month(month)
    }
}

impl Ord for PartialDay {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let mine = (self.earliest(), self.vagueness());
        mine.cmp(&(other.earliest(), other.vagueness()))
    }
}

impl PartialOrd for PartialDay {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(month) => month.fmt(f),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

impl FromStr for PartialDay {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let read = match text.len() {
            4 => digits(text, 4).filter(|year| *year > 0).map(Self::Year),
            7 => text.parse().ok().map(Self::Month),
            10 => exact_day(text).map(Self::Day),
            _ => None,
        };
        read.ok_or_else(|| DayError::NotADay(text.to_owned()))
    }
}

fn exact_day(text: &str) -> Option<Day> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = digits::<i32>(year, 4).filter(|year| *year > 0)?;
    Day::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?)
}
