//! What stands behind entries that facts have made: the gathering of an attendance, the activity of a participation.
//! Asked by key only.

use branchbook_domain::day::Day;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{ActivityId, AttendanceId, GatheringId, ParticipationId};

use crate::error::Result;
use crate::field::{column, key_list};
use crate::reading::Reading;

/// Where an attendance belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendancePlace {
    /// The attendance.
    pub attendance: AttendanceId,
    /// Its gathering.
    pub gathering: GatheringId,
    /// The day.
    pub day: Day,
    /// What the gathering counts as; one line for each.
    pub kind: Option<RecordKind>,
}

/// Where a participation belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipationPlace {
    /// The participation.
    pub participation: ParticipationId,
    /// Its activity.
    pub activity: ActivityId,
    /// The activity's title.
    pub title: String,
}

/// Where attendances belong, one line for each thing that the gathering counts as.
pub fn attendance_places(
    reading: &Reading<'_>,
    attendances: &[AttendanceId],
) -> Result<Vec<AttendancePlace>> {
    let sql = "SELECT a.id, a.gathering_id, a.occurred_on, r.kind FROM json_each(?) AS wanted \
               CROSS JOIN attendance AS a ON a.id = wanted.value \
               LEFT JOIN meeting_record AS r ON r.gathering_id = a.gathering_id ORDER BY a.id, r.id";
    reading.rows(sql, &[&key_list(attendances)], |row| {
        Ok(AttendancePlace {
            attendance: AttendanceId(row.get(0)?),
            gathering: GatheringId(row.get(1)?),
            day: column(row, 2, "attendance", "occurred_on")?,
            kind: column(row, 3, "meeting_record", "kind")?,
        })
    })
}

/// Where participations belong.
pub fn participation_places(
    reading: &Reading<'_>,
    participations: &[ParticipationId],
) -> Result<Vec<ParticipationPlace>> {
    let sql = "SELECT p.id, p.activity_id, a.title FROM json_each(?) AS wanted \
               CROSS JOIN participation AS p ON p.id = wanted.value JOIN activity AS a ON a.id = p.activity_id";
    reading.rows(sql, &[&key_list(participations)], |row| {
        Ok(ParticipationPlace {
            participation: ParticipationId(row.get(0)?),
            activity: ActivityId(row.get(1)?),
            title: row.get(2)?,
        })
    })
}
