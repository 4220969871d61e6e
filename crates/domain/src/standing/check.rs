//! Findings on days of joining and 转正. Only what is certain: where a date known in part may still be right,
//! nothing is said.

use super::history::{EntryRule, Probation, StandingStart, entry_rule, in_years_without_probation};
use super::years::months_later;
use crate::day::{Day, PartialDay, day_label};
use crate::rule::{Finding, Level, Rule, Source, Words};

const ORDER: Rule = Rule::new("P04", "转正日期与入党日期", HISTORY);
const PROBATION: Rule =
    Rule::new("P05", "预备期一年", Source::regulation("中国共产党章程", "2022年", "第七条"));
const AHEAD: Rule = Rule::new("P06", "日期在以后", Source::OfficeDefault);
const HISTORY: Source =
    Source::regulation("中国共产党章程", "历次版本", "关于预备期和党龄的规定（条号待核）");

/// What does not fit in somebody's dates, as of `today`. `subject` is the name shown. Changes nothing.
pub fn check_standing(
    subject: &str,
    today: Day,
    joined: PartialDay,
    became_full: Option<PartialDay>,
) -> Vec<Finding> {
    check_standing_extended(subject, today, joined, became_full, None)
}

/// The same of somebody whose probation, that of this joining, an assembly has extended up to a day.
pub fn check_standing_extended(
    subject: &str,
    today: Day,
    joined: PartialDay,
    became_full: Option<PartialDay>,
    extended_to: Option<Day>,
) -> Vec<Finding> {
    let said = |words| Finding::said_of(subject, words);
    if joined.earliest() > today {
        return vec![said(joined_ahead(joined))];
    }
    let words = match became_full {
        None => not_full_yet(today, joined, extended_to),
        Some(full) if full.earliest() > today => Some(full_ahead(full)),
        Some(full) => order(joined, full).or_else(|| length(joined, full, extended_to.is_some())),
    };
    words.map(said).into_iter().collect()
}

fn joined_ahead(joined: PartialDay) -> Words {
    let gap = format!("入党日期 {} 在今天之后。", joined.label());
    (AHEAD, Level::Must, gap, "请核对入党日期；更正前不计为党员。")
}

fn full_ahead(full: PartialDay) -> Words {
    let gap = format!("转正日期 {} 还没有到，在此之前仍按预备党员统计。", full.label());
    (AHEAD, Level::Note, gap, "如果是填错，请更正；如果是预计日期，支部大会通过后再核对一次。")
}

fn not_full_yet(today: Day, joined: PartialDay, extended_to: Option<Day>) -> Option<Words> {
    if in_years_without_probation(joined) {
        let gap = format!("{} 入党，当时没有预备期，转正日期还空着。", joined.label());
        return Some((ORDER, Level::Note, gap, "已按入党之日起为正式党员统计；请核对档案后补填转正日期。"));
    }
    if let Some(to) = extended_to {
        let gap =
            format!("{} 入党，预备期延长到 {}，已经期满，没有登记转正日期。", joined.label(), day_label(to));
        let advice =
            "支部大会应当及时讨论：已转正的补填转正日期；延长只能一次，仍不具备条件的取消预备党员资格。";
        return (to < today).then_some((PROBATION, Level::Should, gap, advice));
    }
    let probation_over = months_later(joined.latest(), 12) < today;
    let of_a_year = entry_rule(joined).is_some_and(|rule| rule.probation == Probation::Months(12));
    (probation_over && of_a_year).then(|| {
        let gap = format!("{} 入党，预备期已满一年，没有登记转正日期。", joined.label());
        (PROBATION, Level::Should, gap, "请核对档案：已转正的补填转正日期，延长预备期或未讨论的注明情况。")
    })
}

fn order(joined: PartialDay, full: PartialDay) -> Option<Words> {
    if full.latest() < joined.earliest() {
        let gap = format!("转正日期 {} 早于入党日期 {}。", full.label(), joined.label());
        return Some((ORDER, Level::Must, gap, "请对照档案核对这两个日期。"));
    }
    if in_years_without_probation(joined) && !joined.agrees_with(full) {
        let gap = format!("{} 入党，当时没有预备期，转正日期却是 {}。", joined.label(), full.label());
        return Some((ORDER, Level::Note, gap, "党龄已按入党之日计算；请对照档案核对这两个日期。"));
    }
    let same = joined.day().is_some() && joined.day() == full.day();
    (same && entry_rule(joined).is_some_and(counts_from_full)).then(|| {
        let gap = format!("转正日期与入党日期相同（{}），而当时有预备期。", joined.label());
        (
            ORDER,
            Level::Should,
            gap,
            "请对照档案核对；两个日期相同只在1969年4月1日至1977年8月11日入党的党员中常见。",
        )
    })
}

fn counts_from_full(rule: &EntryRule) -> bool {
    rule.counts_from == StandingStart::BecameFull
}

/// A probation of one year, extended at most once by at most one year.
fn length(joined: PartialDay, full: PartialDay, is_extended: bool) -> Option<Words> {
    let rule = entry_rule(joined)?;
    if rule.probation != Probation::Months(12) {
        return None;
    }
    let dates = || format!("{} 入党，{} 转正，", joined.label(), full.label());
    if full.latest() < months_later(joined.earliest(), 12) {
        let gap = format!("{}预备期不足一年。", dates());
        return Some((PROBATION, Level::Should, gap, "请对照档案核对这两个日期。"));
    }
    if full.earliest() > months_later(joined.latest(), 24) {
        let gap = format!("{}相隔超过两年，超过了预备期加一次延长的时间。", dates());
        return Some((PROBATION, Level::Should, gap, "请对照档案核对；如有特殊情况，请在备注里写明。"));
    }
    (!is_extended && full.earliest() >= months_later(joined.latest(), 18)).then(|| {
        let gap = format!("{}预备期超过一年半。", dates());
        (PROBATION, Level::Note, gap, "如果延长过预备期，请在备注里写明；党龄从延长期满转正之日算起。")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(joined: &str, full: Option<&str>) -> Option<(String, Level)> {
        let full = full.map(|text| text.parse().unwrap());
        let found = check_standing("张某", "2026-10-31".parse().unwrap(), joined.parse().unwrap(), full);
        assert!(found.len() < 2, "one finding per member is enough: {found:?}");
        found.first().map(|finding| (finding.rule.id.to_string(), finding.level))
    }

    #[test]
    fn an_extended_probation_is_over_on_its_own_day() {
        let at = |today: &str, full: Option<&str>| {
            let day = |text: &str| text.parse().unwrap();
            let full = full.map(|text| text.parse().unwrap());
            let joined = "2025-03-01".parse().unwrap();
            let found = check_standing_extended("陆某", day(today), joined, full, Some(day("2026-09-01")));
            found.into_iter().map(|finding| finding.gap).collect::<String>()
        };
        assert_eq!((at("2026-04-01", None), at("2026-09-01", None)), (String::new(), String::new()));
        assert_eq!(
            at("2026-09-02", None),
            "2025年3月1日 入党，预备期延长到 2026年9月1日，已经期满，没有登记转正日期。"
        );
        assert_eq!(at("2026-10-02", Some("2026-09-20")), "", "over a year and a half, and it is known why");
    }

    #[test]
    fn only_what_is_certain_becomes_a_finding() {
        for (joined, full, expected) in [
            ("2000-07-01", Some("2001-07-01"), None),
            ("2000-07", Some("2001-07"), None),
            ("2000", Some("2001"), None),
            ("2000-07-01", Some("2001-09-15"), None),
            ("1972-05-04", Some("1972-05-04"), None),
            ("1977-08-11", Some("1977-08-11"), None),
            ("1977", Some("1977"), None),
            ("1977-08-12", Some("1977-08-12"), Some(("P04", Level::Should))),
            ("1969-03-31", Some("1969-03-31"), Some(("P04", Level::Should))),
            ("1972-05-04", Some("1973-05-04"), Some(("P04", Level::Note))),
            ("1972-05-04", None, Some(("P04", Level::Note))),
            ("2001-07-01", Some("2000-07-01"), Some(("P04", Level::Must))),
            ("2001-07", Some("2001-06-30"), Some(("P04", Level::Must))),
            ("2001-07-01", Some("2002-06-30"), Some(("P05", Level::Should))),
            ("2001-07-01", Some("2002-07-01"), None),
            ("2001-07-01", Some("2003-02-01"), Some(("P05", Level::Note))),
            ("2001-07-01", Some("2004-02-01"), Some(("P05", Level::Should))),
            ("2025-12-01", Some("2026-12-01"), Some(("P06", Level::Note))),
            ("2026-01-01", None, None),
            ("2025-10-30", None, Some(("P05", Level::Should))),
            ("2025-10-31", None, None),
            ("2027-01-01", None, Some(("P06", Level::Must))),
        ] {
            let expected = expected.map(|(id, level): (&str, Level)| (id.to_owned(), level));
            assert_eq!(check(joined, full), expected, "{joined} {full:?}");
        }
    }

    #[test]
    fn a_finding_says_what_to_do_next_and_names_its_source() {
        let found = check_standing(
            "张某",
            "2026-10-31".parse().unwrap(),
            "2001-07-01".parse().unwrap(),
            Some("2000-07-01".parse().unwrap()),
        );
        assert_eq!(
            found[0].to_string(),
            "张某：转正日期 2000年7月1日 早于入党日期 2001年7月1日。请对照档案核对这两个日期。（P04 依据：《中国共产党章程》（历次版本）关于预备期和党龄的规定（条号待核））"
        );
    }
}
