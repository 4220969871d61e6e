//! A case as the book holds it, and the same as the rules see it on a day. Must not judge it.

use std::collections::HashMap;

use branchbook_domain::day::{Day, PartialDay, Span};
use branchbook_domain::development::{
    Case, CaseEnd, Extension, Recurring, Role, Step, Supporter, SupporterStanding, TrainingLength,
};
use branchbook_domain::key::{DevelopmentCaseId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_domain::standing::{MemberClass, Standing, standing_on};
use branchbook_ledger::table::development::{
    CaseSupporter, DevelopmentCase, DevelopmentStep, EXTENSION, cases, open_cases_on, steps_among, steps_of,
    supporters_among, supporters_of,
};
use branchbook_ledger::table::membership::{
    Periods, conditions_of_kind, memberships_among, people, standing_of,
};
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
        let person = reading.require::<Person>(stored.person_id)?;
        let (steps, supporters) = (steps_of(reading, id)?, supporters_of(reading, id)?);
        let mut file = Self::of(&Names::on(reading, on)?, (stored, person), (steps, supporters), on);
        let people = file.supporters.iter().filter_map(|supporter| supporter.person_id).collect::<Vec<_>>();
        file.name_supporters(&Members::of(reading, &people)?, on);
        Ok(file)
    }

    /// All cases that had begun by a day.
    pub fn all(reading: &Reading<'_>, on: Day) -> Result<Vec<Self>, LedgerError> {
        Self::all_of(reading, cases(reading)?, on)
    }

    /// The cases that had begun by a day and are open on it.
    pub fn all_open(reading: &Reading<'_>, on: Day) -> Result<Vec<Self>, LedgerError> {
        Self::all_of(reading, open_cases_on(reading, on)?, on)
    }

    /// These cases, as far as they had begun by a day. A case whose steps were all taken out is there to be corrected. A few
    /// queries, however many cases there are, and nothing of other cases.
    pub fn all_of(
        reading: &Reading<'_>,
        list: Vec<Stored<DevelopmentCase>>,
        on: Day,
    ) -> Result<Vec<Self>, LedgerError> {
        let names = Names::on(reading, on)?;
        let ids: Vec<DevelopmentCaseId> = list.iter().map(|stored| stored.id).collect();
        let mut steps = by_case(steps_among(reading, &ids)?, |step| step.case_id);
        let mut supporters = by_case(supporters_among(reading, &ids)?, |supporter| supporter.case_id);
        let persons: Vec<PersonId> = list.iter().map(|stored| stored.person_id).collect();
        let persons = people(reading, &persons)?;
        let mut files = Vec::new();
        for stored in list {
            let own = steps.remove(&stored.id).unwrap_or_default();
            let standing = own.iter().filter(|step| step.dropped_on.is_none());
            let is_ahead =
                standing.clone().next().is_some() && standing.clone().all(|step| is_after(step, on));
            // Two cases of one person speak of the same record.
            let person = persons.get(&stored.person_id).cloned();
            if let Some(person) = person.filter(|_| !is_ahead) {
                let rows = (own, supporters.remove(&stored.id).unwrap_or_default());
                files.push(Self::of(&names, (stored, person), rows, on));
            }
        }
        let supporters = files.iter().flat_map(|file| &file.supporters);
        let members = supporters.filter_map(|supporter| supporter.person_id).collect::<Vec<_>>();
        let members = Members::of(reading, &members)?;
        files.iter_mut().for_each(|file| file.name_supporters(&members, on));
        Ok(files)
    }

    fn of(
        names: &Names,
        (stored, person): (Stored<DevelopmentCase>, Stored<Person>),
        (mut steps, mut supporters): (Vec<Stored<DevelopmentStep>>, Vec<Stored<CaseSupporter>>),
        on: Day,
    ) -> Self {
        steps.retain(|step| step.dropped_on.is_none() && !is_after(step, on));
        supporters.retain(|supporter| holds(supporter, on));
        let branch = names.distinct(stored.branch_id);
        let case = case_of(&stored, &person, &branch, &steps);
        Self { stored, person, branch, steps, supporters, case }
    }

    /// What each supporter was on the day on which they were named.
    fn name_supporters(&mut self, members: &Members, on: Day) {
        for supporter in &self.supporters {
            let named = named_on(supporter, &self.case, on);
            let standing = supporter.person_id.and_then(|person| members.standing(person, named));
            self.case.supporters.push(Supporter {
                role: supporter.role,
                name: supporter.name.clone(),
                standing,
            });
        }
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

/// What the book knows of some people over all time: who they are, when they were members, when they were under
/// observation. Read once for all supporters of all cases.
struct Members {
    people: HashMap<PersonId, Stored<Person>>,
    spans: HashMap<PersonId, Vec<Span>>,
    observed: HashMap<PersonId, Vec<Span>>,
    periods: Periods,
}

impl Members {
    fn of(reading: &Reading<'_>, ids: &[PersonId]) -> Result<Self, LedgerError> {
        let (mut spans, mut observed): (HashMap<_, Vec<Span>>, HashMap<_, Vec<Span>>) = Default::default();
        for held in memberships_among(reading, ids)? {
            spans.entry(held.person_id).or_default().push(Span { from: held.from_on, to: held.to_on });
        }
        for held in conditions_of_kind(reading, ConditionKind::PartyProbation)? {
            observed.entry(held.person_id).or_default().push(Span { from: held.from_on, to: held.to_on });
        }
        Ok(Self { people: people(reading, ids)?, spans, observed, periods: Periods::of(reading)? })
    }

    /// What the book says somebody was on a day; nothing where it does not surely say it.
    fn standing(&self, person: PersonId, day: Day) -> Option<SupporterStanding> {
        let known = self.people.get(&person)?;
        let (joined, full) = self.periods.days(person, day, (known.joined_on, known.became_full_on));
        let in_any = |of: &HashMap<PersonId, Vec<Span>>| {
            of.get(&person).is_some_and(|spans| spans.iter().any(|span| span.contains(day)))
        };
        if in_any(&self.spans) {
            let standing = standing_of(day, joined, full);
            return said(standing, in_any(&self.observed));
        }
        said(standing_on(day, joined?, full), false)
    }
}

fn said(standing: Standing, is_observed: bool) -> Option<SupporterStanding> {
    match standing.class {
        _ if is_observed => Some(SupporterStanding::UnderObservation),
        _ if standing.is_about => None,
        Some(MemberClass::Full) => Some(SupporterStanding::Full),
        Some(MemberClass::Probationary) => Some(SupporterStanding::Probationary),
        None => Some(SupporterStanding::NotAMember),
    }
}
