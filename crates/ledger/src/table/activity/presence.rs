//! Presences one by one: of a unit's people in a month, of a person in a year. A month is found by its index, a
//! person by the index of persons and days; the history is never read whole.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, PersonId, UnitId};
use rusqlite::Row;

use crate::error::Result;
use crate::field::{column, day_text};
use crate::reading::Reading;
use crate::table::merge::OWN;

/// Somebody's presence at an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The day.
    pub day: Day,
    /// The activity.
    pub activity: ActivityId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Minutes.
    pub minutes: i64,
}

/// Presences of a unit's people from the first of the day's month until the day, newest first: the rows that
/// [`crate::table::unit::figures::unit_figures_on`] counts.
pub fn of_unit(reading: &Reading<'_>, unit: UnitId, day: Day) -> Result<Vec<Presence>> {
    let month = Month::of(day);
    let (on, first, month) = (day_text(day), day_text(month.first_day()), month.to_string());
    reading.rows(OF_UNIT, &[&on, &first, &month, &unit.0], read)
}

/// Presences of a person within a span of days, both included, newest first.
pub fn of_person(reading: &Reading<'_>, person: PersonId, first: Day, last: Day) -> Result<Vec<Presence>> {
    reading.rows(&OF_PERSON.replace("OWN", OWN), &[&person.0, &day_text(first), &day_text(last)], read)
}

const OF_UNIT: &str = "
SELECT a.id, p.occurred_on, a.title, a.kind, w.id, w.name, p.minutes
FROM participation p JOIN activity a ON a.id = p.activity_id JOIN person w ON w.id = p.person_id
JOIN report_in r ON r.person_id = p.person_id AND r.reported_on <= p.occurred_on
  AND (r.returned_on IS NULL OR r.returned_on > p.occurred_on)
WHERE p.booked_month >= ?3 AND p.occurred_on BETWEEN ?2 AND ?1 AND p.cancelled_on IS NULL AND r.unit_id = ?4
ORDER BY p.occurred_on DESC, a.id DESC, p.id";
const OF_PERSON: &str = "
SELECT a.id, p.occurred_on, a.title, a.kind, w.id, w.name, p.minutes
FROM participation p JOIN activity a ON a.id = p.activity_id JOIN person w ON w.id = p.person_id
WHERE p.person_id IN OWN AND p.occurred_on BETWEEN ?2 AND ?3 AND p.cancelled_on IS NULL
ORDER BY p.occurred_on DESC, a.id DESC";

fn read(row: &Row<'_>) -> Result<Presence> {
    Ok(Presence {
        activity: ActivityId(row.get(0)?),
        day: column(row, 1, "participation", "occurred_on")?,
        title: row.get(2)?,
        kind: row.get(3)?,
        person: PersonId(row.get(4)?),
        name: row.get(5)?,
        minutes: row.get(6)?,
    })
}
