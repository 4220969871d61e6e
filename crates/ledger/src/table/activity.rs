//! Activities and who took part for how long.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, OrganisationId, PersonId, UnitId};
use uuid::Uuid;

use crate::entity;

entity! {
    /// An activity; minutes are counted since midnight.
    pub struct Activity: ActivityId, "activity", 17 {
        uid: Uuid,
        kind: String,
        title: String,
        occurred_on: Day,
        booked_month: Month,
        start_minute: Option<i64>,
        end_minute: Option<i64>,
        place: Option<String>,
        organiser: Option<String>,
        organisation_id: Option<OrganisationId>,
        unit_id: Option<UnitId>,
        beneficiary_count: Option<i64>,
        cancelled_on: Option<Day>,
        note: Option<String>,
    }

    /// A person's part in an activity, in minutes.
    pub struct Participation: ParticipationId, "participation", 18 {
        activity_id: ActivityId,
        person_id: PersonId,
        minutes: i64,
        occurred_on: Day,
        booked_month: Month,
        cancelled_on: Option<Day>,
        note: Option<String>,
    }
}
