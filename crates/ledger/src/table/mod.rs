//! The tables as Rust values, one module per noun, each with the queries that ask it.
//! The numbers stand in change records: a table keeps its number for ever and a dropped table's is not reused.

pub mod activity;
pub mod care;
pub mod custom;
pub mod development;
pub mod exchange;
pub mod gathering;
pub mod import;
pub mod letter;
pub mod membership;
pub mod merge;
pub mod month;
pub mod offer;
pub mod office;
pub mod organisation;
pub mod person;
pub mod points;
pub mod post_duty;
pub mod reveal;
pub mod role;
pub mod roll_up;
pub mod term;
pub mod unit;

use crate::entity::{Entity as _, Table};
use crate::error::{LedgerError, Result};

/// All tables that the gate writes, parents before children.
pub const TABLES: &[Table] = &[
    office::Operator::TABLE,
    office::Setting::TABLE,
    office::CodeValue::TABLE,
    office::KeptFile::TABLE,
    organisation::Organisation::TABLE,
    organisation::Place::TABLE,
    person::Person::TABLE,
    membership::Membership::TABLE,
    membership::Movement::TABLE,
    membership::Condition::TABLE,
    membership::PostHeld::TABLE,
    membership::EarlierPeriod::TABLE,
    unit::Unit::TABLE,
    unit::UnitExpectation::TABLE,
    unit::ReportIn::TABLE,
    offer::Offer::TABLE,
    offer::Claim::TABLE,
    activity::Activity::TABLE,
    activity::Participation::TABLE,
    gathering::Gathering::TABLE,
    gathering::MeetingRecord::TABLE,
    gathering::Topic::TABLE,
    gathering::Vote::TABLE,
    gathering::Attendance::TABLE,
    gathering::Attachment::TABLE,
    points::PointsScheme::TABLE,
    points::PointsItem::TABLE,
    points::PointsAccount::TABLE,
    points::PointsEntry::TABLE,
    month::MonthRow::TABLE,
    month::MonthFigure::TABLE,
    month::PointsClosing::TABLE,
    import::ImportBatch::TABLE,
    import::ImportMapping::TABLE,
    exchange::OfficeKey::TABLE,
    exchange::Partner::TABLE,
    exchange::ParcelSent::TABLE,
    exchange::ParcelReceived::TABLE,
    exchange::ParcelRefused::TABLE,
    roll_up::RollUpRow::TABLE,
    roll_up::HeldMember::TABLE,
    role::MergedPerson::TABLE,
    role::DistinctPerson::TABLE,
    role::RoleHeld::TABLE,
    term::TermHeld::TABLE,
    letter::TransferLetter::TABLE,
    care::ContactMade::TABLE,
    care::TagHeld::TABLE,
    care::Mobility::TABLE,
    post_duty::PostDuty::TABLE,
    post_duty::PostResult::TABLE,
    development::DevelopmentCase::TABLE,
    development::DevelopmentStep::TABLE,
    development::CaseSupporter::TABLE,
    custom::CustomField::TABLE,
    custom::PersonField::TABLE,
    custom::SavedView::TABLE,
    reveal::Revealed::TABLE,
    organisation::PlaceCare::TABLE,
    organisation::OrganisationPast::TABLE,
];

/// What a person calls a row of a table.
pub fn label(table: &str) -> &'static str {
    match table {
        "operator" => "经办人",
        "setting" => "设置",
        "code_value" => "代码",
        "file" => "留存文件",
        "organisation" => "组织",
        "place" => "网格或小区",
        "person" => "人员",
        "membership" => "隶属关系",
        "movement" => "党员增减",
        "condition" => "特殊情况",
        "post_held" => "任职",
        "earlier_period" => "以前的党籍",
        "unit" => "单位",
        "unit_expectation" => "应报到数",
        "report_in" => "报到记录",
        "offer" => "岗位",
        "claim" => "认领记录",
        "activity" => "活动",
        "participation" => "活动参加人",
        "gathering" => "会议",
        "meeting_record" => "会议记录",
        "topic" => "议题",
        "vote" => "表决",
        "attendance" => "会议考勤",
        "attachment" => "会议附件",
        "points_scheme" => "积分方案",
        "points_item" => "积分事项",
        "points_account" => "积分账户",
        "points_entry" => "积分分录",
        "points_closing" => "积分结转",
        "month" => "月份",
        "month_figure" => "月结数字",
        "import_batch" => "导入记录",
        "import_mapping" => "栏目对应",
        "office_key" => "本单位密钥",
        "partner" => "往来单位",
        "parcel_sent" => "上报文件",
        "parcel_received" => "收到的文件",
        "parcel_refused" => "没有接收的文件",
        "roll_up" => "汇总数字",
        "held_member" => "社区上报的党员",
        "merged_person" => "合并的人员",
        "distinct_person" => "不是同一人",
        "role" => "身份",
        "term" => "届期",
        "transfer_letter" => "组织关系介绍信",
        "contact" => "联系走访",
        "tag_held" => "标签",
        "mobility" => "流动去向",
        "post_duty" => "岗位职责",
        "post_result" => "履职结果",
        "development_case" => "发展对象档案",
        "development_step" => "发展步骤",
        "case_supporter" => "联系人和介绍人",
        "custom_field" => "自定义栏目",
        "person_field" => "自定义栏目内容",
        "saved_view" => "常用列表",
        "revealed" => "查看记录",
        "place_care" => "网格小区的负责组织",
        "organisation_past" => "组织的曾用名和原上级",
        "change" => "操作记录",
        _ => "记录",
    }
}

/// The table that change records mean by a number.
pub(crate) fn table_by_number(number: u16) -> Result<Table> {
    let known = TABLES.iter().find(|table| table.number == number).copied();
    known.ok_or(LedgerError::Corrupt { table: "change", id: i64::from(number), column: "body" })
}

/// The table with a name.
pub fn table_by_name(name: &str) -> Option<Table> {
    TABLES.iter().find(|table| table.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_number_of_its_own() {
        let numbers: std::collections::BTreeSet<u16> = TABLES.iter().map(|table| table.number).collect();
        assert_eq!(numbers.len(), TABLES.len());
    }

    #[test]
    fn every_table_has_a_label() {
        for table in TABLES {
            assert_ne!(label(table.name), "记录", "{} has no label", table.name);
        }
    }
}
