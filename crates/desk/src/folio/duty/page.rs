//! The rows of 设岗定责 on a day: a line for each post that is held, and one for everybody without; what each branch
//! comes to. Must not write.

use std::collections::{BTreeMap, HashMap};

use branchbook_contract::folio::{FolioButton, FolioCell, FolioPage, FolioTone};
use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::MemberOnDay;
use branchbook_ledger::{LedgerError, Reading};

use super::register::{Held, Register, quarter_of, result_label};
use super::{HEAD, Row, due};
use crate::error::Result;
use crate::folio::whose::names_among;
use crate::folio::{Asked, Line, Rows, Sheet, button, cell, linked, noted, subject_of, tagged};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 7), ("党支部", 14), ("岗位", 12), ("职责", 0), ("期限", 12), ("最近评价", 10), ("状态", 8)];

pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let register = match asked.subject {
        Some(person) => Register::of_person(reading, PersonId(person), asked.on)?,
        None => Register::on(reading, asked.on)?,
    };
    let mut sheet = sheet(asked.subject.is_none());
    sheet.subject = subject_of(reading, asked.subject)?;
    if asked.subject.is_none() {
        counted(&register, &mut sheet);
        sheet.findings = due::found(&register).into_iter().map(|(finding, _)| finding).collect();
    }
    let gone = register.held_by_others();
    let names = names_among(reading, &gone.iter().map(|(person, _)| *person).collect::<Vec<_>>())?;
    let all = register.members.iter().flat_map(|member| rows_of(&register, member, asked.subject.is_some()));
    let all = all.chain(gone.iter().map(|&(person, held)| Shown::Gone(person, held))).collect();
    sheet.finish_rows(asked, &Posts { register: &register, names: &names }, all)
}

/// A row of the list.
#[derive(Clone, Copy)]
enum Shown<'r> {
    /// Somebody without a post.
    Bare(&'r MemberOnDay),
    /// A post that a member holds or held.
    Post(&'r MemberOnDay, &'r Held),
    /// A post that somebody still holds who is in no branch any more.
    Gone(PersonId, &'r Held),
}

/// The rows of a register; the names are those of people who are in no branch any more.
struct Posts<'r> {
    register: &'r Register,
    names: &'r HashMap<PersonId, String>,
}

impl<'r> Rows for Posts<'r> {
    type Row = Shown<'r>;

    fn key(&self, row: &Shown<'r>) -> i64 {
        match row {
            Shown::Bare(member) => Row::Person(member.person).key(),
            Shown::Post(_, held) | Shown::Gone(_, held) => Row::Post(held.claim.id).key(),
        }
    }

    fn marks(&self, row: &Shown<'r>) -> Vec<&'static str> {
        let has_office = |member: &MemberOnDay| self.register.offices.contains_key(&member.person);
        match row {
            Shown::Bare(member) => vec![if has_office(member) { "office" } else { "without" }],
            Shown::Post(member, held) => {
                let mut marks = state(held, self.register.on).1;
                marks.extend(has_office(member).then_some("office"));
                marks
            }
            Shown::Gone(..) => vec!["gone"],
        }
    }

    fn words(&self, rows: &[Shown<'r>]) -> Result<Vec<String>, LedgerError> {
        Ok(rows.iter().map(|row| self.found_by(row).to_lowercase()).collect())
    }

    fn lines(&self, rows: &[Shown<'r>]) -> Result<Vec<Line>> {
        let line = |row: &Shown<'r>| {
            let line = match row {
                Shown::Bare(member) => bare_line(self.register, member),
                Shown::Post(member, held) => post_line(self.register, member, held),
                Shown::Gone(person, held) => gone(self.name(*person), *person, held),
            };
            Line { row: self.key(row), ..line }
        };
        Ok(rows.iter().map(line).collect())
    }
}

impl Posts<'_> {
    fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("", String::as_str)
    }

    fn found_by(&self, row: &Shown<'_>) -> String {
        let (member, held) = match row {
            Shown::Bare(member) => (*member, None),
            Shown::Post(member, held) => (*member, Some(*held)),
            Shown::Gone(person, held) => return format!("{} {}", self.name(*person), held.offer.title),
        };
        let branch = self.register.names.name(member.branch_id);
        let group = self.register.group_name(member, held);
        let (title, text) = match held {
            Some(held) => (held.offer.title.clone(), held.text()),
            None => (office(self.register, member), String::new()),
        };
        format!("{} {} {} {branch} {group} {title} {text}", member.name, member.initials, member.pinyin)
    }
}

/// The titles that somebody holds in the Party.
fn office(register: &Register, member: &MemberOnDay) -> String {
    register.offices.get(&member.person).map(|titles| titles.join("、")).unwrap_or_default()
}

fn sheet(is_whole: bool) -> Sheet {
    let sheet = Sheet::new(HEAD, COLUMNS)
        .chip("without", "未定岗")
        .chip("assigned", "已定岗")
        .chip("over", "期满")
        .chip("unrated", "本季未评")
        .chip("late", "上季未评")
        .chip("office", "任职党员")
        .act("assign", "定岗")
        .empty("名册里还没有党员。先登记或导入党员，再给无职党员定岗。");
    match is_whole {
        true => sheet
            .chip("gone", "已不在册")
            .act("rate_all", "季度评价")
            .act("notice", "印制公示")
            .act("without", "印制未定岗名单"),
        false => sheet.chip("ended", "已结束").empty("当日不是在册党员，也没有岗位。"),
    }
}

fn rows_of<'r>(register: &'r Register, member: &'r MemberOnDay, with_ended: bool) -> Vec<Shown<'r>> {
    let all = register.all_of(member.person).iter();
    let shown = all.filter(|held| with_ended || held.span().holds(register.on));
    let is_bare = register.held_by(member.person).next().is_none();
    let bare = is_bare.then_some(Shown::Bare(member));
    bare.into_iter().chain(shown.map(|held| Shown::Post(member, held))).collect()
}

/// Somebody without a post.
fn bare_line(register: &Register, member: &MemberOnDay) -> Line {
    let office = office(register, member);
    let state = match office.is_empty() {
        false => tagged("任职党员", FolioTone::Info),
        true => tagged("未定岗", FolioTone::Due),
    };
    Line {
        cells: vec![
            linked(&member.name, member.person),
            noted(register.names.name(member.branch_id), register.group_name(member, None)),
            cell(office),
            cell(""),
            cell(""),
            cell(""),
            state,
        ],
        acts: vec![button("assign", "定岗")],
        ..Line::default()
    }
}

fn post_line(register: &Register, member: &MemberOnDay, held: &Held) -> Line {
    Line {
        cells: vec![
            linked(&member.name, member.person),
            noted(register.names.name(member.branch_id), register.group_name(member, Some(held))),
            noted(&held.offer.title, office(register, member)),
            cell(held.text()),
            term(held),
            last_result(held),
            state(held, register.on).0,
        ],
        acts: acts(held, register.on),
        ..Line::default()
    }
}

/// A post that somebody still holds who is in no branch any more.
fn gone(name: &str, person: PersonId, held: &Held) -> Line {
    Line {
        cells: vec![
            linked(name, person),
            cell(""),
            cell(&held.offer.title),
            cell(held.text()),
            term(held),
            last_result(held),
            tagged("已不在册", FolioTone::Late),
        ],
        acts: vec![button("end", "结束")],
        ..Line::default()
    }
}

fn state(held: &Held, on: Day) -> (FolioCell, Vec<&'static str>) {
    let span = held.span();
    if !span.holds(on) {
        return (tagged("已结束", FolioTone::Plain), vec!["ended"]);
    }
    let quarter = Quarter::of(on);
    let is_late = held.is_unrated(quarter.prev());
    let mut marks = vec!["assigned"];
    marks.extend(span.is_over(on).then_some("over"));
    marks.extend(held.is_unrated(quarter).then_some("unrated"));
    marks.extend(is_late.then_some("late"));
    let cell = match (span.is_over(on), is_late) {
        (true, _) => tagged("期满", FolioTone::Late),
        (false, true) => tagged("上季未评", FolioTone::Due),
        (false, false) => tagged("已定岗", FolioTone::Ok),
    };
    (cell, marks)
}

fn acts(held: &Held, on: Day) -> Vec<FolioButton> {
    let letter = ("letter", "责任书");
    let acts: &[(&str, &str)] = match held.span().holds(on) {
        true => {
            &[("rate", "季度评价"), letter, ("change", "改职责"), ("end", "结束"), ("assign", "再定一岗")]
        }
        false => &[("rate", "季度评价"), letter],
    };
    acts.iter().map(|(act, label)| button(act, label)).collect()
}

/// 「2026-01-01 起」 with its last day beneath.
fn term(held: &Held) -> FolioCell {
    let span = held.span();
    let until = match (span.to, span.until) {
        (Some(to), _) => format!("{to} 结束"),
        (None, Some(until)) => format!("至 {until}"),
        (None, None) => String::new(),
    };
    noted(format!("{} 起", span.from), until)
}

fn last_result(held: &Held) -> FolioCell {
    let Some(last) = held.results.first() else { return cell("") };
    let quarter = quarter_of(last).map(Quarter::label).unwrap_or_default();
    let note = last.note.as_ref().map(|note| format!("：{note}")).unwrap_or_default();
    noted(result_label(last), format!("{quarter}{note}"))
}

/// What a branch comes to.
#[derive(Default)]
struct Count {
    members: u32,
    offices: u32,
    assigned: u32,
    without: u32,
}

impl Count {
    fn add(&mut self, register: &Register, person: PersonId) {
        self.members += 1;
        self.offices += u32::from(register.offices.contains_key(&person));
        self.assigned += u32::from(register.held_by(person).next().is_some());
        self.without += u32::from(register.is_without(person));
    }

    fn said(&self) -> String {
        let Self { members, offices, assigned, without } = self;
        format!("在册 {members} 人，任职 {offices} 人，已定岗 {assigned} 人，未定岗 {without} 人")
    }
}

/// People, not rows: whoever holds two posts counts once.
fn counted(register: &Register, sheet: &mut Sheet) {
    let mut all = Count::default();
    let mut branches: BTreeMap<(i64, OrganisationId), Count> = BTreeMap::new();
    for member in &register.members {
        all.add(register, member.person);
        let place = register.names.position(member.branch_id);
        branches.entry(place).or_default().add(register, member.person);
    }
    sheet.fact("合计", all.said());
    for ((_, branch), count) in branches {
        sheet.fact(&register.names.distinct(branch), count.said());
    }
}
