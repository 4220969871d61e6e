//! Days, months, quarters, instants and the clock. Every day is a Beijing day (decisions 1);
//! days that are known only in part stay known only in part (decisions 2).
//! Must not read a system clock or a system time zone, and must not guess what an office wrote
//! (that is `office_day`).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A calendar day in Beijing. Serialised as `YYYY-MM-DD`.
pub type Day = NaiveDate;

/// Beijing is fixed at +08:00, in seconds.
const BEIJING_OFFSET_SECONDS: i64 = 8 * 3600;

/// Why a text is not a month, a quarter or a (partial) day in the program's own writing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not `YYYY-MM`.
    #[error("「{0}」不是月份，请写成 2026-10 的样子。")]
    NotAMonth(String),
    /// Not `YYYY-Qn`.
    #[error("「{0}」不是季度，请写成 2026-Q4 的样子。")]
    NotAQuarter(String),
    /// Not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[error("「{0}」不是日期，请写成 2026、2026-10 或 2026-10-31 的样子。")]
    NotADay(String),
}

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
        Quarter { year: self.year, quarter: (self.month - 1) / 3 + 1 }
    }

    /// The month as the half-open span of its days.
    pub fn span(self) -> Span {
        Span::between(self.first_day(), self.next().first_day())
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
        let first = Month { year: self.year, month: self.quarter * 3 - 2 };
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

    /// `2026年第四季度`.
    pub fn label(self) -> String {
        let name = match self.quarter {
            1 => "一",
            2 => "二",
            3 => "三",
            _ => "四",
        };
        format!("{}年第{name}季度", self.year)
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

/// A moment: milliseconds since 1970-01-01T00:00:00Z. Shown as Beijing wall time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// Midnight in Beijing at the beginning of `day`.
    pub fn at_beijing_midnight(day: Day) -> Self {
        let utc = day.and_time(chrono::NaiveTime::MIN).and_utc();
        Self(utc.timestamp_millis() - BEIJING_OFFSET_SECONDS * 1000)
    }

    /// UTC milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The day in Beijing.
    pub fn beijing_day(self) -> Day {
        self.beijing().date_naive()
    }

    /// `2026-11-21 09:30:05`, Beijing wall time with seconds.
    pub fn with_seconds(self) -> String {
        self.beijing().format("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn beijing(self) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        let wall = utc.naive_utc() + TimeDelta::seconds(BEIJING_OFFSET_SECONDS);
        let zone = FixedOffset::east_opt(8 * 3600);
        let zone = zone.unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc));
        wall.and_local_timezone(zone).earliest().unwrap_or_default()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.beijing().format("%Y-%m-%d %H:%M"))
    }
}

/// Where the time comes from. The domain never looks for it; it is handed in.
pub trait Clock: Send + Sync {
    /// The moment now.
    fn now(&self) -> Instant;

    /// Today in Beijing.
    fn today(&self) -> Day {
        self.now().beijing_day()
    }
}

/// A clock that stands still: for tests, the demo and `--clock`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedClock(pub Instant);

impl FixedClock {
    /// A clock that stands at nine in the morning of `day`, Beijing time.
    pub fn on(day: Day) -> Self {
        Self(Instant(Instant::at_beijing_midnight(day).0 + 9 * 3600 * 1000))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        self.0
    }
}

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
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
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

/// `2026年10月31日`.
pub fn day_label(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The day `n` days later (earlier if negative); the end of the calendar if beyond it.
pub fn add_days(day: Day, n: i64) -> Day {
    let distance = Days::new(n.unsigned_abs());
    if n < 0 {
        day.checked_sub_days(distance).unwrap_or(Day::MIN)
    } else {
        day.checked_add_days(distance).unwrap_or(Day::MAX)
    }
}

fn digits<T: FromStr>(text: &str, width: usize) -> Option<T> {
    let plain = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn exact_day(text: &str) -> Option<Day> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = digits::<i32>(year, 4).filter(|year| *year > 0)?;
    Day::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?)
}

macro_rules! serde_as_text {
    ($($kind:ty),*) => {$(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

serde_as_text!(Month, Quarter, PartialDay);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_knows_its_days_its_label_and_its_quarter() {
        let february = month("2028-02");
        assert_eq!(february.first_day(), day("2028-02-01"));
        assert_eq!(february.last_day(), day("2028-02-29"));
        assert_eq!(february.label(), "2028年2月");
        assert_eq!(february.quarter().to_string(), "2028-Q1");
        assert_eq!(month("2026-10").quarter().label(), "2026年第四季度");
        assert_eq!(month("2026-12").next(), month("2027-01"));
        assert_eq!(month("2026-01").prev(), month("2025-12"));
    }

    #[test]
    fn only_the_programs_own_writing_is_a_month_a_quarter_or_a_day() {
        for text in ["2026-13", "2026-00", "2026-1", "26-10", "2026/10", "2026-+1"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
        for text in ["2026-Q5", "2026-Q0", "2026Q1"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
        for text in ["2026-02-30", "0000", "2026-2-3", "", "二〇二六"] {
            assert!(text.parse::<PartialDay>().is_err(), "{text}");
        }
    }

    #[test]
    fn quarters_follow_each_other_across_years() {
        let last: Quarter = "2026-Q4".parse().unwrap();
        assert_eq!(last.next().to_string(), "2027-Q1");
        assert_eq!(last.next().prev(), last);
        assert_eq!(last.last_day(), day("2026-12-31"));
        assert!(last.contains(day("2026-10-01")) && !last.contains(day("2026-09-30")));
    }

    #[test]
    fn a_day_in_beijing_begins_at_sixteen_hours_utc() {
        let midnight = Instant::at_beijing_midnight(day("2026-11-21"));
        assert_eq!(midnight.to_string(), "2026-11-21 00:00");
        assert_eq!(midnight.beijing_day(), day("2026-11-21"));
        assert_eq!(Instant(midnight.0 - 1).beijing_day(), day("2026-11-20"));
        assert_eq!(Instant(0).with_seconds(), "1970-01-01 08:00:00");
        let clock = FixedClock::on(day("2026-11-21"));
        assert_eq!(clock.now().to_string(), "2026-11-21 09:00");
        assert_eq!(clock.today(), day("2026-11-21"));
    }

    #[test]
    fn partial_days_are_ordered_by_the_earliest_day_they_can_be() {
        let mut days: Vec<PartialDay> =
            ["1979-01", "1978-05-01", "1978-05", "1978"].map(|text| text.parse().unwrap()).to_vec();
        days.sort();
        let written: Vec<String> = days.iter().map(PartialDay::to_string).collect();
        assert_eq!(written, ["1978", "1978-05", "1978-05-01", "1979-01"]);
    }

    #[test]
    fn a_partial_day_says_only_what_is_known() {
        let may: PartialDay = "1978-05".parse().unwrap();
        assert_eq!(may.day(), None);
        assert!(!may.is_exact());
        assert_eq!(may.label(), "1978年5月");
        assert_eq!(may.latest(), day("1978-05-31"));
        assert!(may.may_be(day("1978-05-31")) && !may.may_be(day("1978-06-01")));
        assert!(may.agrees_with(PartialDay::Year(1978)));
        assert!(!may.agrees_with(PartialDay::Year(1979)));
    }

    #[test]
    fn the_end_of_a_span_is_the_first_day_no_longer_in_it() {
        let october = month("2026-10").span();
        assert!(october.contains(day("2026-10-31")));
        assert!(!october.contains(day("2026-11-01")));
        assert_eq!(october.last_day(), Some(day("2026-10-31")));
        assert!(!october.overlaps(Span::since(day("2026-11-01"))));
        assert!(october.overlaps(Span::default()));
        let empty = Span::between(day("2026-10-05"), day("2026-10-05"));
        assert!(empty.is_empty() && !empty.overlaps(october));
        assert!(Span::default().contains(day("1921-07-23")));
    }

    proptest! {
        #[test]
        fn adding_months_and_taking_them_away_returns(year in 1900i32..2100, m in 1u32..=12, n in -600i32..600) {
            let start = Month::new(year, m).unwrap();
            prop_assert_eq!(start.plus(n).plus(-n), start);
            prop_assert_eq!(start.plus(n).months_since(start), i64::from(n));
            prop_assert_eq!(start.next().first_day().pred_opt(), Some(start.last_day()));
            prop_assert_eq!(start.to_string().parse::<Month>().unwrap(), start);
        }

        #[test]
        fn every_day_is_in_its_month_and_in_no_neighbour(n in 0i64..90_000) {
            let day = add_days(Day::from_ymd_opt(1900, 1, 1).unwrap(), n);
            let month = Month::of(day);
            prop_assert!(month.contains(day) && month.span().contains(day));
            prop_assert!(!month.next().contains(day) && !month.prev().span().contains(day));
            prop_assert_eq!(Instant::at_beijing_midnight(day).beijing_day(), day);
            prop_assert_eq!(PartialDay::Day(day).to_string().parse::<PartialDay>().unwrap().day(), Some(day));
        }
    }
}
