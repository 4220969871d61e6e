//! Whether a day is a public holiday, from the table that ships. Must not guess a year that the table lacks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use branchbook_domain::day::{Day, Month, day_label};

const TABLE: &str = include_str!("../../../../assets/codes/holidays.tsv");

/// Days off, by name.
static DAYS_OFF: LazyLock<BTreeMap<Day, &'static str>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let day = cells.next()?.parse().ok()?;
        (cells.next()? == "off").then_some((day, cells.next()?))
    })
    .collect()
});

/// A sentence if the day is a public holiday, or if the table does not know its year.
pub(crate) fn holiday_warning(day: Day) -> Option<String> {
    if let Some(name) = DAYS_OFF.get(&day) {
        return Some(format!("{}是{name}放假日，请核对日期。", day_label(day)));
    }
    let year = Month::of(day).year();
    let is_known = DAYS_OFF.keys().any(|known| Month::of(*known).year() == year);
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

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows: Vec<Vec<&str>> = TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        for row in &rows {
            assert!(
                row.len() == 3 && row[0].parse::<Day>().is_ok() && matches!(row[1], "off" | "work"),
                "{row:?}"
            );
        }
        assert_eq!(rows.iter().filter(|row| row[1] == "off").count(), DAYS_OFF.len());
    }
}
