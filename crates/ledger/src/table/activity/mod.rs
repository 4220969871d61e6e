//! Activities and who took part for how long. The lists and the service details of a month are in [`service`], the
//! presences of a unit or a person in [`presence`].

pub mod presence;
pub mod service;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ActivityId, OrganisationId, PersonId, UnitId};
use uuid::Uuid;

use crate::entity;
use crate::entity::{Entity as _, Stored, read_row};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::organisation::name_on;

entity! {
    /// An activity; minutes are counted since midnight.
    pub struct Activity: ActivityId, "activity", 17 {
        uid: Uuid,
        kind: String,
        title: String,
        occurred_on: Day,
        booked_month: Month,
        start_minute: Option<i64>,
        end_minute: Option<i64>,
        place: Option<String>,
        organiser: Option<String>,
        organisation_id: Option<OrganisationId>,
        unit_id: Option<UnitId>,
        beneficiary_count: Option<i64>,
        cancelled_on: Option<Day>,
        note: Option<String>,
    }

    /// A person's part in an activity, in minutes.
    pub struct Participation: ParticipationId, "participation", 18 {
        activity_id: ActivityId,
        person_id: PersonId,
        minutes: i64,
        occurred_on: Day,
        booked_month: Month,
        cancelled_on: Option<Day>,
        note: Option<String>,
    }
}

/// A participation with the name of the person.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticipantLine {
    /// The participation.
    pub participation: Stored<Participation>,
    /// Name of the person.
    pub name: String,
    /// The unit for which the person was reported in on that day.
    pub unit: Option<String>,
    /// The branch of this community in which the person was a member on that day.
    pub branch: Option<String>,
}

/// The participations of an activity that stand.
pub fn participations(reading: &Reading<'_>, activity: ActivityId) -> Result<Vec<Stored<Participation>>> {
    reading.entities("WHERE activity_id = ? AND cancelled_on IS NULL ORDER BY id", &[&activity.0])
}

/// Who took part in an activity, in the order of entry.
pub fn participants(reading: &Reading<'_>, activity: ActivityId) -> Result<Vec<ParticipantLine>> {
    let sql = format!(
        "SELECT {}, p.name, \
         (SELECT u.name FROM report_in r JOIN unit u ON u.id = r.unit_id WHERE r.person_id = t.person_id \
          AND r.reported_on <= t.occurred_on AND (r.returned_on IS NULL OR r.returned_on > t.occurred_on)), \
         (SELECT {} FROM membership m JOIN organisation o ON o.id = m.branch_id \
          WHERE m.person_id = t.person_id AND (m.from_on IS NULL OR m.from_on <= t.occurred_on) \
          AND (m.to_on IS NULL OR m.to_on > t.occurred_on)) \
         FROM participation t JOIN person p ON p.id = t.person_id \
         WHERE t.activity_id = ? AND t.cancelled_on IS NULL ORDER BY t.id",
        Participation::TABLE.selection_as("t."),
        name_on("o", "t.occurred_on")
    );
    let first = Participation::TABLE.columns.len() + 2;
    reading.rows(&sql, &[&activity.0], |row| {
        Ok(ParticipantLine {
            participation: read_row(row)?,
            name: row.get(first)?,
            unit: row.get(first + 1)?,
            branch: row.get(first + 2)?,
        })
    })
}
