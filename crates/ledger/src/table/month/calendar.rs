//! Where the months of a book stand: rows, the last closed one, the first one with bookings.
//! Must not decide which step is allowed: that is the domain's.

use branchbook_domain::day::Month;

use super::MonthRow;
use crate::entity::{Entity as _, Stored};
use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::activity::Activity;
use crate::table::gathering::Gathering;
use crate::table::membership::Movement;
use crate::table::points::PointsEntry;

/// How much was booked in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BookedCounts {
    /// Movements of members, openings not counted.
    pub movements: i64,
    /// Gatherings that were not cancelled.
    pub gatherings: i64,
    /// Activities that were not cancelled.
    pub activities: i64,
    /// Participations that were not taken back.
    pub participations: i64,
    /// Different people of these.
    pub participants: i64,
    /// Points entries.
    pub points_entries: i64,
}

/// The row of a month, if it was ever made.
pub fn row(reading: &Reading<'_>, month: Month) -> Result<Option<Stored<MonthRow>>> {
    reading.entity("WHERE month = ?", &[&month.to_string()])
}

/// All rows, oldest first.
pub fn rows(reading: &Reading<'_>) -> Result<Vec<Stored<MonthRow>>> {
    reading.entities("ORDER BY month", &[])
}

/// The last closed month; months close in order, so all before it are closed.
pub fn last_closed(reading: &Reading<'_>) -> Result<Option<Month>> {
    newest(reading, "SELECT max(month) FROM month WHERE state = 'closed'", "month")
}

/// The month of the opening register: the first that the book reports. `None` in a book without one.
pub fn opening_month(reading: &Reading<'_>) -> Result<Option<Month>> {
    newest(reading, "SELECT min(booked_month) FROM movement WHERE kind = 'opening'", Movement::TABLE.name)
}

/// The row of the newest month before this one that was ever made.
pub fn row_before(reading: &Reading<'_>, month: Month) -> Result<Option<Stored<MonthRow>>> {
    reading.entity("WHERE month < ? ORDER BY month DESC", &[&month.to_string()])
}

/// The rows of months that are not closed, oldest first.
pub fn unclosed_rows(reading: &Reading<'_>) -> Result<Vec<Stored<MonthRow>>> {
    reading.entities("WHERE state <> 'closed' ORDER BY month", &[])
}

/// The first month that the book reports: that of its opening register, else of the first booking; `None` in a book
/// without any. What is dated before the opening, such as report-ins of earlier years, stood when the book began.
pub fn first_booked(reading: &Reading<'_>) -> Result<Option<Month>> {
    if let Some(month) = opening_month(reading)? {
        return Ok(Some(month));
    }
    let sources = [
        ("SELECT min(booked_month) FROM movement", Movement::TABLE.name),
        ("SELECT min(booked_month) FROM gathering", Gathering::TABLE.name),
        ("SELECT min(booked_month) FROM activity", Activity::TABLE.name),
        ("SELECT min(booked_month) FROM points_entry", PointsEntry::TABLE.name),
        ("SELECT min(booked_month) FROM report_in", "report_in"),
    ];
    let mut first: Option<Month> = None;
    for (sql, table) in sources {
        first = [first, newest(reading, sql, table)?].into_iter().flatten().min();
    }
    Ok(first)
}

/// What was booked in a month.
pub fn booked_counts(reading: &Reading<'_>, month: Month) -> Result<BookedCounts> {
    let count = |sql: &str| reading.count(sql, &[&month.to_string()]);
    Ok(BookedCounts {
        movements: count("SELECT count(*) FROM movement WHERE booked_month = ? AND kind <> 'opening'")?,
        gatherings: count("SELECT count(*) FROM gathering WHERE booked_month = ? AND cancelled_on IS NULL")?,
        activities: count("SELECT count(*) FROM activity WHERE booked_month = ? AND cancelled_on IS NULL")?,
        participations: count(
            "SELECT count(*) FROM participation WHERE booked_month = ? AND cancelled_on IS NULL",
        )?,
        participants: count(
            "SELECT count(DISTINCT person_id) FROM participation WHERE booked_month = ? AND cancelled_on IS NULL",
        )?,
        points_entries: count("SELECT count(*) FROM points_entry WHERE booked_month = ?")?,
    })
}

fn newest(reading: &Reading<'_>, sql: &str, table: &'static str) -> Result<Option<Month>> {
    let text = reading.one(sql, &[], |row| Ok(row.get::<_, Option<String>>(0)?))?.flatten();
    let parse = |text: String| {
        text.parse().map_err(|_| LedgerError::Corrupt { table, id: 0, column: "booked_month" })
    };
    text.map(parse).transpose()
}
