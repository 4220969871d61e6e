//! Cases of becoming a member: their dated steps and their supporters. Which rule they keep is the domain's to say.

use branchbook_domain::day::Day;
use branchbook_domain::day::PartialDay;
use branchbook_domain::development::{CaseEndReason, Role};
use branchbook_domain::key::{DevelopmentCaseId, OrganisationId, PersonId};

use crate::entity::Stored;
use crate::error::Result;
use crate::field::{day_text, key_list};
use crate::reading::Reading;
use crate::{code_field, entity};

code_field!(CaseEndReason, Role);

entity! {
    /// A case.
    pub struct DevelopmentCase: DevelopmentCaseId, "development_case", 51 {
        person_id: PersonId,
        branch_id: OrganisationId,
        training_days: Option<i64>,
        training_hours: Option<i64>,
        special_reason: Option<String>,
        put_off_until: Option<Day>,
        ended_by_on: Option<PartialDay>,
        end_reason: Option<CaseEndReason>,
        note: Option<String>,
        dropped_on: Option<Day>,
    }

    /// A dated step: a step of the domain, what comes again and again, or an extension of the probation.
    pub struct DevelopmentStep: DevelopmentStepId, "development_step", 52 {
        case_id: DevelopmentCaseId,
        step: String,
        done_on: PartialDay,
        months: Option<i64>,
        note: Option<String>,
        dropped_on: Option<Day>,
    }

    /// Somebody who supports a case over a span.
    pub struct CaseSupporter: CaseSupporterId, "case_supporter", 53 {
        case_id: DevelopmentCaseId,
        role: Role,
        person_id: Option<PersonId>,
        name: String,
        from_on: Option<Day>,
        to_on: Option<Day>,
        dropped_on: Option<Day>,
    }
}

/// The code of an extension of the probation in `step`.
pub const EXTENSION: &str = "extension";

/// All cases, oldest first.
pub fn cases(reading: &Reading<'_>) -> Result<Vec<Stored<DevelopmentCase>>> {
    reading.entities("ORDER BY id", &[])
}

/// The cases that have neither ended by a day nor been taken back, oldest first.
pub fn open_cases_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<DevelopmentCase>>> {
    let open = "WHERE ifnull(ended_by_on, '9999') > ?1 AND ifnull(dropped_on, '9999') > ?1 ORDER BY id";
    reading.entities(open, &[&day_text(day)])
}

/// The cases in which a step was taken, whenever.
pub fn cases_with_step(reading: &Reading<'_>, step: &str) -> Result<Vec<Stored<DevelopmentCase>>> {
    let taken = "WHERE id IN (SELECT case_id FROM development_step WHERE step = ? AND dropped_on IS NULL) ORDER BY id";
    reading.entities(taken, &[&step])
}

/// The cases of a person, newest first.
pub fn cases_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<DevelopmentCase>>> {
    reading.entities("WHERE person_id = ? ORDER BY id DESC", &[&person.0])
}

/// The cases of a branch that have not ended.
pub fn open_cases_in(reading: &Reading<'_>, branch: OrganisationId) -> Result<Vec<Stored<DevelopmentCase>>> {
    reading.entities("WHERE branch_id = ? AND ended_by_on IS NULL ORDER BY id", &[&branch.0])
}

/// The steps of a case in the order of their days, those taken out again included.
pub fn steps_of(reading: &Reading<'_>, case: DevelopmentCaseId) -> Result<Vec<Stored<DevelopmentStep>>> {
    reading.entities("WHERE case_id = ? ORDER BY done_on, id", &[&case.0])
}

/// The steps of these cases, case by case.
pub fn steps_among(
    reading: &Reading<'_>,
    cases: &[DevelopmentCaseId],
) -> Result<Vec<Stored<DevelopmentStep>>> {
    let sought = "WHERE case_id IN (SELECT value FROM json_each(?1)) ORDER BY case_id, done_on, id";
    reading.entities(sought, &[&key_list(cases)])
}

/// The supporters of a case, former ones and those taken out again included.
pub fn supporters_of(reading: &Reading<'_>, case: DevelopmentCaseId) -> Result<Vec<Stored<CaseSupporter>>> {
    reading.entities("WHERE case_id = ? ORDER BY id", &[&case.0])
}

/// The supporters of these cases, case by case.
pub fn supporters_among(
    reading: &Reading<'_>,
    cases: &[DevelopmentCaseId],
) -> Result<Vec<Stored<CaseSupporter>>> {
    let sought = "WHERE case_id IN (SELECT value FROM json_each(?1)) ORDER BY case_id, id";
    reading.entities(sought, &[&key_list(cases)])
}
