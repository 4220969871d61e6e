//! The numbers of a month's organisation life. Driven from the index on `booked_month` alone.

use branchbook_domain::day::Month;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;

use crate::error::{LedgerError, Result};
use crate::field::Field;
use crate::reading::Reading;

/// What a branch with its groups held of one kind in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingFigure {
    /// The branch; meetings of a group stand with its branch.
    pub branch: OrganisationId,
    /// The kind.
    pub kind: RecordKind,
    /// How many were held.
    pub held: i64,
    /// 应到, summed.
    pub due: i64,
    /// 实到, summed.
    pub present: i64,
    /// 请假, summed.
    pub leave: i64,
    /// 缺席, summed.
    pub absent: i64,
    /// How many were entered late (补录); a register taken over in time is not late.
    pub late: i64,
}

/// What was held in a month, by branch and kind, in the order of the branches and of the forms. Cancelled records do
/// not count.
pub fn meeting_month_figures(reading: &Reading<'_>, month: Month) -> Result<Vec<MeetingFigure>> {
    let month = month.to_string();
    let mut figures: Vec<(i64, MeetingFigure)> =
        reading.rows(include_str!("month_figures.sql"), &[&month], |row| {
            let corrupt = LedgerError::Corrupt { table: "meeting_record", id: row.get(0)?, column: "kind" };
            let figure = MeetingFigure {
                branch: OrganisationId(row.get(2)?),
                kind: <RecordKind as Field>::read(row.get_ref(3)?).ok_or(corrupt)?,
                held: row.get(4)?,
                due: row.get(5)?,
                present: row.get(6)?,
                leave: row.get(7)?,
                absent: row.get(8)?,
                late: row.get(9)?,
            };
            Ok((row.get(1)?, figure))
        })?;
    figures.sort_by_key(|(position, figure)| (*position, figure.branch, figure.kind));
    Ok(figures.into_iter().map(|(_, figure)| figure).collect())
}
