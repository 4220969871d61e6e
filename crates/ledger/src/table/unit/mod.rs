//! Units, the numbers they say they owe, and the members who report in.
//! Figures of a month or a day are in [`figures`], the lists for the screen in [`report_ins`].

pub mod figures;
pub mod report_ins;

use std::collections::HashSet;

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{PersonId, UnitId};
use uuid::Uuid;

use crate::entity;
use crate::entity::Stored;
use crate::error::Result;
use crate::field::{day_text, key_list};
use crate::reading::Reading;
use crate::table::membership::HOLDS;
use crate::table::merge::OWN;
use crate::table::organisation::name_on;

entity! {
    /// A unit (驻区单位, 包保单位).
    pub struct Unit: UnitId, "unit", 12 {
        uid: Uuid,
        name: String,
        kind: Option<String>,
        party_organisation: Option<String>,
        secretary: Option<String>,
        contact: Option<String>,
        phone: Option<String>,
        member_count: Option<i64>,
        is_paired: bool,
        from_on: Option<Day>,
        to_on: Option<Day>,
        note: Option<String>,
    }

    /// The unit's own number of members who owe a report-in (应报到), with its day and source.
    pub struct UnitExpectation: UnitExpectationId, "unit_expectation", 13 {
        unit_id: UnitId,
        expected_count: i64,
        stated_on: Day,
        booked_month: Month,
        source: String,
    }

    /// A report-in; at most one is open per person.
    pub struct ReportIn: ReportInId, "report_in", 14 {
        uid: Uuid,
        person_id: PersonId,
        unit_id: UnitId,
        reported_on: PartialDay,
        booked_month: Month,
        returned_on: Option<Day>,
        returned_month: Option<Month>,
        return_reason: Option<String>,
        duty: Option<String>,
        residence: Option<String>,
        skills: Option<String>,
        wanted_post: Option<String>,
        note: Option<String>,
    }
}

impl Unit {
    /// A unit of which nothing is known but the name.
    pub fn named(uid: Uuid, name: &str) -> Self {
        Self {
            uid,
            name: name.to_owned(),
            kind: None,
            party_organisation: None,
            secretary: None,
            contact: None,
            phone: None,
            member_count: None,
            is_paired: false,
            from_on: None,
            to_on: None,
            note: None,
        }
    }
}

/// All units in the order of their coming.
pub fn units(reading: &Reading<'_>) -> Result<Vec<Stored<Unit>>> {
    reading.entities("ORDER BY id", &[])
}

/// The unit with exactly this name, the newest if there are several.
pub fn unit_by_name(reading: &Reading<'_>, name: &str) -> Result<Option<Stored<Unit>>> {
    reading.entity("WHERE name = ? ORDER BY id DESC", &[&name])
}

/// The numbers that a unit stated, newest first.
pub fn expectations(reading: &Reading<'_>, unit: UnitId) -> Result<Vec<Stored<UnitExpectation>>> {
    reading.entities("WHERE unit_id = ? ORDER BY stated_on DESC, id DESC", &[&unit.0])
}

/// The numbers that all units stated, oldest first.
pub fn all_expectations(reading: &Reading<'_>) -> Result<Vec<Stored<UnitExpectation>>> {
    reading.entities("ORDER BY unit_id, stated_on, id", &[])
}

/// Who of these people reports in now.
pub fn reporting_among(reading: &Reading<'_>, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    let sql = "SELECT person_id FROM report_in \
               WHERE returned_on IS NULL AND person_id IN (SELECT value FROM json_each(?1))";
    let found = reading.rows(sql, &[&key_list(people)], |row| Ok(PersonId(row.get(0)?)))?;
    Ok(found.into_iter().collect())
}

/// The open report-in of a person, if there is one.
pub fn open_report_in(reading: &Reading<'_>, person: PersonId) -> Result<Option<Stored<ReportIn>>> {
    reading.entity("WHERE person_id = ? AND returned_on IS NULL", &[&person.0])
}

/// All report-ins of a person, oldest first.
pub fn report_ins_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<ReportIn>>> {
    reading.entities(&format!("WHERE person_id IN {OWN} ORDER BY id"), &[&person.0])
}

/// All report-ins that are not returned.
pub fn open_report_ins(reading: &Reading<'_>) -> Result<Vec<Stored<ReportIn>>> {
    reading.entities("WHERE returned_on IS NULL ORDER BY id", &[])
}

/// All report-ins that ended, oldest return first.
pub fn returned_report_ins(reading: &Reading<'_>) -> Result<Vec<Stored<ReportIn>>> {
    reading.entities("WHERE returned_on IS NOT NULL ORDER BY returned_on, id", &[])
}

/// The branch of this community in which a person is a member on a day, by name.
pub fn branch_of_member(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<Option<String>> {
    let sql = format!(
        "SELECT {} FROM membership m JOIN organisation o ON o.id = m.branch_id \
         WHERE m.person_id = ?2 AND {HOLDS} ORDER BY m.id DESC",
        name_on("o", "?1")
    );
    reading.one(&sql, &[&day_text(day), &person.0], |row| Ok(row.get(0)?))
}

/// Everybody who is a member of this community on a day.
pub fn member_ids_on(reading: &Reading<'_>, day: Day) -> Result<Vec<PersonId>> {
    let sql = format!("SELECT m.person_id FROM membership m WHERE {HOLDS}");
    reading.rows(&sql, &[&day_text(day)], |row| Ok(PersonId(row.get(0)?)))
}
