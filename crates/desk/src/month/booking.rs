//! Which month an entry is booked in (decisions 3, 6): its own month, or the first open one if that is closed
//! or lies before the book.
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
    opening: Option<Month>,
}

impl Booking {
    /// As the book stands.
    ///
    /// # Errors
    /// What the ledger says.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        Ok(Self {
            calendar: Calendar::of(reading)?,
            last_closed: last_closed(reading)?,
            opening: calendar::opening_month(reading)?,
        })
    }

    /// For what stood when the book began: a report-in or a number of an earlier year keeps its own month, or the
    /// first report would call it new.
    #[must_use]
    pub const fn standing(self) -> Self {
        Self { opening: None, ..self }
    }

    /// The first open month of the book that is not before the day's own: what happened before the book began is
    /// learnt in its first month.
    pub fn month(self, day: Day) -> Month {
        let open = self.last_closed.map(Month::next).max(self.opening);
        let own = self.calendar.month_of(day);
        open.map_or(own, |open| own.max(open))
    }

    /// Whether the day's own month takes nothing more.
    pub fn is_late(self, day: Day) -> bool {
        self.calendar.month_of(day) != self.month(day)
    }

    /// 「2026年10月已结账，本次登记记入2026年11月。」 if the day's own month takes nothing more.
    pub fn note(self, day: Day) -> Option<String> {
        let (own, booked) = (self.calendar.month_of(day), self.month(day));
        // A month before the book is not closed: it was never opened.
        let is_before = self.opening.is_some_and(|opening| own < opening);
        let is_closed = !is_before && self.last_closed.is_some_and(|closed| own <= closed);
        let why = if is_closed { "已结账" } else { "在建账之前" };
        self.is_late(day).then(|| format!("{}{why}，本次登记记入{}。", own.label(), booked.label()))
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
        for (opening, closed, cut_off_day, booked, note) in [
            (None, None, 0, "2026-09", None),
            (None, Some("2026-08"), 0, "2026-09", None),
            (
                Some("2026-03"),
                Some("2026-10"),
                0,
                "2026-11",
                Some("2026年9月已结账，本次登记记入2026年11月。"),
            ),
            (None, Some("2026-09"), 25, "2026-10", None),
            (Some("2026-10"), None, 0, "2026-10", Some("2026年9月在建账之前，本次登记记入2026年10月。")),
            (
                Some("2026-10"),
                Some("2026-11"),
                0,
                "2026-12",
                Some("2026年9月在建账之前，本次登记记入2026年12月。"),
            ),
        ] {
            let calendar = Calendar { cut_off_day, due_day: 5 };
            let booking = Booking { calendar, last_closed: closed.map(month), opening: opening.map(month) };
            assert_eq!(booking.month(day), month(booked), "{closed:?} {cut_off_day}");
            assert_eq!(booking.note(day).as_deref(), note);
            assert_eq!(booking.is_late(day), note.is_some());
        }
        let booking = Booking {
            calendar: Calendar { cut_off_day: 0, due_day: 5 },
            last_closed: None,
            opening: Some(month("2026-10")),
        };
        assert_eq!(
            booking.standing().month(day),
            month("2026-09"),
            "what stood before the book keeps its month"
        );
    }
}
