//! Those who take part in a temporary branch (临时党支部成员): since when, until when, and where their home branch is.
//! Rows are participations, narrowed by person. Nobody is counted by them.

mod form;

use std::collections::HashMap;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage, FolioTone};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, RoleHeldId};
use branchbook_ledger::table::organisation::{Level, Organisation, children};
use branchbook_ledger::table::role::{RoleHeld, roles_in, roles_of, roles_of_kind, roles_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{GROUP, count, leading};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::record::{self, RowRecord};
use crate::folio::{
    Asked, Deed, Folio, Head, Known, Line, People, Sheet, Values, button, cell, dated, found_by, seen_in,
    subject_of, tagged,
};
use crate::organisation::{Names, PARTICIPANT};

/// The folio.
pub(crate) struct Participants;

const HEAD: Head = Head {
    folio: "participants",
    title: "临时党支部成员",
    about: "参加临时党支部的党员：组织关系不转接，仍在所在支部计算人数；从何时参加、何时离开。",
    group: GROUP,
};

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 7),
    ("临时党支部", 16),
    ("任务或项目", 0),
    ("所在党支部", 14),
    ("参加", 10),
    ("离开", 10),
    ("备注", 12),
    ("状态", 8),
];

impl Folio for Participants {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::PARTICIPANT.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("here", "参加中")
            .chip("over", "临时党支部超期")
            .chip("left", "已离开")
            .act("join", "登记参加")
            .empty("还没有登记。先在组织台账里新设临时党支部，再在这里登记参加的党员。");
        sheet.subject = subject_of(reading, asked.subject)?;
        let here = here_on(reading, asked.on)?.len();
        sheet.fact("参加中", format!("{here} 人次（{}）", asked.on));
        let names = Names::on(reading, asked.on)?;
        let at = |role: &RoleHeld| Where::of(&names, role);
        let mut roles = of_subject(reading, asked.subject)?;
        roles.retain(|role| role.from_on.is_none_or(|from| from <= asked.on));
        let rows = People {
            reading,
            on: asked.on,
            key: |role: &Stored<RoleHeld>| role.id.0,
            person: |role| role.person_id,
            marks: &|role| match state_of(role, at(role), asked.on).1 {
                "over" => vec!["over", "here"],
                mark => vec![mark],
            },
            words: &|role| {
                let at = at(role);
                let project = at.and_then(|at| at.branch.project.as_deref());
                found_by(&[&at.map(Where::words).unwrap_or_default(), project.unwrap_or_default()], &[])
            },
            line: &|role, known| line(role, at(role), known, asked.on),
        };
        sheet.finish_rows(asked, &rows, roles)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "join" => form::join(reading, deed),
            "leave" => form::leave(reading, &row(reading, deed)?, deed.today),
            "edit" => form::edit(reading, &row(reading, deed)?, deed.today),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "join" | "leave" | "edit" => form::done_with(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        seen_in(deed, |row| Ok(reading.require::<RoleHeld>(RoleHeldId(row))?.person_id))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(count(of_person(reading, person)?.len())))
    }
}

/// Who takes part on a day.
fn here_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<RoleHeld>>, LedgerError> {
    let mut roles = roles_on(reading, day)?;
    roles.retain(|role| role.kind == PARTICIPANT);
    Ok(roles)
}

/// Every participation in a temporary branch or one of its groups, ended ones included.
pub(super) fn taking_part(
    reading: &Reading<'_>,
    branch: OrganisationId,
) -> Result<Vec<Stored<RoleHeld>>, LedgerError> {
    let mut all = roles_in(reading, branch, PARTICIPANT)?;
    for group in children(reading, branch)? {
        all.extend(roles_in(reading, group.id, PARTICIPANT)?);
    }
    Ok(all)
}

/// How many take part in each temporary branch, and in each group of one, on a day.
pub(super) fn counts_on(
    reading: &Reading<'_>,
    day: Day,
) -> Result<HashMap<OrganisationId, u32>, LedgerError> {
    let mut counts = HashMap::new();
    for place in here_on(reading, day)?.into_iter().filter_map(|role| role.value.organisation_id) {
        let group = reading.get::<Organisation>(place)?.filter(|place| place.level == Level::Group);
        for organisation in [Some(place), group.and_then(|group| group.parent_id)].into_iter().flatten() {
            *counts.entry(organisation).or_default() += 1;
        }
    }
    Ok(counts)
}

fn of_person(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<RoleHeld>>, LedgerError> {
    let mut roles = roles_of(reading, person)?;
    roles.retain(|role| role.kind == PARTICIPANT);
    Ok(roles)
}

fn of_subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Vec<Stored<RoleHeld>>> {
    Ok(match subject {
        Some(person) => of_person(reading, PersonId(person))?,
        None => roles_of_kind(reading, PARTICIPANT)?,
    })
}

fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<RoleHeld>> {
    Ok(reading.require::<RoleHeld>(RoleHeldId(deed.need_row()?))?)
}

/// The temporary branch of a participation.
fn branch_of(reading: &Reading<'_>, role: &RoleHeld) -> Result<Stored<Organisation>> {
    let place = place_of(reading, role)?;
    match place.parent_id.filter(|_| place.level == Level::Group) {
        Some(branch) => Ok(reading.require::<Organisation>(branch)?),
        None => Ok(place),
    }
}

/// The temporary branch, or the group of it.
fn place_of(reading: &Reading<'_>, role: &RoleHeld) -> Result<Stored<Organisation>> {
    let gone = || DeskError::refused("这条参加记录没有临时党支部，请核对。");
    Ok(reading.require::<Organisation>(role.organisation_id.ok_or_else(gone)?)?)
}

/// How it stands with a participation: words, filter, tone.
fn state_of(role: &RoleHeld, at: Option<Where<'_>>, on: Day) -> (&'static str, &'static str, FolioTone) {
    let has_left = role.to_on.is_some_and(|to| to <= on);
    let is_over = at.and_then(|at| at.branch.planned_end_on).is_some_and(|end| end < on);
    match (has_left, is_over) {
        (true, _) => ("已离开", "left", FolioTone::Plain),
        (false, true) => ("超期", "over", FolioTone::Late),
        (false, false) => ("参加中", "here", FolioTone::Ok),
    }
}

/// Where somebody takes part: a temporary branch, or a group of one.
#[derive(Clone, Copy)]
struct Where<'a> {
    branch: &'a Stored<Organisation>,
    place: &'a Stored<Organisation>,
}

impl<'a> Where<'a> {
    fn of(names: &'a Names, role: &RoleHeld) -> Option<Self> {
        let place = names.get(role.organisation_id?)?;
        let above = place.parent_id.filter(|_| place.level == Level::Group);
        Some(Self { branch: above.map_or(Some(place), |branch| names.get(branch))?, place })
    }

    fn words(self) -> String {
        let (branch, place) = (&self.branch.name, &self.place.name);
        if self.place.id == self.branch.id { branch.clone() } else { format!("{branch} {place}") }
    }
}

fn line(role: &Stored<RoleHeld>, at: Option<Where<'_>>, known: &Known, on: Day) -> Line {
    let home = known.member(role.person_id).map(|member| known.names.distinct(member.branch_id));
    let (state, _, tone) = state_of(role, at, on);
    let project = at.map(|at| at.branch).and_then(|branch| branch.project.clone());
    let mut acts = vec![button("edit", "更正")];
    if role.to_on.is_none() {
        acts.insert(0, button("leave", "登记离开"));
    }
    Line {
        cells: vec![
            known.linked(role.person_id),
            at.map_or_else(|| cell(""), |at| leading(at.words(), "organisations", at.branch.id.0)),
            cell(project.unwrap_or_default()),
            cell(home.unwrap_or_else(|| "不在本社区".to_owned())),
            dated(role.from_on),
            dated(role.to_on.filter(|to| *to <= on)),
            cell(role.note.clone().unwrap_or_default()),
            tagged(state, tone),
        ],
        acts,
        ..Line::default()
    }
}
