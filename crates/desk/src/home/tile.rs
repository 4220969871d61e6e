//! The figures of the first page, each with what it is made of and the way to its rows.

use branchbook_contract::home::HomeTile;
use branchbook_domain::day::Month;
use branchbook_domain::figure::{grouped, grouped_hours, percent};
use branchbook_ledger::table::points::month_entries;
use branchbook_ledger::{LedgerError, Reading};

use crate::report::facts::MonthlyFacts;
use crate::report::register::{self, Figure};
use crate::report::unit::UnitRow;

/// The numbers of a month.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    members: i64,
    gained: i64,
    lost: i64,
    probationary: i64,
    mobile: i64,
    /// 已报到.
    reported: i64,
    /// 应报到, as far as the units stated it.
    expected: Option<i64>,
    /// Reported in of the units that stated a number.
    stated_reported: i64,
    units: i64,
    /// Units of which more reported in than they owe.
    over_units: i64,
    activities: i64,
    /// 人次.
    attendances: i64,
    people: i64,
    /// Of service.
    minutes: i64,
    entries: i64,
    entry_people: i64,
    /// Entries that came from attendance and service.
    automatic_entries: i64,
}

impl Figures {
    pub fn of(reading: &Reading<'_>, month: Month, facts: &MonthlyFacts) -> Result<Self, LedgerError> {
        let numbers = register::total(&facts.branches);
        let units = &facts.units;
        let over = |unit: &&UnitRow| unit.expected.is_some_and(|most| unit.reported > most);
        let stated = units.units.iter().filter(|unit| unit.expected.is_some());
        let entries = month_entries(reading, month)?;
        Ok(Self {
            members: numbers.get(Figure::End),
            gained: numbers.gain(),
            lost: numbers.loss(),
            probationary: numbers.get(Figure::Probationary),
            mobile: numbers.get(Figure::Mobile),
            reported: facts.open_report_ins,
            expected: units.total().expected,
            stated_reported: stated.map(|unit| unit.reported).sum(),
            units: count(units.units.len()),
            over_units: count(units.units.iter().filter(over).count()),
            activities: facts.activity_count,
            attendances: facts.participations,
            people: facts.participants,
            minutes: facts.services.iter().map(|service| service.minutes).sum(),
            entries: entries.entries,
            entry_people: entries.accounts,
            automatic_entries: entries.automatic,
        })
    }
}

/// Members, report-ins, service, points.
pub(super) fn tiles(of: &Figures) -> Vec<HomeTile> {
    vec![members(of), report_ins(of), service(of), points(of)]
}

fn tile(opens: &str, what: &str, figure: String, unit: String, beside: String) -> HomeTile {
    HomeTile { opens: opens.to_owned(), what: what.to_owned(), figure, unit, beside }
}

fn members(of: &Figures) -> HomeTile {
    let Figures { members, gained, lost, probationary, mobile, .. } = *of;
    let beside = format!("本月 +{gained} −{lost} · 预备 {probationary} · 流动 {mobile}");
    tile("members", "在册党员", grouped(members), "人".to_owned(), beside)
}

fn report_ins(of: &Figures) -> HomeTile {
    let Figures { reported, expected, stated_reported, units, over_units, .. } = *of;
    let unit = match expected {
        Some(expected) => {
            let rate = percent(stated_reported.min(expected), expected);
            format!("/ {} 人 · {}", grouped(expected), rate.as_deref().unwrap_or("—"))
        }
        None => "人".to_owned(),
    };
    let missing = expected.map(|expected| expected - stated_reported).filter(|missing| *missing > 0);
    let missing = missing.map(|missing| format!(" · 未报到 {missing} 人")).unwrap_or_default();
    let over = if over_units > 0 { format!(" · {over_units} 个单位超报") } else { String::new() };
    let beside = format!("{units} 个单位{missing}{over}");
    tile("report-in", "在职党员报到", grouped(reported), unit, beside)
}

fn service(of: &Figures) -> HomeTile {
    let Figures { minutes, activities, attendances, people, .. } = *of;
    let beside = format!("{activities} 场 · {attendances} 人次 · {people} 人");
    tile("report-in?tab=activities", "本月服务", grouped_hours(minutes), "小时".to_owned(), beside)
}

fn points(of: &Figures) -> HomeTile {
    let Figures { entries, entry_people, automatic_entries, .. } = *of;
    let by_hand = entries - automatic_entries;
    let beside = format!("{entry_people} 人 · 自动 {automatic_entries} · 手记 {by_hand}");
    tile("points", "本月积分", grouped(entries), "笔".to_owned(), beside)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reported_in_beyond_what_is_owed_makes_no_rate_above_all() {
        let figures = Figures {
            reported: 7,
            expected: Some(5),
            stated_reported: 6,
            units: 2,
            over_units: 1,
            ..Figures::default()
        };
        let HomeTile { figure, unit, beside, .. } = report_ins(&figures);
        assert_eq!((figure.as_str(), unit.as_str()), ("7", "/ 5 人 · 100%"));
        assert_eq!(beside, "2 个单位 · 1 个单位超报");
    }
}
