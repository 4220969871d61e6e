//! The list of key people: columns, filters, one line for each person. Must not reckon a day.

use branchbook_contract::folio::{FolioButton, FolioCell, FolioTone};
use branchbook_domain::care::CareKind;
use branchbook_domain::day::Day;

use super::HEAD;
use super::watch::{Reason, State, Watched};
use crate::folio::contact::log_of;
use crate::folio::{Known, Line, Sheet, button, cell, noted, tagged};

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 8),
    ("党支部", 10),
    ("类别", 0),
    ("起始", 10),
    ("最近联系", 10),
    ("下次联系不晚于", 12),
    ("状态", 7),
];

pub(super) fn sheet() -> Sheet {
    let sheet = Sheet::new(HEAD, COLUMNS)
        .chip(State::Late.mark(), State::Late.label())
        .chip(State::Due.mark(), State::Due.label())
        .chip(State::Fine.mark(), State::Fine.label())
        .act("round", "打印走访单")
        .act("cycle", "设置周期")
        .empty(
            "还没有重点对象。登记流动、失联、困难，或者加上离退休、年老体弱、独居等标签，名单就列在这里。",
        );
    CareKind::ALL.iter().fold(sheet, |sheet, kind| sheet.chip(kind.code(), short(*kind)))
}

/// What a filter calls a kind.
const fn short(kind: CareKind) -> &'static str {
    match kind {
        CareKind::MobileOut => "流出",
        CareKind::MobileIn => "流入",
        CareKind::Abroad => "出国（境）",
        CareKind::Lost => "失联",
        CareKind::Retired => "离退休",
        CareKind::Infirm => "年老体弱",
        CareKind::Hardship => "困难",
        CareKind::Solitary => "独居",
    }
}

pub(super) fn facts(sheet: &mut Sheet, all: &[Watched], on: Day) {
    let count = |state: State| all.iter().filter(|each| each.state(on) == state).count();
    sheet.fact("重点对象", format!("{} 人", all.len()));
    sheet.fact(State::Late.label(), format!("{} 人", count(State::Late)));
    sheet.fact(State::Due.label(), format!("{} 人", count(State::Due)));
}

/// The row of a person.
pub(super) fn line(watched: &Watched, known: &Known, on: Day) -> Line {
    let (person, state) = (watched.person, watched.state(on));
    let first = watched.first();
    let kinds: Vec<CareKind> = watched.cares.iter().map(|reason| reason.care.kind).collect();
    let labels: Vec<&str> = kinds.iter().map(|kind| short(*kind)).collect();
    Line {
        row: person.0,
        cells: vec![
            known.linked(person),
            cell(known.branch(person)),
            cell(labels.join("、")),
            first.map(since).unwrap_or_default(),
            first.map(|reason| last(reason, watched, on)).unwrap_or_default(),
            first.map(|reason| next(reason, on)).unwrap_or_default(),
            tagged(state.label(), state.tone()),
        ],
        acts: acts(&kinds),
        marks: kinds.iter().map(|kind| kind.code()).chain([state.mark()]).collect(),
        words: format!("{} {} {}", known.words(person), known.branch(person), labels.join(" ")),
    }
}

fn acts(kinds: &[CareKind]) -> Vec<FolioButton> {
    let words = if kinds.contains(&CareKind::Lost) { "登记查找" } else { "登记联系" };
    vec![button("contact", words), button("visit", "登记走访")]
}

fn since(reason: &Reason) -> FolioCell {
    if reason.is_since_known { cell(reason.care.since.to_string()) } else { cell("起始日期不详") }
}

fn last(reason: &Reason, watched: &Watched, on: Day) -> FolioCell {
    let text = reason.care.last_contact(on).map_or_else(|| "还没有".to_owned(), |last| last.to_string());
    let count = reason.care.contacts.len();
    let note = if count == 0 { String::new() } else { format!("共 {count} 次") };
    FolioCell { opens: Some(log_of(watched.person)), ..noted(text, note) }
}

fn next(reason: &Reason, on: Day) -> FolioCell {
    let left = (reason.due.day - on).num_days();
    let note = match left {
        0 => "今天".to_owned(),
        1.. => format!("还有 {left} 天"),
        _ => format!("已过 {} 天", -left),
    };
    noted(reason.due.to_string(), note)
}

impl State {
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Due => "due",
            Self::Fine => "ok",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Late => "超期",
            Self::Due => "七天内",
            Self::Fine => "正常",
        }
    }

    const fn tone(self) -> FolioTone {
        match self {
            Self::Late => FolioTone::Late,
            Self::Due => FolioTone::Due,
            Self::Fine => FolioTone::Ok,
        }
    }
}
