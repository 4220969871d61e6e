//! The findings on a contact log (T02): a contact that is due, somebody lost for over half a year, a mobile member who
//! should be transferred, the years after which a stopped membership has to be looked at again.

use super::{Care, CareKind, CareSetting};
use crate::day::{Day, PartialDay, add_days};
use crate::due_day::{DueDay, months_label};
use crate::rule::{Finding, Level, Rule, Source, Words};

const ARTICLE_24: Source = Source::regulation("党员教育管理工作条例", "2019年", "第二十四条");
const LOST: Rule = Rule::new("T02", "失去联系六个月以上", ARTICLE_24);
const ABROAD: Rule = Rule::new("T02", "出国学习研究超过五年", ARTICLE_24);
const STOPPED: Rule = Rule::new("T02", "停止党籍满两年", ARTICLE_24);
const TRANSFER: Rule = Rule::new(
    "T02",
    "外出六个月以上的组织关系",
    Source::regulation("党员教育管理工作条例", "2019年", "第二十五条"),
);
const FOUND: Rule = Rule::new("T02", "失联党员已取得联系", Source::OfficeDefault);

/// Months after which somebody who cannot be found may lose the membership for the time being.
const LOST_MONTHS: u32 = 6;
/// Months outside after which the relation has to be transferred.
const OUTSIDE_MONTHS: u32 = 6;
/// Years of studies abroad.
const ABROAD_MONTHS: u32 = 60;
/// Years after which a stopped membership of somebody still not found is ended.
const STOPPED_MONTHS: u32 = 24;
/// How many days ahead a contact is called due.
pub const DAYS_AHEAD: i64 = 7;

/// The findings on a log as of `today`.
pub fn check_care(care: &Care, setting: &CareSetting, today: Day) -> Vec<Finding> {
    let found = [due(care, setting, today), standing(care, today)];
    found.into_iter().flatten().map(|words| Finding::said_of(&care.subject, words)).collect()
}

/// A finding if a membership was stopped for lost contact two years ago. `subject` is the name shown.
pub fn check_suspended(subject: &str, suspended_on: PartialDay, today: Day) -> Option<Finding> {
    let over = DueDay::months_after(suspended_on, STOPPED_MONTHS);
    (over.day <= today).then(|| {
        let gap = format!("{}停止党籍，到{}满两年。", suspended_on.label(), over.label());
        let advice = "请再次查找并做好记录；确实无法取得联系的，由党支部按规定程序研究是否按自行脱党除名，取得联系的按程序研究恢复党籍。";
        Finding::said_of(subject, (STOPPED, Level::Should, gap, advice))
    })
}

/// The sentence on a membership that is stopped because somebody cannot be found, where it is not known that half a year
/// has passed. `lost`: nothing if nobody is registered as lost, else since when, if that is known.
#[allow(
    clippy::option_option,
    reason = "not lost, lost since whenever and lost since a day are three answers"
)]
pub fn check_stop(lost: Option<Option<PartialDay>>, on: Day) -> Option<String> {
    let so_far = match lost {
        None => "没有登记失联".to_owned(),
        Some(None) => "没有登记从何时起失联".to_owned(),
        Some(Some(since)) => {
            let over = DueDay::months_after(since, LOST_MONTHS);
            if over.day <= on {
                return None;
            }
            format!("{}起失联，到{}才满六个月", since.label(), over.label())
        }
    };
    Some(format!(
        "{so_far}；{ARTICLE_24}规定失去联系六个月以上、查找后仍没有取得联系的，才予以停止党籍，请核对。"
    ))
}

fn due(care: &Care, setting: &CareSetting, today: Day) -> Option<Words> {
    if care.kind == CareKind::Lost && care.found_again(today).is_some() {
        return None;
    }
    let next = care.next_due(setting, today);
    if add_days(today, DAYS_AHEAD) < next.day {
        return None;
    }
    let last = match care.last_contact(today) {
        Some(last) => format!("最近一次{}", last.label()),
        None => "还没有登记过".to_owned(),
    };
    let what = setting.rule().title;
    let every = format!("{}至少一次", every_label(setting.months));
    let is_over = next.day < today;
    let (level, end) = match (is_over, setting.source.is_regulation()) {
        (false, _) => (Level::Note, format!("下一次应在{}以前", next.label())),
        (true, true) => (Level::Must, format!("应在{}以前，已经超过", next.label())),
        (true, false) => (Level::Should, format!("应在{}以前，已经超过", next.label())),
    };
    let gap = format!("{}：{what}{every}，{last}，{end}。", care.kind.label());
    Some((setting.rule(), level, gap, advice(care.kind)))
}

/// `每月`, `每三个月`, `每半年`, `每年`.
fn every_label(months: u32) -> String {
    match months {
        1 => "每月".to_owned(),
        12 => "每年".to_owned(),
        _ => format!("每{}", months_label(months)),
    }
}

const fn advice(kind: CareKind) -> &'static str {
    match kind {
        CareKind::MobileOut | CareKind::MobileIn | CareKind::Abroad => "请联系本人，登记日期、方式和近况。",
        CareKind::Lost => "请继续通过各种方式查找，登记每次查找的日期和结果。",
        CareKind::Retired | CareKind::Infirm | CareKind::Hardship | CareKind::Solitary => {
            "请安排走访或者电话联系，登记日期、走访人和需要。"
        }
    }
}

/// What follows from how long it has lasted.
fn standing(care: &Care, today: Day) -> Option<Words> {
    let lasts = |months: u32| DueDay::months_after(care.since, months).day <= today;
    let since = care.since.label();
    match care.kind {
        CareKind::Lost => lost(care, today),
        CareKind::Abroad if DueDay::months_after(care.since, ABROAD_MONTHS).day < today => Some((
            ABROAD,
            Level::Should,
            format!("{since}出国（境），已超过五年。"),
            "仍未返回的，一般予以停止党籍，由保留其组织关系的党组织按有关规定作出决定；已经返回的请登记。",
        )),
        CareKind::MobileOut if lasts(OUTSIDE_MONTHS) => Some((
            TRANSFER,
            Level::Should,
            format!("{since}外出，已满六个月，组织关系还在本支部。"),
            "地点相对固定的应当转移组织关系；暂不具备条件的请写明原因，保持经常联系。",
        )),
        _ => None,
    }
}

fn lost(care: &Care, today: Day) -> Option<Words> {
    if let Some(on) = care.found_again(today) {
        let gap = format!("{}已取得联系，仍登记为失联。", on.label());
        return Some((FOUND, Level::Should, gap, "请核对后结束失联登记，恢复组织生活。"));
    }
    (DueDay::months_after(care.since, LOST_MONTHS).day <= today).then(|| {
        let tries = care.contacts.iter().filter(|contact| contact.on.earliest() <= today).count();
        let gap = format!("{}起失联，已六个月以上，登记查找 {tries} 次。", care.since.label());
        let advice = "通过各种方式查找仍然没有取得联系的，予以停止党籍，由所在党支部或者上级党组织按有关规定作出决定；请先把查找记录补全。";
        (LOST, Level::Must, gap, advice)
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::super::{Contact, default_cares};
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn care(kind: CareKind, since: &str, contacts: &[(&str, bool)]) -> Care {
        let contact =
            |(on, is_reached): &(&str, bool)| Contact { on: on.parse().unwrap(), is_reached: *is_reached };
        Care {
            subject: "陆某".into(),
            kind,
            since: since.parse().unwrap(),
            contacts: contacts.iter().map(contact).collect(),
        }
    }

    fn setting(kind: CareKind) -> CareSetting {
        default_cares().into_iter().find(|setting| setting.kind == kind).unwrap()
    }

    fn found(care: &Care, today: &str) -> Vec<Finding> {
        check_care(care, &setting(care.kind), day(today))
    }

    fn gaps(care: &Care, today: &str) -> String {
        found(care, today).into_iter().map(|finding| finding.gap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_next_contact_counts_from_the_last_one_that_reached_the_person() {
        let solitary = care(CareKind::Solitary, "2026-01-10", &[("2026-03-05", true), ("2026-03-20", false)]);
        let due = |today: &str| solitary.next_due(&setting(CareKind::Solitary), day(today)).day;
        assert_eq!((due("2026-03-01"), due("2026-04-01")), (day("2026-02-10"), day("2026-04-05")));
        assert_eq!(gaps(&solitary, "2026-03-28"), "");
        expect!["独居党员：重点党员走访每月至少一次，最近一次2026年3月5日，下一次应在2026年4月5日以前。"]
            .assert_eq(&gaps(&solitary, "2026-03-29"));
        expect!["独居党员：重点党员走访每月至少一次，最近一次2026年3月5日，应在2026年4月5日以前，已经超过。"]
            .assert_eq(&gaps(&solitary, "2026-04-06"));
        assert_eq!(found(&solitary, "2026-04-06")[0].level, Level::Should);
    }

    #[test]
    fn for_the_lost_every_search_counts_and_half_a_year_is_said_with_its_article() {
        let lost = care(CareKind::Lost, "2026-01-15", &[("2026-06-20", false), ("2026-07-01", false)]);
        assert_eq!(gaps(&lost, "2026-07-10"), "");
        expect!["2026年1月15日起失联，已六个月以上，登记查找 2 次。"].assert_eq(&gaps(&lost, "2026-07-15"));
        let finding = &found(&lost, "2026-07-15")[0];
        assert_eq!(finding.level, Level::Must);
        assert_eq!(finding.rule.source.to_string(), "《党员教育管理工作条例》（2019年）第二十四条");
        assert_eq!(found(&lost, "2026-08-10").len(), 2, "the next search is due, too");
    }

    #[test]
    fn somebody_found_again_is_no_longer_searched() {
        let lost = care(CareKind::Lost, "2026-01-15", &[("2026-06-20", false), ("2026-08-01", true)]);
        expect!["2026年8月1日已取得联系，仍登记为失联。"].assert_eq(&gaps(&lost, "2026-12-01"));
        assert!(gaps(&lost, "2026-07-20").contains("已六个月以上"), "before that day nobody knew");
    }

    #[test]
    fn half_a_year_outside_asks_for_a_transfer_and_five_years_abroad_for_a_decision() {
        let outside = care(CareKind::MobileOut, "2026-03", &[("2026-09-20", true)]);
        assert_eq!(gaps(&outside, "2026-09-29"), "");
        expect!["2026年3月外出，已满六个月，组织关系还在本支部。"].assert_eq(&gaps(&outside, "2026-09-30"));
        let abroad = care(CareKind::Abroad, "2021-09-01", &[("2026-08-01", true)]);
        assert_eq!(gaps(&abroad, "2026-09-01"), "");
        expect!["2021年9月1日出国（境），已超过五年。"].assert_eq(&gaps(&abroad, "2026-09-02"));
        let silent = care(CareKind::Abroad, "2026-01-01", &[]);
        assert_eq!(found(&silent, "2026-07-02")[0].level, Level::Must, "每半年至少联系一次 is a regulation");
        assert!(gaps(&silent, "2026-07-02").contains("还没有登记过"));
    }

    #[test]
    fn a_stop_before_half_a_year_is_said_with_its_article() {
        let at = |since: &str, on: &str| check_stop(Some(Some(since.parse().unwrap())), day(on));
        assert_eq!((at("2026-03-01", "2026-09-01"), at("2026-03", "2026-09-30")), (None, None));
        expect!["2026年9月14日起失联，到2027年3月14日才满六个月；《党员教育管理工作条例》（2019年）第二十四条规定失去联系六个月以上、查找后仍没有取得联系的，才予以停止党籍，请核对。"]
            .assert_eq(&at("2026-09-14", "2026-11-20").unwrap());
        assert!(
            at("2026-03", "2026-09-29").unwrap().starts_with("2026年3月起失联，到约2026年9月30日才满六个月")
        );
        assert!(check_stop(None, day("2026-11-20")).unwrap().starts_with("没有登记失联；"));
        assert!(check_stop(Some(None), day("2026-11-20")).unwrap().starts_with("没有登记从何时起失联；"));
    }

    #[test]
    fn two_years_after_a_stop_the_case_is_to_be_looked_at_again() {
        let at = |today: &str| check_suspended("陆某", "2024-07".parse().unwrap(), day(today));
        assert_eq!(at("2026-07-30"), None);
        expect!["2024年7月停止党籍，到约2026年7月31日满两年。"].assert_eq(&at("2026-07-31").unwrap().gap);
    }

    proptest! {
        #[test]
        fn a_contact_today_leaves_nothing_due_today(n in 0_usize..8, since in 0_i64..900, today in 0_i64..900) {
            let kind = CareKind::ALL[n];
            let first = day("2024-01-01");
            let today = add_days(first, since.max(today));
            let mut care = care(kind, "2024-01-01", &[]);
            care.since = add_days(first, since).into();
            care.contacts.push(Contact { on: today.into(), is_reached: true });
            let setting = setting(kind);
            prop_assert!(care.next_due(&setting, today).day > today);
            prop_assert!(check_care(&care, &setting, today).iter().all(|finding| finding.rule != setting.rule()));
        }

        #[test]
        fn the_order_of_the_log_does_not_matter(days in prop::collection::vec((0_i64..900, prop::bool::ANY), 0..6)) {
            let mut care = care(CareKind::Infirm, "2024-01-01", &[]);
            let on = |n: i64| PartialDay::Day(add_days(day("2024-01-01"), n));
            care.contacts = days.iter().map(|&(n, is_reached)| Contact { on: on(n), is_reached }).collect();
            let before = found(&care, "2025-06-01");
            care.contacts.reverse();
            prop_assert_eq!(before, found(&care, "2025-06-01"));
        }
    }
}
