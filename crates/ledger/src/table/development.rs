//! Cases of becoming a member: their dated steps and their supporters. Which rule they keep is the domain's to say.

use branchbook_domain::day::Day;
use branchbook_domain::day::PartialDay;
use branchbook_domain::development::{CaseEndReason, Role};
use branchbook_domain::key::{DevelopmentCaseId, OrganisationId, PersonId};

use crate::entity::Stored;
use crate::error::Result;
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

/// The cases of a person, newest first.
pub fn cases_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<DevelopmentCase>>> {
    reading.entities("WHERE person_id = ? ORDER BY id DESC", &[&person.0])
}

/// The steps of a case in the order of their days, those taken out again included.
pub fn steps_of(reading: &Reading<'_>, case: DevelopmentCaseId) -> Result<Vec<Stored<DevelopmentStep>>> {
    reading.entities("WHERE case_id = ? ORDER BY done_on, id", &[&case.0])
}

/// The steps of all cases.
pub fn steps(reading: &Reading<'_>) -> Result<Vec<Stored<DevelopmentStep>>> {
    reading.entities("ORDER BY case_id, done_on, id", &[])
}

/// The supporters of a case, former ones and those taken out again included.
pub fn supporters_of(reading: &Reading<'_>, case: DevelopmentCaseId) -> Result<Vec<Stored<CaseSupporter>>> {
    reading.entities("WHERE case_id = ? ORDER BY id", &[&case.0])
}

/// The supporters of all cases.
pub fn supporters(reading: &Reading<'_>) -> Result<Vec<Stored<CaseSupporter>>> {
    reading.entities("ORDER BY case_id, id", &[])
}
