//! Instants in UTC milliseconds, shown as Beijing wall time, and the clock that is handed in.
//! Must not ask the machine for the time.

use std::fmt;

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use super::Day;

/// Beijing is fixed at +08:00, in seconds.
const BEIJING_OFFSET_SECONDS: i64 = 8 * 3600;

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
        format!("{self}:{:02}", self.beijing().second())
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
        let wall = self.beijing();
        write!(f, "{} {:02}:{:02}", wall.date_naive(), wall.hour(), wall.minute())
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
