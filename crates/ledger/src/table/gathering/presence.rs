//! Who was at which gathering. Asked by person and day, or by gathering; both have an index of their own.

use branchbook_domain::day::Day;
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{AttendanceId, GatheringId, OrganisationId, PersonId};

use super::Attendance;
use crate::entity::{Entity as _, Stored, read_row_at};
use crate::error::{LedgerError, Result};
use crate::field::{column, day_text};
use crate::reading::Reading;

/// What a person was at one gathering of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceOnDay {
    /// The attendance row.
    pub attendance: AttendanceId,
    /// The gathering.
    pub gathering: GatheringId,
    /// What the person was.
    pub state: AttendanceState,
    /// Why away.
    pub reason: Option<String>,
    /// What the gathering counts as for this person's branch or group on that day. For an observer from
    /// elsewhere: everything that it counts as.
    pub kinds: Vec<RecordKind>,
}

/// An attendance with the name of the person.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedAttendance {
    /// The row.
    pub attendance: Stored<Attendance>,
    /// The name.
    pub name: String,
}

/// What a person was at the gatherings of a day; with a kind, only at those that count as this kind for the person.
/// Cancelled gatherings are left out.
pub fn attendance_of(
    reading: &Reading<'_>,
    person: PersonId,
    day: Day,
    kind: Option<RecordKind>,
) -> Result<Vec<AttendanceOnDay>> {
    let mut found: Vec<AttendanceOnDay> = Vec::new();
    reading.for_each(include_str!("attendance_of.sql"), &[&person.0, &day_text(day)], |row| {
        let attendance = AttendanceId(row.get(0)?);
        if found.last().is_none_or(|last| last.attendance != attendance) {
            found.push(AttendanceOnDay {
                attendance,
                gathering: GatheringId(row.get(1)?),
                state: column(row, 2, "attendance", "state")?,
                reason: row.get(3)?,
                kinds: Vec::new(),
            });
        }
        let kind = column(row, 4, "meeting_record", "kind")?;
        match found.last_mut() {
            Some(last) if !last.kinds.contains(&kind) => last.kinds.push(kind),
            _ => {}
        }
        Ok::<(), LedgerError>(())
    })?;
    found.retain(|at| kind.is_none_or(|kind| at.kinds.contains(&kind)));
    Ok(found)
}

/// Everybody at a gathering: those on the register in the order of entry.
pub fn attendance_at(reading: &Reading<'_>, gathering: GatheringId) -> Result<Vec<NamedAttendance>> {
    let sql = format!(
        "SELECT {}, p.name FROM attendance a CROSS JOIN person p ON p.id = a.person_id \
         WHERE a.gathering_id = ? ORDER BY a.id",
        Attendance::TABLE.selection_as("a.")
    );
    let name = Attendance::TABLE.columns.len() + 2;
    reading.rows(&sql, &[&gathering.0], |row| {
        Ok(NamedAttendance { attendance: read_row_at(row, 0)?, name: row.get(name)? })
    })
}

/// A post held on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostOnDay {
    /// Where.
    pub organisation: OrganisationId,
    /// Who.
    pub person: PersonId,
    /// Code of the title, or the office's own words.
    pub title: String,
}

/// The posts held on a day, in the order of entry.
pub fn posts_held_on(reading: &Reading<'_>, day: Day) -> Result<Vec<PostOnDay>> {
    reading.rows(
        "SELECT h.organisation_id, h.person_id, h.title FROM post_held h \
         WHERE (h.from_on IS NULL OR h.from_on <= ?1) AND (h.to_on IS NULL OR h.to_on > ?1) ORDER BY h.id",
        &[&day_text(day)],
        |row| {
            let (organisation, person) = (OrganisationId(row.get(0)?), PersonId(row.get(1)?));
            Ok(PostOnDay { organisation, person, title: row.get(2)? })
        },
    )
}
