//! `activity`: activities and hours.

use branchbook_contract::activity::{ActivityCancel, ActivityList, ActivityRecord, ActivityShow};
use branchbook_domain::day::Month;
use branchbook_domain::key::ActivityId;
use clap::{Args, Subcommand};

use super::draft;
use crate::output;
use crate::session::{Failure, Session};

/// `activity`
#[derive(Debug, Subcommand)]
pub enum Activity {
    /// 活动列表
    List(List),
    /// 一场活动和参加的人
    Show(Which),
    /// 登记活动（草稿为 JSON：draft、participants）
    Record(Record),
    /// 取消活动，积分随之冲回
    Cancel(Cancel),
}

/// `activity list`
#[derive(Debug, Args)]
pub struct List {
    /// 只看这个月
    #[arg(long, value_name = "2026-10")]
    month: Option<Month>,
}

/// Names an activity.
#[derive(Debug, Args)]
pub struct Which {
    /// 编号
    activity: i64,
}

/// `activity record`
#[derive(Debug, Args)]
pub struct Record {
    /// 草稿（JSON 文件，- 为标准输入）
    #[arg(long, value_name = "文件")]
    draft: String,
}

/// `activity cancel`
#[derive(Debug, Args)]
pub struct Cancel {
    /// 编号
    activity: i64,
    /// 原因
    #[arg(long)]
    reason: Option<String>,
}

/// Does what was asked of the activities.
pub fn run(session: &mut Session, activity: Activity) -> Result<(), Failure> {
    match activity {
        Activity::List(list) => {
            session.answer(&ActivityList { month: list.month, ..ActivityList::default() }, |page| {
                let rows: Vec<Vec<String>> = page
                    .rows
                    .iter()
                    .map(|row| {
                        let hours = format!("{:.1}", row.minutes as f64 / 60.0);
                        vec![
                            row.activity.to_string(),
                            row.draft.on.to_string(),
                            row.draft.title.clone(),
                            row.participants.to_string(),
                            hours,
                        ]
                    })
                    .collect();
                output::table(&["编号", "日期", "活动", "人次", "小时"], &rows);
            })
        }
        Activity::Show(which) => {
            session.answer(&ActivityShow { activity: ActivityId(which.activity) }, |shown| {
                output::line(format!("{} {}", shown.row.draft.on, shown.row.draft.title));
                shown
                    .participants
                    .iter()
                    .for_each(|each| output::line(format!("  {} {} 分钟", each.name, each.minutes)));
            })
        }
        Activity::Record(record) => {
            let command: ActivityRecord = draft(&record.draft)?;
            session.answer(&command, |recorded| {
                output::line(format!("已登记，编号 {}，{} 人次。", recorded.activity, recorded.added));
                recorded.warnings.iter().for_each(|warning| output::warning(warning));
            })
        }
        Activity::Cancel(cancel) => {
            let command = ActivityCancel { activity: ActivityId(cancel.activity), reason: cancel.reason };
            session.answer(&command, |back| {
                output::line(format!("已取消，退回 {} 人次的服务记录。", back.participations))
            })
        }
    }
}
