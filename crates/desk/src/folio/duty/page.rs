//! The rows of 设岗定责 on a day: a line for each post that is held, and one for everybody without; what each branch
//! comes to. Must not write.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioButton, FolioCell, FolioLink, FolioPage, FolioSubject, FolioTone};
use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::MemberOnDay;
use branchbook_ledger::table::person::Person;

use super::register::{Held, Register, quarter_of, result_label};
use super::{HEAD, Row, due};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, button, cell, linked, noted, tagged};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 7), ("党支部", 14), ("岗位", 12), ("职责", 0), ("期限", 12), ("最近评价", 10), ("状态", 8)];

pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let register = match asked.subject {
        Some(person) => Register::of_person(reading, PersonId(person), asked.on)?,
        None => Register::on(reading, asked.on)?,
    };
    let mut sheet = sheet(asked.subject.is_none());
    for member in &register.members {
        lines_of(&register, member, asked.subject.is_some()).into_iter().for_each(|line| sheet.push(line));
    }
    for (person, held) in register.held_by_others() {
        sheet.push(gone(&*reading.require::<Person>(person)?, person, held));
    }
    match asked.subject {
        Some(id) => {
            let label = reading.require::<Person>(PersonId(id))?.value.name;
            sheet.subject = Some(FolioSubject { label, opens: Some(FolioLink::Member(id)) });
        }
        None => {
            counted(&register, &mut sheet);
            sheet.findings = due::found(&register).into_iter().map(|(finding, _)| finding).collect();
        }
    }
    Ok(sheet.finish(asked))
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

fn lines_of(register: &Register, member: &MemberOnDay, with_ended: bool) -> Vec<Line> {
    let all = register.all_of(member.person).iter();
    let shown = all.filter(|held| with_ended || held.span().holds(register.on));
    let mut lines: Vec<Line> = shown.map(|held| post_line(register, member, held)).collect();
    if register.held_by(member.person).next().is_none() {
        lines.insert(0, bare_line(register, member));
    }
    lines
}

/// Somebody without a post.
fn bare_line(register: &Register, member: &MemberOnDay) -> Line {
    let office = register.offices.get(&member.person);
    let (state, mark) = match office {
        Some(_) => (tagged("任职党员", FolioTone::Info), "office"),
        None => (tagged("未定岗", FolioTone::Due), "without"),
    };
    let group = register.group_name(member, None);
    let office = office.map(|titles| titles.join("、")).unwrap_or_default();
    Line {
        row: Row::Person(member.person).key(),
        words: words(
            &member.name,
            &member.initials,
            &[&register.names.name(member.branch_id), &group, &office],
        ),
        cells: vec![
            linked(&member.name, member.person),
            noted(register.names.name(member.branch_id), group),
            cell(office),
            cell(""),
            cell(""),
            cell(""),
            state,
        ],
        acts: vec![button("assign", "定岗")],
        marks: vec![mark],
    }
}

fn post_line(register: &Register, member: &MemberOnDay, held: &Held) -> Line {
    let group = register.group_name(member, Some(held));
    let branch = register.names.name(member.branch_id);
    let office = register.offices.get(&member.person).map(|titles| titles.join("、")).unwrap_or_default();
    let (state, mut marks) = state(held, register.on);
    marks.extend((!office.is_empty()).then_some("office"));
    Line {
        row: Row::Post(held.claim.id).key(),
        words: words(&member.name, &member.initials, &[&branch, &group, &held.offer.title, &held.text()]),
        cells: vec![
            linked(&member.name, member.person),
            noted(branch, group),
            noted(&held.offer.title, office),
            cell(held.text()),
            term(held),
            last_result(held),
            state,
        ],
        acts: acts(held, register.on),
        marks,
    }
}

/// A post that somebody still holds who is in no branch any more.
fn gone(person: &Person, key: PersonId, held: &Held) -> Line {
    Line {
        row: Row::Post(held.claim.id).key(),
        words: words(&person.name, &person.initials, &[&held.offer.title]),
        cells: vec![
            linked(&person.name, key),
            cell(""),
            cell(&held.offer.title),
            cell(held.text()),
            term(held),
            last_result(held),
            tagged("已不在册", FolioTone::Late),
        ],
        acts: vec![button("end", "结束")],
        marks: vec!["gone"],
    }
}

fn words(name: &str, initials: &str, more: &[&str]) -> String {
    format!("{name} {initials} {}", more.join(" ")).to_lowercase()
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
