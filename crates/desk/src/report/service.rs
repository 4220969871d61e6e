//! 服务明细: the activities of the month with people, hours and beneficiaries.

use branchbook_domain::day::Day;
use branchbook_workbook::{Body, Column, Out, Sheet};

use super::frame::{Frame, flat_heads, hours, nothing, running};

const TITLES: [&str; 8] = ["序号", "日期", "服务项目", "地点", "组织者", "参加人次", "服务时长", "受益人次"];

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceRow {
    /// The day.
    pub day: Day,
    /// What it was.
    pub title: String,
    /// Where.
    pub place: Option<String>,
    /// Who held it.
    pub organiser: Option<String>,
    /// Presences.
    pub participants: i64,
    /// Their minutes in all.
    pub minutes: i64,
    /// Beneficiaries, if stated.
    pub beneficiaries: Option<i64>,
    /// People added to an activity of an earlier month.
    pub is_late: bool,
}

/// The sheet.
pub(crate) fn sheet<'a>(frame: &Frame, rows: &[ServiceRow]) -> Sheet<'a> {
    let mut body: Vec<Vec<Out>> = rows.iter().enumerate().map(|(at, service)| row(at, service)).collect();
    if body.is_empty() {
        body.push(nothing(TITLES.len(), "本月无"));
    }
    Sheet {
        columns: vec![
            Column::centered(6),
            Column::centered(13),
            Column::new(40),
            Column::new(26),
            Column::new(26),
            Column::centered(10),
            Column::centered(12),
            Column::centered(10),
        ],
        heads: flat_heads(&TITLES),
        body: Body::Held(body),
        totals: vec![total(rows)],
        notes: vec![
            "说明：时长为全部参加人员之和，单位为小时；（补录）为以前月份活动本月补记的人员。".to_owned(),
        ],
        ..frame.sheet("服务明细", "党员志愿服务明细表", "人次、小时")
    }
}

fn row(at: usize, service: &ServiceRow) -> Vec<Out> {
    let text = |text: &Option<String>| text.as_deref().map_or(Out::Dash, Out::text);
    let mark = if service.is_late { "（补录）" } else { "" };
    vec![
        running(at),
        Out::Day(service.day),
        Out::Text(format!("{}{mark}", service.title)),
        text(&service.place),
        text(&service.organiser),
        Out::Int(service.participants),
        hours(service.minutes),
        service.beneficiaries.map_or(Out::Dash, Out::Int),
    ]
}

fn total(rows: &[ServiceRow]) -> Vec<Out> {
    let sum = |of: fn(&ServiceRow) -> i64| rows.iter().map(of).sum::<i64>();
    vec![
        Out::Blank,
        Out::text("合计"),
        Out::Text(format!("{} 场", rows.iter().filter(|row| !row.is_late).count())),
        Out::Blank,
        Out::Blank,
        Out::Int(sum(|row| row.participants)),
        hours(sum(|row| row.minutes)),
        Out::Int(sum(|row| row.beneficiaries.unwrap_or(0))),
    ]
}
