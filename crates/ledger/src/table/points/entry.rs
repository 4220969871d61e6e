//! Queries of entries: by account and year, by source, never the whole ledger.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PointsAccountId, PointsEntryId};

use super::{EntrySource, PointsEntry};
use crate::entity::{Entity as _, Stored, read_row, read_row_at};
use crate::error::Result;
use crate::field::key_list;
use crate::reading::Reading;

/// All entries of these accounts whose true day lies in `[from, to)`, ordered by (account, true day, id).
/// One statement for the whole batch, over the index of accounts and days.
pub fn entries_of_accounts(
    reading: &Reading<'_>,
    accounts: &[PointsAccountId],
    from: Day,
    to: Day,
) -> Result<Vec<Stored<PointsEntry>>> {
    let sql = format!(
        "SELECT {} FROM json_each(?) AS wanted CROSS JOIN points_entry AS e \
         WHERE e.account_id = wanted.value AND e.occurred_on >= ? AND e.occurred_on < ?",
        PointsEntry::TABLE.selection_as("e.")
    );
    let bounds = (crate::field::day_text(from), crate::field::day_text(to));
    let mut entries: Vec<Stored<PointsEntry>> =
        reading.rows(&sql, &[&key_list(accounts), &bounds.0, &bounds.1], read_row)?;
    entries.sort_by_key(|entry| (entry.account_id, entry.occurred_on, entry.id));
    Ok(entries)
}

/// An award, and whether a reversal has taken it out.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveEntry {
    /// The entry.
    pub entry: Stored<PointsEntry>,
    /// Whether it was reversed.
    pub is_reversed: bool,
}

/// Awards of these accounts with a true day in `[from, to)`, each with whether it was reversed.
pub fn live_of_accounts(
    reading: &Reading<'_>,
    accounts: &[PointsAccountId],
    from: Day,
    to: Day,
) -> Result<Vec<LiveEntry>> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM points_entry AS r WHERE r.reverses_id = e.id), {} \
         FROM json_each(?) AS wanted CROSS JOIN points_entry AS e \
         WHERE e.account_id = wanted.value AND e.occurred_on >= ? AND e.occurred_on < ? AND e.kind = 'award'",
        PointsEntry::TABLE.selection_as("e.")
    );
    let bounds = (crate::field::day_text(from), crate::field::day_text(to));
    reading.rows(&sql, &[&key_list(accounts), &bounds.0, &bounds.1], |row| {
        Ok(LiveEntry { is_reversed: row.get(0)?, entry: read_row_at(row, 1)? })
    })
}

/// Awards that stand, made from these source rows.
pub fn live_by_source(
    reading: &Reading<'_>,
    source: EntrySource,
    ids: &[i64],
) -> Result<Vec<Stored<PointsEntry>>> {
    let sql = format!(
        "SELECT {} FROM json_each(?) AS wanted CROSS JOIN points_entry AS e \
         WHERE e.source_kind = ? AND e.source_id = wanted.value AND e.source_id IS NOT NULL AND e.kind = 'award' \
         AND NOT EXISTS (SELECT 1 FROM points_entry AS r WHERE r.reverses_id = e.id)",
        PointsEntry::TABLE.selection_as("e.")
    );
    reading.rows(&sql, &[&key_list(ids), &source.code()], read_row)
}

/// The reversal of an entry, if it was reversed.
pub fn reversal_of(reading: &Reading<'_>, entry: PointsEntryId) -> Result<Option<Stored<PointsEntry>>> {
    reading.entity("WHERE reverses_id = ?", &[&entry.0])
}

/// Those of the accounts that hold a standing entry of one of these items, true day in `[from, to)`, booked up to
/// `until`. Asked only about accounts that were ever vetoed or have such an entry: a handful.
pub fn vetoed_accounts(
    reading: &Reading<'_>,
    accounts: &[PointsAccountId],
    items: &[i64],
    (from, to): (Day, Day),
    until: Month,
) -> Result<Vec<PointsAccountId>> {
    let sql = "SELECT DISTINCT e.account_id FROM json_each(?1) AS wanted CROSS JOIN points_entry AS e \
               WHERE e.account_id = wanted.value AND e.occurred_on >= ?2 AND e.occurred_on < ?3 \
               AND e.kind = 'award' AND e.booked_month <= ?4 AND e.item_id IN (SELECT value FROM json_each(?5)) \
               AND NOT EXISTS (SELECT 1 FROM points_entry AS r WHERE r.reverses_id = e.id AND r.booked_month <= ?4)";
    let bounds = (crate::field::day_text(from), crate::field::day_text(to));
    reading.rows(
        sql,
        &[&key_list(accounts), &bounds.0, &bounds.1, &until.to_string(), &key_list(items)],
        |row| Ok(PointsAccountId(row.get(0)?)),
    )
}

/// How many entries have a true day on `day` or later. None of them is booked before the month of its day, so
/// that only the newest months are read.
pub fn entries_since(reading: &Reading<'_>, day: Day) -> Result<i64> {
    reading.count(
        "SELECT count(*) FROM points_entry WHERE booked_month >= ? AND occurred_on >= ?",
        &[&Month::of(day).to_string(), &crate::field::day_text(day)],
    )
}
