//! Whether a day is a public holiday, from the table that ships. Must not guess a year that the table lacks.

use branchbook_domain::day::{Day, Month, day_label};
use branchbook_domain::work_day::WorkCalendar;

/// A sentence if the day is a public holiday, or if the table does not know its year.
pub(crate) fn holiday_warning(day: Day) -> Option<String> {
    let calendar = WorkCalendar::shipped();
    if let Some(name) = calendar.holiday(day) {
        return Some(format!("{}是{name}放假日，请核对日期。", day_label(day)));
    }
    let is_known = calendar.knows(Month::of(day).year());
    (!is_known).then(|| format!("没有该年的节假日表，{}是否放假没有核对。", day_label(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_holiday_is_noticed_and_an_unknown_year_is_not_guessed() {
        for (day, expected) in [
            ("2026-10-06", Some("2026年10月6日是国庆节放假日，请核对日期。")),
            ("2026-10-07", Some("2026年10月7日是国庆节放假日，请核对日期。")),
            ("2026-10-08", None),
            ("2026-10-10", None),
            ("2026-10-17", None),
            ("2025-01-28", Some("2025年1月28日是春节放假日，请核对日期。")),
            ("2031-10-01", Some("没有该年的节假日表，2031年10月1日是否放假没有核对。")),
        ] {
            assert_eq!(holiday_warning(day.parse().unwrap()).as_deref(), expected, "{day}");
        }
    }
}
