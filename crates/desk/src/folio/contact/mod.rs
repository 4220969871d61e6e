//! Contacts and visits (联系走访): every try to reach somebody, with who tried, how, and what was learnt. It concludes
//! nothing: when the next one is due stands in the folio of key people.

mod entry;
mod many;

#[cfg(test)]
mod tests;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioLink, FolioPage, FolioTone};
use branchbook_domain::care::ContactWay;
use branchbook_domain::day::Day;
use branchbook_domain::key::{ContactMadeId, PersonId};
use branchbook_ledger::table::care::{ContactMade, contacts, contacts_of};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Folio, Head, Known, Line, People, Sheet, Values, asked_person, button, cell, noted,
    person_of, seen_in, subject_of, tagged,
};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;

pub(super) use entry::{Try, save, try_form};

/// The folio.
pub(crate) struct Contacts;

const HEAD: Head = Head {
    folio: "contacts",
    title: "联系走访",
    about: "联系流动党员、查找失联党员、走访重点对象的记录：日期、方式、谁去的、是否联系上、了解到什么。",
    group: "关怀",
};

const COLUMNS: &[(&str, u8)] =
    &[("日期", 8), ("姓名", 8), ("方式", 7), ("结果", 7), ("联系人", 8), ("了解的情况", 0)];

impl Folio for Contacts {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::CONTACT.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let tries = up_to(reading, asked)?;
        let mut sheet = sheet();
        facts(&mut sheet, &tries, asked.on);
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |stored: &Stored<ContactMade>| stored.id.0,
            person: |stored| stored.person_id,
            marks: &|stored| {
                let way = way_of(stored).map(ContactWay::code);
                [Some(result(stored).1), way].into_iter().flatten().collect()
            },
            words: &|stored| {
                let others = [stored.by_whom.as_deref(), stored.said.as_deref()];
                others.map(Option::unwrap_or_default).join(" ")
            },
            line: &line,
        };
        sheet.finish_rows(asked, &rows, tries)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => {
                let (whose, fields) = asked_person(reading, deed.subject)?;
                try_form(reading, (&format!("登记联系走访{whose}"), fields), &Try::on(deed.today))
            }
            "edit" => {
                let stored = row(reading, deed)?;
                try_form(reading, ("修改联系走访记录", Vec::new()), &Try::of(&stored))
            }
            "add_many" => many::form(reading, deed.today),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => {
                let person = person_of(deed, &mut values);
                save(desk, (None, person), values, deed.today)
            }
            "edit" => {
                let stored = desk.book()?.read(|reading| row(reading, deed))?;
                save(desk, (Some(stored.id), stored.person_id), values, deed.today)
            }
            "add_many" => many::act(desk, values, deed.today),
            _ => deed.unknown(),
        }
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        seen_in(deed, |row| Ok(reading.require::<ContactMade>(ContactMadeId(row))?.person_id))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(contacts_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }
}

fn sheet() -> Sheet {
    Sheet::new(HEAD, COLUMNS)
        .chip("reached", "已联系上")
        .chip("missed", "未联系上")
        .chip("phone", "电话")
        .chip("visit", "上门走访")
        .chip("message", "微信或短信")
        .chip("letter", "书信")
        .chip("other", "其他方式")
        .act("add", "登记联系走访")
        .act("add_many", "批量登记")
        .empty("还没有登记联系走访。打电话、上门、发信息，没有联系上的也要记，查找过程以记录为准。")
}

/// The tries by the day asked for.
fn up_to(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<Vec<Stored<ContactMade>>, LedgerError> {
    let mut tries = match asked.subject {
        Some(person) => contacts_of(reading, PersonId(person))?,
        None => contacts(reading)?,
    };
    tries.retain(|each| each.occurred_on.earliest() <= asked.on);
    Ok(tries)
}

fn facts(sheet: &mut Sheet, tries: &[Stored<ContactMade>], on: Day) {
    use branchbook_domain::day::Datelike as _;
    let this_year = || tries.iter().filter(|each| each.occurred_on.year() == on.year());
    let visits = this_year().filter(|each| each.way.as_deref() == Some(ContactWay::Visit.code())).count();
    let people: std::collections::HashSet<PersonId> =
        this_year().filter(|each| each.is_reached).map(|each| each.person_id).collect();
    sheet.fact("本年联系", format!("{} 次", this_year().count()));
    sheet.fact("其中上门走访", format!("{visits} 次"));
    sheet.fact("本年联系到", format!("{} 人", people.len()));
}

fn way_of(stored: &ContactMade) -> Option<ContactWay> {
    stored.way.as_deref().and_then(ContactWay::from_code)
}

/// What came of it: words, filter, tone.
fn result(stored: &ContactMade) -> (&'static str, &'static str, FolioTone) {
    if stored.is_reached {
        ("已联系上", "reached", FolioTone::Ok)
    } else {
        ("未联系上", "missed", FolioTone::Due)
    }
}

fn line(stored: &Stored<ContactMade>, known: &Known) -> Line {
    let (result, _, tone) = result(stored);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Line {
        cells: vec![
            cell(stored.occurred_on.to_string()),
            known.linked(stored.person_id),
            cell(way_of(stored).map(ContactWay::label).unwrap_or_default()),
            tagged(result, tone),
            cell(text(&stored.by_whom)),
            noted(text(&stored.said), text(&stored.note)),
        ],
        acts: vec![button("edit", "修改")],
        ..Line::default()
    }
}

fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<ContactMade>> {
    Ok(reading.require::<ContactMade>(ContactMadeId(deed.need_row()?))?)
}

/// Where the tries to reach somebody are listed.
pub(super) fn log_of(person: PersonId) -> FolioLink {
    FolioLink::Folio(HEAD.folio.to_owned(), Some(person.0))
}
