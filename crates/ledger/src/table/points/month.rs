//! The points entries of a month in three numbers, from the index on the month. Reads no account twice.

use branchbook_domain::day::Month;

use crate::error::Result;
use crate::reading::Reading;

/// What was booked in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthEntries {
    /// Entries.
    pub entries: i64,
    /// Accounts with an entry.
    pub accounts: i64,
    /// Entries that attendance and service brought.
    pub automatic: i64,
}

/// Counts the entries booked in a month.
pub fn month_entries(reading: &Reading<'_>, month: Month) -> Result<MonthEntries> {
    let sql = "SELECT count(*), count(DISTINCT account_id), \
               ifnull(sum(source_kind IN ('attendance', 'participation')), 0) \
               FROM points_entry WHERE booked_month = ?";
    let found = reading.one(sql, &[&month.to_string()], |row| {
        Ok(MonthEntries { entries: row.get(0)?, accounts: row.get(1)?, automatic: row.get(2)? })
    })?;
    Ok(found.unwrap_or_default())
}
