//! `points`: awarding, reversing, explaining.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::domain::key::PointsEntryId;
use branchbook_contract::points::{
    PointsAccount, PointsAward, PointsList, PointsRecount, PointsReverse, PointsSchemeShow,
};
use clap::{Args, Subcommand};

use super::{day, member, or_dash};
use crate::output;
use crate::session::{Failure, Session};

/// `points`
#[derive(Debug, Subcommand)]
pub enum Points {
    /// 一个月的积分
    List(List),
    /// 为什么是这个分：逐笔说明
    Account(Account),
    /// 记分
    Award(Award),
    /// 冲正一笔
    Reverse(Reverse),
    /// 现行方案
    Scheme,
    /// 重新计算并核对
    Recount(Recount),
}

/// `points list`
#[derive(Debug, Args)]
pub struct List {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: Option<Month>,
}

/// `points account`
#[derive(Debug, Args)]
pub struct Account {
    /// 姓名或编号
    #[arg(value_name = "姓名或编号")]
    who: String,
    /// 年度
    #[arg(long, value_name = "年")]
    year: Option<i32>,
}

/// `points award`
#[derive(Debug, Args)]
pub struct Award {
    /// 姓名或编号
    #[arg(value_name = "姓名或编号")]
    who: String,
    /// 事项，按方案中的名称
    #[arg(long, value_name = "事项")]
    item: String,
    /// 日期
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Day,
    /// 次数
    #[arg(long, value_name = "次数")]
    times: Option<u32>,
    /// 分钟，供按小时计分的事项
    #[arg(long, value_name = "分钟")]
    minutes: Option<u32>,
    /// 备注
    #[arg(long, value_name = "备注")]
    note: Option<String>,
}

/// `points reverse`
#[derive(Debug, Args)]
pub struct Reverse {
    /// 分录编号
    #[arg(value_name = "分录编号")]
    entry: i64,
    /// 原因
    #[arg(long, value_name = "原因")]
    reason: String,
}

/// `points recount`
#[derive(Debug, Args)]
pub struct Recount {
    /// 年度
    #[arg(long, value_name = "年")]
    year: Option<i32>,
    /// 有差异时补记封顶调整
    #[arg(long)]
    settle: bool,
}

/// Does what was asked of the points.
pub fn run(session: &mut Session, points: Points) -> Result<(), Failure> {
    match points {
        Points::List(asked) => list(session, asked.month),
        Points::Account(asked) => account(session, &asked),
        Points::Award(award) => self::award(session, award),
        Points::Reverse(reverse) => {
            let command = PointsReverse { entry: PointsEntryId(reverse.entry), reason: reverse.reason };
            session.answer(&command, |booked| {
                output::line(format!("已冲正，记入 {}。{}", booked.booked_month.label(), booked.why))
            })
        }
        Points::Scheme => session.answer(&PointsSchemeShow::default(), |shown| {
            output::line(format!("{} 第 {} 版", shown.scheme.name, shown.version));
            shown
                .scheme
                .items
                .iter()
                .for_each(|item| output::line(format!("  {}  {}", item.name, item.points)));
        }),
        Points::Recount(recount) => {
            session.answer(&PointsRecount { year: recount.year, settle: recount.settle }, |found| {
                output::line(format!(
                    "{} 年：{} 个账户、{} 笔，差异 {} 处。",
                    found.year,
                    found.accounts,
                    found.entries,
                    found.differences.len()
                ));
            })
        }
    }
}

fn list(session: &mut Session, month: Option<Month>) -> Result<(), Failure> {
    session.answer(&PointsList { branch: None, month }, |page| {
        let rows: Vec<Vec<String>> = page
            .people
            .iter()
            .map(|row| {
                vec![
                    row.person.to_string(),
                    row.name.clone(),
                    or_dash(row.score),
                    row.counted.to_string(),
                    or_dash(row.grade.clone()),
                ]
            })
            .collect();
        output::table(&["编号", "姓名", "月末得分", "本月", "等次"], &rows);
    })
}

fn account(session: &mut Session, asked: &Account) -> Result<(), Failure> {
    session.open()?;
    let person = member::found(session, &asked.who)?;
    let statement = session.call(&PointsAccount { person, year: asked.year })?;
    session.print(&statement, |statement| {
        output::line(&statement.sentence);
        let rows: Vec<Vec<String>> = statement
            .lines
            .iter()
            .map(|line| {
                vec![
                    line.entry.to_string(),
                    line.occurred_on.to_string(),
                    line.item.clone(),
                    line.source.clone(),
                    line.counted.to_string(),
                    line.balance.to_string(),
                    line.why.clone(),
                ]
            })
            .collect();
        output::table(&["编号", "日期", "事项", "出处", "计分", "余额", "说明"], &rows);
    });
    Ok(())
}

fn award(session: &mut Session, award: Award) -> Result<(), Failure> {
    session.open()?;
    let person = member::found(session, &award.who)?;
    let Award { item, on, times, minutes, note, .. } = award;
    let booked = session.call(&PointsAward { person, item, occurred_on: on, times, minutes, note })?;
    session.print(&booked, |booked| {
        output::line(format!(
            "已记分（分录 {}），记入 {}。{}",
            booked.entry,
            booked.booked_month.label(),
            booked.why
        ));
    });
    Ok(())
}
