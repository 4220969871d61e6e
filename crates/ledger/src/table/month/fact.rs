//! Facts for the checks of a month: the fields of the members, committees. Registers are read whole, ledgers only by their month.

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::PersonId;
use rusqlite::Row;

use crate::error::Result;
use crate::field::{column, day_text};
use crate::reading::Reading;
use crate::table::membership::{HOLDS, Periods, probations_extended_to};
use crate::table::organisation::name_on;

/// What the register says of a member, as far as the checks look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFields {
    /// Whom.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Name of the branch, on the day.
    pub branch: String,
    /// Code of the sex.
    pub sex: Option<String>,
    /// Code of the nation.
    pub nation: Option<String>,
    /// Birth, perhaps in part.
    pub birth_on: Option<PartialDay>,
    /// ID number as stored.
    pub id_number: Option<String>,
    /// Code of the education.
    pub education: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Admitted to the Party.
    pub joined_on: Option<PartialDay>,
    /// End of probation.
    pub became_full_on: Option<PartialDay>,
    /// The day up to which the probation was extended, of the period in the Party that the day belongs to.
    pub extended_to: Option<Day>,
}

/// The fields of all members on a day, branch by branch.
pub fn member_fields(reading: &Reading<'_>, day: Day) -> Result<Vec<MemberFields>> {
    let sql = format!(
        "SELECT p.id, p.name, {}, p.sex, p.nation, p.birth_on, p.id_number, p.education, p.phone, \
         p.joined_on, p.became_full_on FROM membership m JOIN person p ON p.id = m.person_id \
         JOIN organisation b ON b.id = m.branch_id \
         WHERE {HOLDS} ORDER BY b.position, b.id, p.id",
        name_on("b", "?1")
    );
    let mut members = reading.rows(&sql, &[&day_text(day)], member)?;
    let (periods, extended) = (Periods::of(reading)?, probations_extended_to(reading, day)?);
    for member in &mut members {
        let own = (member.joined_on, member.became_full_on);
        (member.joined_on, member.became_full_on) = periods.days(member.person, day, own);
        member.extended_to = extended.get(&member.person).copied();
    }
    Ok(members)
}

fn member(row: &Row<'_>) -> Result<MemberFields> {
    Ok(MemberFields {
        person: PersonId(row.get(0)?),
        name: row.get(1)?,
        branch: row.get(2)?,
        sex: row.get(3)?,
        nation: row.get(4)?,
        birth_on: column(row, 5, "person", "birth_on")?,
        id_number: row.get(6)?,
        education: row.get(7)?,
        phone: row.get(8)?,
        joined_on: column(row, 9, "person", "joined_on")?,
        became_full_on: column(row, 10, "person", "became_full_on")?,
        extended_to: None,
    })
}

/// Members on a day whose account of the points is missing.
pub fn members_without_account(reading: &Reading<'_>, day: Day) -> Result<Vec<(PersonId, String, String)>> {
    let sql = format!(
        "SELECT p.id, p.name, {} FROM membership m JOIN person p ON p.id = m.person_id \
         JOIN organisation b ON b.id = m.branch_id WHERE {HOLDS} \
         AND NOT EXISTS (SELECT 1 FROM points_account a WHERE a.subject_kind = 'person' AND a.subject_id = p.id) \
         ORDER BY b.position, b.id, p.id",
        name_on("b", "?1")
    );
    reading.rows(&sql, &[&day_text(day)], |row| Ok((PersonId(row.get(0)?), row.get(1)?, row.get(2)?)))
}

/// People whose report-in holds at the end of a month, by booking.
pub fn open_report_ins(reading: &Reading<'_>, month: Month) -> Result<i64> {
    let month = month.to_string();
    reading.count(
        "SELECT (SELECT count(*) FROM report_in INDEXED BY report_in_open \
         WHERE returned_on IS NULL AND booked_month <= ?1) \
         + (SELECT count(*) FROM report_in INDEXED BY report_in_returned \
         WHERE returned_month > ?1 AND booked_month <= ?1)",
        &[&month],
    )
}
