//! Units, the numbers they say they owe, and the members who report in.

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{PersonId, UnitId};
use uuid::Uuid;

use crate::entity;

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
        source: String,
    }

    /// A report-in; at most one is open per person.
    pub struct ReportIn: ReportInId, "report_in", 14 {
        uid: Uuid,
        person_id: PersonId,
        unit_id: UnitId,
        duty: Option<String>,
        reported_on: PartialDay,
        booked_month: Month,
        residence: Option<String>,
        skills: Option<String>,
        wanted_post: Option<String>,
        returned_on: Option<Day>,
        returned_month: Option<Month>,
        return_reason: Option<String>,
        note: Option<String>,
    }
}
