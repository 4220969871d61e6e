//! The list of pairs: those that are open, those that were said to be two people, those that were merged.

use std::collections::{BTreeSet, HashSet};

use branchbook_contract::folio::{FolioCell, FolioLink, FolioPage, FolioTone};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::mask::{mask_id, mask_phone};
use branchbook_ledger::table::role::{self, MergedPerson};
use branchbook_ledger::table::unit::reporting_among;
use branchbook_ledger::{LedgerError, Reading};

use super::HEAD;
use crate::error::Result;
use crate::folio::whose::words_among;
use crate::folio::{Asked, Known, Line, Rows, Sheet, button, cell, noted, subject_of, tagged};
use crate::person::twin::{Likeness, Pair, twins};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 6), ("左边的记录", 0), ("右边的记录", 0), ("为什么像", 18), ("状态", 8)];

/// The pairs that look like one person and were not decided, the others behind them.
pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .chip("open", "待核对")
        .chip("number", "身份证号")
        .chip("distinct", "不是同一人")
        .chip("merged", "已合并")
        .empty("没有发现疑似重复的记录。");
    let open = twins(reading)?;
    sheet.fact("待核对", format!("{} 对", open.len()));
    let open = open.into_iter().map(|(pair, likeness)| (pair, State::Open(likeness)));
    let said = role::distinct(reading)?.into_iter().filter(|said| said.withdrawn_on.is_none());
    let said = said.map(|said| (Pair::of(said.person_id, said.other_id), State::Distinct(said.value.note)));
    let merged = role::merged(reading)?.into_iter();
    let merged = merged.map(|row| (Pair::of(row.person_id, row.into_id), State::Merged(row.value)));
    let mut all: Vec<(Pair, State)> = open.chain(said).chain(merged).collect();
    all.retain(|(pair, _)| asked.subject.is_none_or(|person| pair.has(PersonId(person))));
    sheet.subject = subject_of(reading, asked.subject)?;
    sheet.finish_rows(asked, &Pairs { reading, on: asked.on }, all)
}

/// How it stands with a pair.
enum State {
    /// Nobody has decided: what makes the two look like one.
    Open(BTreeSet<Likeness>),
    /// They were said to be two, and why.
    Distinct(Option<String>),
    /// One gave way to the other.
    Merged(MergedPerson),
}

/// Pairs as rows.
struct Pairs<'r> {
    reading: &'r Reading<'r>,
    on: Day,
}

/// Everybody in some pairs.
fn both(rows: &[(Pair, State)]) -> Vec<PersonId> {
    rows.iter().flat_map(|(pair, _)| [pair.left, pair.right]).collect()
}

impl Rows for Pairs<'_> {
    type Row = (Pair, State);

    fn key(&self, (pair, _): &Self::Row) -> i64 {
        pair.key()
    }

    fn marks(&self, (_, state): &Self::Row) -> Vec<&'static str> {
        match state {
            State::Open(likeness) => {
                let is_number = |each: &Likeness| matches!(each, Likeness::Number | Likeness::NearNumber);
                let number = likeness.iter().any(is_number).then_some("number");
                std::iter::once("open").chain(number).collect()
            }
            State::Distinct(_) => vec!["distinct"],
            State::Merged(_) => vec!["merged"],
        }
    }

    fn words(&self, rows: &[Self::Row]) -> Result<Vec<String>, LedgerError> {
        let known = words_among(self.reading, &both(rows), &[])?;
        let word = |id: PersonId| known.get(&id).map_or("", String::as_str);
        Ok(rows.iter().map(|(pair, _)| format!("{} {}", word(pair.left), word(pair.right))).collect())
    }

    fn lines(&self, rows: &[Self::Row]) -> Result<Vec<Line>> {
        let people = both(rows);
        let known = Known::of(self.reading, &people, self.on)?;
        let reporting = reporting_among(self.reading, &people)?;
        Ok(rows.iter().map(|(pair, state)| line(&known, &reporting, *pair, state)).collect())
    }
}

fn line(known: &Known, reporting: &HashSet<PersonId>, pair: Pair, state: &State) -> Line {
    let (why, tag, acts) = match state {
        State::Open(likeness) => {
            let words: Vec<&str> = likeness.iter().map(|each| each.label()).collect();
            let acts = vec![button("merge", "合并"), button("distinct", "不是同一人")];
            (words.join("；"), tagged("待核对", FolioTone::Due), acts)
        }
        State::Distinct(note) => {
            let acts = vec![button("again", "撤回，重新核对")];
            (note.clone().unwrap_or_default(), tagged("不是同一人", FolioTone::Plain), acts)
        }
        State::Merged(row) => {
            let why = format!("{} 合并，保留编号 {}", row.merged_on, row.into_id);
            (why, tagged("已合并", FolioTone::Ok), Vec::new())
        }
    };
    let (left, right) = (known.name(pair.left), known.name(pair.right));
    let names = if left == right { left } else { format!("{left}／{right}") };
    let beside = FolioLink::Folio(HEAD.folio.to_owned(), Some(pair.key()));
    let cells = vec![
        FolioCell { text: names, opens: Some(beside), ..FolioCell::default() },
        side(known, reporting, pair.left),
        side(known, reporting, pair.right),
        cell(why),
        tag,
    ];
    Line { row: pair.key(), cells, acts, ..Line::default() }
}

/// What the person is in the community, and below it what tells the record from the other one.
fn side(known: &Known, reporting: &HashSet<PersonId>, id: PersonId) -> FolioCell {
    let is = match known.member(id) {
        Some(member) => known.names.distinct(member.branch_id),
        None if reporting.contains(&id) => "在职党员报到".to_owned(),
        None => "不在册".to_owned(),
    };
    let person = known.get(id);
    let told = [
        Some(format!("编号 {id}")),
        person.and_then(|person| person.birth_on).map(|day| day.to_string()),
        person.and_then(|person| person.id_number.as_deref()).map(mask_id),
        person.and_then(|person| person.phone.as_deref()).map(mask_phone),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    FolioCell { opens: Some(FolioLink::Member(id.0)), ..noted(is, told.join("　")) }
}
