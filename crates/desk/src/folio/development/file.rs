//! A case as the book holds it, and the same as the rules see it on a day. Must not judge it.

use std::collections::HashMap;

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::{
    Case, CaseEnd, Extension, Recurring, Role, Step, Supporter, SupporterStanding, TrainingLength,
};
use branchbook_domain::key::{DevelopmentCaseId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_domain::standing::{MemberClass, standing_on};
use branchbook_ledger::table::development::{
    CaseSupporter, DevelopmentCase, DevelopmentStep, EXTENSION, cases, steps, steps_of, supporters,
    supporters_of,
};
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::organisation::Names;

/// A case with everything of it that stood on a day.
#[derive(Debug)]
pub(super) struct CaseFile {
    /// Its row.
    pub stored: Stored<DevelopmentCase>,
    /// Whose it is.
    pub person: Stored<Person>,
    /// The branch, as shown.
    pub branch: String,
    /// Steps, reviews, reports and extensions, in the order of their days.
    pub steps: Vec<Stored<DevelopmentStep>>,
    /// Contacts and introducers in office.
    pub supporters: Vec<Stored<CaseSupporter>>,
    /// The same as the rules see it.
    pub case: Case,
}

impl CaseFile {
    /// One case as of a day.
    pub fn get(reading: &Reading<'_>, id: DevelopmentCaseId, on: Day) -> Result<Self, LedgerError> {
        let stored = reading.require::<DevelopmentCase>(id)?;
        let rows = (steps_of(reading, id)?, supporters_of(reading, id)?);
        Self::of(reading, &Names::of(reading)?, stored, rows, on)
    }

    /// All cases that had begun by a day.
    pub fn all(reading: &Reading<'_>, on: Day) -> Result<Vec<Self>, LedgerError> {
        Self::all_of(reading, cases(reading)?, on)
    }

    /// These cases, as far as they had begun by a day. A case whose steps were all taken out is there to be corrected.
    pub fn all_of(
        reading: &Reading<'_>,
        list: Vec<Stored<DevelopmentCase>>,
        on: Day,
    ) -> Result<Vec<Self>, LedgerError> {
        let names = Names::of(reading)?;
        let mut steps = by_case(steps(reading)?, |step| step.case_id);
        let mut supporters = by_case(supporters(reading)?, |supporter| supporter.case_id);
        let mut files = Vec::new();
        for stored in list {
            let own = steps.remove(&stored.id).unwrap_or_default();
            let standing = own.iter().filter(|step| step.dropped_on.is_none());
            let is_ahead =
                standing.clone().next().is_some() && standing.clone().all(|step| is_after(step, on));
            if !is_ahead {
                let rows = (own, supporters.remove(&stored.id).unwrap_or_default());
                files.push(Self::of(reading, &names, stored, rows, on)?);
            }
        }
        Ok(files)
    }

    fn of(
        reading: &Reading<'_>,
        names: &Names,
        stored: Stored<DevelopmentCase>,
        (mut steps, mut supporters): (Vec<Stored<DevelopmentStep>>, Vec<Stored<CaseSupporter>>),
        on: Day,
    ) -> Result<Self, LedgerError> {
        let person = reading.require::<Person>(stored.person_id)?;
        steps.retain(|step| step.dropped_on.is_none() && !is_after(step, on));
        supporters.retain(|supporter| holds(supporter, on));
        let branch = names.distinct(stored.branch_id);
        let mut case = case_of(&stored, &person, &branch, &steps);
        for supporter in &supporters {
            let named = named_on(supporter, &case, on);
            case.supporters.push(seen(reading, supporter, named)?);
        }
        Ok(Self { stored, person, branch, steps, supporters, case })
    }

    /// The row of a step that was taken.
    pub fn row_of(&self, step: Step) -> Option<&Stored<DevelopmentStep>> {
        self.steps.iter().find(|row| row.step == step.code())
    }

    /// Whether it is neither ended, complete nor taken back.
    pub fn is_open(&self, on: Day) -> bool {
        !self.is_dropped(on) && self.case.is_open(on)
    }

    /// Whether anything can be entered in it: neither ended nor taken back.
    pub fn is_running(&self) -> bool {
        self.stored.dropped_on.is_none() && self.stored.ended_by_on.is_none()
    }

    /// Whether it was opened by mistake, as somebody has said.
    pub fn is_dropped(&self, on: Day) -> bool {
        self.stored.dropped_on.is_some_and(|dropped| dropped <= on)
    }
}

fn by_case<E: branchbook_ledger::Entity>(
    rows: Vec<Stored<E>>,
    case: impl Fn(&E) -> DevelopmentCaseId,
) -> HashMap<DevelopmentCaseId, Vec<Stored<E>>> {
    let mut found: HashMap<DevelopmentCaseId, Vec<Stored<E>>> = HashMap::new();
    for row in rows {
        found.entry(case(&row.value)).or_default().push(row);
    }
    found
}

fn is_after(step: &DevelopmentStep, on: Day) -> bool {
    step.done_on.earliest() > on
}

fn holds(supporter: &CaseSupporter, on: Day) -> bool {
    let has_begun = supporter.from_on.is_none_or(|from| from <= on);
    supporter.dropped_on.is_none() && has_begun && supporter.to_on.is_none_or(|to| to > on)
}

fn case_of(
    stored: &DevelopmentCase,
    person: &Person,
    branch: &str,
    steps: &[Stored<DevelopmentStep>],
) -> Case {
    let number = |known: Option<i64>| known.and_then(|known| u32::try_from(known).ok());
    let end = stored.ended_by_on.zip(stored.end_reason).map(|(on, reason)| CaseEnd { on, reason });
    let mut case = Case {
        subject: format!("{branch} {}", person.name),
        branch: branch.to_owned(),
        birth_on: person.birth_on,
        training: TrainingLength { days: number(stored.training_days), hours: number(stored.training_hours) },
        special_reason: stored.special_reason.clone(),
        put_off_until: stored.put_off_until.map(PartialDay::Day),
        end,
        ..Case::default()
    };
    for row in steps {
        take(&mut case, row);
    }
    case
}

fn take(case: &mut Case, row: &DevelopmentStep) {
    if let Some(step) = Step::from_code(&row.step) {
        case.days.insert(step, row.done_on);
    } else if let Some(what) = Recurring::from_code(&row.step) {
        case.recurring.entry(what).or_default().push(row.done_on);
    } else if row.step == EXTENSION {
        let months = row.months.and_then(|months| u32::try_from(months).ok()).unwrap_or(0);
        case.extensions.push(Extension { decided_on: row.done_on, months });
    }
}

/// The day on which a supporter was named: their own, else that of the step.
fn named_on(supporter: &CaseSupporter, case: &Case, on: Day) -> Day {
    let step = match supporter.role {
        Role::Contact => Step::ContactsNamed,
        Role::Introducer => Step::IntroducersNamed,
    };
    supporter.from_on.or_else(|| case.day_of(step).map(PartialDay::latest)).unwrap_or(on)
}

fn seen(reading: &Reading<'_>, stored: &CaseSupporter, named: Day) -> Result<Supporter, LedgerError> {
    let standing = match stored.person_id {
        Some(person) => supporter_standing(reading, person, named)?,
        None => None,
    };
    Ok(Supporter { role: stored.role, name: stored.name.clone(), standing })
}

/// What the book says somebody was on a day; nothing where it does not surely say it.
pub(super) fn supporter_standing(
    reading: &Reading<'_>,
    person: PersonId,
    day: Day,
) -> Result<Option<SupporterStanding>, LedgerError> {
    let (standing, is_observed) = match member_on(reading, person, day)? {
        Some(member) => (member.standing, member.has(ConditionKind::PartyProbation)),
        None => {
            let person = reading.require::<Person>(person)?;
            let Some(joined) = person.joined_on else { return Ok(None) };
            (standing_on(day, joined, person.became_full_on), false)
        }
    };
    Ok(match standing.class {
        _ if is_observed => Some(SupporterStanding::UnderObservation),
        _ if standing.is_about => None,
        Some(MemberClass::Full) => Some(SupporterStanding::Full),
        Some(MemberClass::Probationary) => Some(SupporterStanding::Probationary),
        None => Some(SupporterStanding::NotAMember),
    })
}
