//! One pair side by side, field by field; what differs is marked. And what each record carries.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioCell, FolioLink, FolioPage, FolioSubject, FolioTone};
use branchbook_ledger::Reading;
use branchbook_ledger::table::label;
use branchbook_ledger::table::merge::{distinct_of, standing};
use branchbook_ledger::table::person::Person;

use super::super::{Asked, Line, Sheet, cell, tagged};
use super::HEAD;
use crate::error::Result;
use crate::organisation::Names;
use crate::person::merge::field::all;
use crate::person::merge::{Beside, Record, Side};
use crate::person::twin::Pair;

const COLUMNS: &[(&str, u8)] = &[("项目", 10), ("左边的记录", 0), ("右边的记录", 0), ("核对", 8)];

/// The two records of a pair. Of a pair that was merged, the page of the list says so.
pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>, pair: Pair) -> Result<FolioPage> {
    let is_merged = [pair.left, pair.right]
        .into_iter()
        .map(|person| Ok(standing(reading, person)? != person))
        .collect::<Result<Vec<_>>>()?;
    if is_merged.contains(&true) {
        return super::page::page(reading, &Asked { subject: Some(pair.left.0), ..*asked });
    }
    let beside = Beside::of(reading, pair)?;
    let said = distinct_of(reading, (pair.left, pair.right))?.filter(|said| said.withdrawn_on.is_none());
    let mut sheet = Sheet::new(HEAD, COLUMNS).chip("differs", "不同").chip("same", "相同");
    sheet = match said.is_some() {
        true => sheet.act("again", "撤回“不是同一人”"),
        false => sheet.act("merge", "合并").act("distinct", "不是同一人"),
    };
    for line in lines(reading, &beside)? {
        sheet.push(line);
    }
    sheet.fact("左边带有", carries(&beside.left));
    sheet.fact("右边带有", carries(&beside.right));
    let name = beside.left.person.name.clone();
    sheet.subject =
        Some(FolioSubject { label: name, opens: Some(FolioLink::Member(pair.left.0)), is_only: false });
    Ok(sheet.finish(asked))
}

fn lines(reading: &Reading<'_>, beside: &Beside) -> Result<Vec<Line>> {
    let names = Names::of(reading)?;
    let (left, right): (&Person, &Person) = (&beside.left.person, &beside.right.person);
    let mut lines =
        vec![record_line(beside), line(2, "党支部", home(&beside.left, &names), home(&beside.right, &names))];
    for (field, row) in all().zip(3..) {
        let (left_text, right_text) = (field.shown(reading, left)?, field.shown(reading, right)?);
        // What is masked may look the same and not be it.
        let is_same = !field.differs(left, right);
        let mut line = line(row, field.label(), left_text, right_text);
        if !is_same && line.marks == ["same"] {
            mark(&mut line, "不同（隐去部分）", "differs", FolioTone::Late);
        }
        lines.push(line);
    }
    lines.retain(|line| line.cells.iter().skip(1).take(2).any(|cell| !cell.text.is_empty()));
    Ok(lines)
}

fn record_line(beside: &Beside) -> Line {
    let number = |side: Side| {
        let id = beside.side(side).person.id;
        FolioCell { text: id.to_string(), opens: Some(FolioLink::Member(id.0)), ..FolioCell::default() }
    };
    Line {
        row: 1,
        cells: vec![cell("编号"), number(Side::Left), number(Side::Right), cell("")],
        ..Line::default()
    }
}

fn home(record: &Record, names: &Names) -> String {
    let Some(home) = record.home() else { return "不在册".to_owned() };
    let group = home.group_id.map(|group| format!("／{}", names.name(group))).unwrap_or_default();
    format!("{}{group}", names.distinct(home.branch_id))
}

fn line(row: i64, title: &str, left: String, right: String) -> Line {
    let mut line = Line { row, words: title.to_owned(), ..Line::default() };
    let is_same = left == right;
    let is_one_sided = left.is_empty() != right.is_empty();
    line.cells = vec![cell(title), cell(left), cell(right), cell("")];
    match (is_same, is_one_sided) {
        (true, _) => mark(&mut line, "相同", "same", FolioTone::Ok),
        (_, true) => mark(&mut line, "只有一边有", "one_sided", FolioTone::Info),
        _ => mark(&mut line, "不同", "differs", FolioTone::Late),
    }
    line
}

fn mark(line: &mut Line, words: &str, mark: &'static str, tone: FolioTone) {
    if let Some(last) = line.cells.last_mut() {
        *last = tagged(words, tone);
    }
    line.marks = vec![mark];
}

/// 「隶属关系 1、会议考勤 12」
pub(super) fn carries(record: &Record) -> String {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for row in &record.rows {
        *counts.entry(label(row.table.name)).or_default() += 1;
    }
    let said: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    if said.is_empty() { "没有别的登记".to_owned() } else { said.join("、") }
}
