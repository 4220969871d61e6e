//! From what the person said to what will be written: everything checked and reckoned, nothing written.
//! All faults of a draft are collected, so that a form can mark them at once.

use std::collections::HashSet;

use branchbook_contract::FieldError;
use branchbook_contract::meeting::{GatheringDraft, RecordDraft, Roll, TopicDraft};
use branchbook_domain::day::{Day, Month, day_label};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{GatheringId, OrganisationId, PersonId};
use branchbook_domain::quorum::Attendance;
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::organisation::Level;

use super::register::{OnRoll, Register};
use super::roll::{self, Person};
use super::tally::{self, States, Tally};
use super::verdict::{self, Decided};
use crate::error::{DeskError, Result};

/// A gathering ready to be written.
pub(crate) struct Prepared {
    pub day: Day,
    pub minutes: (Option<i64>, Option<i64>),
    pub place: Option<String>,
    pub host: Person,
    pub recorder: Person,
    pub origin: Origin,
    pub origin_note: Option<String>,
    pub booked_month: Month,
    pub is_numbers_only: bool,
    pub replaces: Option<GatheringId>,
    pub note: Option<String>,
    /// Everybody with a row: those due at any record in the order of the register, then observers.
    pub people: Vec<PersonId>,
    /// Those among them who are no members here: they were called, and earn no points.
    pub guests: HashSet<PersonId>,
    pub states: States,
    pub records: Vec<PreparedRecord>,
    pub warnings: Vec<String>,
}

/// A record ready to be written.
pub(crate) struct PreparedRecord {
    pub kind: RecordKind,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub theme: Option<String>,
    pub lecturer: Option<String>,
    pub note: Option<String>,
    pub tally: Tally,
    pub due: HashSet<PersonId>,
    pub topics: Vec<PreparedTopic>,
}

/// A topic ready to be written.
pub(crate) struct PreparedTopic {
    pub draft: TopicDraft,
    pub votes: Vec<Decided>,
}

/// How the gathering comes into the book.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub today: Day,
    pub origin: Origin,
    pub origin_note: Option<String>,
    pub booked_month: Month,
    pub replaces: Option<GatheringId>,
}

/// Checks and reckons a draft by the register of its day.
pub(crate) fn prepare(
    reading: &Reading<'_>,
    register: &Register,
    draft: &GatheringDraft,
    entry: Entry,
) -> Result<Prepared> {
    let mut faults = Faults::default();
    check_frame(draft, entry.today, &mut faults);
    let rolls: Vec<Vec<&OnRoll>> =
        draft.records.iter().map(|record| register.roll(record.kind, record.organisation)).collect();
    let states = roll::states(register, &rolls, &draft.roll, &mut faults);
    let records: Vec<PreparedRecord> = draft
        .records
        .iter()
        .zip(&rolls)
        .enumerate()
        .map(|(at, (record, roll))| {
            prepare_record(register, at, record, roll, &draft.roll, &states, &mut faults)
        })
        .collect();
    let host = roll::person(reading, register, &draft.records, draft.host.as_ref(), "host", &mut faults)?;
    let recorder =
        roll::person(reading, register, &draft.records, draft.recorder.as_ref(), "recorder", &mut faults)?;
    faults.into_result()?;
    let is_numbers_only = draft.roll == Roll::Numbers;
    Ok(Prepared {
        day: draft.day,
        minutes: (draft.start.map(|time| time.minutes().into()), draft.end.map(|time| time.minutes().into())),
        place: kept(draft.place.as_deref()),
        host,
        recorder,
        origin: entry.origin,
        origin_note: entry.origin_note,
        booked_month: entry.booked_month,
        is_numbers_only,
        replaces: entry.replaces,
        note: kept(draft.note.as_deref()),
        people: if is_numbers_only { Vec::new() } else { everybody(&rolls, &states) },
        guests: rolls.iter().flatten().filter(|person| person.is_guest).map(|person| person.person).collect(),
        states,
        records,
        warnings: Vec::new(),
    })
}

/// Text without spaces around it; nothing if nothing remains.
pub(crate) fn kept(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Faults found in a draft, by field.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    /// One more fault.
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    fn into_result(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(DeskError::Invalid(self.0)) }
    }
}

fn check_frame(draft: &GatheringDraft, today: Day, faults: &mut Faults) {
    if draft.day > today {
        let day = day_label(draft.day);
        faults.add("day", format!("会议日期{day}还没有到，不能登记；请在会后登记，或核对日期。"));
    }
    if let (Some(start), Some(end)) = (draft.start, draft.end)
        && end <= start
    {
        faults.add("end", format!("结束时间 {end} 不在开始时间 {start} 之后，请核对。"));
    }
    if draft.records.is_empty() {
        faults.add("records", "请至少选择一种会议类型（支部党员大会、党课、主题党日等）。");
    }
    for (at, record) in draft.records.iter().enumerate() {
        let is_same =
            |other: &RecordDraft| other.kind == record.kind && other.organisation == record.organisation;
        if draft.records.iter().take(at).any(is_same) {
            let sentence = format!("同一次集中里，同一组织的{}登记了两遍，请删去一个。", record.kind.label());
            faults.add(format!("records[{at}].kind"), sentence);
        }
    }
}

fn prepare_record(
    register: &Register,
    at: usize,
    record: &RecordDraft,
    roll: &[&OnRoll],
    how: &Roll,
    states: &States,
    faults: &mut Faults,
) -> PreparedRecord {
    if let Err(sentence) = check_organisation(register, record) {
        faults.add(format!("records[{at}].organisation"), sentence);
    }
    let tally = numbers(record, roll, how, states).unwrap_or_else(|(field, sentence)| {
        faults.add(format!("records[{at}].{field}"), sentence);
        Tally::default()
    });
    PreparedRecord {
        kind: record.kind,
        organisation: record.organisation,
        organisation_name: register.name(record.organisation),
        theme: kept(record.theme.as_deref()),
        lecturer: kept(record.lecturer.as_deref()),
        note: kept(record.note.as_deref()),
        due: roll.iter().filter(|person| person.is_due).map(|person| person.person).collect(),
        topics: topics(at, record, &tally, faults),
        tally,
    }
}

fn check_organisation(register: &Register, record: &RecordDraft) -> Result<(), String> {
    let Some(organisation) = register.organisation(record.organisation) else {
        return Err("所选组织在会议当日不存在，请核对组织和日期。".to_owned());
    };
    let is_group = organisation.level == Level::Group;
    match record.kind {
        RecordKind::GroupMeeting if !is_group => {
            Err(format!("党小组会要选到党小组，“{}”不是党小组。", organisation.name))
        }
        RecordKind::MemberAssembly | RecordKind::CommitteeMeeting | RecordKind::DemocraticAppraisal
            if is_group =>
        {
            Err(format!("{}由党支部召开，请选择党小组所在的支部。", record.kind.label()))
        }
        _ => Ok(()),
    }
}

/// Field and sentence of a fault.
type Fault = (&'static str, String);

fn numbers(record: &RecordDraft, roll: &[&OnRoll], how: &Roll, states: &States) -> Result<Tally, Fault> {
    match (how, &record.stated) {
        (Roll::Names(_), Some(_)) => {
            Err(("stated", "已按名单登记，不能再填人数；只知道人数的，请改为“只记人数”。".to_owned()))
        }
        (Roll::Names(_), None) if !roll.iter().any(|person| person.is_due) => {
            Err(("organisation", nobody_due(record.kind).to_owned()))
        }
        (Roll::Names(_), None) => Ok(tally::of_roll(roll, states)),
        (Roll::Numbers, None) => Err(("stated", "只记人数的会议，请填写应到和实到人数。".to_owned())),
        (Roll::Numbers, Some(stated)) => {
            let tally = tally::of_stated(stated).map_err(|sentence| ("stated", sentence))?;
            Ok(with_committee(record.kind, tally))
        }
    }
}

/// Why the roll of a meeting is empty, and what to do.
pub(crate) const fn nobody_due(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::CommitteeMeeting => {
            "没有登记支部委员的任职，不知道谁应到会；请先登记任职，或改为“只记人数”。"
        }
        _ => "当日名册里没有应到会的党员；请先登记党员，或改为“只记人数”。",
    }
}

/// Every member of a committee has a vote.
fn with_committee(kind: RecordKind, tally: Tally) -> Tally {
    match kind {
        RecordKind::CommitteeMeeting => {
            let all = Attendance { due: tally.due, present: tally.present };
            Tally { voting: tally.voting.or(Some(all)), ..tally }
        }
        _ => tally,
    }
}

fn topics(at: usize, record: &RecordDraft, tally: &Tally, faults: &mut Faults) -> Vec<PreparedTopic> {
    let prepare = |(number, topic): (usize, &TopicDraft)| {
        let field = format!("records[{at}].topics[{number}]");
        if topic.title.trim().is_empty() {
            faults.add(format!("{field}.title"), "议题没有名称，请填写议题，或删去这一行。");
        }
        let mut votes = Vec::new();
        for (vote_at, vote) in topic.votes.iter().enumerate() {
            match verdict::decide_vote(record.kind, tally, *vote) {
                Ok(decided) => votes.push(decided),
                Err(sentence) => faults.add(format!("{field}.votes[{vote_at}]"), sentence),
            }
        }
        PreparedTopic { draft: topic.clone(), votes }
    };
    record.topics.iter().enumerate().map(prepare).collect()
}

/// Those due at any record in the order of the register, then observers by key.
fn everybody(rolls: &[Vec<&OnRoll>], states: &States) -> Vec<PersonId> {
    let mut seen = HashSet::new();
    let due = rolls.iter().flatten().filter(|person| person.is_due).map(|person| person.person);
    let mut people: Vec<PersonId> = due.filter(|person| seen.insert(*person)).collect();
    let mut others: Vec<PersonId> = states.keys().copied().filter(|person| !seen.contains(person)).collect();
    others.sort_unstable();
    people.extend(others);
    people
}
