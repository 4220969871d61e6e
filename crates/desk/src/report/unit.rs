//! 双报到（分单位）: what each unit owes, who reported in, and what they did in the month. 人次 counts every presence,
//! 人数 counts a person once.

use branchbook_workbook::{Body, Column, Out, Sheet};

use super::frame::{Frame, flat_heads, hours, nothing, rate, running};

const TITLES: [&str; 11] = [
    "序号",
    "单位",
    "应报到",
    "已报到",
    "报到率",
    "认领岗位",
    "活动场次",
    "参加人次",
    "参加人数",
    "服务时长",
    "人均时长",
];

/// A unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UnitRow {
    /// Its name.
    pub name: String,
    /// 应报到, as the unit stated it.
    pub expected: Option<i64>,
    /// 已报到.
    pub reported: i64,
    /// 认领岗位.
    pub claims: i64,
    /// 活动场次.
    pub activities: i64,
    /// 人次.
    pub attendances: i64,
    /// 人数.
    pub people: i64,
    /// Minutes.
    pub minutes: i64,
}

/// Units with what cannot be added up from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UnitRows {
    /// The units.
    pub units: Vec<UnitRow>,
    /// Different activities of all.
    pub activities: i64,
    /// Different people of all.
    pub people: i64,
}

impl UnitRows {
    /// The whole: activities and people of several units count once.
    pub(crate) fn total(&self) -> UnitRow {
        let sum = |of: fn(&UnitRow) -> i64| self.units.iter().map(of).sum::<i64>();
        let stated: Vec<i64> = self.units.iter().filter_map(|unit| unit.expected).collect();
        UnitRow {
            name: "合计".to_owned(),
            expected: (!stated.is_empty()).then(|| stated.iter().sum()),
            reported: sum(|unit| unit.reported),
            claims: sum(|unit| unit.claims),
            activities: self.activities,
            attendances: sum(|unit| unit.attendances),
            people: self.people,
            minutes: sum(|unit| unit.minutes),
        }
    }

    /// 已报到 of the units that stated a number: only these make a rate.
    fn reported_of_stated(&self) -> i64 {
        self.units.iter().filter(|unit| unit.expected.is_some()).map(|unit| unit.reported).sum()
    }
}

/// The sheet.
pub(crate) fn sheet<'a>(frame: &Frame, rows: &UnitRows) -> Sheet<'a> {
    let body = rows.units.iter().enumerate();
    let mut body: Vec<Vec<Out>> = body.map(|(at, unit)| row(running(at), unit, unit.reported)).collect();
    if body.is_empty() {
        body.push(nothing(TITLES.len(), "没有登记单位"));
    }
    Sheet {
        columns: [6, 36, 10, 10, 10, 10, 10, 10, 10, 12, 12]
            .into_iter()
            .enumerate()
            .map(|(at, width)| if at == 1 { Column::new(width) } else { Column::centered(width) })
            .collect(),
        heads: flat_heads(&TITLES),
        column_numbers: true,
        body: Body::Held(body),
        totals: vec![row(Out::Blank, &rows.total(), rows.reported_of_stated())],
        notes: vec![
            "说明：应报到为单位自报数，未报的记“—”，合计报到率只计已报数的单位；人次为每次参加之和，人数为去重后的人数；时长单位为小时，人均按参加人数计。合计的场次、人数已去重，不等于各单位之和。"
                .to_owned(),
        ],
        ..frame.sheet("双报到（分单位）", "在职党员“双报到”情况表", "人、场、小时")
    }
}

fn row(number: Out, unit: &UnitRow, reported: i64) -> Vec<Out> {
    let each = if unit.people > 0 { hours(unit.minutes / unit.people) } else { Out::Dash };
    vec![
        number,
        Out::text(&unit.name),
        unit.expected.map_or(Out::Dash, Out::Int),
        Out::Int(unit.reported),
        rate(reported, unit.expected.unwrap_or(0), 1),
        Out::Int(unit.claims),
        Out::Int(unit.activities),
        Out::Int(unit.attendances),
        Out::Int(unit.people),
        hours(unit.minutes),
        each,
    ]
}
