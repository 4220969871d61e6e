//! The clock of the demo: it stands where the person whose work is entered just was, and never goes past now. Each
//! office has its own time, so that a book never goes back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use branchbook_domain::day::{Clock, Day, Instant};

const MINUTE: i64 = 60 * 1000;
/// When an office begins its day, in minutes.
const MORNING: i64 = 8 * 60 + 40;

/// The clock.
#[derive(Debug)]
pub(super) struct Calendar {
    now: Instant,
    hand: Mutex<Hand>,
}

#[derive(Debug, Default)]
struct Hand {
    /// Whose work is entered.
    office: &'static str,
    /// How far each office is.
    at: BTreeMap<&'static str, Instant>,
}

impl Calendar {
    /// A clock that may go as far as `real` stands.
    pub fn before(real: &dyn Clock) -> Arc<Self> {
        Arc::new(Self { now: real.now(), hand: Mutex::default() })
    }

    /// The day that the demo is made for.
    pub fn last_day(&self) -> Day {
        self.now.beijing_day()
    }

    /// It is the morning of this day at an office, or later where it has worked for longer already.
    pub fn turn(&self, office: &'static str, day: Day) {
        let morning = Instant::at_beijing_midnight(day).0 + MORNING * MINUTE;
        let mut hand = self.hand();
        hand.office = office;
        let at = hand.at.entry(office).or_insert(Instant(morning));
        *at = Instant(morning.max(at.0)).min(self.now);
    }

    /// Some minutes go by.
    pub fn pass(&self, minutes: i64) {
        let mut hand = self.hand();
        let office = hand.office;
        let at = hand.at.entry(office).or_insert(self.now);
        *at = Instant(at.0 + minutes * MINUTE).min(self.now);
    }

    fn hand(&self) -> MutexGuard<'_, Hand> {
        self.hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for Calendar {
    fn now(&self) -> Instant {
        let hand = self.hand();
        hand.at.get(hand.office).copied().unwrap_or(self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use branchbook_domain::day::FixedClock;

    #[test]
    fn an_office_never_goes_back_and_nobody_goes_past_now() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let calendar = Calendar::before(&FixedClock::on(day("2026-11-21")));
        calendar.turn("一", day("2026-11-02"));
        calendar.pass(30);
        assert_eq!(calendar.now().to_string(), "2026-11-02 09:10");
        calendar.turn("二", day("2026-10-05"));
        assert_eq!(calendar.now().to_string(), "2026-10-05 08:40");
        calendar.turn("一", day("2026-11-01"));
        assert_eq!(calendar.now().to_string(), "2026-11-02 09:10");
        calendar.turn("一", day("2026-11-21"));
        calendar.pass(600);
        assert_eq!(calendar.now().to_string(), "2026-11-21 09:00");
    }
}
