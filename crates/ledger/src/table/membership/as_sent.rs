//! The register as a month's report counts it: by the month in which a movement was booked, not by its true day
//! (decisions 3). What was learnt too late for the report is taken off again. Must not write.

use std::collections::HashSet;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;

use super::list::{DETAILS, attach_conditions, listed};
use super::{Listed, Periods};
use crate::error::{LedgerError, Result};
use crate::field::day_text;
use crate::reading::Reading;

/// The members of a month's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsSent {
    /// Who is counted, and where.
    pub members: Vec<Listed>,
    /// Those whose 转正 was booked later: the report counts them as probationary.
    pub not_yet_full: HashSet<PersonId>,
}

/// The members on the last day of a month's statistics without the movements booked after the month. A person's
/// movements are booked in the order of their true days, so that the late ones are the last ones: whoever has any is
/// counted as on the day before the first of them. An opening has no day: before its month the person is not counted.
fn members_sql() -> String {
    format!(
        "WITH late AS MATERIALIZED (\
     SELECT person_id, min(ifnull(substr(occurred_on || '-01-01', 1, 10), '')) AS first FROM movement \
     WHERE booked_month > ?2 AND kind <> 'became_full' GROUP BY person_id) \
     SELECT m.id, m.person_id, m.branch_id, m.group_id, {DETAILS} \
     FROM membership m JOIN person p ON p.id = m.person_id LEFT JOIN late l ON l.person_id = m.person_id \
     WHERE iif(l.first IS NULL OR l.first > ?1, \
     (m.from_on IS NULL OR m.from_on <= ?1) AND ifnull(m.to_on, '9999-12-31') > ?1, \
     l.first <> '' AND (m.from_on IS NULL OR m.from_on < l.first) AND ifnull(m.to_on, '9999-12-31') >= l.first)"
    )
}

/// The members that a month's report counts. `last_day` is the last day of the
/// month's statistics: conditions and standing are as of it.
pub fn members_as_sent(reading: &Reading<'_>, month: Month, last_day: Day) -> Result<AsSent> {
    let (day, month) = (day_text(last_day), month.to_string());
    let not_yet_full = full_too_late(reading, &month)?;
    let (mut members, periods) = (Vec::new(), Periods::of(reading)?);
    reading.for_each(&members_sql(), &[&day, &month], |row| {
        let is_full_unknown = not_yet_full.contains(&PersonId(row.get(1)?));
        members.push(listed(row, Some((last_day, &periods)), is_full_unknown)?);
        Ok::<(), LedgerError>(())
    })?;
    attach_conditions(reading, &day, &mut members)?;
    Ok(AsSent { members, not_yet_full })
}

fn full_too_late(reading: &Reading<'_>, month: &str) -> Result<HashSet<PersonId>> {
    let sql = "SELECT person_id FROM movement WHERE booked_month > ? AND kind = 'became_full'";
    let late = reading.rows(sql, &[&month], |row| Ok(PersonId(row.get(0)?)))?;
    Ok(late.into_iter().collect())
}
