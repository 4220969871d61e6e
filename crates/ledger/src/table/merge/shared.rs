//! What two records of one person both have where there may be only one of it. Must not decide which of them stays.

use branchbook_domain::key::{AttendanceId, PersonId, PointsAccountId};

use crate::entity::{Entity as _, Stored, read_row};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::activity::Participation;

/// Attendances of the one at gatherings where the other is on the roll, too.
pub fn shared_attendance(reading: &Reading<'_>, one: PersonId, other: PersonId) -> Result<Vec<AttendanceId>> {
    let sql = "SELECT a.id FROM attendance a JOIN attendance b ON b.gathering_id = a.gathering_id \
               WHERE a.person_id = ?1 AND b.person_id = ?2 ORDER BY a.id";
    reading.rows(sql, &[&one.0, &other.0], |row| Ok(AttendanceId(row.get(0)?)))
}

/// Participations of the one that stand in activities where one of the other stands, too.
pub fn shared_participations(
    reading: &Reading<'_>,
    one: PersonId,
    other: PersonId,
) -> Result<Vec<Stored<Participation>>> {
    let sql = format!(
        "SELECT {} FROM participation a JOIN participation b ON b.activity_id = a.activity_id \
         WHERE a.person_id = ?1 AND b.person_id = ?2 AND a.cancelled_on IS NULL AND b.cancelled_on IS NULL \
         ORDER BY a.id",
        Participation::TABLE.selection_as("a.")
    );
    reading.rows(&sql, &[&one.0, &other.0], read_row)
}

/// Accounts of the one under schemes in which the other has one, too.
pub fn shared_accounts(
    reading: &Reading<'_>,
    one: PersonId,
    other: PersonId,
) -> Result<Vec<PointsAccountId>> {
    let sql = "SELECT a.id FROM points_account a JOIN points_account b ON b.scheme_id = a.scheme_id \
               WHERE a.person_id = ?1 AND b.person_id = ?2 ORDER BY a.id";
    reading.rows(sql, &[&one.0, &other.0], |row| Ok(PointsAccountId(row.get(0)?)))
}
