//! Former members (历史党员): who was on the register before a day and is not on it. The memberships that have ended by
//! the day are found by their index; nobody who is a member is read. Must not write.

use branchbook_domain::day::Day;

use super::list::{DETAILS, listed};
use super::{Listed, Periods};
use crate::error::{LedgerError, Result};
use crate::field::day_text;
use crate::reading::Reading;

/// The last membership of everybody who was a member before the day and is none on it. Standing is as of the day.
pub fn former_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Listed>> {
    let sql = format!(
        "SELECT m.id, m.person_id, m.branch_id, m.group_id, {DETAILS} \
         FROM membership m JOIN person p ON p.id = m.person_id \
         WHERE ifnull(m.to_on, '9999-12-31') <= ?1 AND NOT EXISTS (SELECT 1 FROM membership n \
         WHERE n.person_id = m.person_id AND n.id <> m.id AND (n.from_on IS NULL OR n.from_on <= ?1) \
         AND (ifnull(n.to_on, '9999-12-31'), n.id) > (m.to_on, m.id)) \
         AND m.person_id NOT IN (SELECT person_id FROM merged_person)"
    );
    let (mut list, periods) = (Vec::new(), Periods::of(reading)?);
    reading.for_each(&sql, &[&day_text(day)], |row| {
        list.push(listed(row, Some((day, &periods)), false)?);
        Ok::<(), LedgerError>(())
    })?;
    Ok(list)
}
