//! Meetings by their true days, driven from the index on the day of the gathering.

use branchbook_domain::day::Day;

use super::held::RecordLine;
use super::{Gathering, MeetingRecord};
use crate::entity::{Entity as _, read_row_at};
use crate::error::Result;
use crate::field::day_text;
use crate::reading::Reading;

/// All records held from the first to the last day, both included, cancelled ones too, by day and time.
pub fn records_between(reading: &Reading<'_>, first: Day, last: Day) -> Result<Vec<RecordLine>> {
    let sql = format!(
        "SELECT {}, {} FROM gathering g CROSS JOIN meeting_record r ON r.gathering_id = g.id \
         WHERE g.occurred_on BETWEEN ?1 AND ?2",
        MeetingRecord::TABLE.selection_as("r."),
        Gathering::TABLE.selection_as("g."),
    );
    let second = MeetingRecord::TABLE.columns.len() + 2;
    let mut lines = reading.rows(&sql, &[&day_text(first), &day_text(last)], |row| {
        Ok(RecordLine { record: read_row_at(row, 0)?, gathering: read_row_at(row, second)? })
    })?;
    lines.sort_by_key(|line| (line.record.occurred_on, line.gathering.start_minute, line.record.id));
    Ok(lines)
}
