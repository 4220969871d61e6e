//! `unit`: units and those who report in.

use branchbook_contract::report_in::ReportInList;
use branchbook_contract::unit::{UnitList, UnitPage};
use branchbook_domain::day::Month;
use clap::{Args, Subcommand};

use super::or_dash;
use crate::output;
use crate::session::{Failure, Session};

/// `unit`
#[derive(Debug, Subcommand)]
pub enum Unit {
    /// 各单位应报到、已报到、报到率、服务
    List(List),
    /// 已报到的在职党员
    ReportIns(ReportIns),
}

/// `unit list`
#[derive(Debug, Args)]
pub struct List {
    /// 按这个月的月报口径；不写则按今天
    #[arg(long, value_name = "2026-10")]
    month: Option<Month>,
}

/// `unit report-ins`
#[derive(Debug, Args)]
pub struct ReportIns {
    /// 查找的字
    #[arg(long, default_value = "")]
    query: String,
}

/// Does what was asked of the units.
pub fn run(session: &mut Session, unit: Unit) -> Result<(), Failure> {
    match unit {
        Unit::List(list) => session.answer(&UnitList { month: list.month, ..UnitList::default() }, show),
        Unit::ReportIns(asked) => {
            session.answer(&ReportInList { text: asked.query, ..ReportInList::default() }, |page| {
                let rows: Vec<Vec<String>> = page
                    .rows
                    .iter()
                    .map(|row| {
                        vec![
                            row.report_in.to_string(),
                            row.name.clone(),
                            row.unit_name.clone(),
                            or_dash(row.posts.clone()),
                        ]
                    })
                    .collect();
                output::table(&["编号", "姓名", "单位", "岗位"], &rows);
            })
        }
    }
}

fn show(page: &UnitPage) {
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let figures = [row.reported, row.activities, row.attendances, row.people, row.minutes / 60];
            let mut cells = vec![row.name.clone(), or_dash(row.expected)];
            cells.extend(figures.iter().map(ToString::to_string));
            cells
        })
        .collect();
    output::table(&["单位", "应报到", "已报到", "活动", "人次", "人数", "小时"], &rows);
    let totals = &page.totals;
    output::line(format!("合计 {} 家：应报到 {}，已报到 {}", totals.units, totals.expected, totals.reported));
    page.findings.iter().for_each(|finding| output::line(format!("· {finding}")));
}
