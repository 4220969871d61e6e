//! Columns and stored values in Chinese, for the history. ID number, phones and address are masked always, and what other
//! texts say of them.

use branchbook_domain::care::LostReason;
use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::PartialDay;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::mask::mask_text;
use branchbook_domain::member::{ConditionKind, FieldMask, MovementKind, MovementReason, post_label};
use branchbook_domain::quorum::ExemptReason;

use crate::organisation::Names;

/// What a column is called; `None` for what no person needs to see.
pub(crate) fn field_label(column: &str) -> Option<&'static str> {
    Some(match column {
        "name" => "姓名",
        "sex" => "性别",
        "nation" => "民族",
        "birth_on" => "出生日期",
        "id_number" => "身份证号",
        "education" => "学历",
        "work_post" => "工作岗位",
        "new_stratum" => "新社会阶层",
        "phone" => "手机",
        "other_phone" => "其他电话",
        "address" => "住址",
        "employer" => "工作单位及职务",
        "joined_on" => "入党日期",
        "became_full_on" => "转正日期",
        "note" => "备注",
        "branch_id" => "党支部",
        "from_branch_id" => "原党支部",
        "group_id" => "党小组",
        "organisation_id" => "任职组织",
        "title" => "职务",
        "is_full_time" => "是否专职",
        "from_on" => "开始日期",
        "to_on" => "结束日期",
        "until_on" => "重新入党日期",
        "kind" => "类别",
        "occurred_on" => "发生日期",
        "booked_month" => "计入月份",
        "counterpart" => "来源或去向",
        "letter_number" => "介绍信号",
        "reason" => "原因",
        "approved_by" => "批准单位",
        "approved_on" => "批准日期",
        "reference" => "依据",
        _ => return None,
    })
}

/// A stored text in words.
pub(crate) fn text_in_words(column: &str, text: &str) -> String {
    let label = |known: Option<&'static str>| known.map_or_else(|| text.to_owned(), str::to_owned);
    match column {
        "sex" => label(Sex::read(text).map(Sex::label)),
        "nation" => label(Nation::of_code(text).map(Nation::label)),
        "education" => label(Education::of_code(text).map(Education::label)),
        "work_post" => label(WorkPost::of_code(text).map(WorkPost::label)),
        "new_stratum" => label(NewStratum::of_code(text).map(NewStratum::label)),
        "kind" => {
            let movement = MovementKind::from_code(text).map(MovementKind::label);
            label(movement.or_else(|| ConditionKind::from_code(text).map(ConditionKind::label)))
        }
        "reason" => mask_text(&reason_in_words(text)).into_owned(),
        "title" => mask_text(post_label(text)).into_owned(),
        _ if column.ends_with("_on") || column == "booked_month" => {
            text.parse::<PartialDay>().map_or_else(|_| text.to_owned(), PartialDay::label)
        }
        _ => FieldMask::of_key(column).masked(text),
    }
}

/// A reason of a movement or of a condition. The codes of the three tables differ; other words are the office's own.
pub(crate) fn reason_in_words(reason: &str) -> String {
    let exempt = || ExemptReason::from_code(reason).map(ExemptReason::label);
    let lost = || LostReason::from_code(reason).map(LostReason::label);
    let movement = MovementReason::of_code(reason).map(MovementReason::label);
    movement.or_else(exempt).or_else(lost).map_or_else(|| reason.to_owned(), str::to_owned)
}

/// A stored number in words: the name of an organisation, 是 or 否.
pub(crate) fn number_in_words(column: &str, number: i64, names: &Names) -> String {
    match column {
        "branch_id" | "from_branch_id" | "group_id" | "organisation_id" => names.name(OrganisationId(number)),
        "is_full_time" if number == 0 => "否".to_owned(),
        "is_full_time" => "是".to_owned(),
        _ => number.to_string(),
    }
}
