//! 单位报到情况: what each unit owes by its own word, what was reported, what its people do.

use branchbook_contract::folio::FolioPage;
use branchbook_contract::unit::UnitRow;
use branchbook_domain::figure::aligned_percent;
use branchbook_ledger::Reading;
use branchbook_ledger::table::unit::figures::unit_figures_on;

use super::GROUP;
use crate::error::Result;
use crate::folio::{Asked, Folio, Head, Line, PeopleKeys, Sheet, cell, counted, found_by, hours};
use crate::unit::list::row;

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

/// Whether a chip finds a unit.
type Finds = fn(&UnitRow) -> bool;

/// The chips with their names.
const CHIPS: &[(&str, &str, Finds)] = &[
    ("short", "未报齐", |unit| unit.expected.is_some_and(|expected| unit.reported < expected)),
    ("over", "超报", |unit| unit.expected.is_some_and(|expected| unit.reported > expected)),
    ("unstated", "未登记应报到数", |unit| unit.expected.is_none()),
    ("paired", "包保单位", |unit| unit.is_paired),
];

impl Folio for UnitFigures {
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
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .empty("先登记驻区单位和它们的应报到数，再登记来报到的在职党员。有现成名册的，可以直接导入。");
        for (title, _) in COLUMNS.iter().skip(2) {
            sheet = sheet.number(title);
        }
        for title in ["本月新增", "本月活动", "人次"] {
            sheet = sheet.extra(title);
        }
        for (name, label, _) in CHIPS {
            sheet = sheet.chip(name, label);
        }
        for unit in unit_figures_on(reading, asked.on)?.units {
            sheet.push(line(&row(unit)));
        }
        Ok(sheet.finish(asked))
    }
}

fn line(unit: &UnitRow) -> Line {
    let people = || format!("report-in?tab=people&subject={}", unit.unit.0);
    let number = |number: i64| cell(number.to_string());
    let marks = CHIPS.iter().filter(|(.., finds)| finds(unit)).map(|(name, ..)| *name);
    Line {
        row: unit.unit.0,
        cells: vec![
            cell(&unit.name),
            unit.state.clone(),
            cell(unit.expected.map(|count| count.to_string()).unwrap_or_default()),
            counted(unit.reported, people),
            cell(unit.rate.and_then(|thousandths| aligned_percent(thousandths, 1000)).unwrap_or_default()),
            counted(unit.new, people),
            counted(unit.claims, people),
            number(unit.activities),
            number(unit.attendances),
            hours(unit.minutes),
        ],
        marks: marks.collect(),
        words: found_by(&[&unit.name], &[]),
        ..Line::default()
    }
}
