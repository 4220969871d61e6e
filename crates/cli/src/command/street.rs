//! `street`: what the street sees of its communities, and what it gives to them.

use branchbook_contract::domain::day::{Day, Month as MonthOf};
use branchbook_contract::domain::figure;
use branchbook_contract::domain::roll_up::RollUp;
use branchbook_contract::street::{
    ReportedRow, StreetOverview, StreetPublish, StreetReminders, StreetReport, StreetRollUp, StreetRows,
    StreetRowsExport,
};
use clap::{Args, Subcommand};

use super::{day, folio};
use crate::output;
use crate::session::{Failure, Session};

/// `street`
#[derive(Debug, Subcommand)]
pub enum Street {
    /// 导出下发文件：积分方案、岗位目录、每月主题、上报要求、社区名单
    Publish(Publish),
    /// 各社区各月报送情况
    Overview(Overview),
    /// 汇总台账
    RollUp(Span),
    /// 汇总数背后的明细
    Rows(Rows),
    /// 催报清单
    Reminders(Which),
    /// 街道汇总月报工作簿
    Report(Report),
}

/// `street publish`
#[derive(Debug, Args)]
pub struct Publish {
    /// 写到哪里
    #[arg(long, value_name = "文件或目录")]
    out: String,
}

/// Names a month.
#[derive(Debug, Args)]
pub struct Which {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
}

/// `street overview`
#[derive(Debug, Args)]
pub struct Overview {
    /// 最后一个月
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
    /// 看几个月
    #[arg(long, value_name = "个数")]
    months: Option<u32>,
}

/// `street roll-up`
#[derive(Debug, Args)]
pub struct Span {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
    /// 从哪个月起；不写则只看一个月
    #[arg(long, value_name = "2026-01")]
    from: Option<MonthOf>,
}

/// `street rows`
#[derive(Debug, Args)]
pub struct Rows {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
    /// 社区
    #[arg(long, value_name = "社区")]
    office: String,
    /// 哪一部分，例如 党员名册
    #[arg(long, value_name = "部分")]
    part: String,
    /// 按哪一栏排
    #[arg(long, value_name = "栏目")]
    sort: Option<String>,
    /// 从大到小、从后到前
    #[arg(long, requires = "sort")]
    descending: bool,
    /// 显示完整的身份证号、电话、住址（会留下查看记录）
    #[arg(long)]
    reveal: bool,
    /// 不列出，全部导出成一张表（会留下导出记录）
    #[arg(long, value_name = "文件或目录", conflicts_with_all = ["offset", "limit"])]
    out: Option<String>,
    /// 跳过前面几行
    #[arg(long, value_name = "行数", default_value_t = 0)]
    offset: u32,
    /// 最多几行；不写则全部
    #[arg(long, value_name = "行数")]
    limit: Option<u32>,
}

/// `street report`
#[derive(Debug, Args)]
pub struct Report {
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

/// Does what was asked of the street.
pub fn run(session: &mut Session, street: Street) -> Result<(), Failure> {
    match street {
        Street::Publish(Publish { out }) => session.answer(&StreetPublish { out }, |published| {
            let word =
                if published.is_same { "内容没有变，与上次是同一份文件" } else { "已生成" };
            output::line(format!("第 {} 次下发（{word}）：{}", published.sequence, published.path));
            published.items.iter().for_each(|item| output::line(format!("  {item}")));
            output::line(format!("发给：{}", published.communities.join("、")));
        }),
        Street::Overview(wanted) => overview(session, &wanted),
        Street::RollUp(span) => roll_up(session, &span),
        Street::Rows(wanted) => rows(session, wanted),
        Street::Reminders(Which { month }) => session.answer(&StreetReminders { month }, |reminders| {
            if reminders.rows.is_empty() {
                output::line(format!("{}没有要催报的社区。", reminders.month.label()));
            }
            for row in &reminders.rows {
                output::line(format!("{}　联系人：{}", row.sentence, row.contact.as_deref().unwrap_or("—")));
            }
        }),
        Street::Report(Report { month, out, on }) => {
            session.answer(&StreetReport { month, out, on }, |made| {
                made.notes.iter().for_each(output::line);
                output::line(format!("SHA-256：{}", made.sha256));
            })
        }
    }
}

fn rows(session: &mut Session, wanted: Rows) -> Result<(), Failure> {
    let Rows { month, office: community, part, sort, descending, reveal, out, offset, limit } = wanted;
    let sort = sort.map(|title| if descending { format!("-{title}") } else { title });
    let list = StreetRows { community, month, part, offset, limit, sort, reveal };
    if let Some(out) = out {
        return session.answer(&StreetRowsExport { list, out }, |done| {
            folio::done(done);
            done.warnings.iter().for_each(|warning| output::warning(warning));
        });
    }
    session.answer(&list, |found| {
        output::line(format!("{}（第 {} 次上报），共 {} 行", found.label, found.sequence, found.total));
        match found.rows.as_slice() {
            // One row is read downwards.
            [one] => found.columns.iter().zip(&one.cells).for_each(|(title, cell)| {
                output::line(format!("  {title}：{}", cell.as_deref().unwrap_or("—")));
            }),
            many => table(&found.columns, many),
        }
        if found.is_revealed {
            output::warning("完整的身份证号、电话、住址已显示，并已留下查看记录。");
        }
    })
}

fn table(columns: &[String], rows: &[ReportedRow]) {
    let titles: Vec<&str> = std::iter::once("行").chain(columns.iter().map(String::as_str)).collect();
    let cells = |row: &ReportedRow| -> Vec<String> {
        let stated = row.cells.iter().map(|cell| cell.clone().unwrap_or_else(|| "—".to_owned()));
        std::iter::once(row.number.to_string()).chain(stated).collect()
    };
    output::table(&titles, &rows.iter().map(cells).collect::<Vec<_>>());
}

fn overview(session: &mut Session, wanted: &Overview) -> Result<(), Failure> {
    session.answer(&StreetOverview { month: wanted.month, months: wanted.months }, |overview| {
        let labels: Vec<String> = overview.months.iter().map(|month| month.label()).collect();
        let mut titles = vec!["社区"];
        titles.extend(labels.iter().map(String::as_str));
        let rows: Vec<Vec<String>> = overview
            .communities
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| {
                    let late = if cell.is_late { "（逾期）" } else { "" };
                    if cell.is_awaited { format!("{}{late}", cell.label) } else { "—".to_owned() }
                });
                std::iter::once(row.community.clone()).chain(cells).collect()
            })
            .collect();
        output::table(&titles, &rows);
        let counts: Vec<String> =
            overview.counts.iter().map(|count| format!("{} {}", count.label, count.count)).collect();
        output::line(format!("合计：{}；上报截止 {}", counts.join("，"), overview.due_on));
        for twice in &overview.twice {
            let word = if twice.is_certain { "在两个社区登记" } else { "可能在两个社区登记" };
            output::warning(&format!("{}{word}：{}", twice.name, twice.places.join("；")));
        }
        for (row, cell) in
            overview.communities.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)))
        {
            for finding in &cell.findings {
                output::warning(&format!("{}{}：{finding}", row.community, cell.month.label()));
            }
        }
    })
}

fn roll_up(session: &mut Session, span: &Span) -> Result<(), Failure> {
    let command = StreetRollUp { first: span.from.unwrap_or(span.month), last: span.month };
    session.answer(&command, |table| {
        let titles = [
            "月份",
            "社区",
            "状态",
            "党员",
            "增",
            "减",
            "应报到",
            "已报到",
            "报到率",
            "人次",
            "人数",
            "时长",
            "会议应开",
            "已开",
            "出席率",
            "积分均分",
        ];
        let mut rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| figures(&row.month.to_string(), &row.community, row.state.label(), &row.roll_up))
            .collect();
        rows.extend(table.totals.iter().map(|total| {
            figures(
                &total.month.to_string(),
                &format!("合计 {} 个社区", total.communities),
                "",
                &total.roll_up,
            )
        }));
        output::table(&titles, &rows);
        if !table.missing.is_empty() {
            output::warning(&format!("{}还没有报：{}", table.last.label(), table.missing.join("、")));
        }
    })
}

fn figures(month: &str, name: &str, state: &str, roll_up: &RollUp) -> Vec<String> {
    let figures = &roll_up.figures;
    let held = figures.all_held();
    let share = |part: i64, whole: i64| figure::percent(part, whole).unwrap_or_else(|| "—".to_owned());
    let average = figures
        .average_score()
        .map_or_else(|| "—".to_owned(), |score| format!("{}.{}", score / 100, score / 10 % 10));
    vec![
        month.to_owned(),
        name.to_owned(),
        state.to_owned(),
        figures.members.to_string(),
        figures.gain().to_string(),
        figures.loss().to_string(),
        figures.expected.to_string(),
        figures.reported.to_string(),
        share(figures.stated_reported, figures.expected),
        figures.service_attendances.to_string(),
        figures.service_people.to_string(),
        figure::hours(figures.service_minutes),
        held.owed.to_string(),
        held.held.to_string(),
        share(held.present, held.due),
        average,
    ]
}
