//! How many members there are on a day, or were before it, without reading one of them.

use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;

use super::HOLDS;
use crate::error::Result;
use crate::field::day_text;
use crate::reading::Reading;

/// Members on a day.
pub fn member_count_on(reading: &Reading<'_>, day: Day) -> Result<i64> {
    reading.count(&format!("SELECT count(*) FROM membership m WHERE {HOLDS}"), &[&day_text(day)])
}

/// People who stood in a branch or a group before a day, whether they still do or not.
pub fn joined_before(reading: &Reading<'_>, organisation: OrganisationId, day: Day) -> Result<i64> {
    let sql = "SELECT count(DISTINCT person_id) FROM membership \
               WHERE (branch_id = ?1 OR group_id = ?1) AND (from_on IS NULL OR from_on < ?2)";
    reading.count(sql, &[&organisation.0, &day_text(day)])
}
