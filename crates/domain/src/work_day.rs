//! Working days: weekdays without the public holidays, with the weekend days worked instead. The table ships as text
//! and an office may read its own. A year that the table does not know is reckoned from weekdays alone, and the answer
//! says so (暂算): nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, Weekday};

use crate::day::{Day, add_days};

const SHIPPED: &str = include_str!("../../../assets/codes/holidays.tsv");

/// The shipped table; a test proves that it reads.
static CALENDAR: LazyLock<WorkCalendar> = LazyLock::new(|| WorkCalendar::parse(SHIPPED).unwrap_or_default());

/// The longest run that is looked for; no rule asks for more.
const MOST_DAYS: u32 = 3660;

/// More days than any break between two working days, with the weekends around it.
const LONGEST_BREAK: i64 = 30;

/// Why a table of holidays cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not day, `off` or `work`, name.
    #[error("节假日表第 {line} 行看不懂：{text}。每行应为日期、off 或 work、名称，用制表符分开。")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// A day stands twice.
    #[error("节假日表第 {line} 行的日期 {day} 前面已经有了。")]
    Twice {
        /// Number of the line, from 1.
        line: usize,
        /// The day.
        day: Day,
    },
}

/// Which days are worked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    special: BTreeMap<Day, Special>,
    years: BTreeSet<i32>,
}

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Special {
    /// True = a weekend day worked instead, false = a day off.
    is_worked: bool,
    name: String,
}

/// A day found by counting working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkDayReached {
    /// The day.
    pub day: Day,
    /// True if the table does not know every year on the way: show it as 暂算.
    pub is_provisional: bool,
}

/// Working days counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkDayCount {
    /// How many.
    pub days: u32,
    /// True if the table does not know every year between: show it as 暂算.
    pub is_provisional: bool,
}

impl WorkCalendar {
    /// The table that ships with the program.
    pub fn shipped() -> &'static Self {
        &CALENDAR
    }

    /// Reads a table: day, `off` or `work`, name, tab-separated; `#` begins a remark.
    ///
    /// # Errors
    /// [`CalendarError`] with the first line that is not so.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let mut calendar = Self::default();
        for (line, text) in (1..).zip(text.lines()) {
            if !text.starts_with('#') && !text.is_empty() {
                calendar.add(line, text)?;
            }
        }
        Ok(calendar)
    }

    fn add(&mut self, line: usize, text: &str) -> Result<(), CalendarError> {
        let (day, special) =
            read_line(text).ok_or_else(|| CalendarError::Line { line, text: text.to_owned() })?;
        if self.special.insert(day, special).is_some() {
            return Err(CalendarError::Twice { line, day });
        }
        self.years.insert(day.year());
        Ok(())
    }

    /// Whether the table knows the holidays of a year.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether a day is worked; of a year that is not known, whether it is a weekday.
    pub fn is_work_day(&self, day: Day) -> bool {
        let is_weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.special.get(&day).map_or(is_weekday, |special| special.is_worked)
    }

    /// The name of the holiday, if the day is off.
    pub fn holiday(&self, day: Day) -> Option<&str> {
        self.special.get(&day).filter(|special| !special.is_worked).map(|special| special.name.as_str())
    }

    /// The day on which `count` working days are full, the first day counting as one if it is worked.
    pub fn reach(&self, first: Day, count: u32) -> WorkDayReached {
        let enough = i64::from(count.min(MOST_DAYS)) * 2 + LONGEST_BREAK;
        let ahead = (0..enough).map(|n| add_days(first, n));
        let worked = ahead.filter(|day| self.is_work_day(*day));
        let day = worked.take(count as usize).last().unwrap_or(first);
        WorkDayReached { day, is_provisional: !self.knows_all(first, day) }
    }

    /// How many days are worked from the first to the last day, both counted; none if they are the wrong way round.
    pub fn count(&self, first: Day, last: Day) -> WorkDayCount {
        let all = first.iter_days().take(MOST_DAYS as usize).take_while(|day| *day <= last);
        let days = u32::try_from(all.filter(|day| self.is_work_day(*day)).count()).unwrap_or(u32::MAX);
        WorkDayCount { days, is_provisional: !self.knows_all(first, last) }
    }

    fn knows_all(&self, first: Day, last: Day) -> bool {
        (first.year()..=last.year()).all(|year| self.knows(year))
    }
}

fn read_line(text: &str) -> Option<(Day, Special)> {
    let mut cells = text.split('\t');
    let day = cells.next()?.parse().ok()?;
    let is_worked = match cells.next()? {
        "off" => false,
        "work" => true,
        _ => return None,
    };
    let name = cells.next().filter(|name| !name.is_empty())?.to_owned();
    cells.next().is_none().then_some((day, Special { is_worked, name }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_table_reads_line_by_line_and_knows_its_years() {
        let calendar = WorkCalendar::parse(SHIPPED).unwrap();
        let lines = SHIPPED.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(calendar.special.len(), lines);
        assert_eq!(calendar.holiday(day("2026-10-06")), Some("国庆节"));
        assert_eq!(calendar.holiday(day("2026-10-10")), None, "worked instead");
        assert!(calendar.knows(2025) && calendar.knows(2026) && !calendar.knows(2031));
        assert_eq!(WorkCalendar::shipped(), &calendar);
    }

    #[test]
    fn holidays_and_weekend_days_worked_instead_are_reckoned() {
        let calendar = WorkCalendar::shipped();
        for (first, last, provisional) in [
            ("2026-06-01", "2026-06-05", false),
            ("2026-06-15", "2026-06-22", false), // 端午节
            ("2026-09-28", "2026-10-09", false), // 国庆节
            ("2026-10-08", "2026-10-13", false), // 10月10日调休上班
            ("2026-12-31", "2027-01-06", true),
            ("2031-06-02", "2031-06-06", true),
        ] {
            let reached = calendar.reach(day(first), 5);
            assert_eq!((reached.day, reached.is_provisional), (day(last), provisional), "{first}");
            let count = calendar.count(day(first), day(last));
            assert_eq!((count.days, count.is_provisional), (5, provisional), "{first}");
        }
    }

    #[test]
    fn a_first_day_that_is_not_worked_does_not_count() {
        let calendar = WorkCalendar::shipped();
        assert_eq!(calendar.reach(day("2026-06-06"), 1).day, day("2026-06-08"));
        assert_eq!(calendar.count(day("2026-06-06"), day("2026-06-07")).days, 0);
        assert_eq!(calendar.count(day("2026-06-10"), day("2026-06-09")).days, 0);
    }

    #[test]
    fn a_line_that_is_not_understood_is_refused_with_its_number() {
        for (text, line) in [
            ("# day\n2026-01-01\toff", 2),
            ("2026-13-01\toff\t元旦", 1),
            ("2026-01-01\tfree\t元旦", 1),
            ("2026-01-01\toff\t元旦\t更多", 1),
            ("2026-01-01\toff\t元旦\n2026-01-01\toff\t元旦", 2),
        ] {
            let error = WorkCalendar::parse(text).unwrap_err();
            let found = match &error {
                CalendarError::Line { line, .. } | CalendarError::Twice { line, .. } => *line,
            };
            assert_eq!(found, line, "{error}");
        }
    }

    proptest! {
        #[test]
        fn counting_to_the_day_reached_gives_the_number_asked_for(shift in 0_i64..3000, n in 1_u32..40) {
            let calendar = WorkCalendar::shipped();
            let first = add_days(day("2024-01-01"), shift);
            let reached = calendar.reach(first, n);
            prop_assert_eq!(calendar.count(first, reached.day).days, n);
            prop_assert!(calendar.is_work_day(reached.day));
            prop_assert_eq!(calendar.count(first, add_days(reached.day, -1)).days, n - 1);
        }
    }
}
