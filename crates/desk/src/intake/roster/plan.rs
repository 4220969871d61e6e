//! What an import of a roster writes. It keeps of the rows only what is needed: the cells are read again when their
//! turn to be written comes. Must not decide anything.

use std::collections::HashSet;

use branchbook_contract::member::MemberMove;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{MembershipId, OrganisationId, PersonId};
use branchbook_domain::member::{MovementKind, MovementReason};

use super::draft::{self, Draft};
<<<<<<< HEAD
use super::finding;
use super::known::{Found, Known, LastMembership};
use super::own;
=======
>>>>>>> lane-intake
use super::place::{NewOrganisation, Place};
use crate::intake::decide::Decisions;
use crate::intake::form::Absent;
use crate::intake::{Context, SourceRows};

/// What an import of a roster writes.
#[derive(Debug)]
pub struct Plan {
    /// The month in which the members are counted as there.
    pub(super) month: Month,
    /// The day of the roster.
    pub(super) as_of: Day,
    pub(super) organisations: Vec<NewOrganisation>,
    pub(super) joiners: Vec<Joiner>,
    pub(super) changes: Vec<Change>,
    /// Movements of members whom the file does not name.
    pub(super) steps: Vec<Step>,
    /// Who they are.
    pub(super) absent: Absent,
    pub(super) rows: SourceRows,
    today: Day,
    asked_month: Option<Month>,
}

impl Plan {
    pub(super) fn new(month: Month, rows: &SourceRows, context: &Context<'_>) -> Self {
        Self {
            month,
            as_of: context.as_of(),
            organisations: Vec::new(),
            joiners: Vec::new(),
            changes: Vec::new(),
            steps: Vec::new(),
            absent: Absent::default(),
            rows: rows.clone(),
            today: context.today,
            asked_month: context.month,
        }
    }

    /// Organisations that somebody is in.
    pub(super) fn places(&self) -> HashSet<Place> {
        let joined = self.joiners.iter().flat_map(|joiner| [Some(joiner.branch), joiner.group]);
        let grouped = self.changes.iter().map(|change| change.group.as_ref().map(|group| group.group));
        let moved = self.changes.iter().filter_map(|change| change.moved.as_ref());
        let moved = moved.flat_map(|moved| [Some(moved.branch), moved.group]);
        joined.chain(grouped).chain(moved).flatten().collect()
    }

    /// What the row at a position says.
    pub(super) fn draft(&self, at: u32) -> Draft {
        let (decisions, left) = (Decisions::default(), SourceRows::default());
        let context = Context {
            today: self.today,
            month: self.asked_month,
            register_on: Some(self.as_of),
            file_name: "",
            decisions: &decisions,
            left: &left,
        };
        self.rows.get(at as usize).map(|row| draft::read(&row, &context)).unwrap_or_default()
    }
}

/// A member to be entered.
#[derive(Debug)]
pub(super) struct Joiner {
    /// Position of the row.
    pub at: u32,
    /// The person if the book knows them already, as one who reported in.
    pub known: Option<PersonId>,
    pub branch: Place,
    pub group: Option<Place>,
    pub is_mobile: bool,
    /// How they came, if they were not there from the beginning.
    pub arrival: Option<Arrival>,
}

/// How somebody came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    pub kind: MovementKind,
    pub reason: Option<MovementReason>,
    pub on: Day,
}

/// A movement of somebody who is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub person: PersonId,
    pub kind: MovementKind,
    pub reason: Option<MovementReason>,
    pub on: Day,
    /// Where to, for a move between branches.
    pub branch: Option<OrganisationId>,
}

impl Step {
    /// The movement as the register records it.
    pub fn command(&self) -> MemberMove {
        movement(self.person, self.kind, self.on, (self.branch, None))
    }
}

/// A movement as the register records it.
pub(super) fn movement(
    member: PersonId,
    kind: MovementKind,
    on: Day,
    (branch, group): (Option<OrganisationId>, Option<OrganisationId>),
) -> MemberMove {
    MemberMove {
        member,
        kind,
        occurred_on: on.into(),
        branch,
        group,
        counterpart: None,
        letter_number: None,
        note: None,
    }
}

/// A member whose record changes.
#[derive(Debug)]
pub(super) struct Change {
    pub person: PersonId,
    /// Position of the row, if it says something new of the person.
    pub news: Option<u32>,
    /// Fields in which the book keeps what it says.
    pub kept: Vec<String>,
    /// The name, where that of the file is right.
    pub renamed: Option<String>,
    pub group: Option<GroupMove>,
    pub moved: Option<BranchMove>,
    pub is_mobile: bool,
}

/// A member who changes the branch.
#[derive(Debug)]
pub(super) struct BranchMove {
    pub branch: Place,
    pub group: Option<Place>,
    pub on: Day,
}

/// A member who changes the group within the branch.
#[derive(Debug)]
pub(super) struct GroupMove {
    pub membership: MembershipId,
    pub group: Place,
}
<<<<<<< HEAD

/// Decides about the rows.
pub(super) fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Plan>> {
    let mut survey = Survey::of(reading, rows, context)?;
    let entries = std::mem::take(&mut survey.entries);
    let plan = Plan::new(booking_month(reading, context.as_of())?, rows, context);
    let repeats =
        repeat::find(&entries, &survey.names, |at| plan.draft(u32::try_from(at).unwrap_or(u32::MAX)));
    let known = Known::load(reading)?;
    let meetings = Meetings::of(&entries, &survey.names, &known, &repeats);
    let mut planner = Planner { reading, known: &known, survey, repeats, plan, meetings };
    let mut verdicts = Vec::with_capacity(rows.len());
    for ((entry, waiting), at) in entries.into_iter().zip(rows.waiting()).zip(0_u32..) {
        let mut verdict = planner.verdict(&Row { at, waiting, entry: &entry })?;
        verdict.notes.extend(entry.notes);
        verdicts.push(verdict);
    }
    let findings = planner.findings();
    let Planner { survey, mut plan, .. } = planner;
    let new_organisations = survey.places.made_names(&plan.places());
    plan.organisations = survey.places.made;
    Ok(Planned { plan, verdicts, findings, new_organisations })
}

fn unclear(place: &str) -> String {
    format!(
        "与{place}姓名、支部相同，没有身份证号、出生年月、入党时间或电话可以区分，不能确定是一人还是两人；请补上后重新导入。"
    )
}

/// A row whose turn it is.
struct Row<'a> {
    at: u32,
    waiting: &'a WaitingRow,
    entry: &'a Entry,
}

struct Planner<'a> {
    reading: &'a Reading<'a>,
    known: &'a Known,
    survey: Survey,
    repeats: HashMap<usize, Repeat>,
    plan: Plan,
    meetings: Meetings,
}

/// Whom of the book the rows speak of, found out before any row is decided: two rows that mean one person are told
/// from it in any order.
struct Meetings {
    /// For each row, in the order of the rows.
    found: Vec<Found>,
    /// People whom more than one of the rows to be decided means, with those rows.
    several: HashMap<usize, Vec<u32>>,
    /// People whom some row speaks of.
    met: HashSet<PersonId>,
}

impl Meetings {
    fn of(entries: &[Entry], names: &Names, known: &Known, repeats: &HashMap<usize, Repeat>) -> Self {
        let mut meetings =
            Self { found: Vec::with_capacity(entries.len()), several: HashMap::new(), met: HashSet::new() };
        let mut first: HashMap<usize, u32> = HashMap::new();
        for (entry, at) in entries.iter().zip(0_u32..) {
            let found = known.find(&entry.who(names));
            meetings.found.push(found);
            let (Found::One(person) | Found::OtherName(person)) = found else { continue };
            meetings.met.extend(known.person(person).map(|person| person.id));
            let is_decided = entry.branch.is_some() && !repeats.contains_key(&(at as usize));
            if !is_decided || !matches!(found, Found::One(_)) {
                continue;
            }
            let before = *first.entry(person).or_insert(at);
            if before != at {
                meetings.several.entry(person).or_insert_with(|| vec![before]).push(at);
            }
        }
        meetings
    }

    /// Another row that means the same person.
    fn beside(&self, person: usize, row: u32) -> Option<u32> {
        self.several.get(&person)?.iter().copied().find(|other| *other != row)
    }
}

impl Planner<'_> {
    fn verdict(&mut self, row: &Row<'_>) -> Result<Verdict> {
        let Some(branch) = row.entry.branch else { return Ok(self.refused(row)) };
        match self.repeats.get(&(row.at as usize)) {
            Some(repeat) => Ok(self.repeated(row, repeat)),
            None => self.decide(row, branch),
        }
    }

    fn new_verdict(&self, row: &Row<'_>, state: RowState) -> Verdict {
        Verdict {
            row: row.waiting.number(),
            who: self.survey.names.text(row.entry.name).to_owned(),
            state,
            notes: Vec::new(),
            changes: Vec::new(),
            choices: Vec::new(),
            chosen: String::new(),
        }
    }

    fn refused(&self, row: &Row<'_>) -> Verdict {
        let reason = self.survey.refusals.get(&row.at).cloned().unwrap_or_default();
        self.new_verdict(row, RowState::Refused).noting(reason)
    }

    fn conflict(&self, row: &Row<'_>, sentence: &str) -> Verdict {
        self.new_verdict(row, RowState::Conflict).noting(row.waiting.say_all(sentence))
    }

    fn repeated(&self, row: &Row<'_>, repeat: &Repeat) -> Verdict {
        let place = self.place_of(row, repeat.other());
        match repeat {
            Repeat::Again(_) => {
                let sentence = format!("与{place}是同一人，只登记一次。");
                self.new_verdict(row, RowState::Duplicate).noting(row.waiting.say_all(&sentence))
            }
            Repeat::Differs(_, fields) => {
                let fields = fields.join("、");
                let sentence = format!(
                    "与{place}是同一人，{fields}却写得不同，不能确定以哪一行为准；请只留一行后重新导入。"
                );
                self.conflict(row, &sentence)
            }
            Repeat::TwoBranches(_) => {
                self.conflict(row, &format!("与{place}是同一人，却写在两个支部；请只留一处后重新导入。"))
            }
            Repeat::Unclear(_) => self.conflict(row, &unclear(&place)),
            Repeat::TwoNames(_) => {
                self.conflict(row, &format!("身份证号与{place}相同，姓名却不同；请对照证件核对后重新导入。"))
            }
        }
    }

    fn place_of(&self, row: &Row<'_>, other: usize) -> String {
        let other = self.plan.rows.waiting().get(other);
        other.map_or_else(String::new, |other| place_of(row.waiting, other))
    }

    fn decide(&mut self, row: &Row<'_>, branch: Place) -> Result<Verdict> {
        match self.meetings.found.get(row.at as usize).copied().unwrap_or(Found::Nobody) {
            Found::Nobody => Ok(self.join(row, branch)),
            Found::One(at) => self.compare(row, branch, at),
            Found::OtherName(at) => Ok(self.other_name(row, at)),
            Found::Several(count) => {
                let sentence =
                    format!("台账中有 {count} 名姓名和出生年月都相同的人，请写上身份证号后重新导入。");
                Ok(self.conflict(row, &sentence))
            }
        }
    }

    fn other_name(&self, row: &Row<'_>, at: usize) -> Verdict {
        let name = self.known.person(at).map_or("", |person| &person.name);
        let sentence = format!("身份证号与台账中的{name}相同，姓名却不同；请对照证件核对后重新导入。");
        self.conflict(row, &sentence)
    }

    fn join(&mut self, row: &Row<'_>, branch: Place) -> Verdict {
        if self.known.is_unclear(&row.entry.who(&self.survey.names), branch) {
            return self.conflict(row, &unclear("台账中的党员"));
        }
        let verdict = self.new_verdict(row, RowState::New);
        let namesakes = self.known.namesakes(&verdict.who);
        self.add(row, branch, None);
        if namesakes == 0 {
            return verdict;
        }
        verdict.noting(row.waiting.say_all(&format!(
            "台账中另有 {namesakes} 名同名的人，身份证号、出生年月、电话都对不上，作为另一人新增，请核对。"
        )))
    }

    fn add(&mut self, row: &Row<'_>, branch: Place, known: Option<PersonId>) {
        let group = self.survey.group(row.entry, branch);
        let is_mobile = row.entry.is_mobile;
        self.plan.joiners.push(Joiner { at: row.at, known, branch, group, is_mobile });
    }

    fn compare(&mut self, row: &Row<'_>, branch: Place, at: usize) -> Result<Verdict> {
        let Some(person) = self.known.person(at).map(|person| person.id) else {
            return Ok(self.join(row, branch));
        };
        if let Some(other) = self.meetings.beside(at, row.at) {
            let place = self.place_of(row, other as usize);
            let sentence = format!("与{place}对应到台账中的同一人，请写上身份证号后重新导入。");
            return Ok(self.conflict(row, &sentence));
        }
        let Some(membership) = self.known.membership(person) else {
            self.add(row, branch, Some(person));
            let sentence = "台账中已有此人（双报到），沿用同一人，登记为党员。";
            return Ok(self.new_verdict(row, RowState::New).noting(row.waiting.say_all(sentence)));
        };
        if membership.is_ended {
            let sentence = "台账中此人已不在册（转出、死亡等）；确实在册的，请先登记转入或恢复。";
            return Ok(self.conflict(row, sentence));
        }
        if branch != Place::Known(membership.branch) {
            let name = self.survey.places.name(Place::Known(membership.branch));
            let sentence = format!("台账中此人在{name}；支部之间调整，请先登记党员增减，再导入。");
            return Ok(self.conflict(row, &sentence));
        }
        self.change(row, branch, person, membership)
    }

    fn change(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        person: PersonId,
        membership: LastMembership,
    ) -> Result<Verdict> {
        let before = self.reading.require::<Person>(person)?.value;
        let mut after = before.clone();
        let draft = self.plan.draft(row.at);
        merge(&mut after, &draft);
        let mut changes = change::of_person(&before, &after);
        changes.extend(own::changes(self.reading, person, &draft)?);
        let news = (!changes.is_empty()).then_some(row.at);
        let group = self.group_move(row.entry, branch, membership);
        changes.extend(group.as_ref().map(|moved| {
            let name = |place| self.survey.places.name(place).to_owned();
            change::plain("group", "党小组", membership.group.map(Place::Known).map(name), name(moved.group))
        }));
        let is_mobile = row.entry.is_mobile && !self.known.is_mobile(person);
        changes.extend(is_mobile.then(|| change::plain("mobile", "是否流动", None, "是".to_owned())));
        if changes.is_empty() {
            return Ok(self.new_verdict(row, RowState::Same));
        }
        self.plan.changes.push(Change { person, news, group, is_mobile });
        let sentence = row.waiting.say_all(&change::sentence(&changes));
        Ok(Verdict { changes, ..self.new_verdict(row, RowState::Update) }.noting(sentence))
    }

    fn group_move(&mut self, entry: &Entry, branch: Place, membership: LastMembership) -> Option<GroupMove> {
        let group = self.survey.group(entry, branch)?;
        let is_there = membership.group.map(Place::Known) == Some(group);
        (!is_there).then_some(GroupMove { membership: membership.id, group })
    }

    fn findings(&self) -> Vec<String> {
        let Self { known, survey, meetings, plan, .. } = self;
        let mut findings: Vec<String> = finding::of_serials(survey.serial_count).into_iter().collect();
        findings.extend(finding::missing(known, &survey.places, &meetings.met, &survey.branches));
        if known.members().next().is_some() {
            findings.extend(finding::late_opening(plan));
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
=======
>>>>>>> lane-intake
