//! Decides about every row of a roster: who is new, who changed, who contradicts. Writes nothing.

use std::collections::HashSet;

use branchbook_contract::intake::RowState;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{MembershipId, PersonId};
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::Membership;
use branchbook_ledger::table::person::Person;

use super::compare::{differing, merge, person_of};
use super::draft::{self, Draft};
use super::finding;
use super::known::{Found, Known};
use super::place::{NewOrganisation, Place, Places};
use super::repeat::{self, Entry, Repeat};
use crate::error::Result;
use crate::intake::{Context, Planned, SourceRow, Verdict};
use crate::month::booking_month;

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
}

impl Plan {
    /// Organisations that somebody is in.
    fn places(&self) -> HashSet<Place> {
        let joined = self.joiners.iter().flat_map(|joiner| [Some(joiner.branch), joiner.group]);
        let moved = self.changes.iter().map(|change| change.group.as_ref().map(|group| group.group));
        joined.chain(moved).flatten().collect()
    }
}

/// A member to be entered.
#[derive(Debug)]
pub(super) struct Joiner {
    /// The person if the book knows them already, as one who reported in.
    pub known: Option<PersonId>,
    pub person: Person,
    pub branch: Place,
    pub group: Option<Place>,
    pub is_mobile: bool,
}

/// A member whose record changes.
#[derive(Debug)]
pub(super) struct Change {
    pub person: PersonId,
    pub value: Option<Person>,
    pub group: Option<GroupMove>,
    pub is_mobile: bool,
}

/// A member who changes the group within the branch.
#[derive(Debug)]
pub(super) struct GroupMove {
    pub membership: MembershipId,
    pub value: Membership,
    pub group: Place,
}

/// Decides about the rows.
pub(super) fn plan(
    reading: &Reading<'_>,
    rows: &[SourceRow],
    context: &Context<'_>,
) -> Result<Planned<Plan>> {
    let mut places = Places::of(reading, context.today)?;
    let known = Known::load(reading)?;
    let drafts: Vec<Draft> = rows.iter().map(|row| draft::read(row, context)).collect();
    let branches: Vec<Result<Place, String>> =
        rows.iter().zip(&drafts).map(|(row, draft)| branch_of(row, draft, &mut places)).collect();
    let entries: Vec<Entry<'_>> = rows
        .iter()
        .zip(&drafts)
        .zip(&branches)
        .map(|((row, draft), branch)| Entry { row, draft, branch: branch.as_ref().ok().copied() })
        .collect();
    let repeats = repeat::find(&entries);
    let is_running = !known.people.is_empty() && known.members().next().is_some();
    let plan = Plan {
        month: booking_month(reading, context.as_of())?,
        as_of: context.as_of(),
        organisations: Vec::new(),
        joiners: Vec::new(),
        changes: Vec::new(),
    };
    let mut planner = Planner { known: &known, places, plan, met: HashSet::new() };
    let mut verdicts = Vec::with_capacity(rows.len());
    for ((entry, branch), repeat) in entries.iter().zip(&branches).zip(repeats) {
        let verdict = match (branch, repeat) {
            (Err(reason), _) => refused(entry, reason),
            (Ok(_), Some(repeat)) => repeated(entry, &entries, repeat),
            (Ok(branch), None) => planner.decide(entry, *branch),
        };
        verdicts.push(noting_all(verdict, &entry.draft.notes));
    }
    let mut findings: Vec<String> = finding::of_drafts(&drafts).into_iter().collect();
    findings.extend(finding::missing(&known, &planner.places, &planner.met, &branches));
    if is_running {
        findings.extend(finding::late_opening(&planner.plan));
    }
    let Planner { places, mut plan, .. } = planner;
    let new_organisations = places.made_names(&plan.places());
    plan.organisations = places.made;
    Ok(Planned { plan, verdicts, findings, new_organisations })
}

fn branch_of(row: &SourceRow, draft: &Draft, places: &mut Places) -> Result<Place, String> {
    let said = match &draft.branch {
        Some(name) => places.branch(name),
        None => {
            places.only_branch().ok_or_else(|| "没有写，不知道登记到哪个支部，请补填后重新导入。".to_owned())
        }
    };
    said.map_err(|reason| row.say(super::field::key::BRANCH, &reason))
}

fn noting_all(verdict: Verdict, notes: &[String]) -> Verdict {
    notes.iter().fold(verdict, |verdict, note| verdict.noting(note.clone()))
}

fn refused(entry: &Entry<'_>, reason: &str) -> Verdict {
    Verdict::new(entry.row, &entry.draft.name, RowState::Refused).noting(reason)
}

/// A row that repeats another, or contradicts it.
fn repeated(entry: &Entry<'_>, entries: &[Entry<'_>], repeat: Repeat) -> Verdict {
    let other = entries.get(repeat.other());
    let place = other.map_or_else(String::new, |other| place_of(entry.row, other.row));
    let (state, sentence) = match repeat {
        Repeat::Again(_) => (RowState::Same, again(entry, other, &place)),
        Repeat::TwoBranches(_) => {
            (RowState::Conflict, format!("与{place}是同一人，却写在两个支部；请只留一处后重新导入。"))
        }
        Repeat::Unclear(_) => (RowState::Conflict, unclear(&place)),
        Repeat::TwoNames(_) => {
            (RowState::Conflict, format!("身份证号与{place}相同，姓名却不同；请对照证件核对后重新导入。"))
        }
    };
    Verdict::new(entry.row, &entry.draft.name, state).noting(entry.row.say_all(&sentence))
}

fn unclear(place: &str) -> String {
    format!(
        "与{place}姓名、支部相同，没有身份证号、出生年月、入党时间或电话可以区分，不能确定是一人还是两人；请补上后重新导入。"
    )
}

fn again(entry: &Entry<'_>, other: Option<&Entry<'_>>, place: &str) -> String {
    let differing = other.map_or_else(Vec::new, |other| differing(other.draft, entry.draft));
    if differing.is_empty() {
        format!("与{place}是同一人，只登记一次。")
    } else {
        format!("与{place}是同一人，但{}写得不同，以{place}为准，请核对。", differing.join("、"))
    }
}

fn place_of(from: &SourceRow, other: &SourceRow) -> String {
    if from.sheet_name() == other.sheet_name() {
        format!("第 {} 行", other.number)
    } else {
        format!("工作表“{}”第 {} 行", other.sheet_name(), other.number)
    }
}

struct Planner<'a> {
    known: &'a Known,
    places: Places,
    plan: Plan,
    /// People of the book whom some row speaks of.
    met: HashSet<PersonId>,
}

impl Planner<'_> {
    fn decide(&mut self, entry: &Entry<'_>, branch: Place) -> Verdict {
        match self.known.find(entry.draft) {
            Found::Nobody => self.join(entry, branch),
            Found::One(at) => self.compare(entry, branch, at),
            Found::OtherName(at) => {
                let name = self.meet(at).map_or_else(String::new, |person| person.name.clone());
                let sentence =
                    format!("身份证号与台账中的{name}相同，姓名却不同；请对照证件核对后重新导入。");
                conflict(entry, &sentence)
            }
            Found::Several(count) => {
                let sentence =
                    format!("台账中有 {count} 名姓名和出生年月都相同的人，请写上身份证号后重新导入。");
                conflict(entry, &sentence)
            }
        }
    }

    fn meet(&mut self, at: usize) -> Option<&branchbook_ledger::Stored<Person>> {
        let person = self.known.people.get(at)?;
        self.met.insert(person.id);
        Some(person)
    }

    fn join(&mut self, entry: &Entry<'_>, branch: Place) -> Verdict {
        let verdict = Verdict::new(entry.row, &entry.draft.name, RowState::New);
        if self.known.is_unclear(entry.draft, branch) {
            return conflict(entry, &unclear("台账中的党员"));
        }
        let namesakes = self.known.namesakes(&entry.draft.name);
        self.add(entry.draft, branch, None, person_of(entry.draft));
        if namesakes == 0 {
            return verdict;
        }
        verdict.noting(entry.row.say_all(&format!(
            "台账中另有 {namesakes} 名同名的人，身份证号、出生年月、电话都对不上，作为另一人新增，请核对。"
        )))
    }

    fn add(&mut self, draft: &Draft, branch: Place, known: Option<PersonId>, person: Person) {
        let group = draft.group.as_deref().map(|name| self.places.group(branch, name));
        self.plan.joiners.push(Joiner { known, person, branch, group, is_mobile: draft.is_mobile });
    }

    fn compare(&mut self, entry: &Entry<'_>, branch: Place, at: usize) -> Verdict {
        let Some(person) = self.known.people.get(at) else { return self.join(entry, branch) };
        if !self.met.insert(person.id) {
            return conflict(entry, "文件中另有一行已经对应到台账中的同一人，请写上身份证号后重新导入。");
        }
        let Some(membership) = self.known.membership(person.id) else {
            let mut value = person.value.clone();
            merge(&mut value, entry.draft);
            self.add(entry.draft, branch, Some(person.id), value);
            return Verdict::new(entry.row, &entry.draft.name, RowState::New)
                .noting(entry.row.say_all("台账中已有此人（双报到），沿用同一人，登记为党员。"));
        };
        if membership.to_on.is_some() {
            return conflict(entry, "台账中此人已不在册（转出、死亡等）；确实在册的，请先登记转入或恢复。");
        }
        if branch != Place::Known(membership.branch_id) {
            let name = self.places.name(Place::Known(membership.branch_id));
            let sentence = format!("台账中此人在{name}；支部之间调整，请先登记党员增减，再导入。");
            return conflict(entry, &sentence);
        }
        self.change(entry, branch, person, membership)
    }

    fn change(
        &mut self,
        entry: &Entry<'_>,
        branch: Place,
        person: &branchbook_ledger::Stored<Person>,
        membership: &branchbook_ledger::Stored<Membership>,
    ) -> Verdict {
        let mut value = person.value.clone();
        let mut fields = merge(&mut value, entry.draft);
        let value = (!fields.is_empty()).then_some(value);
        let group = self.group_move(entry.draft, branch, membership);
        if group.is_some() {
            fields.push("党小组");
        }
        let is_mobile = entry.draft.is_mobile && !self.known.is_mobile(person.id);
        if is_mobile {
            fields.push("是否流动");
        }
        if fields.is_empty() {
            return Verdict::new(entry.row, &entry.draft.name, RowState::Same);
        }
        self.plan.changes.push(Change { person: person.id, value, group, is_mobile });
        Verdict::new(entry.row, &entry.draft.name, RowState::Update)
            .noting(entry.row.say_all(&format!("更新：{}。", fields.join("、"))))
    }

    fn group_move(
        &mut self,
        draft: &Draft,
        branch: Place,
        membership: &branchbook_ledger::Stored<Membership>,
    ) -> Option<GroupMove> {
        let group = self.places.group(branch, draft.group.as_deref()?);
        let is_there = membership.group_id.map(Place::Known) == Some(group);
        let value = membership.value.clone();
        (!is_there).then_some(GroupMove { membership: membership.id, value, group })
    }
}

fn conflict(entry: &Entry<'_>, sentence: &str) -> Verdict {
    Verdict::new(entry.row, &entry.draft.name, RowState::Conflict).noting(entry.row.say_all(sentence))
}
