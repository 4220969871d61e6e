//! 积分排名: who stands where at the end of a month, of the community or of a branch. Equal scores share a place, and the
//! next one counts those before it. For the office only.

use std::collections::HashSet;

use branchbook_contract::folio::{FolioCell, FolioDone, FolioEntry, FolioGroup, FolioPage, FolioTone};
use branchbook_contract::points::PointsPersonRow;
use branchbook_domain::day::Month;
use branchbook_domain::name::NameKeys;
use branchbook_domain::points::Points;
use branchbook_ledger::Reading;

use super::{Asked, Deed, Folio, Head, Line, Sheet, Values, cell, folio_chip, tagged};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::organisation::Names;
use crate::points::figures::points_month_figures;

/// The folio.
pub(crate) struct Ranking;

const HEAD: Head = Head {
    folio: "ranking",
    title: "积分排名",
    about: "到月底每名党员的积分、等次和名次，只供本单位内部使用。",
    group: "积分",
};

const COLUMNS: &[(&str, u8)] =
    &[("名次", 6), ("姓名", 7), ("党支部", 0), ("等次", 8), ("本月", 5), ("全年加减", 7), ("积分", 6)];

/// The filter of those who are not scored.
const UNSCORED: &str = "-";

impl Folio for Ranking {
    fn head(&self) -> Head {
        HEAD
    }

    fn has_page(&self) -> bool {
        true
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let figures = points_month_figures(reading, Month::of(asked.on), None)?;
        let names = Names::of(reading)?;
        let is_in = |row: &PointsPersonRow| asked.subject.is_none_or(|branch| row.branch.0 == branch);
        let mut people: Vec<PointsPersonRow> = figures.people.into_iter().filter(is_in).collect();
        // Equal scores stay in the order of the register; those without one stand at the end.
        people.sort_by_key(|row| std::cmp::Reverse(row.score));
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("本月")
            .number("全年加减")
            .number("积分")
            .empty("积分跟着党员走：先登记或导入党员，会议考勤和服务时长会自动记分，其他事项在这里记。");
        let span = asked.more.get("span").filter(|span| !span.is_empty());
        let scored = span.map(|span| Scored::read(span));
        let shown = || people.iter().filter(|row| scored.as_ref().is_none_or(|scored| scored.holds(row)));
        if let Some(span) = span {
            sheet.groups.push(FolioGroup {
                name: "span".to_owned(),
                label: "积分".to_owned(),
                chips: vec![folio_chip("", &format!("{span} 分 ×"), shown().count())],
                chip: String::new(),
                is_long: false,
            });
        }
        for grade in &figures.grades {
            let holds = |row: &&PointsPersonRow| row.grade.as_ref() == Some(grade);
            sheet.own_chip(grade, grade, keys(shown().filter(holds)));
        }
        let unscored = shown().filter(|row| row.score.is_none());
        sheet.own_chip(UNSCORED, "不计分", keys(unscored));
        for row in shown() {
            let cells = vec![
                cell(place(&people, row)),
                cell(&row.name),
                cell(names.name(row.branch)),
                grade(row, &figures.grades),
                cell(row.counted.signed()),
                cell(row.year_counted.signed()),
                cell(row.score.map(|score| score.to_string()).unwrap_or_default()),
            ];
            let words = if asked.words.is_empty() { String::new() } else { words(&row.name) };
            sheet.push(Line { row: row.person.0, cells, words, ..Line::default() });
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, _reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        deed.unknown()
    }

    fn act(&self, _desk: &mut Desk, deed: &Deed<'_>, _values: Values) -> Result<Outcome<FolioDone>> {
        deed.unknown()
    }
}

/// Scores in whole points from the first up to the second, as the first page counts them: `70…80`, `…50`, `100…`.
struct Scored {
    from: Option<i64>,
    below: Option<i64>,
}

impl Scored {
    fn read(span: &str) -> Self {
        let (from, below) = span.split_once('…').unwrap_or_default();
        Self { from: from.parse().ok(), below: below.parse().ok() }
    }

    fn holds(&self, row: &PointsPersonRow) -> bool {
        let Some(score) = row.score.map(Points::hundredths) else { return false };
        let edge = |points: i64| points * 100;
        self.from.is_none_or(|from| score >= edge(from)) && self.below.is_none_or(|below| score < edge(below))
    }
}

/// What a name is found by.
pub(super) fn words(name: &str) -> String {
    let NameKeys { pinyin, initials } = NameKeys::of(name);
    format!("{name} {pinyin} {initials}").to_lowercase()
}

fn keys<'a>(rows: impl Iterator<Item = &'a PointsPersonRow>) -> HashSet<i64> {
    rows.map(|row| row.person.0).collect()
}

/// The place among sorted rows: `12`, or `12 并列`.
fn place(sorted: &[PointsPersonRow], row: &PointsPersonRow) -> String {
    if row.score.is_none() {
        return String::new();
    }
    let before = sorted.partition_point(|other| other.score > row.score);
    let upto = sorted.partition_point(|other| other.score >= row.score);
    if upto - before > 1 { format!("{} 并列", before + 1) } else { (before + 1).to_string() }
}

/// The last grade is none to be glad of, the one before it is not enough, the others are in order.
fn grade(row: &PointsPersonRow, grades: &[String]) -> FolioCell {
    if row.is_vetoed {
        return tagged("一票否决", FolioTone::Late);
    }
    let Some(grade) = &row.grade else { return tagged("不计分", FolioTone::Plain) };
    let from_end = grades.iter().rev().position(|known| known == grade);
    let tone = match from_end {
        _ if grades.first() == Some(grade) => FolioTone::Ok,
        Some(0) => FolioTone::Late,
        Some(1) => FolioTone::Due,
        _ => FolioTone::Ok,
    };
    tagged(grade, tone)
}
