//! Members: what moves them and for which reasons, what can hold of them, the posts that they hold, and the draft that
//! a form edits.
//! Must not look into a book.

mod after;
mod custom;
mod draft;
mod field;
mod filter;
mod post;
mod reason;
mod said;

pub use after::{Standpoint, cannot_follow};
pub use custom::{CustomKind, READY_FIELDS, ReadyField};
pub use draft::{DraftCheck, DraftFault, DraftWarning, LifeDays, MemberDraft, MemberPatch, check_draft};
pub use field::{CodeLevel, FieldKind, FieldMask, MEMBER_FIELDS, MemberField, code_levels};
pub use filter::{Comparable, FieldChoice, FieldOperator, FieldTest, FieldValue, FilterClause, hundredths};
pub use post::{PostTitle, has_committee, post_elsewhere, post_label, read_elsewhere};
pub use reason::{MovementReason, needs_reason};
pub use said::{SaidStanding, departure_in, read_standing};

use crate::code::coded;

coded! {
    /// What moved a member into, out of or within the register (党员增减).
    MovementKind {
        Opening "opening" "建账时在册",
        Admitted "admitted" "发展",
        TransferIn "transfer_in" "转入",
        Restored "restored" "恢复党籍",
        TransferOut "transfer_out" "转出",
        Death "death" "死亡",
        Expelled "expelled" "出党",
        Suspended "suspended" "停止党籍",
        BranchMove "branch_move" "支部间调整",
        BecameFull "became_full" "转正",
    }
}

impl MovementKind {
    /// +1 where the register grows, −1 where it shrinks, 0 otherwise. The opening is the starting number, no growth.
    pub const fn direction(self) -> i64 {
        match self {
            Self::Admitted | Self::TransferIn | Self::Restored => 1,
            Self::TransferOut | Self::Death | Self::Expelled | Self::Suspended => -1,
            Self::Opening | Self::BranchMove | Self::BecameFull => 0,
        }
    }
}

coded! {
    /// Something special that holds of a member over a span.
    ConditionKind {
        Mobile "mobile" "流动",
        Lost "lost" "失联",
        Hardship "hardship" "困难",
        QuorumExempt "quorum_exempt" "不计应到会",
        PartyProbation "party_probation" "留党察看",
        ProbationExtended "probation_extended" "延长预备期",
        RightsSuspended "rights_suspended" "中止党员权利",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_value() {
        for &kind in MovementKind::ALL {
            assert_eq!(MovementKind::from_code(kind.code()), Some(kind));
        }
        for &kind in ConditionKind::ALL {
            assert_eq!(ConditionKind::read(kind.label()), Some(kind));
        }
    }

    #[test]
    fn three_kinds_grow_the_register_and_four_shrink_it() {
        let count = |direction| MovementKind::ALL.iter().filter(|kind| kind.direction() == direction).count();
        assert_eq!((count(1), count(-1), count(0)), (3, 4, 3));
    }
}
