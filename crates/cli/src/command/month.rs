//! `month`, `check`, `report`.

use branchbook_contract::domain::day::{Day, Month as MonthOf};
use branchbook_contract::domain::key::FileId;
use branchbook_contract::domain::rule::Level;
use branchbook_contract::month::{MonthCheck, MonthClose, MonthList, MonthShow};
use branchbook_contract::report::{ReportList, ReportMonthly, ReportSave};
use clap::{Args, Subcommand};

use super::{day, or_dash};
use crate::output;
use crate::session::{Failure, Session};

/// `month`
#[derive(Debug, Subcommand)]
pub enum Month {
    /// 各月状态
    List,
    /// 一个月的状态
    Show(Which),
    /// 结账：之后该月不能再写入，不能撤销
    Close(Close),
}

/// Names a month.
#[derive(Debug, Args)]
pub struct Which {
    /// 月份，例如 2026-10
    #[arg(value_name = "月份")]
    month: MonthOf,
}

/// `month close`
#[derive(Debug, Args)]
pub struct Close {
    /// 月份，例如 2026-10
    #[arg(value_name = "月份")]
    month: MonthOf,
    /// 已看过体检结果，仍要结账
    #[arg(long)]
    confirm_findings: bool,
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
}

/// `report`
#[derive(Debug, Subcommand)]
pub enum Report {
    /// 月报工作簿
    Monthly(Monthly),
    /// 生成过的月报
    List(OfMonth),
    /// 把生成过的月报原样再存一份
    Save(Save),
}

/// Names a month, or none for all.
#[derive(Debug, Args)]
pub struct OfMonth {
    /// 月份，不写则为全部
    #[arg(long, value_name = "2026-10")]
    month: Option<MonthOf>,
}

/// `report save`
#[derive(Debug, Args)]
pub struct Save {
    /// 编号，见 report list
    #[arg(value_name = "编号")]
    file: i64,
    /// 写到哪里：文件，或已有的目录
    #[arg(long, value_name = "文件")]
    out: String,
}

/// `report monthly`
#[derive(Debug, Args)]
pub struct Monthly {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
    /// 写到哪里
    #[arg(long, value_name = "文件.xlsx")]
    out: String,
    /// 填报日期；不写则为第一次生成的日子
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<Day>,
}

/// Does what was asked of the months.
pub fn run(session: &mut Session, month: Month) -> Result<(), Failure> {
    match month {
        Month::List => session.answer(&MonthList {}, |rows| {
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|row| {
                    vec![
                        row.label.clone(),
                        row.state_label.clone(),
                        row.due_on.to_string(),
                        or_dash(row.filled_on),
                    ]
                })
                .collect();
            output::table(&["月份", "状态", "上报截止", "填报日期"], &rows);
        }),
        Month::Show(which) => session.answer(&MonthShow { month: which.month }, |shown| {
            output::line(format!("{}：{}", shown.row.label, shown.row.state_label));
            output::line(format!(
                "增减 {} 笔，会议 {} 次，活动 {} 场，积分 {} 笔",
                shown.movement_count, shown.gathering_count, shown.activity_count, shown.points_entry_count
            ));
            shown.notes.iter().for_each(|note| output::line(format!("· {note}")));
        }),
        Month::Close(close) => {
            let command = MonthClose { month: close.month, confirm_findings: close.confirm_findings };
            session.answer(&command, |closed| {
                output::line(format!(
                    "{}已结账：{} 个积分账户，留下 {} 项体检结果。",
                    closed.month.label(),
                    closed.account_count,
                    closed.open_finding_count
                ));
                closed.notes.iter().for_each(|note| output::line(format!("· {note}")));
            })
        }
    }
}

/// Checks a month.
pub fn check(session: &mut Session, check: &Check) -> Result<(), Failure> {
    session.answer(&MonthCheck { month: check.month, limit: None }, |found| {
        output::line(format!(
            "{}体检：必须处理 {}，应当处理 {}，提示 {}",
            found.month.label(),
            found.must_count,
            found.should_count,
            found.note_count
        ));
        for each in &found.findings {
            let mark = match each.finding.level {
                Level::Must => "✗",
                Level::Should => "！",
                Level::Note => "·",
            };
            let finding = &each.finding;
            output::line(format!(
                "{mark} [{}] {}：{} {}（{}）",
                finding.rule.id, finding.subject, finding.gap, finding.advice, each.basis
            ));
        }
    })
}

/// Makes a report, or hands out one that was made.
pub fn report(session: &mut Session, report: Report) -> Result<(), Failure> {
    match report {
        Report::Monthly(monthly) => make(session, monthly),
        Report::List(asked) => session.answer(&ReportList { month: asked.month }, |kept| {
            let rows: Vec<Vec<String>> = kept
                .iter()
                .map(|each| {
                    let hash = each.sha256.chars().take(8).collect();
                    vec![each.file.to_string(), each.made_at.to_string(), hash, each.name.clone()]
                })
                .collect();
            output::table(&["编号", "生成", "校验码", "文件"], &rows);
        }),
        Report::Save(save) => {
            let command = ReportSave { file: FileId(save.file), out: save.out };
            session.answer(&command, |saved| output::line(format!("月报已存到 {}", saved.path)))
        }
    }
}

fn make(session: &mut Session, monthly: Monthly) -> Result<(), Failure> {
    let Monthly { month, out, on } = monthly;
    session.answer(&ReportMonthly { month, out, on }, |made| {
        let same = if made.is_same_as_before { "（与上次逐字节相同）" } else { "" };
        output::line(format!("月报已写到 {}{same}，填报日期 {}", made.path, made.filled_on));
        output::line(format!(
            "校验不一致 {} 处，必须处理的体检结果 {} 项",
            made.disagreement_count, made.must_count
        ));
        made.notes.iter().for_each(|note| output::line(format!("· {note}")));
    })
}
