//! 报到党员: who reported in, by state and unit, with the posts that they hold and their service of the year.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioGroup, FolioPage};
use branchbook_domain::day::Day;
use branchbook_domain::key::UnitId;
use branchbook_domain::mask::mask_phone;
use branchbook_ledger::table::unit::report_ins::{ReportInLine, ReportState, list};
use branchbook_ledger::table::unit::{Unit, units as known_units};
use branchbook_ledger::{Reading, Stored};

use super::GROUP;
use crate::error::Result;
use crate::folio::{Asked, Folio, Head, Line, PeopleKeys, Sheet, cell, folio_chip, hours};
use crate::report_in::list::{Sought, is_over, state};

/// The folio.
pub(crate) struct ReportIns;

const HEAD: Head = Head {
    folio: "report_ins",
    title: "报到党员",
    about: "来社区报到的在职党员：单位、认领的岗位、今年的服务。",
    group: GROUP,
};

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 6),
    ("状态", 7),
    ("单位", 0),
    ("职务", 6),
    ("居住小区", 7),
    ("认领岗位", 8),
    ("电话", 9),
    ("报到日期", 9),
    ("人次", 5),
    ("小时", 5),
];

impl Folio for ReportIns {
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
            .number("人次")
            .number("小时")
            .extra("职务")
            .extra("居住小区")
            .extra("电话")
            .begins("open")
            .chip("open", "已报到")
            .chip("no-post", "未认领岗位")
            .chip("returned", "已返回")
            .empty("在职党员到社区报到后登记在这里，认领岗位、参加活动都从这里接着记。有现成名册的，可以直接导入。");
        let found = found(reading, asked)?;
        sheet.groups = vec![units(reading, asked, &found)?];
        let is_in = |found: &ReportInLine| asked.subject.is_none_or(|unit| found.report_in.unit_id.0 == unit);
        for found in found.into_iter().filter(is_in) {
            sheet.push(line(&found, asked.on));
        }
        // Words were looked for in the book: it knows phones, homes and skills in full.
        Ok(sheet.finish(&Asked { words: "", ..*asked }))
    }
}

fn found(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<Vec<ReportInLine>> {
    let sought = Sought::of(asked.words);
    Ok(list(reading, &sought.filter(asked.on, ReportState::All), u32::MAX)?)
}

/// The units that there are on the day, each with those who have reported in.
fn units(reading: &Reading<'_>, asked: &Asked<'_>, found: &[ReportInLine]) -> Result<FolioGroup> {
    let mut counts: BTreeMap<UnitId, usize> = BTreeMap::new();
    for found in found.iter().filter(|found| !is_over(found, asked.on)) {
        *counts.entry(found.report_in.unit_id).or_default() += 1;
    }
    let chip = |unit: &Stored<Unit>| {
        folio_chip(&unit.id.0.to_string(), &unit.name, counts.get(&unit.id).copied().unwrap_or_default())
    };
    Ok(FolioGroup {
        name: "subject".to_owned(),
        label: "单位".to_owned(),
        chips: known_units(reading)?.iter().map(chip).collect(),
        chip: asked.subject.map(|unit| unit.to_string()).unwrap_or_default(),
        is_long: true,
    })
}

fn line(found: &ReportInLine, on: Day) -> Line {
    let (known, is_over) = (&found.report_in, is_over(found, on));
    let marks = match (is_over, &found.posts) {
        (true, _) => vec!["returned"],
        (false, None) => vec!["open", "no-post"],
        (false, Some(_)) => vec!["open"],
    };
    let text = |text: &Option<String>| cell(text.clone().unwrap_or_default());
    Line {
        row: known.id.0,
        cells: vec![
            cell(&found.name),
            state(found, on),
            cell(&found.unit),
            text(&known.duty),
            text(&known.residence),
            text(&found.posts),
            cell(found.phone.as_deref().map(mask_phone).unwrap_or_default()),
            cell(known.reported_on.to_string()),
            cell(found.attendances.to_string()),
            hours(found.minutes),
        ],
        marks,
        ..Line::default()
    }
}
