//! What concerns a roster as a whole: members it does not name, dates that were serial numbers, late openings.
//! Must not change anything.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_contract::intake::{ImportKind, MissingMember};
use branchbook_domain::day::{Day, add_days};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;
use branchbook_ledger::Reading;
use branchbook_ledger::table::import::ImportBatch;

use super::known::Known;
use super::place::Place;
use super::plan::Plan;
use super::survey::{Survey, Unplaced};
use crate::error::Result;
use crate::intake::Context;

/// Names told in one sentence.
const MOST_NAMES: usize = 30;
/// Days of a quarter and a little more: how old a register may be beside the newest one of the book. Branches hand in
/// their own on different days.
const QUARTER: i64 = 100;

/// What is said of a file of rows that were handed back.
pub(super) const REST: &str =
    "表里有“原因”一栏，是上次没有导入、退回的行：只导入这些行，不核对其他党员有没有漏列。";

/// What is said of dates that were serial numbers.
pub(super) fn of_serials(count: u32) -> Option<String> {
    (count > 0)
        .then(|| format!("有 {count} 个日期是表格软件的日期序号（如 41787），已换算成日期，请在预览中抽查。"))
}

/// Where rows were put that name no branch.
pub(super) fn unplaced(survey: &Survey) -> Vec<String> {
    let told = survey.unplaced.iter().map(|(put, count)| match put {
        Unplaced::ByTitle(place) => {
            format!("没有写支部的 {count} 行，按标题登记到“{}”。", survey.places.name(*place))
        }
        Unplaced::Only(place) => format!(
            "没有写支部的 {count} 行，都登记到台账里唯一的支部“{}”；不是这个支部的，请补上支部一栏再导入。",
            survey.places.name(*place)
        ),
        Unplaced::AtHome => format!("没有写支部的 {count} 行，按台账里查到的本人办理，支部不变。"),
    });
    told.collect()
}

/// New branches that the file calls by several names, of which only the name of the community is another.
pub(super) fn said_otherwise(survey: &Survey, plan: &Plan) -> Vec<String> {
    let told = survey.places.said_otherwise(&plan.places()).into_iter().map(|names| {
        let names: Vec<String> = names.into_iter().map(|name| format!("“{name}”")).collect();
        format!("文件里的{}按同一个党支部登记；是几个党支部的，请改写名称后重新导入。", names.join("、"))
    });
    told.collect()
}

/// Members whom only rows name that were not read: neither missing nor brought up to date.
pub(super) fn unread(unread: &BTreeSet<PersonId>, (survey, known): (&Survey, &Known)) -> Option<String> {
    let there = unread.iter().filter_map(|person| {
        let held = known.membership(*person).filter(|held| !held.is_ended)?;
        let is_named = survey.branches.contains(&Place::Known(held.branch));
        is_named.then(|| known.person(known.position(*person)?)).flatten().map(|person| person.name.clone())
    });
    let names: Vec<String> = there.collect();
    let count = names.len();
    (count > 0).then(|| {
        format!(
            "文件里有、但没有读的党员 {count} 人（隐藏的行，或缺姓名的行）：{}；不算漏列，也没有按文件更新。",
            some_of(names)
        )
    })
}

/// Members of the branches in the file whom the file does not name: what was decided about them, and about whom nothing
/// was. The same is told before and after the import.
pub(super) fn missing(members: &[MissingMember]) -> Option<String> {
    let (open, decided): (Vec<_>, Vec<_>) = members.iter().partition(|missing| missing.chosen.is_empty());
    let (all, open_count, count) = (members.len(), open.len(), decided.len());
    let open = some_of(open.iter().map(|missing| format!("{}（{}）", missing.who, missing.branch)).collect());
    let told = decided_in_words(&decided);
    let head = format!("台账中有、文件里没有写到的党员 {all} 人");
    match (open_count, count) {
        (0, 0) => None,
        (_, 0) => Some(format!("{head}：{open}。请逐个选定去向；没有选定的，台账不改动。")),
        (0, _) => Some(format!("{head}，都已选定：{told}。")),
        _ => Some(format!(
            "{head}，已选定 {count} 人：{told}；没有选定 {open_count} 人：{open}，没有选定的，台账不改动。"
        )),
    }
}

/// 「转出 2 人（邱俊、韩超），仍在册 1 人（康英）」, in the order of the words.
fn decided_in_words(decided: &[&MissingMember]) -> String {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for missing in decided {
        groups.entry(what_of(&missing.chosen)).or_default().push(missing.who.clone());
    }
    let told = groups.into_iter().map(|(what, names)| {
        let count = names.len();
        format!("{what} {count} 人（{}）", some_of(names))
    });
    told.collect::<Vec<_>>().join("，")
}

fn what_of(chosen: &str) -> &str {
    let kind = chosen.split('/').next().unwrap_or_default();
    MovementKind::from_code(kind).map_or("仍在册", MovementKind::label)
}

fn some_of(mut names: Vec<String>) -> String {
    let rest = if names.len() > MOST_NAMES { "等" } else { "" };
    names.truncate(MOST_NAMES);
    names.join("、") + rest
}

/// A register that is dated long before the newest one that was imported: what it says is older than what the book says.
/// A register that stated no day is as old as its import.
pub(super) fn older_register(
    reading: &Reading<'_>,
    context: &Context<'_>,
    plan: &Plan,
) -> Result<Option<String>> {
    let Some(dated) = context.register_on.filter(|_| !plan.changes.is_empty()) else { return Ok(None) };
    let batches = reading.all::<ImportBatch>()?;
    let of_rosters = batches.iter().filter(|batch| batch.kind == ImportKind::Roster.code());
    let newest = of_rosters.map(|batch| day_of(batch)).max();
    Ok(newest.filter(|(day, _)| add_days(dated, QUARTER) < *day).map(|(day, is_stated)| {
        let known = match is_stated {
            true => format!("台账里最近一份花名册的填报日期是 {day}"),
            false => format!("台账最近一次导入花名册是在 {day}"),
        };
        format!(
            "这份花名册的填报日期是 {dated}，{known}，可能是旧表：{} 人的资料会按它改写；\
             旧表请不要导入，或对更新的行选定以台账为准。",
            plan.changes.len()
        )
    }))
}

/// The day of the register of an import, and whether it is one that the register stated.
fn day_of(batch: &ImportBatch) -> (Day, bool) {
    let imported = batch.imported_at.beijing_day();
    batch.register_on.map_or((imported, false), |stated| (stated, true))
}

/// New members in a book that has members already.
pub(super) fn late_opening(plan: &Plan) -> Option<String> {
    let count = plan.joiners.iter().filter(|joiner| joiner.arrival.is_none()).count();
    (count > 0).then(|| {
        format!(
            "台账中已有党员，新增的 {count} 人按“建账时在册”补入，不算本月增加；是发展或转入的，请在这些行上选定。"
        )
    })
}
