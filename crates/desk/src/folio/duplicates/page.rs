//! The list of pairs: those that are open, those that were said to be two people, those that were merged.

use std::collections::BTreeSet;

use branchbook_contract::folio::{FolioButton, FolioCell, FolioLink, FolioPage, FolioSubject, FolioTone};
use branchbook_domain::key::PersonId;
use branchbook_domain::mask::{mask_id, mask_phone};
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role;
use branchbook_ledger::table::unit::open_report_in;

use super::super::{Asked, Line, Sheet, button, cell, noted, tagged};
use super::HEAD;
use crate::error::Result;
use crate::organisation::Names;
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
    let names = Names::of(reading)?;
    let fits = |pair: Pair| asked.subject.is_none_or(|person| pair.has(PersonId(person)));
    let open = twins(reading)?;
    sheet.fact("待核对", format!("{} 对", open.len()));
    for (pair, likeness) in open.into_iter().filter(|(pair, _)| fits(*pair)) {
        sheet.push(open_line(reading, &names, pair, &likeness, asked)?);
    }
    for said in role::distinct(reading)?.into_iter().filter(|said| said.withdrawn_on.is_none()) {
        let pair = Pair::of(said.person_id, said.other_id);
        if fits(pair) {
            let note = said.note.clone().unwrap_or_default();
            let acts = vec![button("again", "撤回，重新核对")];
            let tag = tagged("不是同一人", FolioTone::Plain);
            sheet.push(line(reading, &names, pair, (cell(note), tag, acts, vec!["distinct"]), asked)?);
        }
    }
    for merged in role::merged(reading)? {
        let pair = Pair::of(merged.person_id, merged.into_id);
        if fits(pair) {
            let why = cell(format!("{} 合并，保留编号 {}", merged.merged_on, merged.into_id));
            let tag = tagged("已合并", FolioTone::Ok);
            sheet.push(line(reading, &names, pair, (why, tag, Vec::new(), vec!["merged"]), asked)?);
        }
    }
    sheet.subject = subject(reading, asked.subject)?;
    Ok(sheet.finish(asked))
}

fn subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Option<FolioSubject>> {
    let Some(id) = subject else { return Ok(None) };
    let person = reading.require::<Person>(PersonId(id))?;
    Ok(Some(FolioSubject { label: person.value.name, opens: Some(FolioLink::Member(id)) }))
}

fn open_line(
    reading: &Reading<'_>,
    names: &Names,
    pair: Pair,
    likeness: &BTreeSet<Likeness>,
    asked: &Asked<'_>,
) -> Result<Line> {
    let words: Vec<&str> = likeness.iter().map(|each| each.label()).collect();
    let mut marks = vec!["open"];
    if likeness.contains(&Likeness::Number) || likeness.contains(&Likeness::NearNumber) {
        marks.push("number");
    }
    let acts = vec![button("merge", "合并"), button("distinct", "不是同一人")];
    let tag = tagged("待核对", FolioTone::Due);
    line(reading, names, pair, (cell(words.join("；")), tag, acts, marks), asked)
}

type Rest = (FolioCell, FolioCell, Vec<FolioButton>, Vec<&'static str>);

fn line(
    reading: &Reading<'_>,
    names: &Names,
    pair: Pair,
    (why, tag, acts, marks): Rest,
    asked: &Asked<'_>,
) -> Result<Line> {
    let (left, right) = (reading.require::<Person>(pair.left)?, reading.require::<Person>(pair.right)?);
    let both =
        if left.name == right.name { left.name.clone() } else { format!("{}／{}", left.name, right.name) };
    let beside = FolioLink::Folio(HEAD.folio.to_owned(), Some(pair.key()));
    Ok(Line {
        row: pair.key(),
        cells: vec![
            FolioCell { text: both, opens: Some(beside), ..FolioCell::default() },
            side(reading, names, left.id, &left, asked)?,
            side(reading, names, right.id, &right, asked)?,
            why,
            tag,
        ],
        acts,
        marks,
        words: format!("{} {} {} {}", left.name, left.initials, right.name, right.initials).to_lowercase(),
    })
}

/// What the person is in the community, and below it what tells the record from the other one.
fn side(
    reading: &Reading<'_>,
    names: &Names,
    id: PersonId,
    person: &Person,
    asked: &Asked<'_>,
) -> Result<FolioCell> {
    let is = match member_on(reading, id, asked.on)? {
        Some(member) => names.distinct(member.branch_id),
        None if open_report_in(reading, id)?.is_some() => "在职党员报到".to_owned(),
        None => "不在册".to_owned(),
    };
    let told = [
        Some(format!("编号 {id}")),
        person.birth_on.map(|day| day.label()),
        person.id_number.as_deref().map(mask_id),
        person.phone.as_deref().map(mask_phone),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    Ok(FolioCell { opens: Some(FolioLink::Member(id.0)), ..noted(is, told.join("　")) })
}
