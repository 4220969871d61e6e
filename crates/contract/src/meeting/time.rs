//! A time of day as meetings are announced: hours and minutes. Knows no seconds and no time zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A time of day, `09:30`; in minutes since midnight, 0 to 1439.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// From minutes since midnight; `None` from 1440 on.
    pub fn from_minutes(minutes: i64) -> Option<Self> {
        u16::try_from(minutes).ok().filter(|minutes| *minutes < 24 * 60).map(Self)
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("「{text}」不是时间，请写成 09:30 的样子。");
        let (hours, minutes) = text.split_once([':', '：']).ok_or_else(wrong)?;
        let number = |part: &str, limit: i64| {
            let is_plain = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i64>().ok().filter(|number| is_plain && *number < limit).ok_or_else(wrong)
        };
        Self::from_minutes(number(hours, 24)? * 60 + number(minutes, 60)?).ok_or_else(wrong)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::TimeOfDay;

    #[test]
    fn a_time_is_read_back_as_it_is_written() {
        for (text, written) in [("9:05", "09:05"), ("00:00", "00:00"), ("23：59", "23:59")] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_no_clock_shows_is_refused() {
        for text in ["24:00", "12:60", "12", "", "-1:00", "1:2:3", "aa:bb", "+1:00"] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
    }
}
