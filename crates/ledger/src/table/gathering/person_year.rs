//! How often a person was where the person was due, over a span of days. Driven by the index of people and days.

use branchbook_domain::day::Day;
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::PersonId;

use crate::error::Result;
use crate::field::{column, day_text};
use crate::reading::Reading;
use crate::table::merge::OWN;

/// How many meetings a person has with each state, from the first day to the last, both included. Cancelled ones are
/// left out.
pub fn attendance_counts(
    reading: &Reading<'_>,
    person: PersonId,
    (first, last): (Day, Day),
) -> Result<Vec<(AttendanceState, u32)>> {
    // A gathering at which two records of the person stood counts once, by the better of the two.
    let sql = format!(
        "SELECT state, count(*) FROM (SELECT a.state, min(CASE a.state WHEN 'present' THEN 0 WHEN 'made_up' THEN 1 \
         WHEN 'leave' THEN 2 WHEN 'absent' THEN 3 ELSE 4 END) \
         FROM attendance a CROSS JOIN gathering g ON g.id = a.gathering_id \
         WHERE a.person_id IN {OWN} AND a.occurred_on BETWEEN ?2 AND ?3 AND g.cancelled_on IS NULL \
         GROUP BY a.gathering_id) GROUP BY state"
    );
    reading.rows(&sql, &[&person.0, &day_text(first), &day_text(last)], |row| {
        Ok((column(row, 0, "attendance", "state")?, row.get(1)?))
    })
}
