//! Queries for the month: the last closing balances and what was booked since, at the same cost whatever the age
//! of the ledger.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PointsAccountId, PointsItemId};

use crate::entity::Stored;
use crate::error::{LedgerError, Result};
use crate::field::day_text;
use crate::reading::Reading;
use crate::table::month::PointsClosing;

/// A closing balance.
pub type ClosingLine = Stored<PointsClosing>;

/// What was booked in months for one account and item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthSum {
    /// The account.
    pub account: PointsAccountId,
    /// The item; `None` for cap adjustments.
    pub item: Option<PointsItemId>,
    /// The month it was booked in.
    pub month: Month,
    /// Whether the true days lie in the points year that was asked for.
    pub in_year: bool,
    /// Σ counted, hundredths.
    pub counted: i64,
}

/// The newest closed month with balances that is before `month` and not before `first`.
pub fn last_closing_month(reading: &Reading<'_>, first: Month, month: Month) -> Result<Option<Month>> {
    let found = reading.one(
        "SELECT max(month) FROM points_closing WHERE month >= ? AND month < ?",
        &[&first.to_string(), &month.to_string()],
        |row| Ok(row.get::<_, Option<String>>(0)?),
    )?;
    let parse = |text: String| {
        text.parse().map_err(|_| LedgerError::Corrupt { table: "points_closing", id: 0, column: "month" })
    };
    found.flatten().map(parse).transpose()
}

/// All closing balances of a month.
pub fn closings_of(reading: &Reading<'_>, month: Month) -> Result<Vec<ClosingLine>> {
    reading.entities("WHERE month = ?", &[&month.to_string()])
}

/// Sums of what was booked in `[first, last]`, by account, item and month. `year` is the half-open span of days
/// of the points year: what was booked late for an earlier year is kept apart.
pub fn month_sums(
    reading: &Reading<'_>,
    (first, last): (Month, Month),
    (year_from, year_to): (Day, Day),
) -> Result<Vec<MonthSum>> {
    let sql = "SELECT account_id, item_id, booked_month, occurred_on >= ?3 AND occurred_on < ?4, sum(counted) \
               FROM points_entry WHERE booked_month BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4";
    let corrupt = |column| LedgerError::Corrupt { table: "points_entry", id: 0, column };
    reading.rows(
        sql,
        &[&first.to_string(), &last.to_string(), &day_text(year_from), &day_text(year_to)],
        |row| {
            let month: String = row.get(2)?;
            Ok(MonthSum {
                account: PointsAccountId(row.get(0)?),
                item: row.get::<_, Option<i64>>(1)?.map(PointsItemId),
                month: month.parse().map_err(|_| corrupt("booked_month"))?,
                in_year: row.get(3)?,
                counted: row.get(4)?,
            })
        },
    )
}
