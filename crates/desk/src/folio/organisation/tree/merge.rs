//! 合并: a branch goes into another: everybody moved, groups carried over or left, the branch ended. One operation.

use std::collections::{BTreeSet, HashMap};

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::branch_members_on;
use branchbook_ledger::table::organisation::{Level, Organisation, children};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::super::{choices, done, refuse_ahead};
use super::carry::Carry;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::value::choice;
use crate::folio::{Values, field};
use crate::organisation::exists_on;

/// The form.
pub(super) fn form(reading: &Reading<'_>, stored: &Stored<Organisation>, today: Day) -> Result<FolioEntry> {
    let members = branch_members_on(reading, stored.id, today)?.len();
    let groups = groups_on(reading, stored.id, today)?.len();
    let others = choices(reading, today, |each| each.level == Level::Branch && each.id != stored.id)?;
    let fates = vec![choice("keep", "带过去，仍是党小组"), choice("leave", "不带过去，党员直接编入支部")];
    Ok(FolioEntry {
        title: format!("合并：{}", stored.name),
        about: format!(
            "{}今天有党员 {members} 人、党小组 {groups} 个。合并后党员全部转入另一个党支部并登记增减，原支部的任职、届期同日结束，负责的网格小区一起移交，原支部撤销。整个操作可以一次撤销。合并须先经上级党组织批准。",
            stored.name
        ),
        fields: vec![
            field("into", "并入哪个党支部", others, 2).required(),
            field("day", "合并日期", FolioControl::Day, 2).holding(today).required(),
            field("groups", "党小组", FolioControl::Pick(fates), 2).holding("keep").required(),
            field("note", "批准文件或说明", FolioControl::Text(Vec::new()), 4),
        ],
        button: "合并".to_owned(),
        is_danger: true,
    })
}

/// Merges.
pub(super) fn done_with(
    desk: &mut Desk,
    stored: &Stored<Organisation>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let into = values.organisation("into");
    if into.is_none() {
        values.refuse("into", "请选择并入的党支部。");
    }
    let day = values.need_day("day", "合并日期");
    let keeps = values.pick("groups", |text| match text {
        "keep" => Some(true),
        "leave" => Some(false),
        _ => None,
    });
    let note = values.text("note");
    values.finish()?;
    refuse_ahead("day", day, today)?;
    require_level(stored)?;
    let book = desk.book_mut()?;
    let into =
        book.read(|reading| Ok::<_, DeskError>(reading.require::<Organisation>(into.unwrap_or(stored.id))?))?;
    require_other(stored, &into, day)?;
    let words = format!(
        "{}并入{}{}",
        stored.name,
        into.name,
        note.map(|note| format!("：{note}")).unwrap_or_default()
    );
    let carry = Carry { day, today, note: &words };
    let title = format!("合并：{} 并入 {}", stored.name, into.name);
    let operation = Operation::new(OperationKind::OrganisationSplit, &title);
    let written =
        book.write(&operation, |writing| merge(writing, &carry, stored, into.id, keeps.unwrap_or(true)))?;
    Ok(outcome_of(written, |(moved, late)| {
        let late = late.unwrap_or_default();
        done(format!(
            "已{title}，{moved} 名党员从 {} 起转入，原支部撤销。{late}任职没有带过去，请在“班子与空缺”里核对。",
            day_label(day)
        ))
    }))
}

fn require_level(stored: &Organisation) -> Result<()> {
    match stored.level {
        Level::Branch => Ok(()),
        other => Err(DeskError::refused(format!("{}不能合并，只有党支部可以。", other.label()))),
    }
}

fn require_other(stored: &Stored<Organisation>, into: &Stored<Organisation>, day: Day) -> Result<()> {
    let words = match () {
        () if into.id == stored.id => "不能并入自己，请选择另一个党支部。".to_owned(),
        () if into.level != Level::Branch => format!("{}不是党支部，请重新选择。", into.name),
        () if !exists_on(into, day) => format!("{} 在 {day} 不存在，请核对日期。", into.name),
        () => return require_younger(stored, day),
    };
    Err(DeskError::field("into", words))
}

/// Nothing ends on the day it began.
pub(super) fn require_younger(stored: &Organisation, day: Day) -> Result<()> {
    match stored.from_on.filter(|from| *from >= day) {
        Some(from) => {
            Err(DeskError::field("day", format!("{}在 {from} 才成立，日期应在这以后。", stored.name)))
        }
        None => Ok(()),
    }
}

/// The groups of a branch on a day.
pub(super) fn groups_on(
    reading: &Reading<'_>,
    branch: OrganisationId,
    day: Day,
) -> Result<Vec<Stored<Organisation>>> {
    let below = children(reading, branch)?;
    Ok(below.into_iter().filter(|each| each.level == Level::Group && exists_on(each, day)).collect())
}

fn merge(
    writing: &mut Writing<'_>,
    carry: &Carry<'_>,
    from: &Stored<Organisation>,
    into: OrganisationId,
    keeps: bool,
) -> Result<(usize, Option<String>)> {
    let groups = groups_on(writing, from.id, carry.day)?;
    let mut homes = HashMap::new();
    if keeps {
        for group in &groups {
            homes.insert(group.id, carry.group(writing, group, from, into)?);
        }
    }
    let members = branch_members_on(writing, from.id, carry.day)?;
    let mut late = None;
    let mut moved: BTreeSet<PersonId> = BTreeSet::new();
    // Who comes on that very day comes into the other branch.
    for member in members.iter().filter(|member| member.from_on != Some(carry.day)) {
        let group = member.group_id.and_then(|group| homes.get(&group).copied());
        late = carry.person(writing, member.person, (into, group), &homes)?.or(late);
        moved.insert(member.person);
    }
    moved.extend(carry.newcomers(writing, from.id, into, &homes)?);
    for group in &groups {
        carry.end(writing, group, homes.get(&group.id).copied().unwrap_or(into))?;
    }
    carry.cases(writing, from.id, into)?;
    carry.end(writing, from, into)?;
    Ok((moved.len(), late))
}
