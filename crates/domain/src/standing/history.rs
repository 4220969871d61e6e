//! How joining, probation and standing were reckoned since 1921, as a table. Only looks up; years.rs reckons.

use crate::day::{Day, PartialDay};

/// From which day 党龄 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandingStart {
    /// From the day of joining: there was no probation.
    Joined,
    /// From the day of 转正.
    BecameFull,
    /// From 转正 for those who had a probation by their class, else from joining.
    ByClass,
}

/// The probation of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Probation {
    /// None.
    None,
    /// So many months for everybody.
    Months(u32),
    /// Different by class; the words of the table.
    ByClass(&'static str),
}

/// One row of the table: rules for those who joined within its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryRule {
    /// First day of joining.
    pub first: (i32, u32, u32),
    /// Last day of joining; `None` = until today.
    pub last: Option<(i32, u32, u32)>,
    /// What 入党时间 meant.
    pub joined_means: &'static str,
    /// From when 党龄 counts.
    pub counts_from: StandingStart,
    /// The probation.
    pub probation: Probation,
}

/// The table, oldest first, without gaps. Source: a published compilation of the Party constitutions' rules on
/// joining and standing (domain.md 1.5).
pub const ENTRY_RULES: [EntryRule; 9] = [
    row((1921, 7, 1), Some((1923, 6, 9)), "上级批准之日", StandingStart::Joined, Probation::None),
    row(
        (1923, 6, 10),
        Some((1927, 4, 26)),
        "批准为预备党员之日",
        StandingStart::BecameFull,
        Probation::ByClass("劳动者 3 个月，其他人 6 个月"),
    ),
    row(
        (1927, 4, 27),
        Some((1928, 6, 17)),
        "批准之日",
        StandingStart::ByClass,
        Probation::ByClass("工人等没有预备期，知识分子等 3 个月"),
    ),
    row((1928, 6, 18), Some((1945, 4, 22)), "批准之日", StandingStart::Joined, Probation::None),
    row(
        (1945, 4, 23),
        Some((1956, 9, 14)),
        "批准之日",
        StandingStart::BecameFull,
        Probation::ByClass("按成分 6 个月、1 年或 2 年"),
    ),
    row(
        (1956, 9, 15),
        Some((1969, 3, 31)),
        "支部大会接收之日",
        StandingStart::BecameFull,
        Probation::Months(12),
    ),
    row((1969, 4, 1), Some((1977, 8, 11)), "上级批准之日", StandingStart::Joined, Probation::None),
    row(
        (1977, 8, 12),
        Some((1982, 9, 5)),
        "批准为预备党员之日",
        StandingStart::BecameFull,
        Probation::Months(12),
    ),
    row(
        (1982, 9, 6),
        None,
        "支部党员大会接收为预备党员之日",
        StandingStart::BecameFull,
        Probation::Months(12),
    ),
];

const fn row(
    first: (i32, u32, u32),
    last: Option<(i32, u32, u32)>,
    joined_means: &'static str,
    counts_from: StandingStart,
    probation: Probation,
) -> EntryRule {
    EntryRule { first, last, joined_means, counts_from, probation }
}

impl EntryRule {
    /// True if `day` lies in the row.
    pub fn contains(&self, day: Day) -> bool {
        let within = |last| day_of(last).is_some_and(|last| day <= last);
        day_of(self.first).is_some_and(|first| first <= day) && self.last.is_none_or(within)
    }

    /// What the row says, in one sentence.
    pub fn sentence(&self) -> String {
        let probation = match self.probation {
            Probation::None => "没有预备期".to_owned(),
            Probation::Months(months) => format!("预备期 {months} 个月"),
            Probation::ByClass(words) => format!("预备期：{words}"),
        };
        let start = match self.counts_from {
            StandingStart::Joined => "党龄从入党之日算起",
            StandingStart::BecameFull => "党龄从转正之日算起",
            StandingStart::ByClass => "有预备期的党龄从转正之日算起，没有的从入党之日算起",
        };
        format!("入党时间为{}，{probation}，{start}。", self.joined_means)
    }
}

/// The row for a day of joining; `None` before July 1921, and where a day known only in part may lie in two rows.
pub fn entry_rule(joined: PartialDay) -> Option<&'static EntryRule> {
    match entry_rules(joined) {
        [rule] if joined.earliest() >= Day::from_ymd_opt(1921, 7, 1)? => Some(rule),
        _ => None,
    }
}

/// Every row in which a day of joining may lie: one for a known day, two where a month or year straddles a
/// change (1969, 1977), none before July 1921.
pub fn entry_rules(joined: PartialDay) -> &'static [EntryRule] {
    let may = |rule: &EntryRule| {
        let ends_before = rule.last.and_then(day_of).is_some_and(|last| last < joined.earliest());
        !ends_before && day_of(rule.first).is_some_and(|first| first <= joined.latest())
    };
    let begin = ENTRY_RULES.iter().position(may).unwrap_or(ENTRY_RULES.len());
    let length = ENTRY_RULES[begin..].iter().take_while(|rule| may(rule)).count();
    &ENTRY_RULES[begin..begin + length]
}

/// True if somebody surely joined in the years without probation that offices meet most, 1969-04-01 to
/// 1977-08-11: equal days of joining and 转正 are right there and must stay.
pub fn in_years_without_probation(joined: PartialDay) -> bool {
    entry_rule(joined).is_some_and(|rule| rule.first == (1969, 4, 1))
}

fn day_of((year, month, day): (i32, u32, u32)) -> Option<Day> {
    Day::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(joined: &str) -> Option<&'static EntryRule> {
        entry_rule(joined.parse().unwrap())
    }

    #[test]
    fn the_rows_follow_each_other_without_gap_or_overlap() {
        for pair in ENTRY_RULES.windows(2) {
            let last = pair[0].last.and_then(day_of).unwrap();
            assert_eq!(last.succ_opt(), day_of(pair[1].first), "{:?}", pair[1].first);
        }
        assert_eq!(ENTRY_RULES.last().unwrap().last, None);
    }

    #[test]
    fn the_borders_of_the_years_without_probation_are_exact() {
        for (joined, start) in [
            ("1969-03-31", StandingStart::BecameFull),
            ("1969-04-01", StandingStart::Joined),
            ("1977-08-11", StandingStart::Joined),
            ("1977-08-12", StandingStart::BecameFull),
            ("1982-09-05", StandingStart::BecameFull),
            ("1945-04-22", StandingStart::Joined),
            ("1927-05-01", StandingStart::ByClass),
            ("2026-10-01", StandingStart::BecameFull),
        ] {
            assert_eq!(rule(joined).unwrap().counts_from, start, "{joined}");
            assert!(rule(joined).unwrap().contains(joined.parse().unwrap()), "{joined}");
        }
    }

    #[test]
    fn a_date_that_may_lie_in_two_rows_has_no_rule() {
        for joined in ["1977", "1977-08", "1969", "1920-01-01", "1921"] {
            assert_eq!(rule(joined), None, "{joined}");
        }
        assert_eq!(entry_rules("1977".parse().unwrap()).len(), 2);
        assert!(rule("1970").is_some() && rule("1977-07").is_some());
    }

    #[test]
    fn a_row_says_in_words_what_it_means() {
        assert_eq!(
            rule("1972-05-04").unwrap().sentence(),
            "入党时间为上级批准之日，没有预备期，党龄从入党之日算起。"
        );
    }
}
