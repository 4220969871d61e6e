//! Tags (标签): what an office calls people over a span. Some every office has and lead to visits; others are its own.

mod entry;
mod own;
mod retired;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage, FolioTone};
use branchbook_domain::day::{Day, Span};
use branchbook_domain::key::{PersonId, TagHeldId};
use branchbook_ledger::table::care::{TagHeld, tags, tags_of};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Folio, Head, Known, Line, People, Sheet, Values, button, cell, dated, seen_in, subject_of,
    tagged,
};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::person::tag::Tags;

/// The folio.
pub(crate) struct PersonTags;

const HEAD: Head = Head {
    folio: "tags",
    title: "标签",
    about: "给党员加的标签和起止日期：离退休、年老体弱、困难、独居等，也可以新增本单位自己的标签。",
    group: "关怀",
};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 8), ("党支部", 12), ("标签", 10), ("起始", 10), ("结束", 10), ("状态", 7), ("说明", 0)];

impl Folio for PersonTags {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::TAG.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut held = match asked.subject {
            Some(person) => tags_of(reading, PersonId(person))?,
            None => tags(reading)?,
        };
        held.retain(|each| each.from_on.is_none_or(|from| from <= asked.on));
        // Who bears a tag stands before who bore it.
        held.sort_by_key(|each| !holds(each, asked.on));
        let tags = Tags::of(reading)?;
        let mut sheet = sheet(reading, &tags, asked.on)?;
        let now: HashSet<PersonId> =
            held.iter().filter(|each| holds(each, asked.on)).map(|each| each.person_id).collect();
        sheet.fact("有标签的", format!("{} 人", now.len()));
        chips(&mut sheet, &held, &tags, asked.on);
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |each: &Stored<TagHeld>| each.id.0,
            person: |each| each.person_id,
            marks: &|each| vec![if holds(each, asked.on) { "now" } else { "ended" }],
            words: &|each| tags.label(&each.tag),
            line: &|each, known| line(each, known, &tags, asked.on),
        };
        sheet.finish_rows(asked, &rows, held)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "set" => entry::set_form(reading, deed),
            "set_many" => entry::many_form(reading, deed.today),
            "retired" => retired::form(reading, deed.today),
            "end" | "edit" => entry::row_form(reading, deed),
            _ => own::form(reading, deed),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "set" => entry::set(desk, deed, values),
            "set_many" => entry::set_many(desk, values, deed.today),
            "retired" => retired::act(desk, deed.today),
            "end" | "edit" => entry::change(desk, deed, values),
            "own_add" | "own_rename" | "own_end" => own::act(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        seen_in(deed, |row| Ok(reading.require::<TagHeld>(TagHeldId(row))?.person_id))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(tags_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }
}

fn sheet(reading: &Reading<'_>, tags: &Tags, on: Day) -> Result<Sheet, LedgerError> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .chip("now", "现有")
        .chip("ended", "已结束")
        .act("set", "登记标签")
        .act("set_many", "批量登记")
        .act("own_add", "新增自定义标签")
        .empty("还没有给谁登记标签。可以逐个登记，也可以粘贴一份名单批量登记。");
    if tags.own.iter().any(|each| each.to_on.is_none_or(|to| to > on)) {
        sheet = sheet.act("own_rename", "修改标签名称").act("own_end", "停用标签");
    }
    if retired::is_proposed(reading, on)? {
        sheet = sheet.act("retired", "按工作岗位登记离退休");
    }
    Ok(sheet)
}

/// A filter for each tag that anybody bears or bore.
fn chips(sheet: &mut Sheet, held: &[Stored<TagHeld>], tags: &Tags, on: Day) {
    let mut rows: HashMap<&str, HashSet<i64>> = HashMap::new();
    for each in held {
        rows.entry(&each.tag).or_default().insert(each.id.0);
    }
    for (code, label) in tags.offered(on) {
        if let Some(rows) = rows.remove(code.as_str()) {
            sheet.own_chip(code, label, rows);
        }
    }
}

fn holds(held: &TagHeld, on: Day) -> bool {
    Span { from: held.from_on, to: held.to_on }.contains(on)
}

fn line(stored: &Stored<TagHeld>, known: &Known, tags: &Tags, on: Day) -> Line {
    let is_now = holds(stored, on);
    let state =
        if is_now { tagged("现有", FolioTone::Info) } else { tagged("已结束", FolioTone::Plain) };
    let mut acts = vec![button("edit", "修改")];
    if is_now && stored.to_on.is_none() {
        acts.insert(0, button("end", "结束"));
    }
    Line {
        cells: vec![
            known.linked(stored.person_id),
            cell(known.branch(stored.person_id)),
            cell(tags.label(&stored.tag)),
            dated(stored.from_on),
            dated(stored.to_on),
            state,
            cell(stored.note.clone().unwrap_or_default()),
        ],
        acts,
        ..Line::default()
    }
}
