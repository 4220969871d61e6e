//! Which month an entry is booked in (decisions 3, 6): its own month, or the first open one if that is closed.
//! Used by every use case that writes a row with a booked month. Must not write.

use branchbook_domain::day::{Day, Month};
use branchbook_ledger::table::month::calendar;
use branchbook_ledger::{LedgerError, Reading};

use super::Calendar;

/// The answer for a whole batch: the book is asked once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booking {
    calendar: Calendar,
    last_closed: Option<Month>,
}

impl Booking {
    /// As the book stands.
    ///
    /// # Errors
    /// What the ledger says.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        Ok(Self { calendar: Calendar::of(reading)?, last_closed: last_closed(reading)? })
    }

    /// The first open month that is not before the day's own.
    pub fn month(self, day: Day) -> Month {
        let own = self.calendar.month_of(day);
        self.last_closed.map_or(own, |closed| own.max(closed.next()))
    }

    /// Whether the day's own month is closed.
    pub fn is_late(self, day: Day) -> bool {
        self.last_closed.is_some_and(|closed| self.calendar.month_of(day) <= closed)
    }

    /// 「2026年10月已结账，本次登记记入2026年11月。」 if the day's own month is closed.
    pub fn note(self, day: Day) -> Option<String> {
        let (own, booked) = (self.calendar.month_of(day), self.month(day));
        (own != booked).then(|| format!("{}已结账，本次登记记入{}。", own.label(), booked.label()))
    }
}

/// The month in which something of this day is booked.
///
/// # Errors
/// What the ledger says.
pub fn booking_month(reading: &Reading<'_>, day: Day) -> Result<Month, LedgerError> {
    Ok(Booking::of(reading)?.month(day))
}

/// The last closed month.
///
/// # Errors
/// What the ledger says.
pub fn last_closed(reading: &Reading<'_>) -> Result<Option<Month>, LedgerError> {
    calendar::last_closed(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_of_a_closed_month_goes_into_the_first_open_one_and_says_so() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let day: Day = "2026-09-28".parse().unwrap();
        for (closed, cut_off_day, booked, note) in [
            (None, 0, "2026-09", None),
            (Some("2026-08"), 0, "2026-09", None),
            (Some("2026-10"), 0, "2026-11", Some("2026年9月已结账，本次登记记入2026年11月。")),
            (Some("2026-09"), 25, "2026-10", None),
        ] {
            let calendar = Calendar { cut_off_day, due_day: 5 };
            let booking = Booking { calendar, last_closed: closed.map(month) };
            assert_eq!(booking.month(day), month(booked), "{closed:?} {cut_off_day}");
            assert_eq!(booking.note(day).as_deref(), note);
        }
    }
}
