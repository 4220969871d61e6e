//! What the columns of the tables are called in a history. Must name no column whose value a person cannot read: keys
//! without a name, order of lists, codes.

use crate::member::word::field_label;

/// What a column is called; `None` for what no person needs to see.
pub(super) fn column_label(table: &str, column: &str) -> Option<&'static str> {
    match table {
        "person" if column == "place_id" => Some("网格或小区"),
        "person" | "membership" | "movement" | "condition" | "post_held" | "earlier_period" => {
            field_label(column)
        }
        "gathering" | "meeting_record" | "attachment" => of_meetings(table, column),
        "activity" => of_activities(column),
        "participation" => of_participants(column),
        "unit" | "unit_expectation" => of_units(column),
        "report_in" => of_report_ins(column),
        "offer" | "claim" | "post_duty" | "post_result" => of_posts(column),
        "development_case" | "development_step" | "case_supporter" => of_cases(column),
        "organisation" | "place" | "place_care" | "term" => of_organisations(table, column),
        "organisation_past" => of_past(column),
        "custom_field" | "saved_view" => of_lists(column),
        "partner" => of_partners(column),
        "parcel_sent" | "parcel_received" | "parcel_refused" => of_parcels(column),
        _ => of_people(column),
    }
}

fn of_meetings(table: &str, column: &str) -> Option<&'static str> {
    Some(match (table, column) {
        ("attachment", "name") => "附件",
        ("attachment", "removed_at") => "已移除",
        ("gathering", "occurred_on") => "日期",
        ("gathering", "booked_month") => "计入月份",
        ("gathering", "start_minute") => "开始",
        ("gathering", "end_minute") => "结束",
        ("gathering", "place") => "地点",
        ("gathering", "host_name") => "主持人",
        ("gathering", "recorder_name") => "记录人",
        ("gathering", "origin_note") => "补录说明",
        ("gathering", "cancelled_on") => "取消日期",
        ("meeting_record", "kind") => "会议类型",
        ("meeting_record", "organisation_id") => "党组织",
        ("meeting_record", "theme") => "主题",
        ("meeting_record", "lecturer") => "主讲人",
        ("meeting_record", "due_count") => "应到",
        ("meeting_record", "present_count") => "实到",
        ("meeting_record", "leave_count") => "请假",
        ("meeting_record", "absent_count") => "缺席",
        ("gathering" | "meeting_record", "note") => "备注",
        _ => return None,
    })
}

fn of_activities(column: &str) -> Option<&'static str> {
    Some(match column {
        "kind" => "类别",
        "title" => "活动",
        "occurred_on" => "日期",
        "booked_month" => "计入月份",
        "start_minute" => "开始",
        "end_minute" => "结束",
        "place" => "地点",
        "organiser" => "负责人",
        "organisation_id" => "主办组织",
        "unit_id" => "主办单位",
        "beneficiary_count" => "受益人次",
        "cancelled_on" => "取消日期",
        "note" => "内容",
        _ => return None,
    })
}

/// Day and month are those of the activity, as a rule: they are not said of everybody again.
fn of_participants(column: &str) -> Option<&'static str> {
    Some(match column {
        "person_id" => "参加人",
        "minutes" => "时长",
        "cancelled_on" => "移除日期",
        "note" => "备注",
        _ => return None,
    })
}

fn of_units(column: &str) -> Option<&'static str> {
    Some(match column {
        "name" => "单位名称",
        "kind" => "单位性质",
        "party_organisation" => "党组织",
        "secretary" => "书记",
        "contact" => "联系人",
        "phone" => "联系电话",
        "member_count" => "在职党员数",
        "is_paired" => "包保单位",
        "expected_count" => "应报到数",
        "stated_on" => "名册日期",
        "source" => "来源",
        other => return of_spans(other),
    })
}

fn of_report_ins(column: &str) -> Option<&'static str> {
    Some(match column {
        "person_id" => "姓名",
        "unit_id" => "单位",
        "reported_on" => "报到日期",
        "booked_month" => "计入月份",
        "returned_on" => "返回日期",
        "return_reason" => "返回原因",
        "duty" => "职务",
        "residence" => "居住小区",
        "skills" => "特长",
        "wanted_post" => "意向岗位",
        other => return of_spans(other),
    })
}

fn of_posts(column: &str) -> Option<&'static str> {
    Some(match column {
        "title" => "岗位名称",
        "category" => "类别",
        "content" => "服务内容",
        "needed_count" => "所需人数",
        "place" => "地点",
        "offered_by_unit_id" => "提供单位",
        "person_id" => "认领人",
        "unit_id" => "认领单位",
        "occurred_on" => "认领日期",
        "ended_on" => "退出日期",
        "state" => "状态",
        "rating" => "评价",
        "duty" => "职责",
        "until_on" => "到哪天",
        "group_id" => "编入小组",
        "quarter" => "季度",
        "result" => "履职结果",
        other => return of_spans(other),
    })
}

fn of_cases(column: &str) -> Option<&'static str> {
    Some(match column {
        "person_id" | "name" => "姓名",
        "branch_id" => "党支部",
        "training_days" => "集中培训天数",
        "training_hours" => "集中培训学时",
        "special_reason" => "特殊说明",
        "put_off_until" => "暂缓到",
        "ended_by_on" => "结束日期",
        "end_reason" => "结束原因",
        "step" => "步骤",
        "done_on" => "办理日期",
        "months" => "延长月数",
        "role" => "身份",
        "dropped_on" => "作废日期",
        other => return of_spans(other),
    })
}

fn of_organisations(table: &str, column: &str) -> Option<&'static str> {
    Some(match (table, column) {
        (_, "name") => "名称",
        (_, "parent_id") => "上级",
        ("organisation", "level") => "层级",
        ("place", "kind") => "类别",
        ("organisation", "project") => "为什么设立",
        ("organisation", "planned_end_on") => "计划结束",
        ("place" | "place_care", "organisation_id") => "负责组织",
        ("term", "number") => "届次",
        ("term", "elected_on") => "当选日期",
        ("term", "years") => "任期年数",
        ("term", "way") => "选举方式",
        ("term", "extended_to") => "延期到",
        ("term", "approved_by") => "批准单位",
        ("term", "approved_on") => "批准日期",
        ("term", "ended_by_on") => "届满换届",
        (_, other) => return of_spans(other),
    })
}

/// What an organisation was until it was called otherwise or stood elsewhere. It did not end then, as the words of a span
/// would say.
fn of_past(column: &str) -> Option<&'static str> {
    Some(match column {
        "parent_id" => "原上级",
        "name" => "原名称",
        "from_on" => "原开始日期",
        "to_on" => "变更日期",
        _ => return None,
    })
}

fn of_lists(column: &str) -> Option<&'static str> {
    Some(match column {
        "label" | "name" => "名称",
        "kind" => "类别",
        "choices" => "可选内容",
        "dropped_on" => "删除日期",
        other => return of_spans(other),
    })
}

fn of_partners(column: &str) -> Option<&'static str> {
    Some(match column {
        "name" => "名称",
        "contact" => "联系人",
        "closed_to" => "已结账到",
        "to_on" => "停止往来",
        _ => return None,
    })
}

/// Files between two offices. The other office is named by what the record is called.
fn of_parcels(column: &str) -> Option<&'static str> {
    Some(match column {
        "kind" => "内容",
        "month" => "月份",
        "sequence" => "第几次",
        "file_name" => "文件",
        "state" | "verdict" => "状态",
        "reason" | "reasons" => "原因",
        "findings" => "提醒",
        _ => return None,
    })
}

/// Letters, contacts, tags, roles, mobility.
fn of_people(column: &str) -> Option<&'static str> {
    Some(match column {
        "way" => "方式",
        "reach" => "范围",
        "number" => "编号",
        "counterpart" => "对方党组织",
        "issued_on" => "开具日期",
        "valid_until" => "有效期至",
        "dues_paid_to" => "党费交至",
        "received_on" => "接收日期",
        "withdrawn_on" => "作废日期",
        "occurred_on" => "日期",
        "is_reached" => "联系上了",
        "by_whom" => "联系人",
        "said" => "情况",
        "tag" => "标签",
        "kind" => "身份",
        "title" => "名称",
        "person_id" => "姓名",
        "organisation_id" => "组织",
        "unit_id" => "单位",
        "place_id" => "网格或小区",
        "where_to" => "去向",
        "reason" => "原因",
        "other_organisation" => "对方党组织",
        "other_contact" => "对方联系方式",
        "card_number" => "活动证号",
        other => return of_spans(other),
    })
}

/// What many tables have.
fn of_spans(column: &str) -> Option<&'static str> {
    Some(match column {
        "from_on" => "开始日期",
        "to_on" => "结束日期",
        "note" => "备注",
        _ => return None,
    })
}
