//! The operations that can be recorded: their frozen codes, their names, and whether they can be undone.

/// Names an operation when it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// What kind it is.
    pub kind: OperationKind,
    /// The operation in words, as the undo list shows it: 「导入 127 人」.
    pub title: String,
}

impl Operation {
    /// An operation with its words.
    pub fn new(kind: OperationKind, title: impl Into<String>) -> Self {
        Self { kind, title: title.into() }
    }
}

/// Why a kind cannot be undone, or that it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoability {
    /// Its rows can be put back.
    Undoable,
    /// It cannot, for the reason given; it is recorded even if no row changes.
    Final(&'static str),
}

macro_rules! kinds {
    ($($name:ident $code:literal $label:literal $undo:expr;)+) => {
        /// Kinds of operation. The codes stand in the history and are frozen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each kind says itself in its label")]
        pub enum OperationKind { $($name),+ }

        impl OperationKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The frozen code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The kind with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }

            /// What a person calls it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            /// Whether it can be undone.
            pub const fn undoability(self) -> Undoability {
                use Undoability::{Final, Undoable};
                match self { $(Self::$name => $undo),+ }
            }
        }
    };
}

impl OperationKind {
    /// Whether it took a file in. Such work is taken back as a whole, however long ago it was.
    pub const fn is_import(self) -> bool {
        matches!(
            self,
            Self::RosterImport
                | Self::UnitImport
                | Self::ReportInImport
                | Self::MeetingImport
                | Self::PointsImport
        )
    }
}

kinds! {
    Init "init" "新建台账" Final("新建台账不能撤销");
    OperatorAdd "operator_add" "登记经办人" Undoable;
    SettingSet "setting_set" "修改设置" Undoable;
    CodeSet "code_set" "修改代码表" Undoable;
    OrganisationAdd "organisation_add" "新增组织" Undoable;
    OrganisationEdit "organisation_edit" "修改组织" Undoable;
    PlaceAdd "place_add" "新增地点" Undoable;
    MemberAdd "member_add" "新增党员" Undoable;
    MemberEdit "member_edit" "修改党员" Undoable;
    MemberMove "member_move" "登记党员增减" Undoable;
    ConditionSet "condition_set" "登记党员情况" Undoable;
    PostAssign "post_assign" "登记任职" Undoable;
    RosterImport "roster_import" "导入花名册" Undoable;
    UnitSet "unit_set" "登记单位" Undoable;
    UnitImport "unit_import" "导入单位" Undoable;
    ReportInAdd "report_in_add" "登记报到" Undoable;
    ReportInEdit "report_in_edit" "修改报到" Undoable;
    ReportInReturn "report_in_return" "登记返回" Undoable;
    ReportInImport "report_in_import" "导入报到名册" Undoable;
    OfferSet "offer_set" "登记岗位" Undoable;
    ClaimSet "claim_set" "登记认领" Undoable;
    ActivityRecord "activity_record" "登记活动" Undoable;
    ActivityEdit "activity_edit" "修改活动" Undoable;
    ActivityCancel "activity_cancel" "取消活动" Undoable;
    MeetingRecord "meeting_record" "登记会议" Undoable;
    MeetingCancel "meeting_cancel" "取消会议" Undoable;
    MeetingCorrect "meeting_correct" "更正会议" Undoable;
    MeetingImport "meeting_import" "导入会议" Undoable;
    MeetingAttach "meeting_attach" "添加会议附件" Undoable;
    MeetingDetach "meeting_detach" "移除会议附件" Undoable;
    PointsAward "points_award" "记分" Undoable;
    PointsReverse "points_reverse" "冲正积分" Undoable;
    PointsImport "points_import" "导入积分" Undoable;
    SchemeSet "scheme_set" "修改积分方案" Undoable;
    MonthSet "month_set" "登记月份" Undoable;
    MonthReport "month_report" "生成月报" Undoable;
    MonthClose "month_close" "月份结账" Final("已结账的月份不能撤销，请在第一个未结账的月份更正");
    TermSet "term_set" "登记届期" Undoable;
    LetterSet "letter_set" "登记介绍信" Undoable;
    ContactSet "contact_set" "登记联系走访" Undoable;
    TagSet "tag_set" "登记标签" Undoable;
    MobilitySet "mobility_set" "登记流动去向" Undoable;
    RoleSet "role_set" "登记身份" Undoable;
    PersonMerge "person_merge" "合并人员" Undoable;
    DutySet "duty_set" "登记岗位职责" Undoable;
    CaseSet "case_set" "登记发展党员" Undoable;
    FieldSet "field_set" "修改自定义栏目" Undoable;
    ViewSet "view_set" "保存常用列表" Undoable;
    MembersEdit "members_edit" "批量修改党员" Undoable;
    OrganisationSplit "organisation_split" "支部分设与合并" Undoable;
    PlaceEdit "place_edit" "修改地点" Undoable;
    Reveal "reveal" "查看完整证件号" Final("查看记录不能撤销");
    Export "export" "导出文件" Final("导出记录不能撤销");
    PasswordChange "password_change" "修改密码" Final("密码修改不能撤销");
    Trust "trust" "信任对方密钥" Final("信任登记不能撤销");
    KeysMake "keys_make" "生成本单位密钥" Final("密钥不能撤销，更换密钥请联系对方重新确认指纹");
    Seal "seal" "封装上报" Final("已封装的上报不能撤销");
    ParcelOpen "parcel_open" "接收上报" Undoable;
    ParcelRefuse "parcel_refuse" "拒收文件" Final("拒收记录不能撤销");
    PartnerEnd "partner_end" "停止往来" Final("停止往来不能撤销，恢复往来请重新登记对方的邀请文件");
    ParcelReturn "parcel_return" "退回上报" Undoable;
    ReceiptAccept "receipt_accept" "登记回执" Undoable;
    PublicationTake "publication_take" "接收下发" Undoable;
    Publish "publish" "下发" Final("已下发的内容不能撤销，请重新下发");
    ReceiptIssue "receipt_issue" "签发回执" Final("已签发的回执不能撤销");
    Backup "backup" "备份" Final("备份不能撤销");
    Restore "restore" "从备份恢复" Final("恢复不能撤销；恢复前的台账已另存");
    Migration "migration" "升级台账格式" Final("格式升级不能撤销；升级前的台账已备份");
    Undo "undo" "撤销" Undoable;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_kind() {
        for &kind in OperationKind::ALL {
            assert_eq!(OperationKind::from_code(kind.code()), Some(kind));
        }
    }
}
