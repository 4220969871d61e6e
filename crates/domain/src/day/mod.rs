//! Days, months, quarters, instants and the clock. Every day is a Beijing day (decisions 1);
//! days that are known only in part stay known only in part (decisions 2).
//! Must not read a system clock or a system time zone, and must not guess what an office wrote
//! (that is `office_day`).

mod around;
mod instant;
mod month;
mod partial;
mod quarter;
mod span;

use std::str::FromStr;

pub use chrono::Datelike;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use around::Around;
pub use instant::{Clock, FixedClock, Instant};
pub use month::Month;
pub use partial::PartialDay;
pub use quarter::Quarter;
pub use span::Span;

/// A calendar day in Beijing. Serialised as `YYYY-MM-DD`.
pub type Day = NaiveDate;

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

/// `2026年10月31日`.
pub fn day_label(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `10月31日`.
pub fn short_label(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
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

/// The same day `n` months later (earlier if negative), falling back to the end of a shorter month; the end of the
/// calendar if beyond it. Regulations count in months, never in 30 or 365 days.
pub fn add_months(day: Day, n: i32) -> Day {
    let distance = Months::new(n.unsigned_abs());
    if n < 0 {
        day.checked_sub_months(distance).unwrap_or(Day::MIN)
    } else {
        day.checked_add_months(distance).unwrap_or(Day::MAX)
    }
}

/// Exactly `width` ASCII digits as a number.
fn digits<T: FromStr>(text: &str, width: usize) -> Option<T> {
    let plain = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
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
mod tests;
