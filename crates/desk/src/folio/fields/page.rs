//! The fields with how many have something in them; or what stands in them of one person.

use std::collections::HashMap;

use branchbook_contract::folio::{FolioLink, FolioPage, FolioSubject, FolioTone};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::custom::{CustomField, fields, filled_counts};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored};

use super::{HEAD, kind_of};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, button, cell, found_by, tagged};
use crate::member::extra;
use crate::member::field::{is_open, own_choices};

const COLUMNS: &[(&str, u8)] = &[("栏目", 14), ("类型", 5), ("可选内容", 0), ("已填", 5), ("状态", 6)];

/// All fields, ended ones included.
pub(super) fn all(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .number("已填")
        .chip("open", "使用中")
        .chip("ended", "已停用")
        .act("add", "新增栏目")
        .act("ready", "选用常用栏目")
        .empty("还没有自定义栏目。可以选用籍贯、技术职务、健康状况等常用栏目，也可以自己新增。");
    let counts: HashMap<i64, i64> =
        filled_counts(reading)?.into_iter().map(|(field, count)| (field.0, count)).collect();
    let list = fields(reading)?;
    for (at, own) in list.iter().enumerate() {
        let count = counts.get(&own.id.0).copied().unwrap_or_default();
        sheet.push(line(own, count, (at > 0, at + 1 < list.len()), asked));
    }
    Ok(sheet.finish(asked))
}

fn line(
    own: &Stored<CustomField>,
    count: i64,
    (can_rise, can_sink): (bool, bool),
    asked: &Asked<'_>,
) -> Line {
    let is_open = is_open(own, asked.on);
    let mut acts = vec![button("edit", "修改")];
    acts.extend(can_rise.then(|| button("up", "上移")));
    acts.extend(can_sink.then(|| button("down", "下移")));
    acts.push(if is_open { button("end", "停用") } else { button("reopen", "恢复使用") });
    let state =
        if is_open { tagged("使用中", FolioTone::Ok) } else { tagged("已停用", FolioTone::Plain) };
    Line {
        row: own.id.0,
        cells: vec![
            cell(&own.label),
            cell(kind_of(own).label()),
            cell(own_choices(own).join("、")),
            cell(count.to_string()),
            state,
        ],
        acts,
        marks: vec![if is_open { "open" } else { "ended" }],
        words: found_by(&[&own.label], &[]),
    }
}

/// What stands in the fields of a person.
pub(super) fn of_person(reading: &Reading<'_>, asked: &Asked<'_>, person: PersonId) -> Result<FolioPage> {
    let name = reading.require::<Person>(person)?.value.name;
    let stored = extra::stored_of(reading, person)?;
    let mut sheet =
        Sheet::new(HEAD, &[("栏目", 14), ("内容", 0)]).empty("还没有自定义栏目，请先在“自定义栏目”里新增。");
    let shown = extra::shown(reading, &stored, asked.on)?;
    if !shown.is_empty() {
        sheet = sheet.act("fill", "填写");
    }
    for (row, field) in (1..).zip(shown) {
        let words = format!("{} {}", field.label, field.words).to_lowercase();
        let cells = vec![cell(field.label), cell(field.words)];
        sheet.push(Line { row, cells, words, ..Line::default() });
    }
    sheet.subject =
        Some(FolioSubject { label: name, opens: Some(FolioLink::Member(person.0)), is_only: false });
    Ok(sheet.finish(asked))
}
