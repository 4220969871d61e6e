//! The month into which an entry is booked: the month of its true day while that is open, else the first open one.

use branchbook_domain::day::{Day, Month};
use branchbook_ledger::table::points::last_closed_month;
use branchbook_ledger::{Reading, Result};

/// The month after the last closed one, but never before the month of the true day (decisions 6).
pub(crate) fn booked_month(reading: &Reading<'_>, day: Day) -> Result<Month> {
    Ok(first_open(last_closed_month(reading)?, day))
}

/// The same for many days of one batch: the last closed month is asked for once.
pub(crate) fn first_open(last_closed: Option<Month>, day: Day) -> Month {
    let own = Month::of(day);
    last_closed.map_or(own, |closed| own.max(closed.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_month_keeps_its_entries_and_a_closed_one_passes_them_on() {
        let day = Day::from_ymd_opt(2026, 10, 9).unwrap();
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert_eq!(first_open(None, day), month("2026-10"));
        assert_eq!(first_open(Some(month("2026-09")), day), month("2026-10"));
        assert_eq!(first_open(Some(month("2026-10")), day), month("2026-11"));
        assert_eq!(first_open(Some(month("2026-12")), day), month("2027-01"));
    }
}
