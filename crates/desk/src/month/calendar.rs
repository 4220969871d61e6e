//! The days of a month by the office's settings: from, to and due (decisions 8). Must not look at closed months.

use branchbook_domain::day::{Day, Month, add_days};
use branchbook_ledger::{LedgerError, Reading};
use chrono::Datelike as _;

use crate::setting::preference::{CUT_OFF_DAY, DUE_DAY};

/// How the office cuts its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The last day of a month's statistics, 1 to 28; 0 for the last day of the calendar month.
    pub cut_off_day: u32,
    /// The day of the next month by which a month is sent.
    pub due_day: u32,
}

impl Calendar {
    /// By the settings of the book.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`] if a setting does not parse.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        Ok(Self { cut_off_day: CUT_OFF_DAY.get(reading)?, due_day: DUE_DAY.get(reading)? })
    }

    /// The month to which a day belongs.
    pub fn month_of(self, day: Day) -> Month {
        let own = Month::of(day);
        if self.cut_off_day > 0 && day.day() > self.cut_off_day { own.next() } else { own }
    }

    /// The last day of a month's statistics.
    pub fn last_day(self, month: Month) -> Day {
        match self.cut_off_day {
            0 => month.last_day(),
            day => add_days(month.first_day(), i64::from(day) - 1),
        }
    }

    /// The first day of a month's statistics.
    pub fn first_day(self, month: Month) -> Day {
        add_days(self.last_day(month.prev()), 1)
    }

    /// The day by which a month is sent.
    pub fn due_on(self, month: Month) -> Day {
        add_days(month.next().first_day(), i64::from(self.due_day) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(cut_off_day: u32, month: &str) -> (String, String, String) {
        let calendar = Calendar { cut_off_day, due_day: 5 };
        let month = month.parse().unwrap();
        let text = |day: Day| day.to_string();
        (text(calendar.first_day(month)), text(calendar.last_day(month)), text(calendar.due_on(month)))
    }

    #[test]
    fn a_month_without_gaps_ends_on_the_day_of_the_setting() {
        for (cut_off, month, first, last, due) in [
            (0, "2026-10", "2026-10-01", "2026-10-31", "2026-11-05"),
            (0, "2028-02", "2028-02-01", "2028-02-29", "2028-03-05"),
            (25, "2026-10", "2026-09-26", "2026-10-25", "2026-11-05"),
            (25, "2026-01", "2025-12-26", "2026-01-25", "2026-02-05"),
        ] {
            assert_eq!(days(cut_off, month), (first.into(), last.into(), due.into()), "{cut_off} {month}");
        }
    }

    #[test]
    fn a_day_belongs_to_the_month_whose_span_holds_it() {
        for (cut_off_day, day, month) in
            [(0, "2026-10-31", "2026-10"), (25, "2026-10-25", "2026-10"), (25, "2026-10-26", "2026-11")]
        {
            let calendar = Calendar { cut_off_day, due_day: 5 };
            assert_eq!(calendar.month_of(day.parse().unwrap()).to_string(), month, "{cut_off_day} {day}");
        }
    }
}
