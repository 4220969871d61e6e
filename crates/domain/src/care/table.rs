//! The small code tables of keeping in touch: how somebody was reached, where a mobile member is, what an office calls
//! its key people. Offices add tags of their own; those stand in the book.

use super::CareKind;
use crate::code::coded;

coded! {
    /// How somebody was reached, or was tried to be.
    ContactWay {
        Phone "phone" "电话",
        Visit "visit" "上门走访",
        Message "message" "微信或短信",
        Letter "letter" "书信",
        Other "other" "其他",
    }
}

coded! {
    /// Where a mobile member is, or came from.
    MobilityWay {
        Out "out" "流出",
        In "in" "流入",
        Abroad "abroad" "出国（境）",
    }
}

impl MobilityWay {
    /// Why such a person is kept in touch with.
    pub const fn care(self) -> CareKind {
        match self {
            Self::Out => CareKind::MobileOut,
            Self::In => CareKind::MobileIn,
            Self::Abroad => CareKind::Abroad,
        }
    }
}

coded! {
    /// The tags that every office has.
    PersonTag {
        Retired "retired" "离退休",
        Infirm "infirm" "年老体弱",
        Hardship "hardship" "困难",
        Solitary "solitary" "独居",
        Disabled "disabled" "残疾",
        Veteran "veteran" "退役军人",
        Martyr "martyr_family" "烈军属",
        Model "model" "劳模先进",
    }
}

impl PersonTag {
    /// Why somebody with this tag is kept in touch with, if so.
    pub const fn care(self) -> Option<CareKind> {
        match self {
            Self::Retired => Some(CareKind::Retired),
            Self::Infirm => Some(CareKind::Infirm),
            Self::Hardship => Some(CareKind::Hardship),
            Self::Solitary => Some(CareKind::Solitary),
            Self::Disabled | Self::Veteran | Self::Martyr | Self::Model => None,
        }
    }
}

coded! {
    /// Why somebody cannot be found (domain.md 1.7).
    LostReason {
        Work "lost_work" "外出务工经商",
        Restructured "lost_restructured" "单位改制破产",
        Graduated "lost_graduated" "毕业去向不明",
        UnitChanged "lost_unit_changed" "单位改变",
        Abroad "lost_abroad" "出国（境）",
        Moved "lost_moved" "居住地改变",
        Other "lost_other" "其他",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tags_of_key_people_lead_to_visits_and_others_do_not() {
        let kinds: Vec<CareKind> = PersonTag::ALL.iter().filter_map(|tag| tag.care()).collect();
        assert_eq!(kinds, [CareKind::Retired, CareKind::Infirm, CareKind::Hardship, CareKind::Solitary]);
        assert_eq!(PersonTag::read("独居"), Some(PersonTag::Solitary));
    }

    #[test]
    fn seven_reasons_of_the_lost_are_read_by_code_and_label() {
        assert_eq!(LostReason::ALL.len(), 7);
        assert_eq!(LostReason::read("毕业去向不明"), LostReason::from_code("lost_graduated"));
    }

    #[test]
    fn where_somebody_is_says_how_often_to_ask_after_them() {
        let kinds: Vec<CareKind> = MobilityWay::ALL.iter().map(|way| way.care()).collect();
        assert_eq!(kinds, [CareKind::MobileOut, CareKind::MobileIn, CareKind::Abroad]);
    }
}
