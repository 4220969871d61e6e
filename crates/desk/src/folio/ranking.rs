//! 积分排名: who stands where at the end of a month, of the community or of a branch. Equal scores share a place, and the
//! next one counts those before it. For the office only.

use std::collections::HashSet;

use branchbook_contract::folio::{FolioCell, FolioPage, FolioSubject, FolioTone};
use branchbook_contract::points::{PointsMonth, PointsPersonRow};
use branchbook_domain::day::Month;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::points::Points;
use branchbook_ledger::Reading;

use super::{Asked, Folio, Head, Line, PeopleKeys, Sheet, cell, found_by, held_group, tagged};
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

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let branch = asked.subject.map(OrganisationId);
        let mut figures = points_month_figures(reading, Month::of(asked.on), branch)?;
        let names = Names::on(reading, asked.on)?;
        // Equal scores stay in the order of the register; those without one stand at the end.
        figures.people.sort_by_key(|row| std::cmp::Reverse(row.score));
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("本月")
            .number("全年加减")
            .number("积分")
            .empty("积分跟着党员走：先登记或导入党员，会议考勤和服务时长会自动记分，其他事项在这里记。");
        sheet.subject =
            branch.map(|branch| FolioSubject { label: names.name(branch), opens: None, is_only: false });
        let span = asked.more.get("span").filter(|span| !span.is_empty());
        let scored = span.map(|span| Scored::read(span));
        let fits = |row: &&PointsPersonRow| scored.as_ref().is_none_or(|scored| scored.holds(row));
        let shown: Vec<&PointsPersonRow> = figures.people.iter().filter(fits).collect();
        sheet.groups.extend(span.map(|span| held_group("span", "积分", &format!("{span} 分"), shown.len())));
        for grade in &figures.grades {
            sheet.own_chip(grade, grade, keys(&shown, |row| row.grade.as_ref() == Some(grade)));
        }
        sheet.own_chip(UNSCORED, "不计分", keys(&shown, |row| row.score.is_none()));
        for row in shown {
            let words = if asked.words.is_empty() { String::new() } else { found_by(&[&row.name], &[]) };
            let cells = cells(row, &figures, &names);
            sheet.push(Line { row: row.person.0, cells, words, ..Line::default() });
        }
        Ok(sheet.finish(asked))
    }
}

fn cells(row: &PointsPersonRow, figures: &PointsMonth, names: &Names) -> Vec<FolioCell> {
    vec![
        cell(place(&figures.people, row)),
        cell(&row.name),
        cell(names.name(row.branch)),
        grade(row, &figures.grades),
        cell(row.counted.signed()),
        cell(row.year_counted.signed()),
        cell(row.score.map(|score| score.to_string()).unwrap_or_default()),
    ]
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

fn keys(rows: &[&PointsPersonRow], holds: impl Fn(&PointsPersonRow) -> bool) -> HashSet<i64> {
    rows.iter().filter(|row| holds(row)).map(|row| row.person.0).collect()
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
