//! Membership over time: the spans, the movements between them, special conditions and posts.

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{MovementId, OrganisationId, PersonId};

use crate::{code_field, entity};

mod register;

pub use register::{
    ConditionOnDay, MemberOnDay, OrganisationCount, branch_members_on, counts_on, group_members_on,
    member_on, members_on, people_by_name_in_branch, standing_of,
};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each value says itself in its label")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// All values in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The frozen code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// What a person calls it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        code_field!($name);
    };
}

codes! {
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

codes! {
    /// Something special that holds of a member over a span.
    ConditionKind {
        Mobile "mobile" "流动",
        Lost "lost" "失联",
        Hardship "hardship" "困难",
        QuorumExempt "quorum_exempt" "不计应到会",
        PartyProbation "party_probation" "留党察看",
    }
}

entity! {
    /// Membership of a branch and a group over a span; an unknown start counts on every past day (decisions 4).
    pub struct Membership: MembershipId, "membership", 8 {
        person_id: PersonId,
        branch_id: OrganisationId,
        group_id: Option<OrganisationId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A movement with its true day and the month whose report it belongs to.
    pub struct Movement: MovementId, "movement", 9 {
        person_id: PersonId,
        kind: MovementKind,
        occurred_on: Option<PartialDay>,
        booked_month: Month,
        branch_id: OrganisationId,
        from_branch_id: Option<OrganisationId>,
        counterpart: Option<String>,
        letter_number: Option<String>,
        corrects_id: Option<MovementId>,
        note: Option<String>,
    }

    /// A condition of a member over a span.
    pub struct Condition: ConditionId, "condition", 10 {
        person_id: PersonId,
        kind: ConditionKind,
        reason: Option<String>,
        from_on: Option<Day>,
        to_on: Option<Day>,
        approved_by: Option<String>,
        approved_on: Option<Day>,
        reference: Option<String>,
        note: Option<String>,
    }

    /// A post held in an organisation.
    pub struct PostHeld: PostHeldId, "post_held", 11 {
        person_id: PersonId,
        organisation_id: OrganisationId,
        title: String,
        is_full_time: bool,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
    }
}
