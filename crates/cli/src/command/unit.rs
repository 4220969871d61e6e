//! `unit`: units and those who report in.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::domain::figure;
use branchbook_contract::domain::key::{ReportInId, UnitId};
use branchbook_contract::report_in::{ReportInList, ReportInPage, ReportInReturn};
use branchbook_contract::unit::{UnitExpect, UnitList, UnitPage};
use clap::{Args, Subcommand};

use super::record::{self, Asked};
use super::{day, or_dash};
use crate::output;
use crate::session::{Failure, Session};

/// `unit`
#[derive(Debug, Subcommand)]
pub enum Unit {
    /// 各单位应报到、已报到、报到率、服务
    List(List),
    /// 登记单位自报的应报到数
    Expect(Expect),
    /// 已报到的在职党员
    ReportIns(ReportIns),
    /// 登记在职党员返回：迁居、退休、调离
    Return(Return),
    /// 一家单位的历史：谁、什么时候、改了什么
    History(Named),
    /// 单位情况，打印用
    Paper(Named),
    /// 一次报到的历史
    ReportInHistory(Which),
    /// 报到记录，打印用
    ReportInPaper(Which),
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
    #[arg(long, default_value = "", value_name = "字")]
    query: String,
}

/// `unit expect`
#[derive(Debug, Args)]
pub struct Expect {
    /// 单位全称或编号
    #[arg(value_name = "单位")]
    unit: String,
    /// 应报到人数
    #[arg(value_name = "人数")]
    count: i64,
    /// 单位哪一天报的
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Day,
    /// 数字的来源，例如 单位党组织报到单
    #[arg(long, value_name = "来源")]
    source: String,
}

/// `unit return`
#[derive(Debug, Args)]
pub struct Return {
    /// 报到编号，见 unit report-ins
    #[arg(value_name = "编号")]
    report_in: i64,
    /// 哪一天起不再报到
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Day,
    /// 原因，例如 迁居、退休、调离
    #[arg(long, value_name = "原因")]
    reason: String,
}

/// Names a unit.
#[derive(Debug, Args)]
pub struct Named {
    /// 单位全称或编号
    #[arg(value_name = "单位")]
    unit: String,
}

/// Names a report-in.
#[derive(Debug, Args)]
pub struct Which {
    /// 报到编号，见 unit report-ins
    #[arg(value_name = "编号")]
    report_in: i64,
}

/// The folios of the histories of a unit and of a report-in.
const HISTORIES: [&str; 2] = ["unit_history", "report_in_history"];

/// Does what was asked of the units.
pub fn run(session: &mut Session, unit: Unit) -> Result<(), Failure> {
    match unit {
        Unit::List(list) => session.answer(&UnitList { month: list.month, ..UnitList::default() }, show),
        Unit::Expect(asked) => expect(session, asked),
        Unit::History(named) => of_unit(session, Asked::History, &named),
        Unit::Paper(named) => of_unit(session, Asked::Paper, &named),
        Unit::ReportInHistory(which) => record::show(session, Asked::History, HISTORIES[1], which.report_in),
        Unit::ReportInPaper(which) => record::show(session, Asked::Paper, HISTORIES[1], which.report_in),
        Unit::Return(asked) => {
            let Return { report_in, on, reason } = asked;
            session.answer(&ReportInReturn { report_in: ReportInId(report_in), on, reason }, |ended| {
                output::line(format!("已登记返回，退出岗位 {} 个。", ended.withdrawn_posts));
                ended.warnings.iter().for_each(|warning| output::warning(warning));
            })
        }
        Unit::ReportIns(asked) => {
            // A list for scripts and printers is whole.
            let limit = Some(u32::MAX);
            let list = ReportInList { text: asked.query, limit, ..ReportInList::default() };
            session.answer(&list, show_report_ins)
        }
    }
}

fn of_unit(session: &mut Session, asked: Asked, named: &Named) -> Result<(), Failure> {
    session.open()?;
    let unit = found(session, &named.unit)?;
    record::show(session, asked, HISTORIES[0], unit.0)
}

fn expect(session: &mut Session, asked: Expect) -> Result<(), Failure> {
    session.open()?;
    let Expect { unit, count, on, source } = asked;
    let unit = found(session, &unit)?;
    let kept = session.call(&UnitExpect { unit, count, stated_on: on, source })?;
    session.print(&kept, |kept| {
        output::line(format!("应报到数 {count} 人，以 {on} 所报为准。"));
        kept.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

/// The unit meant by its whole name or its number.
fn found(session: &mut Session, unit: &str) -> Result<UnitId, Failure> {
    if let Ok(key) = unit.parse() {
        return Ok(UnitId(key));
    }
    let page = session.call(&UnitList { text: unit.to_owned(), ..UnitList::default() })?;
    let named = page.rows.iter().find(|row| row.name == unit).map(|row| row.unit);
    named.ok_or_else(|| Failure::refused(format!("没有叫“{unit}”的单位。用 branchbook unit list 查看单位。")))
}

fn show_report_ins(page: &ReportInPage) {
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let posts = or_dash(row.posts.clone());
            vec![row.report_in.to_string(), row.name.clone(), row.unit_name.clone(), posts]
        })
        .collect();
    output::table(&["编号", "姓名", "单位", "岗位"], &rows);
    output::line(format!("共 {} 人（{}）", page.total, page.on));
}

fn show(page: &UnitPage) {
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let figures = [row.reported, row.activities, row.attendances, row.people];
            let mut cells = vec![row.name.clone(), or_dash(row.expected)];
            cells.extend(figures.iter().map(ToString::to_string));
            cells.push(figure::hours(row.minutes));
            cells
        })
        .collect();
    output::table(&["单位", "应报到", "已报到", "活动", "人次", "人数", "小时"], &rows);
    let totals = &page.totals;
    output::line(format!("合计 {} 家：应报到 {}，已报到 {}", totals.units, totals.expected, totals.reported));
    page.findings.iter().for_each(|finding| output::line(format!("· {finding}")));
}
