//! 单位报到情况: what each unit owes by its own word, what was reported, what its people do.

use branchbook_contract::folio::{FolioCell, FolioDone, FolioEntry, FolioPage, FolioTone};
use branchbook_contract::unit::{UnitFilter, UnitRow};
use branchbook_ledger::Reading;
use branchbook_ledger::table::unit::figures::unit_figures_on;

use super::GROUP;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::ranking::words;
use crate::folio::{Asked, Deed, Folio, Head, Line, Sheet, Values, cell, counted, hours, tagged};
use crate::unit::list::{is_in, row};

/// The folio.
pub(crate) struct UnitFigures;

const HEAD: Head = Head {
    folio: "unit_figures",
    title: "单位报到情况",
    about: "每家单位应报到、已报到多少人，认领了多少岗位，参加了多少活动。",
    group: GROUP,
};

const COLUMNS: &[(&str, u8)] = &[
    ("单位", 0),
    ("状态", 9),
    ("应报到", 6),
    ("已报到", 6),
    ("报到率", 6),
    ("本月新增", 7),
    ("认领岗位", 7),
    ("本月活动", 7),
    ("人次", 5),
    ("时长", 6),
];

/// The filters with their names.
const FILTERS: &[(UnitFilter, &str, &str)] = &[
    (UnitFilter::Short, "short", "未报齐"),
    (UnitFilter::Over, "over", "超报"),
    (UnitFilter::Unstated, "unstated", "未登记应报到数"),
    (UnitFilter::Paired, "paired", "包保单位"),
];

impl Folio for UnitFigures {
    fn head(&self) -> Head {
        HEAD
    }

    fn has_page(&self) -> bool {
        true
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .empty("先登记驻区单位和它们的应报到数，再登记来报到的在职党员。有现成名册的，可以直接导入。");
        for (title, _) in COLUMNS.iter().skip(2) {
            sheet = sheet.number(title);
        }
        for (_, name, label) in FILTERS {
            sheet = sheet.chip(name, label);
        }
        for unit in unit_figures_on(reading, asked.on)?.units {
            sheet.push(line(&row(unit)));
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

fn line(unit: &UnitRow) -> Line {
    let people = || format!("report-in?tab=people&subject={}", unit.unit.0);
    let number = |number: i64| cell(number.to_string());
    let marks = FILTERS.iter().filter(|(filter, ..)| is_in(unit, *filter)).map(|(_, name, _)| *name);
    Line {
        row: unit.unit.0,
        cells: vec![
            cell(&unit.name),
            state(unit),
            cell(unit.expected.map(|count| count.to_string()).unwrap_or_default()),
            counted(unit.reported, people),
            cell(unit.rate.map(rate).unwrap_or_default()),
            counted(unit.new, people),
            counted(unit.claims, people),
            number(unit.activities),
            number(unit.attendances),
            hours(unit.minutes),
        ],
        marks: marks.collect(),
        words: words(&unit.name),
        ..Line::default()
    }
}

/// Thousandths as a percentage: `93.2%`.
fn rate(thousandths: i64) -> String {
    let (whole, tenth) = (thousandths / 10, thousandths % 10);
    if tenth == 0 { format!("{whole}%") } else { format!("{whole}.{tenth}%") }
}

/// Where a unit stands, in a word.
fn state(unit: &UnitRow) -> FolioCell {
    match (unit.expected, unit.reported) {
        (None, _) => tagged("未登记人数", FolioTone::Plain),
        (Some(expected), 0) if expected > 0 => tagged("未报", FolioTone::Late),
        (Some(expected), reported) if reported < expected => {
            tagged(format!("差 {} 人", expected - reported), FolioTone::Due)
        }
        (Some(expected), reported) if reported > expected => {
            tagged(format!("超报 {} 人", reported - expected), FolioTone::Info)
        }
        _ => tagged("已报齐", FolioTone::Ok),
    }
}
