//! `meeting`: organisation life.

use branchbook_contract::domain::day::Month;
use branchbook_contract::domain::gathering::GatheringMark;
use branchbook_contract::domain::key::{AttachmentId, GatheringId};
use branchbook_contract::meeting::{
    AttachmentRow, MeetingAttach, MeetingAttachmentSave, MeetingCancel, MeetingCorrect, MeetingDetach,
    MeetingDue, MeetingList, MeetingRecord, MeetingRecorded, MeetingShow,
};
use clap::{Args, Subcommand};

use super::record::{self, Asked};
use super::{draft, or_dash};
use crate::output;
use crate::session::{Failure, Session};

/// The folio of the history of a meeting.
const HISTORY: &str = "meeting_history";

/// `meeting`
#[derive(Debug, Subcommand)]
pub enum Meeting {
    /// 一个月的会议
    List(OfMonth),
    /// 一次会议的全部情况
    Show(Which),
    /// 登记会议（草稿为 JSON）
    Record(Record),
    /// 更正会议：原会议作废，按草稿重新登记，积分随之冲回、重记
    Correct(Correct),
    /// 取消会议，积分随之冲回
    Cancel(Cancel),
    /// 添加附件：照片、扫描件、签到表、会议记录
    Attach(Attach),
    /// 移除附件，可以撤销
    Detach(WhichFile),
    /// 把附件存成文件
    Save(Save),
    /// 应开、已开、还差
    Due(OfMonth),
    /// 一次会议的历史：谁、什么时候、改了什么
    History(Which),
    /// 会议记录，打印用
    Paper(Which),
}

/// Names a month.
#[derive(Debug, Args)]
pub struct OfMonth {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: Month,
}

/// Names a gathering.
#[derive(Debug, Args)]
pub struct Which {
    /// 编号
    #[arg(value_name = "编号")]
    gathering: i64,
}

/// `meeting record`
#[derive(Debug, Args)]
pub struct Record {
    /// 草稿（JSON 文件，- 为标准输入）
    #[arg(long, value_name = "文件")]
    draft: String,
}

/// `meeting correct`
#[derive(Debug, Args)]
pub struct Correct {
    /// 编号
    #[arg(value_name = "编号")]
    gathering: i64,
    /// 原因
    #[arg(long, value_name = "原因")]
    reason: String,
    /// 更正后的草稿（JSON 文件，- 为标准输入），写法与登记会议相同
    #[arg(long, value_name = "文件")]
    draft: String,
}

/// `meeting cancel`
#[derive(Debug, Args)]
pub struct Cancel {
    /// 编号
    #[arg(value_name = "编号")]
    gathering: i64,
    /// 原因
    #[arg(long, value_name = "原因")]
    reason: String,
}

/// `meeting attach`
#[derive(Debug, Args)]
pub struct Attach {
    /// 会议编号
    #[arg(value_name = "编号")]
    gathering: i64,
    /// 要添加的文件
    #[arg(value_name = "文件", required = true)]
    paths: Vec<String>,
}

/// Names an attachment.
#[derive(Debug, Args)]
pub struct WhichFile {
    /// 附件编号
    #[arg(value_name = "附件编号")]
    attachment: i64,
}

/// `meeting save`
#[derive(Debug, Args)]
pub struct Save {
    /// 附件编号
    #[arg(value_name = "附件编号")]
    attachment: i64,
    /// 写到哪里：文件，或已有的目录
    #[arg(long, value_name = "文件")]
    out: String,
}

/// Does what was asked of organisation life.
pub fn run(session: &mut Session, meeting: Meeting) -> Result<(), Failure> {
    match meeting {
        Meeting::List(asked) => list(session, asked.month),
        Meeting::Show(which) => {
            session.answer(&MeetingShow { gathering: GatheringId(which.gathering) }, output::json)
        }
        Meeting::Record(record) => {
            let command: MeetingRecord = draft(&record.draft)?;
            session.answer(&command, show_recorded)
        }
        Meeting::Correct(correct) => {
            let command = MeetingCorrect {
                replaces: GatheringId(correct.gathering),
                reason: correct.reason,
                gathering: draft(&correct.draft)?,
            };
            session.answer(&command, show_recorded)
        }
        Meeting::Cancel(cancel) => {
            let command = MeetingCancel { gathering: GatheringId(cancel.gathering), reason: cancel.reason };
            session.answer(&command, |back| {
                output::line(format!("已取消，冲回积分 {} 笔。", back.points_taken_back))
            })
        }
        Meeting::Attach(attach) => {
            let command = MeetingAttach { gathering: GatheringId(attach.gathering), paths: attach.paths };
            session.answer(&command, |attached| show_attached(attached.added, &attached.attachments))
        }
        Meeting::Detach(which) => {
            let command = MeetingDetach { attachment: AttachmentId(which.attachment) };
            session.answer(&command, |gone| output::line(format!("已移除附件“{}”。", gone.name)))
        }
        Meeting::Save(save) => {
            let command = MeetingAttachmentSave { attachment: AttachmentId(save.attachment), out: save.out };
            session.answer(&command, |saved| output::line(format!("附件已存到 {}", saved.path)))
        }
        Meeting::History(which) => record::show(session, Asked::History, HISTORY, which.gathering),
        Meeting::Paper(which) => record::show(session, Asked::Paper, HISTORY, which.gathering),
        Meeting::Due(asked) => session.answer(&MeetingDue { month: asked.month, branch: None }, |branches| {
            for branch in branches {
                output::line(&branch.name);
                branch
                    .duties
                    .iter()
                    .for_each(|duty| output::line(format!("  [{}] {}", duty.state_label, duty.sentence)));
            }
        }),
    }
}

fn show_attached(added: u32, attachments: &[AttachmentRow]) {
    output::line(format!("添加了 {added} 个附件，共 {} 个。", attachments.len()));
    let rows: Vec<Vec<String>> = attachments
        .iter()
        .map(|row| vec![row.attachment.to_string(), row.name.clone(), row.size.to_string()])
        .collect();
    output::table(&["附件编号", "名称", "字节"], &rows);
}

fn show_recorded(recorded: &MeetingRecorded) {
    let mark = recorded.mark.as_ref().map_or_else(String::new, |mark| format!("（{mark}）"));
    let back = match recorded.points_taken_back {
        0 => String::new(),
        count => format!("，冲回 {count} 笔"),
    };
    output::line(format!(
        "已登记，编号 {}{mark}，记分 {} 笔{back}。",
        recorded.gathering, recorded.points_awarded
    ));
    recorded.warnings.iter().for_each(|warning| output::warning(warning));
}

fn list(session: &mut Session, month: Month) -> Result<(), Failure> {
    session.answer(&MeetingList { month, branch: None, kind: None, with_cancelled: false }, |rows| {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let numbers = format!("{}/{}", row.present, row.due);
                let (theme, marks) = (or_dash(row.theme.clone()), GatheringMark::words(&row.marks));
                vec![
                    row.gathering.to_string(),
                    row.day.to_string(),
                    row.organisation_name.clone(),
                    row.kind_label.clone(),
                    numbers,
                    theme,
                    marks,
                ]
            })
            .collect();
        output::table(&["编号", "日期", "组织", "类型", "实到/应到", "主题", "标记"], &rows);
    })
}
