//! Those who take part in a temporary branch (临时党支部成员): since when, until when, and where their home branch is.
//! Rows are participations, narrowed by person. Nobody is counted by them.

mod form;

use std::collections::HashMap;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioLink, FolioPage, FolioSubject, FolioTone};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, RoleHeldId};
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::organisation::{Level, Organisation, children};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::{RoleHeld, roles_in, roles_of, roles_of_kind, roles_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{GROUP, count, leading, words};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Asked, Deed, Folio, Head, Line, Sheet, Values, button, cell, linked, tagged};
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

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("here", "参加中")
            .chip("over", "临时党支部超期")
            .chip("left", "已离开")
            .act("join", "登记参加")
            .empty("还没有登记。先在组织台账里新设临时党支部，再在这里登记参加的党员。");
        if let Some(id) = asked.subject {
            let label = reading.require::<Person>(PersonId(id))?.value.name;
            sheet.subject = Some(FolioSubject { label, opens: Some(FolioLink::Member(id)) });
        }
        let names = Names::of(reading)?;
        for role in of_subject(reading, asked.subject)? {
            if role.from_on.is_none_or(|from| from <= asked.on) {
                sheet.push(line(reading, &names, &role, asked.on)?);
            }
        }
        let here = here_on(reading, asked.on)?.len();
        sheet.fact("参加中", format!("{here} 人次（{}）", asked.on));
        Ok(sheet.finish(asked))
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

fn line(reading: &Reading<'_>, names: &Names, role: &Stored<RoleHeld>, on: Day) -> Result<Line> {
    let person = reading.require::<Person>(role.person_id)?;
    let (branch, place) = (branch_of(reading, role)?, place_of(reading, role)?);
    let shown =
        if place.id == branch.id { branch.name.clone() } else { format!("{} {}", branch.name, place.name) };
    let home = member_on(reading, person.id, on)?.map(|member| names.distinct(member.branch_id));
    let left = role.to_on.filter(|to| *to <= on);
    let is_over = branch.planned_end_on.is_some_and(|end| end < on);
    let (state, mark, tone) = match (left, is_over) {
        (Some(_), _) => ("已离开", "left", FolioTone::Plain),
        (None, true) => ("超期", "over", FolioTone::Late),
        (None, false) => ("参加中", "here", FolioTone::Ok),
    };
    let mut acts = vec![button("edit", "更正")];
    if role.to_on.is_none() {
        acts.insert(0, button("leave", "登记离开"));
    }
    Ok(Line {
        row: role.id.0,
        cells: vec![
            linked(&person.name, person.id),
            leading(shown.as_str(), "organisations", branch.id.0),
            cell(branch.project.clone().unwrap_or_default()),
            cell(home.unwrap_or_else(|| "不在本社区".to_owned())),
            cell(role.from_on.map(|from| from.to_string()).unwrap_or_default()),
            cell(left.map(|to| to.to_string()).unwrap_or_default()),
            cell(role.note.clone().unwrap_or_default()),
            tagged(state, tone),
        ],
        acts,
        marks: if mark == "over" { vec!["over", "here"] } else { vec![mark] },
        words: format!(
            "{} {} {}",
            person.name,
            person.initials.to_lowercase(),
            words(&[&shown, branch.project.as_deref().unwrap_or_default()])
        ),
    })
}
