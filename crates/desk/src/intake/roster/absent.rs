//! Members of the branches that a file covers whom it does not name: each is told, and each is decided by a person.
//! Without a decision nothing happens to anybody. Must not write.

use std::collections::HashSet;

use branchbook_contract::intake::{MissingMember, RowChoice};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::MovementKind;
use branchbook_ledger::Reading;
use branchbook_ledger::table::person::Identity;

use super::choice::{self, STAY};
use super::known::{Known, LastMembership};
use super::place::{Place, Places};
use super::plan::Step;
use crate::error::{DeskError, Result};
use crate::intake::Context;
use crate::intake::decide::Chosen;
use crate::intake::form::Absent;
use crate::member::movement;

/// How a member can go otherwise than to another branch, in the order of the choices.
const GOING: [MovementKind; 4] =
    [MovementKind::TransferOut, MovementKind::Death, MovementKind::Expelled, MovementKind::Suspended];

/// Who is missing, and the movements that were decided.
pub(super) fn find(
    reading: &Reading<'_>,
    (known, places): (&Known, &Places),
    (met, named): (&HashSet<PersonId>, &HashSet<Place>),
    context: &Context<'_>,
) -> Result<(Absent, Vec<Step>)> {
    let missing = known
        .members()
        .filter(|(person, held)| named.contains(&Place::Known(held.branch)) && !met.contains(&person.id));
    let mut missing: Vec<(&Identity, LastMembership)> = missing.collect();
    let name = |held: &LastMembership| places.name(Place::Known(held.branch));
    missing.sort_by(|(one, held), (other, its)| (name(held), &one.name).cmp(&(name(its), &other.name)));
    require_missing(&missing, known, context)?;
    let mut steps = Vec::new();
    let mut members = Vec::with_capacity(missing.len());
    for (person, held) in &missing {
        let chosen = context.decisions.of_member(person.id);
        if let Some(chosen) = chosen {
            steps.extend(step(reading, person, chosen, context)?);
        }
        members.push(MissingMember {
            member: person.id,
            who: person.name.clone(),
            born: person.birth_on.map(|birth| birth.to_string()),
            branch: name(held).to_owned(),
            chosen: chosen.map(|chosen| chosen.key.clone()).unwrap_or_default(),
            day: chosen.and_then(|chosen| chosen.day),
        });
    }
    let choices = if members.is_empty() { Vec::new() } else { choices(places) };
    let moved = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    Ok((Absent { members, choices, moved }, steps))
}

fn choices(places: &Places) -> Vec<RowChoice> {
    let stay = RowChoice::new(STAY, "仍在册（文件漏列），不改动");
    let going = GOING.into_iter().flat_map(choice::of_kind);
    let branches = places.known_branches().into_iter().map(|(id, name)| {
        RowChoice::new(format!("{}/{}", MovementKind::BranchMove.code(), id.0), format!("支部间调整到{name}"))
    });
    [stay].into_iter().chain(going).chain(branches).collect()
}

/// A decision about somebody who is in the file, or in no branch of it, fits no more.
fn require_missing(
    missing: &[(&Identity, LastMembership)],
    known: &Known,
    context: &Context<'_>,
) -> Result<()> {
    let there: HashSet<PersonId> = missing.iter().map(|(person, _)| person.id).collect();
    let Some(other) = context.decisions.members().find(|person| !there.contains(person)) else {
        return Ok(());
    };
    let name =
        known.position(other).and_then(|at| known.person(at)).map_or("", |person| person.name.as_str());
    Err(DeskError::refused(format!(
        "选定了去向的党员{name}不在“文件里没有写到”的名单中，什么都没有改动；请重新预览后再选。"
    )))
}

fn step(
    reading: &Reading<'_>,
    person: &Identity,
    chosen: &Chosen,
    context: &Context<'_>,
) -> Result<Option<Step>> {
    if chosen.key == STAY {
        return Ok(None);
    }
    let unknown = || {
        DeskError::refused(format!("{}的去向（{}）不在可选的范围内，请重新选择。", person.name, chosen.key))
    };
    let on = chosen.day.unwrap_or_else(|| context.as_of());
    let step = match branch_of(&chosen.key) {
        Some(branch) => {
            Step { person: person.id, kind: MovementKind::BranchMove, reason: None, on, branch: Some(branch) }
        }
        None => {
            let (kind, reason) = choice::movement_of(&chosen.key).ok_or_else(unknown)?;
            if !GOING.contains(&kind) {
                return Err(unknown());
            }
            Step { person: person.id, kind, reason, on, branch: None }
        }
    };
    require_possible(reading, &person.name, &step, context)?;
    Ok(Some(step))
}

/// Refuses a movement that the register would refuse, in its words.
pub(super) fn require_possible(
    reading: &Reading<'_>,
    name: &str,
    step: &Step,
    context: &Context<'_>,
) -> Result<()> {
    movement::require_possible(reading, step.command(), context.today)
        .map_err(|error| DeskError::refused(format!("{name}：{}", error.sentence())))
}

fn branch_of(key: &str) -> Option<OrganisationId> {
    let id = key.strip_prefix(MovementKind::BranchMove.code())?.strip_prefix('/')?;
    id.parse().ok().map(OrganisationId)
}
