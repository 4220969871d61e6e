//! Serial numbers of spreadsheets, in both date systems.
//! Must not read a number that stands for no day of a register.

use super::note::DayProblem;
use crate::day::{Day, add_days};

/// From which day a spreadsheet counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateSystem {
    /// 1 is 1900-01-01, and a 29 February 1900 is counted that never was (number 60).
    #[default]
    From1900,
    /// 0 is 1904-01-01.
    From1904,
}

/// The day of a serial number; the fraction is the time of day and is dropped. Up to the end of 2100.
///
/// # Errors
/// `NotASerial` for negative numbers, for number 60 of the 1900 system, and beyond 2100.
pub fn read_serial(value: f64, system: DateSystem) -> Result<Day, DayProblem> {
    let day = whole_days(value).and_then(|whole| nth_day(whole, system));
    day.ok_or_else(|| DayProblem::NotASerial(format!("{value}")))
}

/// The day of a serial number that somebody typed, without its fraction. Numbers with a fraction are read nowhere else
/// on a screen, and the tables for them are long.
pub(super) fn nth_day(whole: i64, system: DateSystem) -> Option<Day> {
    let (year, month, day, shift) = match (system, whole) {
        (DateSystem::From1900, 0 | 60) => return None,
        (DateSystem::From1900, ..60) => (1899, 12, 31, whole),
        (DateSystem::From1900, _) => (1899, 12, 30, whole),
        (DateSystem::From1904, _) => (1904, 1, 1, whole),
    };
    let read = Day::from_ymd_opt(year, month, day).map(|first| add_days(first, shift));
    let last = Day::from_ymd_opt(2100, 12, 31);
    read.filter(|day| Some(*day) <= last)
}

#[allow(clippy::cast_possible_truncation, reason = "the range is checked before")]
fn whole_days(value: f64) -> Option<i64> {
    (0.0..1e6).contains(&value).then(|| value.floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_systems_count_from_their_first_day() {
        for (value, system, day) in [
            (1.0, DateSystem::From1900, "1900-01-01"),
            (59.0, DateSystem::From1900, "1900-02-28"),
            (61.0, DateSystem::From1900, "1900-03-01"),
            (27170.0, DateSystem::From1900, "1974-05-21"),
            (41787.0, DateSystem::From1900, "2014-05-28"),
            (45123.75, DateSystem::From1900, "2023-07-16"),
            (0.0, DateSystem::From1904, "1904-01-01"),
            (40325.0, DateSystem::From1904, "2014-05-28"),
        ] {
            assert_eq!(read_serial(value, system), Ok(day.parse().unwrap()), "{value}");
        }
    }

    #[test]
    fn numbers_that_stand_for_no_day_are_refused() {
        for value in [60.0, 0.0, -1.0, 90_000.0, 1e18, f64::NAN, f64::INFINITY] {
            assert!(read_serial(value, DateSystem::From1900).is_err(), "{value}");
        }
    }
}
