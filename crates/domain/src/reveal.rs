//! Ways in which somebody's ID number, phones and address were shown in full. Each of them is recorded with whom it
//! concerned.

use crate::code::coded;

coded! {
    /// How somebody was shown in full.
    RevealWay {
        Record "record" "查看本人",
        List "list" "查看名册",
        Export "export" "导出名册",
        Own "own" "打印本人信息",
        Reported "reported" "查看上报名册",
        ReportedExport "reported_export" "导出上报名册",
        Entry "entry" "打开登记表",
    }
}

impl RevealWay {
    /// Whether those who were shown stand in the report of a community, and not in the book.
    pub const fn is_of_report(self) -> bool {
        matches!(self, Self::Reported | Self::ReportedExport)
    }
}
