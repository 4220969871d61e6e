//! Everybody who is to be kept in touch with on a day, and why: conditions, tags, where mobile members are. Reads and
//! reckons; when a contact is due is the domain's to say. Must not write.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use branchbook_domain::care::{Care, CareKind, Contact, DAYS_AHEAD, MobilityWay, PersonTag, check_care};
use branchbook_domain::day::{Day, PartialDay, add_days, add_months};
use branchbook_domain::due_day::DueDay;
use branchbook_domain::key::PersonId;
use branchbook_domain::rule::Finding;
use branchbook_ledger::table::care::{contacts_among, mobilities_of, mobilities_on, tags_of, tags_on};
use branchbook_ledger::table::membership::{
    ConditionKind, MemberOnDay, conditions_of, conditions_on, members_among,
};
use branchbook_ledger::{LedgerError, Reading};

use super::cycle::Cycles;
use crate::folio::Known;

/// Somebody who is to be kept in touch with.
pub(super) struct Watched {
    /// Who.
    pub person: PersonId,
    /// Every reason, each with its log.
    pub cares: Vec<Reason>,
}

/// One reason.
pub(super) struct Reason {
    /// Why, since when, and every try.
    pub care: Care,
    /// Whether the book says since when; if not, the next contact is taken to be due.
    pub is_since_known: bool,
    /// The day by which the next contact is due.
    pub due: DueDay,
}

/// How it stands with somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Over the day.
    Late,
    /// Within the next days.
    Due,
    /// In order.
    Fine,
}

impl Watched {
    /// The reason that asks first: that nobody can find them, or the earliest day.
    pub fn first(&self) -> Option<&Reason> {
        let lost = self.cares.iter().find(|reason| reason.care.kind == CareKind::Lost);
        lost.or_else(|| self.cares.iter().min_by_key(|reason| reason.due.day))
    }

    /// How it stands on a day.
    pub fn state(&self, on: Day) -> State {
        match self.first().map(|reason| reason.due.day) {
            Some(due) if due < on => State::Late,
            Some(due) if due <= add_days(on, DAYS_AHEAD) => State::Due,
            _ => State::Fine,
        }
    }

    /// What does not fit. That a contact is due is said once, for the reason that asks first.
    pub fn findings(&self, cycles: &Cycles, on: Day) -> Vec<Finding> {
        let first = self.first().map(|reason| reason.care.kind);
        let mut findings = Vec::new();
        for reason in &self.cares {
            let Some(setting) = cycles.get(reason.care.kind) else { continue };
            let found = check_care(&reason.care, setting, on).into_iter();
            let is_first = first == Some(reason.care.kind);
            findings.extend(found.filter(|finding| is_first || finding.rule != setting.rule()));
        }
        findings
    }
}

/// Since when what holds of whom.
type Reasons = BTreeMap<PersonId, BTreeMap<CareKind, Option<Day>>>;

/// Everybody who is to be kept in touch with on a day, with those whom the rows speak of.
pub(super) fn watched(
    reading: &Reading<'_>,
    cycles: &Cycles,
    on: Day,
) -> Result<(Vec<Watched>, Known), LedgerError> {
    with_logs(reading, cycles, reasons(reading, on)?, on)
}

/// The same of those who cannot be found: of the others nothing is read.
pub(super) fn lost(reading: &Reading<'_>, cycles: &Cycles, on: Day) -> Result<Vec<Watched>, LedgerError> {
    let held = conditions_on(reading, on)?.into_iter().filter(|held| held.kind == ConditionKind::Lost);
    let ids: Vec<PersonId> = held.map(|held| held.person_id).collect();
    let mut reasons = Reasons::new();
    for member in members_among(reading, &ids, on)? {
        of_conditions(&mut reasons, &member, None);
    }
    for kinds in reasons.values_mut() {
        kinds.retain(|kind, _| *kind == CareKind::Lost);
    }
    Ok(with_logs(reading, cycles, reasons, on)?.0)
}

fn with_logs(
    reading: &Reading<'_>,
    cycles: &Cycles,
    reasons: Reasons,
    on: Day,
) -> Result<(Vec<Watched>, Known), LedgerError> {
    let ids: Vec<PersonId> = reasons.keys().copied().collect();
    let known = Known::of(reading, &ids, on)?;
    let mut logs: HashMap<PersonId, Vec<Contact>> = HashMap::new();
    for made in contacts_among(reading, &ids)?.into_iter().filter(|made| made.occurred_on.earliest() <= on) {
        let contact = Contact { on: made.occurred_on, is_reached: made.is_reached };
        logs.entry(made.person_id).or_default().push(contact);
    }
    let mut all = Vec::new();
    for (person, kinds) in reasons {
        let (subject, log) = (known.name(person), logs.remove(&person).unwrap_or_default());
        let reason = |(kind, since)| reason((kind, since), &subject, &log, (cycles, on));
        all.push(Watched { person, cares: kinds.into_iter().filter_map(reason).collect() });
    }
    all.sort_by_key(|each| (each.state(on), each.first().map(|reason| reason.due.day), each.person));
    Ok((all, known))
}

fn reason(
    (kind, since): (CareKind, Option<Day>),
    subject: &str,
    log: &[Contact],
    (cycles, on): (&Cycles, Day),
) -> Option<Reason> {
    let setting = cycles.get(kind)?;
    let months = i32::try_from(setting.months).unwrap_or_default();
    let since: Option<PartialDay> = since.map(PartialDay::from);
    let care = Care {
        subject: subject.to_owned(),
        kind,
        // Nobody knows since when: a contact is asked for now, and no length of time is reckoned from it.
        since: since.unwrap_or_else(|| add_months(on, -months).into()),
        contacts: log.to_vec(),
    };
    let due = care.next_due(setting, on);
    Some(Reason { care, is_since_known: since.is_some(), due })
}

/// Conditions for which somebody is kept in touch with.
const KEPT: [ConditionKind; 3] = [ConditionKind::Lost, ConditionKind::Hardship, ConditionKind::Mobile];

fn reasons(reading: &Reading<'_>, on: Day) -> Result<Reasons, LedgerError> {
    let mut reasons = Reasons::new();
    let (ways, tags) = (ways(reading, on)?, tags_on(reading, on)?);
    let with_condition = conditions_on(reading, on)?.into_iter().filter(|held| KEPT.contains(&held.kind));
    let asked: BTreeSet<PersonId> = with_condition
        .map(|held| held.person_id)
        .chain(ways.keys().copied())
        .chain(tags.iter().map(|held| held.person_id))
        .collect();
    let members = members_among(reading, &asked.into_iter().collect::<Vec<_>>(), on)?.into_iter();
    let members: HashMap<PersonId, MemberOnDay> = members.map(|member| (member.person, member)).collect();
    for (&person, member) in &members {
        of_conditions(&mut reasons, member, ways.get(&person).map(|(way, _)| *way));
    }
    for (&person, &(_, since)) in ways.iter().filter(|(_, (way, _))| *way == MobilityWay::In) {
        if !members.contains_key(&person) {
            note(&mut reasons, person, CareKind::MobileIn, since);
        }
    }
    for held in tags {
        let kind = PersonTag::from_code(&held.tag).and_then(PersonTag::care);
        if let Some(kind) = kind.filter(|_| members.contains_key(&held.person_id)) {
            note(&mut reasons, held.person_id, kind, held.from_on);
        }
    }
    Ok(reasons)
}

/// Where each mobile member is on a day, as far as it is registered.
fn ways(
    reading: &Reading<'_>,
    on: Day,
) -> Result<HashMap<PersonId, (MobilityWay, Option<Day>)>, LedgerError> {
    let known = mobilities_on(reading, on)?.into_iter();
    let way = |each: &str| MobilityWay::from_code(each).unwrap_or(MobilityWay::Out);
    Ok(known.map(|each| (each.person_id, (way(&each.way), each.from_on))).collect())
}

fn of_conditions(reasons: &mut Reasons, member: &MemberOnDay, way: Option<MobilityWay>) {
    for condition in &member.conditions {
        let kind = match condition.kind {
            ConditionKind::Lost => CareKind::Lost,
            ConditionKind::Hardship => CareKind::Hardship,
            ConditionKind::Mobile => way.unwrap_or(MobilityWay::Out).care(),
            _ => continue,
        };
        note(reasons, member.person, kind, condition.from_on);
    }
}

/// The earliest known day counts.
fn note(reasons: &mut Reasons, person: PersonId, kind: CareKind, since: Option<Day>) {
    let held = reasons.entry(person).or_default().entry(kind).or_insert(since);
    *held = match (*held, since) {
        (Some(known), Some(new)) => Some(known.min(new)),
        (known, new) => known.or(new),
    };
}

/// Whether anything without an end asks to keep in touch with a person.
pub(super) fn is_watched(reading: &Reading<'_>, person: PersonId) -> Result<bool, LedgerError> {
    let conditions = conditions_of(reading, person)?;
    if conditions.iter().any(|each| each.to_on.is_none() && KEPT.contains(&each.kind)) {
        return Ok(true);
    }
    let is_care = |tag: &str| PersonTag::from_code(tag).and_then(PersonTag::care).is_some();
    if tags_of(reading, person)?.iter().any(|held| held.to_on.is_none() && is_care(&held.tag)) {
        return Ok(true);
    }
    Ok(mobilities_of(reading, person)?.iter().any(|each| each.to_on.is_none()))
}
