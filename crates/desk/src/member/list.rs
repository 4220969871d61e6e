//! The list of members on a day, or as a month's report counts them: searched, filtered, ordered, one page of it.
//! Filters work on narrow rows; whole people are read for the page only.

use std::collections::HashMap;
use std::sync::Arc;

use branchbook_contract::member::{
    Chip, MemberChips, MemberList, MemberMark, MemberOrder, MemberPage, MemberRow,
};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::mask::masked_text;
use branchbook_domain::member::ConditionKind;
use branchbook_domain::reveal::RevealWay;
use branchbook_domain::standing::MemberClass;
use branchbook_domain::stroke::stroke_key;
use branchbook_ledger::table::membership::{Found, Listed, Periods, people, sort_names};
use branchbook_ledger::{Operation, OperationKind, Reading};

use super::field::{Scope, resolved};
use super::register::Register;
use super::row::row;
use super::wish::Wish;
use super::{figure, reveal};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Calendar;
use crate::organisation::Names;
use crate::progress::Progress;

impl Handle<MemberList> for Desk {
    fn handle(&mut self, command: MemberList, _: &dyn Progress) -> Result<Outcome<MemberPage>> {
        let today = self.clock().today();
        let page = self.book()?.read(|reading| member_page(reading, &command, today))?;
        if command.reveal {
            let title = format!("查看名册 {} 人的完整证件号、电话", page.rows.len());
            self.book_mut()?.write(&Operation::new(OperationKind::Reveal, title), |writing| {
                let shown = page.rows.iter().map(|row| (row.member, row.name.as_str()));
                reveal::record(writing, RevealWay::List, shown)
            })?;
        }
        Ok(Outcome::unchanged(page))
    }
}

/// From this age on 60 岁以上 holds.
const ELDER: i32 = 60;

/// Those whom a list is about, before a filter: among the register, whom the query and the conditions mean.
pub(super) struct Sought<'a> {
    register: &'a Register,
    /// Who is listed.
    pub list: Vec<&'a Listed>,
    /// Those who were members and are none, for the counts.
    pub former: Vec<&'a Listed>,
}

impl<'a> Sought<'a> {
    fn among(register: &'a Register, command: &MemberList, found: &Found) -> Self {
        let meant = |all: &'a [Listed]| all.iter().filter(|listed| found.means(listed.person)).collect();
        let former: Vec<&Listed> = meant(register.former());
        let list = if command.is_former { former.clone() } else { meant(register.members()) };
        Self { register, list, former }
    }
}

/// Whether somebody of a register is of the class and has the condition and the mark that are asked for.
fn is_of(register: &Register, listed: &Listed, command: &MemberList, day: Day) -> bool {
    command.class.is_none_or(|wanted| class_of(listed) == Some(wanted))
        && command.condition.is_none_or(|wanted| listed.conditions.contains(&wanted))
        && command.mark.is_none_or(|wanted| has(register, listed, wanted, day))
}

fn class_of(listed: &Listed) -> Option<MemberClass> {
    listed.standing.and_then(|standing| standing.class)
}

/// Whether a mark is on somebody.
fn has(register: &Register, listed: &Listed, mark: MemberMark, day: Day) -> bool {
    match mark {
        MemberMark::Elder => listed.birth_on.is_some_and(|birth| birth.age_on(day) >= ELDER),
        MemberMark::Unassigned => !register.is_posted(listed.person),
        MemberMark::Incomplete => listed.is_incomplete,
    }
}

/// The page that was asked for.
pub(super) fn member_page(reading: &Reading<'_>, command: &MemberList, today: Day) -> Result<MemberPage> {
    let (command, view) = resolved(reading, command)?;
    require_one_time(&command)?;
    let day = day_of(reading, &command, today)?;
    let names = Names::on(reading, day)?;
    let wish = Wish::of(reading, &command, &names, today)?;
    wish_page(reading, &command, &names, &wish, (day, today))
        .map(|page| MemberPage { words: said(wish.words(view), command.reveal), ..page })
}

/// A day and a month's report are two ways to say when, and a report knows no former members. Asked of the list with its
/// view taken in, for a view may be of former members.
fn require_one_time(command: &MemberList) -> Result<()> {
    if command.on.is_some() && command.as_sent.is_some() {
        return Err(DeskError::field("as_sent", "按日期和按上报月份只能选一种，请去掉其中一个。"));
    }
    if command.is_former && command.as_sent.is_some() {
        return Err(DeskError::field("as_sent", "历史党员按日期查看，请去掉上报月份。"));
    }
    Ok(())
}

/// The conditions in words: what was looked for is masked like what is found.
fn said(words: String, is_revealed: bool) -> String {
    if is_revealed { words } else { masked_text(words) }
}

/// The day of the list: that of a month's report is the last one of its statistics.
fn day_of(reading: &Reading<'_>, command: &MemberList, today: Day) -> Result<Day> {
    match command.as_sent {
        Some(month) => Ok(Calendar::of(reading)?.last_day(month)),
        None => Ok(command.on.unwrap_or(today)),
    }
}

fn wish_page(
    reading: &Reading<'_>,
    command: &MemberList,
    names: &Names,
    wish: &Wish,
    (day, today): (Day, Day),
) -> Result<MemberPage> {
    let found: Arc<Found> = reading.reckoned(command.query.clone().unwrap_or_default())?;
    let register = Register::of(reading, command, day, &found)?;
    let mut sought = Sought::among(&register, command, &found);
    let not_yet_full = register.not_yet_full();
    let scope = Scope { day, today, is_former: command.is_former, not_yet_full };
    wish.narrow(reading, &mut sought, command, &scope)?;
    let chips = command.with_chips.then(|| chips(&sought, command, names, day));
    let mut list = sought.list;
    list.retain(|listed| is_at(listed, command) && is_of(&register, listed, command, day));
    order(reading, &mut list, wish.order(command))?;
    wish.sort(reading, &mut list, command, &scope)?;
    let total = u32::try_from(list.len()).unwrap_or(u32::MAX);
    let shown = page_of(list, command);
    let ids: Vec<PersonId> = shown.iter().map(|listed| listed.person).collect();
    let (mut people, periods) = (people(reading, &ids)?, Periods::of(reading)?);
    people.values_mut().for_each(|person| periods.lay_over(person, day));
    for person in not_yet_full {
        if periods.at(*person, day).is_none() {
            people.entry(*person).and_modify(|person| person.value.became_full_on = None);
        }
    }
    let known = shown.into_iter().filter_map(|listed| Some((listed, people.get(&listed.person)?)));
    let rows = known.map(|(listed, person)| row(listed, person, names, day, command.reveal));
    let mut rows: Vec<MemberRow> = rows.collect();
    wish.fill(reading, &mut rows, &scope, command.reveal)?;
    if command.with_figures {
        figure::attach(reading, day, &mut rows)?;
    }
    Ok(MemberPage { on: day, total, rows, chips, words: String::new(), columns: wish.titles() })
}

fn is_at(listed: &Listed, command: &MemberList) -> bool {
    command.branch.is_none_or(|branch| listed.branch_id == branch)
        && command.group.is_none_or(|group| listed.group_id == Some(group))
}

fn page_of<'a>(list: Vec<&'a Listed>, command: &MemberList) -> Vec<&'a Listed> {
    let limit = command.limit.map_or(usize::MAX, |limit| limit as usize);
    list.into_iter().skip(command.offset as usize).take(limit).collect()
}

/// What comes in the order of the register is sorted where another one is asked for.
fn order(reading: &Reading<'_>, list: &mut [&Listed], order: MemberOrder) -> Result<()> {
    if order == MemberOrder::Register {
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

fn chips(sought: &Sought<'_>, command: &MemberList, names: &Names, day: Day) -> MemberChips {
    let here: Vec<&Listed> = sought.list.iter().copied().filter(|listed| is_at(listed, command)).collect();
    let count = |test: &dyn Fn(&Listed) -> bool| here.iter().filter(|listed| test(listed)).count();
    let class = |value: MemberClass| {
        chip(value, value.label().to_owned(), count(&|listed| class_of(listed) == Some(value)))
    };
    let condition = |kind: &ConditionKind| {
        chip(*kind, kind.label().to_owned(), count(&|listed| listed.conditions.contains(kind)))
    };
    let mark = |mark: &MemberMark| {
        chip(*mark, mark.label().to_owned(), count(&|listed| has(sought.register, listed, *mark, day)))
    };
    MemberChips {
        branches: branch_chips(&sought.list, names),
        classes: MemberClass::ALL.into_iter().map(class).collect(),
        conditions: ConditionKind::ALL.iter().map(condition).collect(),
        marks: MemberMark::ALL.iter().map(mark).collect(),
        former: u32::try_from(sought.former.len()).unwrap_or(u32::MAX),
    }
}

fn branch_chips(list: &[&Listed], names: &Names) -> Vec<Chip<OrganisationId>> {
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
