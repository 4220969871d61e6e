//! The list of members on a day, or as a month's report counts them: searched, filtered, ordered, one page of it.
//! Filters work on narrow rows; whole people are read for the page only.

use std::collections::{HashMap, HashSet};

use branchbook_contract::member::{Chip, MemberChips, MemberList, MemberOrder, MemberPage};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_domain::standing::MemberClass;
use branchbook_domain::stroke::stroke_key;
use branchbook_ledger::table::membership::{
    AsSent, Listed, found, listed_on, members_as_sent, people, sort_names,
};
use branchbook_ledger::{Operation, OperationKind, Reading};

use super::row::row;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Calendar;
use crate::organisation::Names;
use crate::progress::Progress;

impl Handle<MemberList> for Desk {
    fn handle(&mut self, command: MemberList, _: &dyn Progress) -> Result<Outcome<MemberPage>> {
        if command.on.is_some() && command.as_sent.is_some() {
            return Err(DeskError::field("as_sent", "按日期和按上报月份只能选一种，请去掉其中一个。"));
        }
        let today = self.clock().today();
        let page = self.book()?.read(|reading| page(reading, &command, today))?;
        if command.reveal {
            let title = format!("查看名册 {} 人的完整证件号、电话", page.rows.len());
            self.book_mut()?
                .write(&Operation::new(OperationKind::Reveal, title), |_| Ok::<_, DeskError>(()))?;
        }
        Ok(Outcome::unchanged(page))
    }
}

/// Who is on the list before it is filtered.
struct Register {
    day: Day,
    list: Vec<Listed>,
    /// Whether standing and conditions were asked for.
    is_detailed: bool,
    /// Of a report: those whose 转正 it does not know yet.
    not_yet_full: HashSet<PersonId>,
}

impl Register {
    fn of(reading: &Reading<'_>, command: &MemberList, today: Day) -> Result<Self> {
        let hits = found(reading, command.query.as_deref().unwrap_or_default())?;
        if let Some(month) = command.as_sent {
            return Self::as_sent(reading, month, hits.as_ref());
        }
        let day = command.on.unwrap_or(today);
        // Conditions and standing of everybody are asked for only where a filter or a count needs them.
        let is_detailed = command.with_chips || command.class.is_some() || command.condition.is_some();
        let list = listed_on(reading, day, hits.as_ref(), is_detailed)?;
        Ok(Self { day, list, is_detailed, not_yet_full: HashSet::new() })
    }

    fn as_sent(reading: &Reading<'_>, month: Month, hits: Option<&HashSet<i64>>) -> Result<Self> {
        let day = Calendar::of(reading)?.last_day(month);
        let AsSent { members, not_yet_full } = members_as_sent(reading, month, day, hits)?;
        Ok(Self { day, list: members, is_detailed: true, not_yet_full })
    }
}

fn page(reading: &Reading<'_>, command: &MemberList, today: Day) -> Result<MemberPage> {
    let names = Names::of(reading)?;
    let Register { day, mut list, is_detailed, not_yet_full } = Register::of(reading, command, today)?;
    let chips = command.with_chips.then(|| chips(&list, command, &names));
    list.retain(|listed| is_at(listed, command) && is_of(listed, command));
    order(reading, &mut list, command.order, &names)?;
    let total = u32::try_from(list.len()).unwrap_or(u32::MAX);
    let mut shown = page_of(list, command);
    if !is_detailed {
        attach_conditions(reading, day, &mut shown)?;
    }
    let ids: Vec<PersonId> = shown.iter().map(|listed| listed.person).collect();
    let mut people = people(reading, &ids)?;
    for person in &not_yet_full {
        people.entry(*person).and_modify(|person| person.value.became_full_on = None);
    }
    let known = shown.iter().filter_map(|listed| Some((listed, people.get(&listed.person)?)));
    let rows = known.map(|(listed, person)| row(listed, person, &names, day, command.reveal)).collect();
    Ok(MemberPage { on: day, total, rows, chips })
}

fn is_at(listed: &Listed, command: &MemberList) -> bool {
    command.branch.is_none_or(|branch| listed.branch_id == branch)
        && command.group.is_none_or(|group| listed.group_id == Some(group))
}

fn is_of(listed: &Listed, command: &MemberList) -> bool {
    let class = listed.standing.and_then(|standing| standing.class);
    command.class.is_none_or(|wanted| class == Some(wanted))
        && command.condition.is_none_or(|wanted| listed.conditions.contains(&wanted))
}

fn page_of(list: Vec<Listed>, command: &MemberList) -> Vec<Listed> {
    let limit = command.limit.map_or(usize::MAX, |limit| limit as usize);
    list.into_iter().skip(command.offset as usize).take(limit).collect()
}

fn order(reading: &Reading<'_>, list: &mut [Listed], order: MemberOrder, names: &Names) -> Result<()> {
    if order == MemberOrder::Register {
        list.sort_by_key(|listed| (names.position(listed.branch_id), listed.person));
        return Ok(());
    }
    let people = sort_names(reading)?;
    let of = |listed: &Listed| people.get(&listed.person).cloned().unwrap_or_default();
    match order {
        MemberOrder::Stroke => list.sort_by_cached_key(|listed| (stroke_key(&of(listed).0), listed.person)),
        _ => list.sort_by_cached_key(|listed| {
            let (name, pinyin) = of(listed);
            let usual = pinyin.split(' ').next().unwrap_or_default().to_owned();
            (usual, name, listed.person)
        }),
    }
    Ok(())
}

/// The conditions of the few that are shown.
fn attach_conditions(reading: &Reading<'_>, day: Day, shown: &mut [Listed]) -> Result<()> {
    let wanted = shown.iter().map(|listed| listed.person.0).collect();
    let detailed = listed_on(reading, day, Some(&wanted), true)?;
    let mut by_person: HashMap<PersonId, Vec<ConditionKind>> =
        detailed.into_iter().map(|listed| (listed.person, listed.conditions)).collect();
    for listed in shown {
        listed.conditions = by_person.remove(&listed.person).unwrap_or_default();
    }
    Ok(())
}

fn chips(list: &[Listed], command: &MemberList, names: &Names) -> MemberChips {
    let here: Vec<&Listed> = list.iter().filter(|listed| is_at(listed, command)).collect();
    let count = |test: &dyn Fn(&Listed) -> bool| here.iter().filter(|listed| test(listed)).count();
    let class = |value: MemberClass| {
        let is_of = |listed: &Listed| listed.standing.and_then(|standing| standing.class) == Some(value);
        chip(value, value.label().to_owned(), count(&is_of))
    };
    let condition = |kind: &ConditionKind| {
        chip(*kind, kind.label().to_owned(), count(&|listed| listed.conditions.contains(kind)))
    };
    MemberChips {
        branches: branch_chips(list, names),
        classes: MemberClass::ALL.into_iter().map(class).collect(),
        conditions: ConditionKind::ALL.iter().map(condition).collect(),
    }
}

fn branch_chips(list: &[Listed], names: &Names) -> Vec<Chip<OrganisationId>> {
    let mut counts: HashMap<OrganisationId, usize> = HashMap::new();
    for listed in list {
        *counts.entry(listed.branch_id).or_default() += 1;
    }
    let mut branches: Vec<(OrganisationId, usize)> = counts.into_iter().collect();
    branches.sort_by_key(|(branch, _)| names.position(*branch));
    branches.into_iter().map(|(branch, count)| chip(branch, names.name(branch), count)).collect()
}

fn chip<T>(value: T, label: String, count: usize) -> Chip<T> {
    Chip { value, label, count: u32::try_from(count).unwrap_or(u32::MAX) }
}
