//! 一编三定: the duty that goes with a claimed post, and how it was fulfilled quarter by quarter.

use branchbook_domain::day::Day;
use branchbook_domain::key::{ClaimId, OrganisationId};

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;

entity! {
    /// The duty of a claim.
    pub struct PostDuty: PostDutyId, "post_duty", 49 {
        claim_id: ClaimId,
        group_id: Option<OrganisationId>,
        duty: String,
        until_on: Option<Day>,
    }

    /// The result of a quarter.
    pub struct PostResult: PostResultId, "post_result", 50 {
        claim_id: ClaimId,
        quarter: String,
        result: String,
        note: Option<String>,
    }
}

/// The duties of all claims.
pub fn duties(reading: &Reading<'_>) -> Result<Vec<Stored<PostDuty>>> {
    reading.entities("ORDER BY claim_id", &[])
}

/// The duty of a claim.
pub fn duty_of(reading: &Reading<'_>, claim: ClaimId) -> Result<Option<Stored<PostDuty>>> {
    reading.entity("WHERE claim_id = ?", &[&claim.0])
}

/// All results, the newest quarter first.
pub fn results(reading: &Reading<'_>) -> Result<Vec<Stored<PostResult>>> {
    reading.entities("ORDER BY quarter DESC, claim_id", &[])
}

/// The results of a claim, the newest quarter first.
pub fn results_of(reading: &Reading<'_>, claim: ClaimId) -> Result<Vec<Stored<PostResult>>> {
    reading.entities("WHERE claim_id = ? ORDER BY quarter DESC", &[&claim.0])
}

/// The result of a claim in a quarter.
pub fn result_of(reading: &Reading<'_>, claim: ClaimId, quarter: &str) -> Result<Option<Stored<PostResult>>> {
    reading.entity("WHERE claim_id = ?1 AND quarter = ?2", &[&claim.0, &quarter])
}
