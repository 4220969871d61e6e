//! Years of standing (党龄) and the fifty years of 光荣在党50年. Guesses no missing day: it says 约 or unclear.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::history::{StandingStart, entry_rule};
use crate::day::{Day, PartialDay, add_months};

/// Full years of standing on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyYears {
    /// Full years, at least.
    pub years: u32,
    /// True if a date known only in part leaves one more open: show it as 约.
    pub is_about: bool,
}

/// An answer that partial dates may leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Surely.
    Yes,
    /// Surely not.
    No,
    /// The dates known do not decide it.
    Unclear,
}

impl Reached {
    /// The Chinese words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yes => "已满50年",
            Self::No => "未满50年",
            Self::Unclear => "日期不全，待核实",
        }
    }
}

/// The day from which 党龄 counts (domain.md 1.5); `None` while probationary, before July 1921, or where the
/// dates do not decide it.
pub fn standing_since(joined: PartialDay, became_full: Option<PartialDay>) -> Option<PartialDay> {
    match entry_rule(joined).map(|rule| rule.counts_from) {
        Some(StandingStart::Joined) => Some(joined),
        Some(StandingStart::BecameFull) | None => became_full,
        Some(StandingStart::ByClass) => became_full.or(Some(joined)),
    }
}

/// Full years of standing on `day`; `None` if there is none yet or its beginning is not known.
pub fn party_years(day: Day, joined: PartialDay, became_full: Option<PartialDay>) -> Option<PartyYears> {
    let since = standing_since(joined, became_full)?;
    let most = full_years(since.earliest(), day)?;
    let least = full_years(since.latest(), day);
    Some(PartyYears { years: least.unwrap_or(0), is_about: least != Some(most) })
}

/// Whether fifty years of standing are full on 1 July of `year` (光荣在党50年).
pub fn fifty_years_on(year: i32, joined: PartialDay, became_full: Option<PartialDay>) -> Reached {
    let Some(first_of_july) = Day::from_ymd_opt(year, 7, 1) else { return Reached::Unclear };
    let full = |since: Day| full_years(since, first_of_july).is_some_and(|years| years >= 50);
    match standing_since(joined, became_full) {
        Some(since) if full(since.latest()) => Reached::Yes,
        Some(since) if full(since.earliest()) => Reached::Unclear,
        Some(_) => Reached::No,
        None if full(joined.earliest()) => Reached::Unclear,
        None => Reached::No,
    }
}

/// The same day `months` later, falling back to the end of the month.
pub(super) fn months_later(day: Day, months: u32) -> Day {
    i32::try_from(months).map_or(Day::MAX, |months| add_months(day, months))
}

/// Full years from `since` to `day`; `None` if `day` lies before.
fn full_years(since: Day, day: Day) -> Option<u32> {
    let years = u32::try_from(day.year() - since.year()).ok()?;
    let reached = |years: &u32| months_later(since, years * 12) <= day;
    [Some(years), years.checked_sub(1)].into_iter().flatten().find(reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(on: &str, joined: &str, full: Option<&str>) -> Option<(u32, bool)> {
        let full = full.map(|text| text.parse().unwrap());
        let years = party_years(on.parse().unwrap(), joined.parse().unwrap(), full)?;
        Some((years.years, years.is_about))
    }

    fn fifty(year: i32, joined: &str, full: Option<&str>) -> Reached {
        fifty_years_on(year, joined.parse().unwrap(), full.map(|text| text.parse().unwrap()))
    }

    #[test]
    fn years_count_from_becoming_full_or_from_joining_by_the_rule_of_the_time() {
        for (on, joined, full, expected) in [
            ("2026-10-31", "2000-10-31", Some("2001-10-31"), Some((25, false))),
            ("2026-10-30", "2000-10-31", Some("2001-10-31"), Some((24, false))),
            ("2026-10-31", "1972-05-04", Some("1972-05-04"), Some((54, false))),
            ("2026-10-31", "1972-05-04", None, Some((54, false))),
            ("2026-10-31", "2026-01-01", None, None),
            ("2026-10-31", "2025-12-01", Some("2026-12-01"), None),
            ("2026-10-15", "2000-10", Some("2001-10"), Some((24, true))),
            ("2026-11-01", "2000-10", Some("2001-10"), Some((25, false))),
            ("2025-02-28", "2023-02-28", Some("2024-02-29"), Some((1, false))),
            ("2026-10-31", "1977", None, None),
        ] {
            assert_eq!(years(on, joined, full), expected, "{on} {joined} {full:?}");
        }
    }

    #[test]
    fn fifty_years_are_reckoned_to_the_first_of_july() {
        for (year, joined, full, expected) in [
            (2026, "1976-07-01", Some("1976-07-01"), Reached::Yes),
            (2026, "1976-07-02", Some("1976-07-02"), Reached::No),
            (2026, "1976", None, Reached::Unclear),
            (2026, "1975-12", None, Reached::Yes),
            (2026, "1968-05-01", Some("1969-05-01"), Reached::Yes),
            (2026, "1978-05-01", Some("1979-05-01"), Reached::No),
            (2028, "1977", None, Reached::Unclear),
            (2021, "1970-07-01", Some("1970-07-01"), Reached::Yes),
        ] {
            assert_eq!(fifty(year, joined, full), expected, "{year} {joined}");
        }
    }
}
