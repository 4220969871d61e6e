//! Membership over time: the spans, the movements between them, special conditions and posts.

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{MovementId, OrganisationId, PersonId};

use crate::{code_field, entity};

mod as_sent;
mod column;
mod count;
mod extension;
mod former;
mod list;
mod named;
mod period;
mod record;
mod register;
mod search;

pub use as_sent::{AsSent, members_as_sent};
pub use branchbook_domain::member::{ConditionKind, MovementKind};
pub use column::{conditions_on, leavings, person_columns, work_posts_on};
pub use count::{joined_before, member_count_on};
pub use extension::{extensions_of, probation_extended_to, probations_extended_to};
pub use former::former_on;
pub use list::{Listed, listed_among, listed_on, people, sort_names};
pub use named::{NamedSpan, named_between};
pub use period::{PeriodDays, Periods, earlier_periods_of, person_on};
pub use record::{
    conditions_of, conditions_of_kind, memberships_among, memberships_of, memberships_since, movements_of,
    movements_until, people_named, posts_ever_in, posts_in, posts_of, posts_on,
};
pub use register::{
    ConditionOnDay, Counts, MemberOnDay, OrganisationCount, branch_members_on, counts_on, group_members_on,
    member_on, members_among, members_on, people_on, standing_of, without_full_day_on,
};
pub use search::Found;

pub(in crate::table) use register::HOLDS;

code_field!(MovementKind, ConditionKind);

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
        reason: Option<String>,
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

    /// The days of joining and 转正 that held of somebody up to the day on which another period in the Party began.
    pub struct EarlierPeriod: EarlierPeriodId, "earlier_period", 70 {
        person_id: PersonId,
        joined_on: Option<PartialDay>,
        became_full_on: Option<PartialDay>,
        until_on: Day,
    }
}
