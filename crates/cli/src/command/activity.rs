//! `activity`: activities and hours.

use branchbook_contract::activity::{
    ActivityAddParticipants, ActivityCancel, ActivityList, ActivityRecord, ActivityRecorded,
    ActivityRemoveParticipant, ActivityShow, Participant,
};
use branchbook_contract::domain::day::Month;
use branchbook_contract::domain::figure;
use branchbook_contract::domain::key::ActivityId;
use clap::{Args, Subcommand};

use super::draft;
use super::member::anyone;
use super::record::{self, Asked};
use crate::output;
use crate::session::{Failure, Session};

/// The folio of the history of an activity.
const HISTORY: &str = "activity_history";

/// `activity`
#[derive(Debug, Subcommand)]
pub enum Activity {
    /// 活动列表
    List(List),
    /// 一场活动和参加的人
    Show(Which),
    /// 登记活动（草稿为 JSON：draft、participants）
    Record(Record),
    /// 补登参加人
    Join(Join),
    /// 移除一名参加人，积分随之冲回
    Leave(Leave),
    /// 取消活动，积分随之冲回
    Cancel(Cancel),
    /// 一场活动的历史：谁、什么时候、改了什么
    History(Which),
    /// 活动记录，打印用
    Paper(Which),
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
    #[arg(value_name = "编号")]
    activity: i64,
}

/// `activity record`
#[derive(Debug, Args)]
pub struct Record {
    /// 草稿（JSON 文件，- 为标准输入）
    #[arg(long, value_name = "文件")]
    draft: String,
}

/// `activity join`
#[derive(Debug, Args)]
pub struct Join {
    /// 编号
    #[arg(value_name = "编号")]
    activity: i64,
    /// 党员或报到党员的姓名或编号，可写多个
    #[arg(required = true, value_name = "姓名或编号")]
    who: Vec<String>,
    /// 每人的服务分钟；不写则按活动起止时间
    #[arg(long, value_name = "分钟")]
    minutes: Option<i64>,
}

/// `activity leave`
#[derive(Debug, Args)]
pub struct Leave {
    /// 编号
    #[arg(value_name = "编号")]
    activity: i64,
    /// 姓名或编号
    #[arg(value_name = "姓名或编号")]
    who: String,
}

/// `activity cancel`
#[derive(Debug, Args)]
pub struct Cancel {
    /// 编号
    #[arg(value_name = "编号")]
    activity: i64,
    /// 原因
    #[arg(long, value_name = "原因")]
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
                        let hours = figure::hours(row.minutes);
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
            session.answer(&command, show_recorded)
        }
        Activity::History(which) => record::show(session, Asked::History, HISTORY, which.activity),
        Activity::Paper(which) => record::show(session, Asked::Paper, HISTORY, which.activity),
        Activity::Join(asked) => join(session, &asked),
        Activity::Leave(asked) => leave(session, &asked),
        Activity::Cancel(cancel) => {
            let command = ActivityCancel { activity: ActivityId(cancel.activity), reason: cancel.reason };
            session.answer(&command, |back| {
                output::line(format!("已取消，退回 {} 人次的服务记录。", back.participations))
            })
        }
    }
}

fn join(session: &mut Session, asked: &Join) -> Result<(), Failure> {
    session.open()?;
    let mut participants = Vec::with_capacity(asked.who.len());
    for who in &asked.who {
        participants.push(Participant { person: anyone(session, who)?, minutes: asked.minutes });
    }
    let command = ActivityAddParticipants { activity: ActivityId(asked.activity), participants };
    let recorded = session.call(&command)?;
    session.print(&recorded, show_recorded);
    Ok(())
}

fn leave(session: &mut Session, asked: &Leave) -> Result<(), Failure> {
    session.open()?;
    let person = anyone(session, &asked.who)?;
    let command = ActivityRemoveParticipant { activity: ActivityId(asked.activity), person };
    let back = session.call(&command)?;
    session.print(&back, |back| {
        output::line(format!("已移除，退回 {} 人次的服务记录。", back.participations));
    });
    Ok(())
}

fn show_recorded(recorded: &ActivityRecorded) {
    output::line(format!("已登记，编号 {}，{} 人次。", recorded.activity, recorded.added));
    recorded.warnings.iter().for_each(|warning| output::warning(warning));
}
