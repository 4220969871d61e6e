//! 一编三定: a post with its duty and its span, and what every quarter says of it. When a quarter has to be rated and
//! what is left open (G01, G02). How well somebody fulfilled a post is never decided here.

use serde::{Deserialize, Serialize};

use crate::code::coded;
use crate::day::{Day, Quarter, add_days};
use crate::rule::{Finding, Level, Rule, Source};

/// Days after the end of a quarter in which it is to be rated: a default of the program, no regulation.
pub const RATING_DAYS: i64 = 14;
/// Whoever held a post for fewer days of a quarter is not rated for it.
pub const LEAST_DAYS: i64 = 30;

const OVER: Rule = Rule::new("G01", "岗位期满", Source::OfficeDefault);
const UNRATED: Rule = Rule::new("G02", "岗位季度评价", Source::OfficeDefault);

coded! {
    /// How a post was fulfilled in a quarter.
    DutyResult {
        Good "good" "好",
        Fair "fair" "一般",
        Poor "poor" "差",
    }
}

/// The span over which a post is held: `to` is the first day on which it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutySpan {
    /// First day.
    pub from: Day,
    /// The day it ended, if it did.
    pub to: Option<Day>,
    /// The last day for which it was given, if one was set.
    pub until: Option<Day>,
}

impl DutySpan {
    /// Whether the post is held on a day.
    pub fn holds(self, on: Day) -> bool {
        self.from <= on && self.to.is_none_or(|to| to > on)
    }

    /// Whether it is still held though its last day is over.
    pub fn is_over(self, on: Day) -> bool {
        self.holds(on) && self.until.is_some_and(|until| until < on)
    }

    /// Whether a quarter is to be rated: the post was held for [`LEAST_DAYS`] of it.
    pub fn is_rated_in(self, quarter: Quarter) -> bool {
        let first = self.from.max(quarter.first_day());
        let after = add_days(quarter.last_day(), 1);
        let end = self.to.map_or(after, |to| to.min(after));
        (end - first).num_days() >= LEAST_DAYS
    }
}

/// The last day on which a quarter is rated in time.
pub fn rating_due_on(quarter: Quarter) -> Day {
    add_days(quarter.last_day(), RATING_DAYS)
}

/// The posts of a branch that are over and still held.
pub fn check_over(branch: &str, names: &[&str]) -> Option<Finding> {
    let gap = format!("{}的岗位已经期满，还没有续期或结束。", several(names)?);
    let advice = "续期请在“设岗定责”里改职责，不再担任请登记结束。";
    Some(Finding::said_of(branch, (OVER, Level::Should, gap, advice)))
}

/// The posts of a branch that were not rated in time for a quarter.
pub fn check_unrated(branch: &str, quarter: Quarter, names: &[&str], on: Day) -> Option<Finding> {
    if on <= rating_due_on(quarter) {
        return None;
    }
    let gap = format!("{}还没有评价{}的履职情况。", several(names)?, quarter.label());
    let advice = "请在“设岗定责”里登记季度评价，可以整个支部一次登记。";
    Some(Finding::said_of(branch, (UNRATED, Level::Should, gap, advice)))
}

/// 「单冠松、曹珂等 5 人」: at most three names.
fn several(names: &[&str]) -> Option<String> {
    let shown = names.get(..names.len().min(3)).unwrap_or_default().join("、");
    match names.len() {
        0 => None,
        1..=3 => Some(shown),
        many => Some(format!("{shown}等 {many} 人")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn span(from: &str, to: Option<&str>, until: Option<&str>) -> DutySpan {
        DutySpan { from: day(from), to: to.map(day), until: until.map(day) }
    }

    #[test]
    fn a_post_is_over_from_the_day_after_its_last_day_until_it_ends() {
        let held = span("2026-01-01", Some("2026-11-01"), Some("2026-09-30"));
        for (on, is_over) in [("2026-09-30", false), ("2026-10-01", true), ("2026-11-01", false)] {
            assert_eq!(held.is_over(day(on)), is_over, "{on}");
        }
        assert!(!span("2026-01-01", None, None).is_over(day("2030-01-01")));
    }

    #[test]
    fn a_quarter_is_rated_only_where_the_post_was_held_for_a_month_of_it() {
        let quarter: Quarter = "2026-Q3".parse().unwrap();
        for (from, to, is_rated) in [
            ("2026-09-01", None, true),
            ("2026-09-02", None, false),
            ("2025-01-01", Some("2026-07-31"), true),
            ("2025-01-01", Some("2026-07-30"), false),
            ("2025-01-01", Some("2026-06-30"), false),
            ("2026-10-01", None, false),
        ] {
            assert_eq!(span(from, to, None).is_rated_in(quarter), is_rated, "{from} {to:?}");
        }
    }

    #[test]
    fn a_quarter_is_late_only_when_two_weeks_are_over_and_few_names_are_told() {
        let quarter: Quarter = "2026-Q3".parse().unwrap();
        let names = ["单冠松", "曹珂", "仇英", "解放"];
        assert_eq!(check_unrated("第一党支部", quarter, &names, day("2026-10-14")), None);
        let late = check_unrated("第一党支部", quarter, &names, day("2026-10-15")).unwrap();
        assert_eq!(late.gap, "单冠松、曹珂、仇英等 4 人还没有评价2026年第三季度的履职情况。");
        assert_eq!(check_over("第一党支部", &[]), None);
    }
}
