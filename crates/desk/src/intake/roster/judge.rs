//! Decides about every row of a roster: who is new, who changed, who contradicts. What follows for somebody new stands in
//! `join`, for a member in `change` and `leave`, what a person can decide about it in `offer`. Writes nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use branchbook_contract::intake::RowState;
use branchbook_domain::key::PersonId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation::places_on;
use branchbook_ledger::table::person::Person;

use super::choice;
use super::draft::{self, Lack};
use super::known::{Found, Known};
use super::meetings::{self, Meetings};
use super::offer::Offer;
use super::place::Place;
use super::plan::Plan;
use super::repeat::{self, Repeat};
use super::seat::Seats;
use super::spot::Spots;
use super::survey::Survey;
use super::who::{Entry, Names};
use super::{absent, finding};
use crate::error::Result;
use crate::intake::repeat::taking;
use crate::intake::row::WaitingRow;
use crate::intake::{Context, Planned, SourceRows, Verdict};
use crate::month::booking_month;

/// Decides about the rows.
pub(super) fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Plan>> {
    let known = Known::load(reading)?;
    let mut survey = Survey::of(reading, rows, &known, context)?;
    let entries = std::mem::take(&mut survey.entries);
    let mut plan = Plan::new(booking_month(reading, context.as_of())?, rows, context);
    let place = |at: usize| rows.waiting().get(at).map(WaitingRow::place);
    let is_taken = |at: usize| place(at).is_some_and(|place| context.decisions.takes(place));
    let meant = |at: usize| {
        let own = place(at).and_then(|place| context.decisions.own(place))?;
        choice::who_of(own).map(|(_, who)| who)
    };
    let draft = |at: usize| plan.draft(u32::try_from(at).unwrap_or(u32::MAX));
    let is_one_group = |branch: Place, one: &str, other: &str| survey.places.is_one_group(branch, one, other);
    let mut repeats = repeat::find(&entries, &survey.names, (draft, is_one_group), is_taken);
    // Who is meant has been said: nothing is unclear any more.
    repeats
        .retain(|at, repeat| !matches!(repeat, Repeat::Unclear(_) | Repeat::Near(_)) || meant(*at).is_none());
    let meetings = Meetings::of(&entries, &survey.names, &known, (&repeats, &meant));
    let is_opened = known.members().next().is_some();
    // Into an empty book nearly every row brings somebody new.
    let joiners = if is_opened { 0 } else { rows.len() };
    plan.joiners.reserve_exact(joiners);
    let spots = Spots::of(&places_on(reading, context.as_of())?);
    let seats = Seats::of(reading)?;
    let mut planner = Planner {
        reading,
        context,
        known: &known,
        survey,
        repeats,
        plan,
        meetings,
        spots,
        seats,
        is_opened,
        unread: BTreeSet::new(),
    };
    let mut verdicts = Vec::with_capacity(rows.len());
    for ((entry, waiting), at) in entries.into_iter().zip(rows.waiting()).zip(0_u32..) {
        let mut verdict = planner.verdict(&Row { at, waiting, entry: &entry })?;
        // Where a row belongs is asked before everything else.
        if let Some(question) = planner.survey.asked.remove(&at) {
            verdict.questions.insert(0, question);
        }
        for note in entry.notes {
            if !planner.is_known(at, note.lacks)? {
                verdict.notes.push(note.text);
            }
        }
        verdicts.push(verdict.settled());
    }
    planner.find_absent()?;
    let mut findings = planner.findings();
    findings.extend(finding::older_register(reading, context, &planner.plan)?);
    let Planner { survey, mut plan, .. } = planner;
    let new_organisations = survey.places.made_names(&plan.places());
    plan.organisations = survey.places.made;
    Ok(Planned { plan, verdicts, findings, new_organisations })
}

/// What is said of a row whom nothing tells from another of its name.
pub(super) fn unclear(place: &str) -> String {
    format!(
        "与{place}姓名、支部相同，没有身份证号、出生年月、入党时间或电话可以区分，不能确定是一人还是两人；请补上后重新导入。"
    )
}

/// A row whose turn it is.
pub(super) struct Row<'a> {
    pub at: u32,
    pub waiting: &'a WaitingRow,
    pub entry: &'a Entry,
}

pub(super) struct Planner<'a> {
    pub reading: &'a Reading<'a>,
    pub context: &'a Context<'a>,
    pub known: &'a Known,
    pub survey: Survey,
    pub repeats: HashMap<usize, Repeat>,
    pub plan: Plan,
    pub meetings: Meetings,
    /// The places that the office looks after.
    pub spots: Spots,
    /// The organisations in which posts are held.
    pub seats: Seats,
    /// Whether the book has members already: then somebody new may have come lately.
    pub is_opened: bool,
    /// Members of the book whom only rows name that were not read.
    unread: BTreeSet<PersonId>,
}

impl Planner<'_> {
    /// Whether the book knows what a row lacks of the person whom it means.
    fn is_known(&self, at: u32, lack: Option<Lack>) -> Result<bool> {
        let (Some(lack), Some(Found::One(position))) = (lack, self.meetings.found.get(at as usize)) else {
            return Ok(false);
        };
        let Some(person) = self.known.person(*position) else { return Ok(false) };
        let person = self.reading.require::<Person>(person.id)?;
        Ok(match lack {
            Lack::Joined => person.joined_on.is_some(),
            Lack::BecameFull => person.became_full_on.is_some(),
        })
    }

    fn verdict(&mut self, row: &Row<'_>) -> Result<Verdict> {
        let Some(branch) = row.entry.branch else { return Ok(self.nowhere(row)) };
        match self.repeats.get(&(row.at as usize)) {
            Some(repeat) => Ok(self.repeated(row, repeat)),
            None => self.decide(row, branch),
        }
    }

    pub fn new_verdict(&self, row: &Row<'_>, state: RowState) -> Verdict {
        Verdict::of(row.waiting.number(), self.survey.names.shared(row.entry.name), state)
    }

    pub fn name(&self, row: &Row<'_>) -> &str {
        self.survey.names.text(row.entry.name)
    }

    pub fn refused(&self, row: &Row<'_>) -> Verdict {
        let reason = self.survey.refusals.get(&row.at).cloned().unwrap_or_default();
        self.new_verdict(row, RowState::Refused).noting(reason)
    }

    /// A row that is put nowhere: refused, or asked about.
    fn nowhere(&self, row: &Row<'_>) -> Verdict {
        let is_asked = self.survey.asked.contains_key(&row.at);
        let state = if is_asked { RowState::Conflict } else { RowState::Refused };
        let mut verdict = self.refused(row);
        verdict.state = state;
        verdict
    }

    pub fn conflict(&self, row: &Row<'_>, sentence: &str) -> Verdict {
        self.new_verdict(row, RowState::Conflict).noting(row.waiting.say_all(sentence))
    }

    fn repeated(&self, row: &Row<'_>, repeat: &Repeat) -> Verdict {
        let place = self.place_of(row, repeat.other());
        let take = |verdict: Verdict| verdict.asking(taking(""));
        match repeat {
            Repeat::Again(_) => {
                let sentence = format!("与{place}是同一人，只登记一次。");
                self.new_verdict(row, RowState::Duplicate).noting(row.waiting.say_all(&sentence))
            }
            Repeat::Differs(_, fields) => {
                let fields = fields.join("、");
                let sentence = format!(
                    "与{place}是同一人，{fields}却写得不同，不能确定以哪一行为准；请选定一行，或只留一行后重新导入。"
                );
                take(self.conflict(row, &sentence))
            }
            Repeat::TwoBranches(_) => {
                let sentence =
                    format!("与{place}是同一人，却写在两个支部；请选定一行，或只留一处后重新导入。");
                take(self.conflict(row, &sentence))
            }
            Repeat::Unclear(_) => self.conflict_of_people(row, &unclear(&place), self.begin(row)),
            Repeat::Near(_) => {
                let sentence = format!(
                    "与{place}姓名相同，身份证号却有一两位不同，或者出生、电话都相同而身份证号不同，可能是一个人写错了；\
                     请对照证件核对，只留一行后重新导入，确是两个人的请选定。"
                );
                self.conflict_of_people(row, &sentence, self.begin(row))
            }
            Repeat::TwoNames(_) => {
                let sentence = format!("身份证号与{place}相同，姓名却不同；请对照证件核对后重新导入。");
                take(self.conflict(row, &sentence))
            }
        }
    }

    pub fn place_of(&self, row: &Row<'_>, other: usize) -> String {
        let other = self.plan.rows.waiting().get(other);
        other.map_or_else(String::new, |other| place_of(row.waiting, other))
    }

    fn decide(&mut self, row: &Row<'_>, branch: Place) -> Result<Verdict> {
        let offer = self.begin(row);
        match self.meetings.found.get(row.at as usize).copied().unwrap_or(Found::Nobody) {
            Found::Nobody => self.join(row, branch, offer),
            Found::One(at) => self.compare(row, branch, at, offer),
            Found::OtherName(at) => Ok(self.other_name(row, at)),
            Found::Several(count) => {
                let sentence = format!(
                    "台账中有 {count} 名姓名和出生年月都相同的人，请选定是哪一位，或写上身份证号后重新导入。"
                );
                Ok(self.conflict_of_people(row, &sentence, offer))
            }
        }
    }

    /// Somebody whom the book knows: as a member, as one who was, or only as one who reported in.
    fn compare(&mut self, row: &Row<'_>, branch: Place, at: usize, offer: Offer) -> Result<Verdict> {
        let Some(person) = self.known.person(at).map(|person| person.id) else {
            return self.join(row, branch, offer);
        };
        if let Some(other) = self.meetings.beside(at, row.at) {
            let place = self.place_of(row, other as usize);
            let sentence =
                format!("与{place}对应到台账中的同一人，请选定是哪一位，或写上身份证号后重新导入。");
            return Ok(self.conflict_of_people(row, &sentence, offer));
        }
        match self.known.membership(person) {
            None => self.join_known(row, branch, person, offer),
            Some(held) if held.is_ended => self.returned(row, branch, person, offer),
            Some(held) => self.member(row, branch, (person, held), offer),
        }
    }

    /// Members whom the file does not name; those of rows that were left out stand in it, and so do those of rows that
    /// were not read.
    fn find_absent(&mut self) -> Result<()> {
        let mut met = self.meetings.met.clone();
        met.extend(self.standing_in(self.context.left));
        let unread = self.standing_in(self.context.unread);
        self.unread = unread.difference(&met).copied().collect();
        met.extend(unread);
        // Rows handed back are what is left of a file: of everybody else it says nothing.
        let covered = if self.is_rest() { HashSet::new() } else { self.survey.branches.clone() };
        let there = (self.known, &self.survey.places);
        let (absent, steps) = absent::find(self.reading, there, (&met, &covered), self.context)?;
        self.plan.absent = absent;
        self.plan.steps.extend(steps);
        Ok(())
    }

    /// Whether the file is the workbook of rows that an earlier import has handed back.
    fn is_rest(&self) -> bool {
        let all = [&self.plan.rows, self.context.unread, self.context.left];
        all.into_iter().flat_map(|rows| rows.waiting()).any(|row| row.layout.is_handed_back())
    }

    /// Everybody of the book whom rows name that no form decides about.
    fn standing_in(&self, rows: &SourceRows) -> HashSet<PersonId> {
        let mut names = Names::default();
        let mut people = HashSet::new();
        for row in rows.iter() {
            let entry = Entry::of(draft::read(&row, self.context), None, &mut names);
            let who = entry.who(&names);
            let found = self.known.find(&who);
            people.extend(meetings::meant_by(self.known, &who, found));
            people.extend(self.known.near(&who).and_then(|at| self.known.person(at)).map(|person| person.id));
        }
        people
    }

    fn findings(&self) -> Vec<String> {
        let mut findings: Vec<String> = finding::of_serials(self.survey.serial_count).into_iter().collect();
        findings.extend(finding::unplaced(&self.survey));
        findings.extend(finding::said_otherwise(&self.survey, &self.plan));
        findings.extend(finding::unread(&self.unread, (&self.survey, self.known)));
        findings.extend(finding::missing(&self.plan.absent.members));
        if self.is_rest() {
            findings.push(finding::REST.to_owned());
        }
        if self.is_opened {
            findings.extend(finding::late_opening(&self.plan));
        }
        findings
    }
}

fn place_of(from: &WaitingRow, other: &WaitingRow) -> String {
    if from.sheet_name() == other.sheet_name() {
        format!("第 {} 行", other.number())
    } else {
        format!("工作表“{}”第 {} 行", other.sheet_name(), other.number())
    }
}
