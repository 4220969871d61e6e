//! Decides about every row of a roster: who is new, who changed, who contradicts, and what a person can decide about
//! it. Writes nothing.

use std::collections::{HashMap, HashSet};

use branchbook_contract::intake::{FieldChange, RowChoice, RowState};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;
use branchbook_ledger::Reading;
use branchbook_ledger::table::person::Person;

use super::choice::{self, Identity, KEEP, MOVE, NEW, Offer, RENAME};
use super::compare::merge;
use super::draft;
use super::known::{Found, Known, LastMembership};
use super::place::Place;
use super::plan::{Arrival, BranchMove, Change, GroupMove, Joiner, Plan};
use super::repeat::{self, Repeat};
use super::survey::Survey;
use super::who::{Entry, Names};
use super::{absent, finding, own};
use crate::error::Result;
use crate::intake::change;
use crate::intake::decide::TAKE;
use crate::intake::row::WaitingRow;
use crate::intake::{Context, Planned, SourceRows, Verdict};
use crate::month::booking_month;

/// People of the book that are offered for one row at most.
const MOST_PEOPLE: usize = 20;

/// Decides about the rows.
pub(super) fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Plan>> {
    let mut survey = Survey::of(reading, rows, context)?;
    let entries = std::mem::take(&mut survey.entries);
    let plan = Plan::new(booking_month(reading, context.as_of())?, rows, context);
    let place = |at: usize| rows.waiting().get(at).map(WaitingRow::place);
    let is_taken = |at: usize| place(at).is_some_and(|place| context.decisions.takes(place));
    let meant = |at: usize| {
        let own = place(at).and_then(|place| context.decisions.own(place))?;
        choice::who_of(&own.key).map(|(_, who)| who)
    };
    let draft = |at: usize| plan.draft(u32::try_from(at).unwrap_or(u32::MAX));
    let mut repeats = repeat::find(&entries, &survey.names, draft, is_taken);
    // Who is meant has been said: nothing is unclear any more.
    repeats.retain(|at, repeat| !matches!(repeat, Repeat::Unclear(_)) || meant(*at).is_none());
    let known = Known::load(reading)?;
    let meetings = Meetings::of(&entries, &survey.names, &known, (&repeats, &meant));
    let is_opened = known.members().next().is_some();
    let mut planner = Planner { reading, context, known: &known, survey, repeats, plan, meetings, is_opened };
    let mut verdicts = Vec::with_capacity(rows.len());
    for ((entry, waiting), at) in entries.into_iter().zip(rows.waiting()).zip(0_u32..) {
        let mut verdict = planner.verdict(&Row { at, waiting, entry: &entry })?;
        verdict.notes.extend(entry.notes);
        verdicts.push(verdict);
    }
    planner.find_absent()?;
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
    context: &'a Context<'a>,
    known: &'a Known,
    survey: Survey,
    repeats: HashMap<usize, Repeat>,
    plan: Plan,
    meetings: Meetings,
    /// Whether the book has members already: then somebody new may have come lately.
    is_opened: bool,
}

/// Whom a person says that a row means.
type Meant<'a> = &'a dyn Fn(usize) -> Option<Identity>;

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
    fn of(
        entries: &[Entry],
        names: &Names,
        known: &Known,
        (repeats, meant): (&HashMap<usize, Repeat>, Meant<'_>),
    ) -> Self {
        let mut meetings =
            Self { found: Vec::with_capacity(entries.len()), several: HashMap::new(), met: HashSet::new() };
        let mut first: HashMap<usize, u32> = HashMap::new();
        for (entry, at) in entries.iter().zip(0_u32..) {
            let found = match meant(at as usize) {
                Some(Identity::New) => Found::Nobody,
                Some(Identity::Person(person)) => known.position(person).map_or(Found::Nobody, Found::One),
                None => known.find(&entry.who(names)),
            };
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

    /// A conflict that a person can solve by saying who is meant.
    fn conflict_of_people(&self, row: &Row<'_>, sentence: &str, actions: Vec<RowChoice>) -> Verdict {
        let mut choices = self.people(row);
        choices.push(RowChoice::new(NEW, "是另一个人，新增"));
        choices.extend(actions);
        Verdict { choices, ..self.conflict(row, sentence) }
    }

    fn repeated(&self, row: &Row<'_>, repeat: &Repeat) -> Verdict {
        let place = self.place_of(row, repeat.other());
        let taking = |verdict: Verdict| {
            let choices = vec![RowChoice::new(TAKE, "以这一行为准")];
            Verdict { choices, ..verdict }
        };
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
                taking(self.conflict(row, &sentence))
            }
            Repeat::TwoBranches(_) => {
                let sentence =
                    format!("与{place}是同一人，却写在两个支部；请选定一行，或只留一处后重新导入。");
                taking(self.conflict(row, &sentence))
            }
            Repeat::Unclear(_) => self.conflict_of_people(row, &unclear(&place), Vec::new()),
            Repeat::TwoNames(_) => {
                let sentence = format!("身份证号与{place}相同，姓名却不同；请对照证件核对后重新导入。");
                taking(self.conflict(row, &sentence))
            }
        }
    }

    fn place_of(&self, row: &Row<'_>, other: usize) -> String {
        let other = self.plan.rows.waiting().get(other);
        other.map_or_else(String::new, |other| place_of(row.waiting, other))
    }

    /// Whom of the book the row could mean.
    fn people(&self, row: &Row<'_>) -> Vec<RowChoice> {
        let candidates = self.known.candidates(&row.entry.who(&self.survey.names));
        let choice = |person: &branchbook_ledger::table::person::Identity| {
            RowChoice::new(choice::key_of(person.id), self.person_in_words(person))
        };
        candidates.into_iter().take(MOST_PEOPLE).map(choice).collect()
    }

    /// 「就是台账里的谭敏（1992-01-24，甲苑党支部）」
    fn person_in_words(&self, person: &branchbook_ledger::table::person::Identity) -> String {
        let place = match self.known.membership(person.id) {
            None => "不是党员".to_owned(),
            Some(held) if held.is_ended => "已不在册".to_owned(),
            Some(held) => self.survey.places.name(Place::Known(held.branch)).to_owned(),
        };
        let born = person.birth_on.map(|birth| format!("{birth}，")).unwrap_or_default();
        format!("就是台账里的{}（{born}{place}）", person.name)
    }

    /// What is offered about a row, and what is chosen of it. Where a person has said who is meant, the choices that
    /// follow from it stand behind that.
    fn offer(&self, row: &Row<'_>, state: RowState, actions: Vec<RowChoice>) -> Offer {
        let place = row.waiting.place();
        let own = self.context.decisions.own(place);
        let choices = match own.and_then(|own| choice::who_of(&own.key)) {
            None => actions,
            Some((who, identity)) => {
                let mut choices = self.people(row);
                choices.push(RowChoice::new(NEW, "是另一个人，新增"));
                if let Identity::Person(person) = identity
                    && choices.iter().all(|choice| choice.key != who)
                    && let Some(person) = self.known.position(person).and_then(|at| self.known.person(at))
                {
                    choices.push(RowChoice::new(who, self.person_in_words(person)));
                }
                let behind =
                    |action: RowChoice| RowChoice::new(format!("{who}+{}", action.key), action.label);
                choices.extend(actions.into_iter().map(behind));
                choices
            }
        };
        let chosen = self.context.decisions.of_row(place, state, &choices).cloned();
        Offer { choices, chosen }
    }

    fn decide(&mut self, row: &Row<'_>, branch: Place) -> Result<Verdict> {
        match self.meetings.found.get(row.at as usize).copied().unwrap_or(Found::Nobody) {
            Found::Nobody => Ok(self.join(row, branch)),
            Found::One(at) => self.compare(row, branch, at),
            Found::OtherName(at) => Ok(self.other_name(row, at)),
            Found::Several(count) => {
                let sentence = format!(
                    "台账中有 {count} 名姓名和出生年月都相同的人，请选定是哪一位，或写上身份证号后重新导入。"
                );
                Ok(self.conflict_of_people(row, &sentence, Vec::new()))
            }
        }
    }

    fn other_name(&self, row: &Row<'_>, at: usize) -> Verdict {
        let Some(person) = self.known.person(at) else { return self.refused(row) };
        let name = &person.name;
        let sentence =
            format!("身份证号与台账中的{name}相同，姓名却不同；请对照证件核对后选定，或改正后重新导入。");
        let key = choice::key_of(person.id);
        let keep = RowChoice::new(key.clone(), format!("{}，姓名以台账为准", self.person_in_words(person)));
        let rename = RowChoice::new(
            format!("{key}+{RENAME}"),
            format!("就是台账里的{name}，姓名改为{}", self.survey.names.text(row.entry.name)),
        );
        Verdict { choices: vec![keep, rename], ..self.conflict(row, &sentence) }
    }

    fn is_said_to_be_new(&self, row: &Row<'_>) -> bool {
        let own = self.context.decisions.own(row.waiting.place());
        own.and_then(|own| choice::who_of(&own.key)).is_some_and(|(_, who)| who == Identity::New)
    }

    fn join(&mut self, row: &Row<'_>, branch: Place) -> Verdict {
        let is_new = self.is_said_to_be_new(row);
        if !is_new && self.known.is_unclear(&row.entry.who(&self.survey.names), branch) {
            return self.conflict_of_people(row, &unclear("台账中的党员"), Vec::new());
        }
        let namesakes = self.known.namesakes(self.survey.names.text(row.entry.name));
        let mut offer = self.offer(row, RowState::New, self.arrivals());
        if namesakes > 0 && offer.chosen.is_none() {
            offer.choices.extend(self.people(row));
        }
        let verdict = self.add(row, branch, (None, offer));
        if namesakes == 0 || is_new {
            return verdict;
        }
        verdict.noting(row.waiting.say_all(&format!(
            "台账中另有 {namesakes} 名同名的人，身份证号、出生年月、电话都对不上，作为另一人新增，请核对。"
        )))
    }

    /// How somebody new may have come, in a book that has members already.
    fn arrivals(&self) -> Vec<RowChoice> {
        if !self.is_opened {
            return Vec::new();
        }
        let opening = RowChoice::new(MovementKind::Opening.code(), "补录（建账时就在册）");
        let came = [MovementKind::TransferIn, MovementKind::Admitted];
        [opening].into_iter().chain(came.into_iter().flat_map(choice::of_kind)).collect()
    }

    fn arrival(&self, offer: &Offer) -> Option<Arrival> {
        let (kind, reason) = choice::movement_of(offer.action())?;
        let on = offer.day().unwrap_or_else(|| self.context.as_of());
        (kind.direction() > 0).then_some(Arrival { kind, reason, on })
    }

    fn add(&mut self, row: &Row<'_>, branch: Place, (known, offer): (Option<PersonId>, Offer)) -> Verdict {
        let group = self.survey.group(row.entry, branch);
        let is_mobile = row.entry.is_mobile;
        let arrival = self.arrival(&offer);
        self.plan.joiners.push(Joiner { at: row.at, known, branch, group, is_mobile, arrival });
        let verdict = with(self.new_verdict(row, RowState::New), offer);
        match arrival {
            None => verdict,
            Some(came) => {
                let sentence = format!("登记{}，日期 {}。", came.kind.label(), came.on);
                verdict.noting(row.waiting.say_all(&sentence))
            }
        }
    }

    fn compare(&mut self, row: &Row<'_>, branch: Place, at: usize) -> Result<Verdict> {
        let Some(person) = self.known.person(at).map(|person| person.id) else {
            return Ok(self.join(row, branch));
        };
        if let Some(other) = self.meetings.beside(at, row.at) {
            let place = self.place_of(row, other as usize);
            let sentence =
                format!("与{place}对应到台账中的同一人，请选定是哪一位，或写上身份证号后重新导入。");
            return Ok(self.conflict_of_people(row, &sentence, Vec::new()));
        }
        let Some(membership) = self.known.membership(person) else {
            let offer = self.offer(row, RowState::New, self.arrivals());
            let sentence = "台账中已有此人（双报到），沿用同一人，登记为党员。";
            return Ok(self.add(row, branch, (Some(person), offer)).noting(row.waiting.say_all(sentence)));
        };
        if membership.is_ended {
            return Ok(self.returned(row, branch, person));
        }
        if branch != Place::Known(membership.branch) {
            return self.elsewhere(row, branch, (person, membership));
        }
        self.change(row, (person, membership), Target { branch: Some(branch), ..Target::default() })
    }

    /// Somebody who has left stands in the file: only a person can say how they came back.
    fn returned(&mut self, row: &Row<'_>, branch: Place, person: PersonId) -> Verdict {
        let back = [MovementKind::TransferIn, MovementKind::Restored];
        let actions = back.into_iter().flat_map(choice::of_kind).collect();
        let offer = self.offer(row, RowState::Conflict, actions);
        if self.arrival(&offer).is_some() {
            return self.add(row, branch, (Some(person), offer));
        }
        let sentence = "台账中此人已不在册（转出、死亡等）；确实在册的，请选定转入或恢复，或先登记再导入。";
        with(self.conflict(row, sentence), offer)
    }

    fn elsewhere(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        held: (PersonId, LastMembership),
    ) -> Result<Verdict> {
        let name = self.survey.places.name(Place::Known(held.1.branch)).to_owned();
        let to = self.survey.places.name(branch);
        let actions = vec![
            RowChoice::new(MOVE, format!("登记支部间调整，到{to}")),
            RowChoice::new(KEEP, format!("仍在{name}，其余的照表更新")),
        ];
        let offer = self.offer(row, RowState::Conflict, actions);
        match offer.action() {
            MOVE => {
                let on = offer.day().unwrap_or_else(|| self.context.as_of());
                let group = self.survey.group(row.entry, branch);
                let moved = Some(BranchMove { branch, group, on });
                self.change(row, held, Target { moved, offer, ..Target::default() })
            }
            KEEP => self.change(row, held, Target { offer, ..Target::default() }),
            _ => {
                let sentence =
                    format!("台账中此人在{name}；支部之间有调整的，请选定登记调整，或先登记党员增减再导入。");
                Ok(with(self.conflict(row, &sentence), offer))
            }
        }
    }

    /// What the file says otherwise of a member, less what the book keeps.
    fn change(
        &mut self,
        row: &Row<'_>,
        (person, membership): (PersonId, LastMembership),
        target: Target,
    ) -> Result<Verdict> {
        let before = self.reading.require::<Person>(person)?.value;
        let mut after = before.clone();
        let draft = self.plan.draft(row.at);
        merge(&mut after, &draft);
        let mut changes = change::of_person(&before, &after);
        changes.extend(own::changes(self.reading, person, &draft)?);
        let offer = match target.offer.chosen {
            Some(_) => target.offer,
            None => {
                self.offer(row, RowState::Update, update_choices(&changes, (&before.name, self.name(row))))
            }
        };
        let place = row.waiting.place();
        let keeps_all = target.branch.is_some() && offer.action() == KEEP;
        change::mark_kept(&mut changes, |change| {
            (keeps_all && change.before.is_some()) || self.context.decisions.keeps(place, &change.key)
        });
        let kept = change::kept_keys(&changes);
        let news = (kept.len() < changes.len()).then_some(row.at);
        let renamed = (offer.action() == RENAME).then(|| self.name(row).to_owned());
        let group = target.branch.and_then(|branch| self.group_move(row.entry, branch, membership));
        let is_mobile = row.entry.is_mobile && !self.known.is_mobile(person);
        let change = Change { person, news, kept, renamed, group, moved: target.moved, is_mobile };
        changes.extend(self.other_changes(&change, membership, &before.name));
        let is_written = changes.iter().any(|change| !change.is_kept);
        if is_written {
            self.plan.changes.push(change);
        }
        let state = if is_written { RowState::Update } else { RowState::Same };
        let verdict = with(self.new_verdict(row, state), offer);
        if changes.is_empty() {
            return Ok(verdict);
        }
        let sentence = row.waiting.say_all(&change::sentence(&changes));
        Ok(Verdict { changes, ..verdict }.noting(sentence))
    }

    fn name(&self, row: &Row<'_>) -> &str {
        self.survey.names.text(row.entry.name)
    }

    /// What changes besides the fields of the person.
    fn other_changes(&self, change: &Change, membership: LastMembership, named: &str) -> Vec<FieldChange> {
        let name = |place| self.survey.places.name(place).to_owned();
        let renamed = change.renamed.clone();
        let renamed = renamed.map(|name| change::plain("", "姓名", Some(named.to_owned()), name));
        let moved = change.moved.as_ref().map(|moved| {
            let to = format!("{}（支部间调整，{}）", name(moved.branch), moved.on);
            change::plain("", "所在支部", Some(name(Place::Known(membership.branch))), to)
        });
        let group = change.group.as_ref().map(|moved| {
            change::plain("", "党小组", membership.group.map(Place::Known).map(name), name(moved.group))
        });
        let mobile = change.is_mobile.then(|| change::plain("", "是否流动", None, "是".to_owned()));
        [renamed, moved, group, mobile].into_iter().flatten().collect()
    }

    fn group_move(&mut self, entry: &Entry, branch: Place, membership: LastMembership) -> Option<GroupMove> {
        let group = self.survey.group(entry, branch)?;
        let is_there = membership.group.map(Place::Known) == Some(group);
        (!is_there).then_some(GroupMove { membership: membership.id, group })
    }

    /// Members whom the file does not name; those of rows that were left out stand in it.
    fn find_absent(&mut self) -> Result<()> {
        let mut met = self.meetings.met.clone();
        let mut names = Names::default();
        for row in self.context.left.iter() {
            let entry = Entry::of(draft::read(&row, self.context), None, &mut names);
            if let Found::One(at) | Found::OtherName(at) = self.known.find(&entry.who(&names)) {
                met.extend(self.known.person(at).map(|person| person.id));
            }
        }
        let there = (self.known, &self.survey.places);
        let (absent, steps) = absent::find(self.reading, there, (&met, &self.survey.branches), self.context)?;
        (self.plan.absent, self.plan.steps) = (absent, steps);
        Ok(())
    }

    fn findings(&self) -> Vec<String> {
        let mut findings: Vec<String> = finding::of_serials(self.survey.serial_count).into_iter().collect();
        findings.extend(finding::missing(&self.plan.absent.members));
        if self.is_opened {
            findings.extend(finding::late_opening(&self.plan));
        }
        findings
    }
}

/// Where a change leads to, and what was decided about it.
#[derive(Default)]
struct Target {
    /// The branch in which the file puts the member, if groups are to follow it.
    branch: Option<Place>,
    moved: Option<BranchMove>,
    offer: Offer,
}

/// What can be decided about a change as a whole.
fn update_choices(changes: &[FieldChange], (before, after): (&str, &str)) -> Vec<RowChoice> {
    let mut choices = Vec::new();
    if changes.iter().any(|change| change.before.is_some()) {
        choices.push(RowChoice::new(KEEP, "以台账为准，只补空白"));
    }
    if before != after {
        choices.push(RowChoice::new(RENAME, format!("姓名改为{after}")));
    }
    choices
}

/// A verdict with what is offered about it.
fn with(verdict: Verdict, offer: Offer) -> Verdict {
    let chosen = offer.chosen.map(|chosen| chosen.key).unwrap_or_default();
    Verdict { choices: offer.choices, chosen, ..verdict }
}

fn place_of(from: &WaitingRow, other: &WaitingRow) -> String {
    if from.sheet_name() == other.sheet_name() {
        format!("第 {} 行", other.number())
    } else {
        format!("工作表“{}”第 {} 行", other.sheet_name(), other.number())
    }
}
