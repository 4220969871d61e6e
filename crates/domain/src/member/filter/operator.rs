//! How fields are compared, and which comparison suits which kind of field.

use crate::code::coded;
use crate::member::FieldKind;

coded! {
    /// How a field is compared.
    FieldOperator {
        Is "is" "是",
        IsNot "is_not" "不是",
        Contains "contains" "包含",
        Lacks "lacks" "不包含",
        Under "under" "属于",
        NotUnder "not_under" "不属于",
        Before "before" "早于",
        After "after" "晚于",
        Until "until" "不晚于",
        From "from" "不早于",
        Between "between" "介于",
        Empty "empty" "为空",
        Filled "filled" "不为空",
    }
}

impl FieldOperator {
    /// What a person calls it: numbers are not earlier but smaller.
    pub const fn label_for(self, kind: FieldKind) -> &'static str {
        match (kind, self) {
            (FieldKind::Number, Self::Before) => "小于",
            (FieldKind::Number, Self::After) => "大于",
            (FieldKind::Number, Self::Until) => "不大于",
            (FieldKind::Number, Self::From) => "不小于",
            _ => self.label(),
        }
    }

    /// The operators of a kind, in the order of lists.
    pub const fn of_kind(kind: FieldKind) -> &'static [Self] {
        use FieldOperator::{
            After, Before, Between, Contains, Empty, Filled, From, Is, IsNot, Lacks, NotUnder, Under, Until,
        };
        match kind {
            FieldKind::Text | FieldKind::Several => &[Contains, Lacks, Is, IsNot, Empty, Filled],
            FieldKind::Code | FieldKind::Organisation | FieldKind::Place => {
                &[Is, IsNot, Under, NotUnder, Contains, Empty, Filled]
            }
            FieldKind::Day | FieldKind::Number => {
                &[Is, IsNot, Before, After, Until, From, Between, Empty, Filled]
            }
            FieldKind::Yes => &[Is, IsNot],
        }
    }

    /// Whether it asks for nothing but the field.
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::Empty | Self::Filled)
    }

    /// Whether it says the opposite of another operator.
    pub(super) const fn is_opposite(self) -> bool {
        matches!(self, Self::IsNot | Self::Lacks | Self::NotUnder | Self::Filled)
    }

    /// The operator that a person writes as a word or as a sign.
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "=" | "为" | "等于" => Self::Is,
            "!=" | "≠" | "<>" | "不等于" => Self::IsNot,
            "~" | "含" => Self::Contains,
            "!~" => Self::Lacks,
            ":" => Self::Under,
            "!:" => Self::NotUnder,
            "<" | "小于" => Self::Before,
            ">" | "大于" => Self::After,
            "<=" | "≤" | "不大于" => Self::Until,
            ">=" | "≥" | "不小于" => Self::From,
            _ => return Self::read(word),
        })
    }
}
