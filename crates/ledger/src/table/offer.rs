//! Offers and claims: one model for whatever is offered and taken up (decisions 16).

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{OfferId, PersonId, UnitId};
use uuid::Uuid;

use crate::entity;

entity! {
    /// Something offered: a service post in this version.
    pub struct Offer: OfferId, "offer", 15 {
        uid: Uuid,
        kind: String,
        title: String,
        category: Option<String>,
        content: Option<String>,
        needed_count: Option<i64>,
        place: Option<String>,
        offered_by_unit_id: Option<UnitId>,
        from_on: Option<Day>,
        to_on: Option<Day>,
    }

    /// A claim of an offer by a person or a unit.
    pub struct Claim: ClaimId, "claim", 16 {
        offer_id: OfferId,
        person_id: Option<PersonId>,
        unit_id: Option<UnitId>,
        state: String,
        occurred_on: Day,
        booked_month: Month,
        ended_on: Option<Day>,
        rating: Option<String>,
        note: Option<String>,
    }
}
