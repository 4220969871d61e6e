//! A term, its due day, and the findings as it ends (M01).

use serde::{Deserialize, Serialize};

use crate::code::coded;
use crate::day::{Day, PartialDay, add_months, day_label};
use crate::due_day::DueDay;
use crate::rule::{Finding, Level, Rule, Source, Words};

const ENDS: Rule =
    Rule::new("M01", "任期届满换届", Source::regulation("基层组织选举工作条例", "2020年", "第三条"));
const EXTENDED: Rule =
    Rule::new("M01", "延期换届的批准", Source::regulation("基层组织选举工作条例", "2020年", "第三条"));
/// The longest time by which a term may usually be made longer.
const LONGEST_EXTENSION_MONTHS: i32 = 12;

/// A term made longer with the superior organisation's approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermExtension {
    /// Until when.
    pub until: Day,
    /// Who approved.
    #[serde(default)]
    pub approved_by: Option<String>,
    /// When.
    #[serde(default)]
    pub approved_on: Option<Day>,
}

impl TermExtension {
    /// True with approval and its day.
    pub const fn is_approved(&self) -> bool {
        self.approved_by.is_some() && self.approved_on.is_some()
    }
}

/// The term of a committee or, where there is none, of the secretary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The day of the election.
    pub elected_on: PartialDay,
    /// Its length in years.
    pub years: u32,
    /// Set if it was made longer.
    #[serde(default)]
    pub extension: Option<TermExtension>,
}

coded! {
    /// How near the end of a term is.
    TermMark {
        Running "running" "任期内",
        TwelveMonths "twelve_months" "12个月内届满",
        SixMonths "six_months" "6个月内届满",
        ThreeMonths "three_months" "3个月内届满",
        OneMonth "one_month" "1个月内届满",
        Over "over" "已届满",
    }
}

impl Term {
    /// The day on which the years are full, without an extension.
    pub fn full_on(&self) -> DueDay {
        DueDay::months_after(self.elected_on, self.years.saturating_mul(12))
    }

    /// The day by which the next election is due: an approved extension counts, another does not.
    pub fn due_on(&self) -> DueDay {
        let full = self.full_on();
        let extended = self.extension.as_ref().filter(|extension| extension.is_approved());
        let longer = extended.map(|extension| extension.until).filter(|until| *until > full.day);
        longer.map_or(full, DueDay::exact)
    }

    /// How near the end is on `today`.
    pub fn mark(&self, today: Day) -> TermMark {
        let due = self.due_on().day;
        let within = |months: i32| add_months(due, -months) <= today;
        match () {
            () if due < today => TermMark::Over,
            () if within(1) => TermMark::OneMonth,
            () if within(3) => TermMark::ThreeMonths,
            () if within(6) => TermMark::SixMonths,
            () if within(12) => TermMark::TwelveMonths,
            () => TermMark::Running,
        }
    }
}

/// The findings on a term as of `today`. `subject` is the organisation's name.
pub fn check_term(subject: &str, term: &Term, today: Day) -> Vec<Finding> {
    let said = |words| Finding::said_of(subject, words);
    [ending(term, today), extension(term)].into_iter().flatten().map(said).collect()
}

fn ending(term: &Term, today: Day) -> Option<Words> {
    let due = term.due_on().label();
    let soon = |months: u32| format!("本届任期{due}届满，已不足 {months} 个月。");
    let (level, gap, advice) = match term.mark(today) {
        TermMark::Running => return None,
        TermMark::TwelveMonths => (Level::Note, soon(12), "请列入工作计划，提前考虑换届准备。"),
        TermMark::SixMonths => {
            (Level::Should, soon(6), "上级党组织一般提前 6 个月提醒；请着手准备换届请示和候选人酝酿。")
        }
        TermMark::ThreeMonths => (Level::Should, soon(3), "请向上级党组织报送换届请示，确定选举时间。"),
        TermMark::OneMonth => {
            (Level::Should, soon(1), "请按期召开党员大会选举；确需延期的，在届满前报上级党组织批准。")
        }
        TermMark::Over => (
            Level::Must,
            format!("本届任期已于{due}届满，没有登记换届。"),
            "已经换届的请登记新一届；没有换届的请向上级党组织报告，并按期进行换届选举。",
        ),
    };
    Some((ENDS, level, gap, advice))
}

fn extension(term: &Term) -> Option<Words> {
    let extension = term.extension.as_ref()?;
    let until = day_label(extension.until);
    if !extension.is_approved() {
        let gap = format!("登记延期换届到{until}，没有上级党组织的批准单位或批准日期。");
        return Some((EXTENDED, Level::Must, gap, "批准补齐以前仍按原届满日提醒；请补办并登记批准。"));
    }
    let full = term.full_on();
    (extension.until > add_months(full.day, LONGEST_EXTENSION_MONTHS)).then(|| {
        let gap = format!("延期换届到{until}，距届满（{}）超过一年。", full.label());
        (EXTENDED, Level::Should, gap, "延长期限一般不超过 1 年；请核对批复，尽快安排换届。")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::day::add_days;

    fn term(elected: &str) -> Term {
        Term { elected_on: elected.parse().unwrap(), years: 5, extension: None }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn extended(until: &str, approved: bool) -> Term {
        let extension = TermExtension {
            until: day(until),
            approved_by: approved.then(|| "街道党工委".into()),
            approved_on: approved.then(|| day("2026-05-20")),
        };
        Term { extension: Some(extension), ..term("2021-06-15") }
    }

    fn levels(term: &Term, today: &str) -> Vec<Level> {
        check_term("南湖里党支部", term, day(today)).iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn the_end_is_announced_twelve_six_three_and_one_month_ahead() {
        for (today, mark, found) in [
            ("2025-06-14", TermMark::Running, vec![]),
            ("2025-06-15", TermMark::TwelveMonths, vec![Level::Note]),
            ("2025-12-15", TermMark::SixMonths, vec![Level::Should]),
            ("2026-03-15", TermMark::ThreeMonths, vec![Level::Should]),
            ("2026-05-15", TermMark::OneMonth, vec![Level::Should]),
            ("2026-06-15", TermMark::OneMonth, vec![Level::Should]),
            ("2026-06-16", TermMark::Over, vec![Level::Must]),
        ] {
            let term = term("2021-06-15");
            assert_eq!((term.mark(day(today)), levels(&term, today)), (mark, found), "{today}");
        }
    }

    #[test]
    fn a_finding_says_the_day_and_the_article() {
        let said = check_term("南湖里党支部", &term("2021-06"), day("2026-07-01"));
        assert_eq!(
            said[0].to_string(),
            "南湖里党支部：本届任期已于约2026年6月30日届满，没有登记换届。已经换届的请登记新一届；没有换届的请向上级党组织报告，并按期进行换届选举。（M01 依据：《基层组织选举工作条例》（2020年）第三条）"
        );
    }

    #[test]
    fn only_an_approved_extension_of_a_year_at_most_counts() {
        for (term, today, expected) in [
            (extended("2026-12-31", true), "2026-07-01", vec![Level::Should]),
            (extended("2026-12-31", true), "2027-01-01", vec![Level::Must]),
            (extended("2026-12-31", false), "2026-07-01", vec![Level::Must, Level::Must]),
            (extended("2027-06-15", true), "2026-06-16", vec![Level::Note]),
            (extended("2027-06-16", true), "2026-06-15", vec![Level::Should]),
        ] {
            assert_eq!(levels(&term, today), expected, "{term:?} {today}");
        }
    }

    #[test]
    fn a_term_survives_the_way_through_json() {
        let term = extended("2026-12-31", true);
        let text = serde_json::to_string(&term).unwrap();
        assert_eq!(serde_json::from_str::<Term>(&text).unwrap(), term);
    }

    proptest! {
        #[test]
        fn the_end_only_comes_nearer(shift in 0_i64..3000, years in 3_u32..6) {
            let term = Term { years, ..term("2021-06-15") };
            let today = add_days(day("2021-06-15"), shift);
            prop_assert!(term.mark(today) <= term.mark(add_days(today, 1)));
            prop_assert_eq!(term.mark(today) == TermMark::Over, today > term.full_on().day);
        }
    }
}
