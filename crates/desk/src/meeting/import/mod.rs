//! The register of meetings as a form: each row one gathering with one record. Times are not in such registers, so
//! rows of one day stay apart. What cannot be booked with certainty by name is booked in numbers or handed back.

mod book;
mod decide;
mod draft;
mod held;
mod leaver;
mod place;

use branchbook_contract::intake::{ImportKind, RowState};
use branchbook_ledger::{OperationKind, Reading, Writing};

use super::prepare::Prepared;
use super::{attach, cancel, enter};
use crate::error::Result;
use crate::intake::{Context, FieldSpec, Form, Planned, SourceRows, step};
use crate::points::automatic::award_attendance;
use crate::progress::Progress;

/// The form 组织生活登记表.
pub(crate) struct Meetings;

/// What an import of meetings will write.
pub(crate) struct MeetingPlan {
    gatherings: Vec<Prepared>,
    /// Why meetings of the book are replaced.
    reason: String,
}

const FIELDS: &[FieldSpec] = &[
    FieldSpec::required(
        "day",
        "日期",
        &["会议日期", "活动日期", "召开日期", "开展日期", "时间", "会议时间", "召开时间"],
    ),
    FieldSpec::required(
        "kind",
        "类型",
        &["会议类型", "活动类型", "类别", "会议名称", "组织生活类型", "形式"],
    ),
    FieldSpec::required("branch", "支部", &["党支部", "所在支部", "支部名称", "党支部名称", "所属支部"]),
    FieldSpec::new("group", "党小组", &["小组", "党小组名称", "所在党小组"]),
    FieldSpec::new(
        "theme",
        "议题",
        &["议题(主题)", "主题", "会议主题", "会议议题", "议题主题", "内容", "主要内容", "会议内容"],
    ),
    FieldSpec::new("host", "主持人", &["主持", "会议主持人"]),
    FieldSpec::new("recorder", "记录人", &["记录", "会议记录人"]),
    FieldSpec::new("lecturer", "授课人", &["主讲人", "讲课人", "党课主讲人"]),
    FieldSpec::new("place", "地点", &["会议地点", "活动地点", "召开地点"]),
    FieldSpec::new("due", "应到", &["应到人数", "应到会人数", "应参加人数", "应到党员"]),
    FieldSpec::new("present", "实到", &["实到人数", "实到会人数", "实际参加人数", "到会人数", "实到党员"]),
    FieldSpec::new(
        "leavers",
        "请假人员及原因",
        &["请假人员和原因", "请假人员", "请假情况", "请假", "请假名单", "缺席人员及原因", "未到会人员及原因"],
    ),
    FieldSpec::new("note", "备注", &["说明"]),
];

impl Form for Meetings {
    type Plan = MeetingPlan;
    const KIND: ImportKind = ImportKind::Meetings;
    const OPERATION: OperationKind = OperationKind::MeetingImport;
    const COUNTED: &'static str = "场";

    fn fields() -> &'static [FieldSpec] {
        FIELDS
    }

    fn can_answer(state: RowState, answer: &str) -> bool {
        let is_way = draft::Way::of_key(answer).is_some();
        match state {
            RowState::New => is_way,
            RowState::Conflict => is_way || held::Answer::of_key(answer).is_some(),
            _ => false,
        }
    }

    fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<MeetingPlan>> {
        let (gatherings, verdicts, findings) = decide::decide_all(reading, rows, context)?;
        let plan =
            MeetingPlan { gatherings, reason: format!("按登记表更正（{}）", context.file_name) };
        Ok(Planned { plan, verdicts, findings, new_organisations: Vec::new() })
    }

    fn apply(writing: &mut Writing<'_>, plan: &MeetingPlan, progress: &dyn Progress) -> Result<()> {
        let total = plan.gatherings.len();
        let mut facts = Vec::new();
        for (at, prepared) in plan.gatherings.iter().enumerate() {
            step(progress, "登记会议", at, total)?;
            if let Some(replaced) = prepared.replaces {
                cancel::withdraw(writing, replaced, "更正", &plan.reason)?;
            }
            let entered = enter::write(writing, prepared)?;
            if let Some(replaced) = prepared.replaces {
                attach::carry_over(writing, replaced, entered.gathering)?;
            }
            facts.extend(entered.facts);
        }
        award_attendance(writing, &facts)?;
        step(progress, "登记会议", total, total)
    }
}
