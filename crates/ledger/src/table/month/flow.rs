//! Movements as the month's report needs them: sums by branch and the list behind them. By the booked month, never
//! by the true day (decisions 3).

use branchbook_domain::day::{Month, PartialDay};
use branchbook_domain::key::{MovementId, OrganisationId, PersonId};
use rusqlite::{Row, ToSql};

use crate::error::Result;
use crate::field::column;
use crate::reading::Reading;
use crate::table::membership::{MovementKind, Periods};

/// What was booked and corrected before its month was over was never reported: neither of the two counts.
const SETTLED: &str = "SELECT c.id FROM movement c JOIN movement w ON w.id = c.corrects_id \
     WHERE c.corrects_id IS NOT NULL AND c.booked_month = w.booked_month AND c.branch_id = w.branch_id \
     UNION ALL SELECT w.id FROM movement c JOIN movement w ON w.id = c.corrects_id \
     WHERE c.corrects_id IS NOT NULL AND c.booked_month = w.booked_month AND c.branch_id = w.branch_id";

/// How many movements of one kind touch a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowSum {
    /// Branch that the movement belongs to; of a 支部间调整 the one that receives.
    pub branch: OrganisationId,
    /// The branch left, of a 支部间调整.
    pub from_branch: Option<OrganisationId>,
    /// Kind.
    pub kind: MovementKind,
    /// How many.
    pub count: i64,
}

/// One movement for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowLine {
    /// Its key.
    pub movement: MovementId,
    /// Whom it concerns.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Admitted to the Party.
    pub joined_on: Option<PartialDay>,
    /// End of probation.
    pub became_full_on: Option<PartialDay>,
    /// Kind.
    pub kind: MovementKind,
    /// True day.
    pub occurred_on: Option<PartialDay>,
    /// The branch.
    pub branch: OrganisationId,
    /// The branch left.
    pub from_branch: Option<OrganisationId>,
    /// Where from, where to.
    pub counterpart: Option<String>,
    /// Number of the letter.
    pub letter_number: Option<String>,
    /// Whether it corrects an entry of an earlier month.
    pub is_correction: bool,
    /// Note.
    pub note: Option<String>,
    /// Code of the reason.
    pub reason: Option<String>,
}

/// Sums of the movements booked in `(after, last]`; from the beginning of the book without `after`.
pub fn flow_sums(reading: &Reading<'_>, after: Option<Month>, last: Month) -> Result<Vec<FlowSum>> {
    let after = after.map_or_else(String::new, |month| month.to_string());
    let sql = format!(
        "SELECT branch_id, from_branch_id, kind, count(*) FROM movement \
         WHERE booked_month > ?1 AND booked_month <= ?2 AND id NOT IN ({SETTLED}) \
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    );
    reading.rows(&sql, &[&after, &last.to_string()], |row| {
        Ok(FlowSum {
            branch: OrganisationId(row.get(0)?),
            from_branch: row.get::<_, Option<i64>>(1)?.map(OrganisationId),
            kind: column(row, 2, "movement", "kind")?,
            count: row.get(3)?,
        })
    })
}

/// The movements booked in a month, openings left out, in the order of the branches and of booking.
pub fn flow_lines(reading: &Reading<'_>, month: Month) -> Result<Vec<FlowLine>> {
    let month = month.to_string();
    let parameters: [&dyn ToSql; 1] = [&month];
    let sql = format!(
        "SELECT m.id, m.person_id, p.name, p.sex, p.joined_on, p.became_full_on, m.kind, m.occurred_on, \
         m.branch_id, m.from_branch_id, m.counterpart, m.letter_number, m.corrects_id, m.note, m.reason \
         FROM movement m JOIN person p ON p.id = m.person_id JOIN organisation b ON b.id = m.branch_id \
         WHERE m.booked_month = ? AND m.kind <> 'opening' AND m.id NOT IN ({SETTLED}) \
         ORDER BY b.position, b.id, m.id"
    );
    let mut lines = reading.rows(&sql, &parameters, line)?;
    let periods = Periods::of(reading)?;
    for line in &mut lines {
        if let Some(day) = line.occurred_on.map(PartialDay::earliest) {
            let own = (line.joined_on, line.became_full_on);
            (line.joined_on, line.became_full_on) = periods.days(line.person, day, own);
        }
    }
    Ok(lines)
}

fn line(row: &Row<'_>) -> Result<FlowLine> {
    Ok(FlowLine {
        movement: MovementId(row.get(0)?),
        person: PersonId(row.get(1)?),
        name: row.get(2)?,
        sex: row.get(3)?,
        joined_on: column(row, 4, "person", "joined_on")?,
        became_full_on: column(row, 5, "person", "became_full_on")?,
        kind: column(row, 6, "movement", "kind")?,
        occurred_on: column(row, 7, "movement", "occurred_on")?,
        branch: OrganisationId(row.get(8)?),
        from_branch: row.get::<_, Option<i64>>(9)?.map(OrganisationId),
        counterpart: row.get(10)?,
        letter_number: row.get(11)?,
        is_correction: row.get::<_, Option<i64>>(12)?.is_some(),
        note: row.get(13)?,
        reason: row.get(14)?,
    })
}
