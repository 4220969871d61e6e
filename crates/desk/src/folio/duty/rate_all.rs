//! The results of a quarter for a whole branch or group at once: one for most, and names for those who differ.

use std::collections::{BTreeMap, HashMap};

use branchbook_contract::folio::FolioDone;
use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::duty::{DutyResult, LEAST_DAYS};
use branchbook_domain::key::{ClaimId, OrganisationId, PersonId};
use branchbook_ledger::table::membership::MemberOnDay;
use branchbook_ledger::{OperationKind, Reading, Writing};

use super::form::ALL;
use super::rate::{put, quarter, result};
use super::register::{Held, Register};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::named::Roll;
use crate::folio::{Deed, Values, operate_saying};

/// What is to be written.
struct Plan {
    quarter: Quarter,
    place: String,
    results: Vec<(ClaimId, DutyResult, Option<String>)>,
    /// Posts that were rated before and stay as they are.
    kept: usize,
}

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
    let plan = desk.book()?.read(|reading| planned(reading, deed.today, values))?;
    let title = format!("登记{}评价：{} {} 个岗位", plan.quarter.label(), plan.place, plan.results.len());
    let write = |writing: &mut Writing<'_>| write(writing, &plan);
    operate_saying(desk, OperationKind::DutySet, &title, write, |()| said(&plan).concat())
}

fn write(writing: &mut Writing<'_>, plan: &Plan) -> Result<()> {
    for (claim, result, note) in &plan.results {
        put(writing, *claim, plan.quarter, *result, note.clone())?;
    }
    Ok(())
}

/// 「好 10、一般 1、差 1。已评过的 2 个没有改。」
fn said(plan: &Plan) -> Vec<String> {
    let count = |wanted: DutyResult| plan.results.iter().filter(|(_, result, _)| *result == wanted).count();
    let each: Vec<String> =
        DutyResult::ALL.iter().map(|&result| format!("{} {}", result.label(), count(result))).collect();
    let mut said = vec![format!("{}。", each.join("、"))];
    said.extend((plan.kept > 0).then(|| format!("已评过的 {} 个没有改。", plan.kept)));
    said
}

fn planned(reading: &Reading<'_>, today: Day, mut values: Values) -> Result<Plan> {
    let quarter = quarter(&mut values, today);
    let most = result(&mut values);
    let place = values.need_text("where", "范围");
    let (Some(quarter), Some(most)) = (quarter, most) else {
        return values.finish().and(Err(DeskError::refused("请选择季度和评价。")));
    };
    let register = Register::on(reading, quarter.last_day().min(today))?;
    let (place, chosen) = chosen(&register, &place, quarter, &mut values);
    let differing = differing(&register, &chosen, most, &mut values);
    let is_again = values.yes("again");
    let (mut results, mut kept) = (Vec::new(), 0);
    for (member, held) in &chosen {
        let other = differing.get(&member.person).copied();
        if held.result(quarter).is_some() && !is_again {
            kept += 1;
        } else {
            let note = if other.is_none() { values.text("note") } else { None };
            results.push((held.claim.id, other.unwrap_or(most), note));
        }
    }
    if chosen.is_empty() {
        let sentence = format!("{place}在{}没有在岗满 {LEAST_DAYS} 天的岗位。", quarter.label());
        values.refuse("where", sentence);
    } else if results.is_empty() {
        values.refuse("again", "这个季度都评过了。要改请勾选“已经评过的也改成这次的”。");
    }
    values.finish()?;
    Ok(Plan { quarter, place, results, kept })
}

type Chosen<'a> = Vec<(&'a MemberOnDay, &'a Held)>;

/// The place in words, and its posts that are to be rated.
fn chosen<'a>(
    register: &'a Register,
    place: &str,
    quarter: Quarter,
    values: &mut Values,
) -> (String, Chosen<'a>) {
    let wanted = if place == ALL { None } else { values.organisation("where") };
    let is_in = |member: &MemberOnDay, held: &Held| {
        wanted.is_none_or(|id: OrganisationId| {
            member.branch_id == id || register.group(member, Some(held)) == Some(id)
        })
    };
    let of = |member: &'a MemberOnDay| {
        let all = register.all_of(member.person).iter();
        all.filter(|held| held.is_duty() && held.span().is_rated_in(quarter)).map(move |held| (member, held))
    };
    let all = register.members.iter().flat_map(of);
    let chosen = all.filter(|(member, held)| is_in(member, held)).collect();
    (wanted.map_or_else(|| "全部支部".to_owned(), |id| register.names.distinct(id)), chosen)
}

/// Those who are rated otherwise than most, by name.
fn differing(
    register: &Register,
    chosen: &Chosen<'_>,
    most: DutyResult,
    values: &mut Values,
) -> HashMap<PersonId, DutyResult> {
    let mut members: BTreeMap<PersonId, &MemberOnDay> = BTreeMap::new();
    members.extend(chosen.iter().map(|(member, _)| (member.person, *member)));
    let roll = Roll::of("这个范围里在岗的党员里", members.into_values(), &register.names);
    let mut differing: HashMap<PersonId, DutyResult> = HashMap::new();
    for &result in DutyResult::ALL.iter().filter(|result| **result != most) {
        let written = values.lines(result.code()).unwrap_or_default();
        let found = roll.read(&written).unwrap_or_else(|wrong| {
            values.refuse(result.code(), wrong);
            Vec::new()
        });
        for person in found {
            if differing.insert(person, result).is_some() {
                values.refuse(result.code(), "有人写在了两处，请只留一处。");
            }
        }
    }
    differing
}
