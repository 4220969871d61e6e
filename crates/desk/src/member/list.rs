//! The list of members on a day, or as a month's report counts them: searched, filtered, ordered, one page of it.
//! Filters work on narrow rows; whole people are read for the page only.

use std::collections::{HashMap, HashSet};

use branchbook_contract::member::{
    Chip, MemberChips, MemberList, MemberMark, MemberOrder, MemberPage, MemberRow,
};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::mask::masked_text;
use branchbook_domain::member::ConditionKind;
use branchbook_domain::reveal::RevealWay;
use branchbook_domain::standing::MemberClass;
use branchbook_domain::stroke::stroke_key;
use branchbook_ledger::table::membership::{
    AsSent, Listed, Periods, former_on, found, listed_on, members_as_sent, people, sort_names,
};
use branchbook_ledger::{Operation, OperationKind, Reading};

use super::field::{Scope, resolved};
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
        if command.on.is_some() && command.as_sent.is_some() {
            return Err(DeskError::field("as_sent", "按日期和按上报月份只能选一种，请去掉其中一个。"));
        }
        if command.is_former && command.as_sent.is_some() {
            return Err(DeskError::field("as_sent", "历史党员按日期查看，请去掉上报月份。"));
        }
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

/// Who is on the list before it is filtered.
pub(super) struct Register {
    pub day: Day,
    pub list: Vec<Listed>,
    /// Whether standing and conditions were asked for.
    is_detailed: bool,
    /// Of a report: those whose 转正 it does not know yet.
    pub not_yet_full: HashSet<PersonId>,
    /// Those who hold a post, if a filter or a count needs to know.
    posted: HashSet<PersonId>,
    /// Those who were members and are none, if counts are wanted.
    pub former: Vec<Listed>,
}

impl Register {
    fn of(reading: &Reading<'_>, command: &MemberList, day: Day) -> Result<Self> {
        let hits = found(reading, command.query.as_deref().unwrap_or_default())?;
        if let Some(month) = command.as_sent {
            return Self::as_sent(reading, (month, day), hits.as_ref())?.counted(reading, command, None);
        }
        // Conditions and standing of everybody are asked for only where a filter or a count needs them.
        let is_filtered = command.class.is_some() || command.condition.is_some() || command.mark.is_some();
        let is_detailed = command.with_chips || is_filtered || command.is_former;
        let former = command.with_chips || command.is_former;
        let former = former.then(|| former_on(reading, day, hits.as_ref())).transpose()?;
        let list = match command.is_former {
            true => Vec::new(),
            false => listed_on(reading, day, hits.as_ref(), is_detailed)?,
        };
        let none = HashSet::new();
        Self { day, list, is_detailed, not_yet_full: none, posted: HashSet::new(), former: Vec::new() }
            .counted(reading, command, former)
    }

    /// With what the filter and the counts need to know of posts and of former members.
    fn counted(
        mut self,
        reading: &Reading<'_>,
        command: &MemberList,
        former: Option<Vec<Listed>>,
    ) -> Result<Self> {
        if command.with_chips || command.mark == Some(MemberMark::Unassigned) {
            self.posted = figure::people_with_posts(reading, self.day)?;
        }
        if let Some(former) = former {
            if command.is_former {
                self.list.clone_from(&former);
            }
            self.former = former;
        }
        Ok(self)
    }

    /// Whether a mark is on somebody.
    fn has(&self, listed: &Listed, mark: MemberMark) -> bool {
        match mark {
            MemberMark::Elder => listed.birth_on.is_some_and(|birth| birth.age_on(self.day) >= ELDER),
            MemberMark::Unassigned => !self.posted.contains(&listed.person),
            MemberMark::Incomplete => listed.is_incomplete,
        }
    }

    fn is_of(&self, listed: &Listed, command: &MemberList) -> bool {
        let class = listed.standing.and_then(|standing| standing.class);
        command.class.is_none_or(|wanted| class == Some(wanted))
            && command.condition.is_none_or(|wanted| listed.conditions.contains(&wanted))
            && command.mark.is_none_or(|wanted| self.has(listed, wanted))
    }

    fn as_sent(
        reading: &Reading<'_>,
        (month, day): (Month, Day),
        hits: Option<&HashSet<i64>>,
    ) -> Result<Self> {
        let AsSent { members, not_yet_full } = members_as_sent(reading, month, day, hits)?;
        let posted = HashSet::new();
        Ok(Self { day, list: members, is_detailed: true, not_yet_full, posted, former: Vec::new() })
    }
}

/// The page that was asked for.
pub(super) fn member_page(reading: &Reading<'_>, command: &MemberList, today: Day) -> Result<MemberPage> {
    let (command, view) = resolved(reading, command)?;
    let day = day_of(reading, &command, today)?;
    let names = Names::on(reading, day)?;
    let wish = Wish::of(reading, &command, &names, today)?;
    wish_page(reading, &command, &names, &wish, (day, today))
        .map(|page| MemberPage { words: said(wish.words(view), command.reveal), ..page })
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
    let mut register = Register::of(reading, command, day)?;
    wish.narrow(reading, &mut register, command, today)?;
    let chips = command.with_chips.then(|| chips(&register, command, names));
    let mut list = std::mem::take(&mut register.list);
    list.retain(|listed| is_at(listed, command) && register.is_of(listed, command));
    let Register { is_detailed, not_yet_full, .. } = register;
    let scope = Scope { day, today, is_former: command.is_former, not_yet_full: &not_yet_full };
    order(reading, &mut list, wish.order(command), names)?;
    wish.sort(reading, &mut list, command, &scope)?;
    let total = u32::try_from(list.len()).unwrap_or(u32::MAX);
    let mut shown = page_of(list, command);
    if !is_detailed {
        attach_conditions(reading, day, &mut shown)?;
    }
    let ids: Vec<PersonId> = shown.iter().map(|listed| listed.person).collect();
    let (mut people, periods) = (people(reading, &ids)?, Periods::of(reading)?);
    people.values_mut().for_each(|person| periods.lay_over(person, day));
    for person in &not_yet_full {
        if periods.at(*person, day).is_none() {
            people.entry(*person).and_modify(|person| person.value.became_full_on = None);
        }
    }
    let known = shown.iter().filter_map(|listed| Some((listed, people.get(&listed.person)?)));
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

fn chips(register: &Register, command: &MemberList, names: &Names) -> MemberChips {
    let here: Vec<&Listed> = register.list.iter().filter(|listed| is_at(listed, command)).collect();
    let count = |test: &dyn Fn(&Listed) -> bool| here.iter().filter(|listed| test(listed)).count();
    let class = |value: MemberClass| {
        let is_of = |listed: &Listed| listed.standing.and_then(|standing| standing.class) == Some(value);
        chip(value, value.label().to_owned(), count(&is_of))
    };
    let condition = |kind: &ConditionKind| {
        chip(*kind, kind.label().to_owned(), count(&|listed| listed.conditions.contains(kind)))
    };
    let mark = |mark: &MemberMark| {
        chip(*mark, mark.label().to_owned(), count(&|listed| register.has(listed, *mark)))
    };
    MemberChips {
        branches: branch_chips(&register.list, names),
        classes: MemberClass::ALL.into_iter().map(class).collect(),
        conditions: ConditionKind::ALL.iter().map(condition).collect(),
        marks: MemberMark::ALL.iter().map(mark).collect(),
        former: u32::try_from(register.former.len()).unwrap_or(u32::MAX),
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
