//! 积分明细: the points year of one person line by line, as the page of the account shows it. It stands on that page, and
//! is a folio so that it can be handed out as a table.

use std::collections::{BTreeMap, HashSet};

use branchbook_contract::account::PointsOrigins;
use branchbook_contract::folio::FolioPage;
use branchbook_contract::points::{PointsLine, PointsStatement};
use branchbook_domain::day::Month;
use branchbook_domain::key::PersonId;
use branchbook_domain::points::Points;
use branchbook_ledger::Reading;

use super::{Asked, Folio, Head, Line, Sheet, cell, dated, found_by, noted, subject_of};
use crate::error::{DeskError, Result};
use crate::points::{origins, statement};

/// The folio.
pub(crate) struct Account;

const HEAD: Head = Head {
    folio: "points_account",
    title: "积分明细",
    about: "一名党员一年里的每一笔积分：日期、事项、类别、出处、分值、余额，以及为什么计这么多。",
    group: "积分",
};

const COLUMNS: &[(&str, u8)] =
    &[("日期", 8), ("事项", 0), ("类别", 8), ("出处", 12), ("分值", 6), ("余额", 6), ("说明", 0)];

/// The key of the line with which a year begins; entries have keys of their own.
const BASE: i64 = 0;

impl Folio for Account {
    fn head(&self) -> Head {
        HEAD
    }

    fn has_page(&self) -> bool {
        true
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet =
            Sheet::new(HEAD, COLUMNS).number("分值").number("余额").empty("先打开一名党员的积分，再看明细。");
        sheet.subject = subject_of(reading, asked.subject)?;
        let Some(person) = asked.subject.map(PersonId) else { return Ok(sheet.finish(asked)) };
        let year = year_of(asked)?;
        let account = statement(reading, person, year, asked.today)?;
        sheet.empty = empty(&account);
        let found = origins(reading, &PointsOrigins { person, year: Some(year) }, year)?;
        let origins: BTreeMap<i64, String> =
            found.into_iter().map(|origin| (origin.entry.0, origin.label)).collect();
        let known: Vec<&PointsLine> =
            account.lines.iter().filter(|line| line.occurred_on <= asked.on).collect();
        for category in &account.categories {
            let of = known.iter().filter(|line| line.category == category.name);
            // Whatever is looked at, the year begins with the base.
            let keys: HashSet<i64> = of.map(|line| line.entry.0).chain([BASE]).collect();
            sheet.own_chip(&category.name, &category.name, keys);
        }
        // The newest stands first, as on the page.
        for line in known.into_iter().rev() {
            let origin = origins.get(&line.entry.0).unwrap_or(&line.source);
            sheet.push(line_of(line, origin));
        }
        if let Some(base) = account.base {
            sheet.push(base_of(&account, base));
        }
        Ok(sheet.finish(asked))
    }
}

/// The year that is asked for, or that of the day.
fn year_of(asked: &Asked<'_>) -> Result<i32> {
    let Some(text) = asked.more.get("year") else { return Ok(Month::of(asked.on).year()) };
    // Years that a month can have.
    let first = format!("{text}-01").parse::<Month>();
    first
        .map(Month::year)
        .map_err(|_| DeskError::field("year", format!("“{text}”不是年份，请写成 2026 的样子。")))
}

/// Why there is nothing: somebody is not scored, or nothing was found.
fn empty(account: &PointsStatement) -> String {
    if account.base.is_none() { account.sentence.clone() } else { "没有这样的积分。".to_owned() }
}

fn line_of(line: &PointsLine, origin: &str) -> Line {
    let words = found_by(&[], &[&line.title, &line.category, origin]);
    Line {
        row: line.entry.0,
        cells: vec![
            dated(Some(line.occurred_on)),
            noted(&line.title, if line.is_reversed { "已冲正" } else { "" }),
            cell(&line.category),
            cell(origin),
            cell(line.counted.signed()),
            cell(line.balance.to_string()),
            cell(&line.why),
        ],
        words,
        ..Line::default()
    }
}

/// What the year began with.
fn base_of(account: &PointsStatement, base: Points) -> Line {
    let first = Month::new(account.year, 1).map(Month::first_day);
    Line {
        row: BASE,
        cells: vec![
            dated(first),
            cell("基础分"),
            cell(""),
            cell("积分方案"),
            cell(base.signed()),
            cell(base.to_string()),
            cell(""),
        ],
        words: found_by(&[], &["基础分"]),
        ..Line::default()
    }
}
