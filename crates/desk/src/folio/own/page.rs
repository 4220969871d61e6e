//! Who was shown whom in full, operation by operation. Must not write.

use branchbook_contract::folio::FolioPage;
use branchbook_domain::key::PersonId;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::Reading;
use branchbook_ledger::table::reveal::{RevealLine, reveals};

use super::{HEAD, looks};
use crate::error::Result;
use crate::folio::{Asked, Head, Line, Sheet, button, cell, noted, subject_of};

const COLUMNS: &[(&str, u8)] = &[("时间", 11), ("经办人", 8), ("方式", 9), ("看到的人", 0), ("操作", 0)];
/// Names that stand in a row; all of them are listed on request.
const SHOWN: usize = 5;

pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let mut sheet = with_ways(empty(HEAD).act("print", "打印本人信息"), |way| !way.is_of_report());
    sheet.subject = subject_of(reading, asked.subject)?;
    filled(reading, sheet, asked)
}

/// The same at a street, whose people stand in the reports of its communities.
pub(super) fn page_of_street(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    filled(reading, with_ways(empty(looks::HEAD), RevealWay::is_of_report), asked)
}

fn with_ways(sheet: Sheet, is_here: impl Fn(RevealWay) -> bool) -> Sheet {
    let ways = RevealWay::ALL.iter().filter(|way| is_here(**way));
    ways.fold(sheet, |sheet, way| sheet.chip(way.code(), way.label()))
}

fn empty(head: Head) -> Sheet {
    Sheet::new(head, COLUMNS).empty("还没有人看过完整的证件号、电话和住址。")
}

fn filled(reading: &Reading<'_>, mut sheet: Sheet, asked: &Asked<'_>) -> Result<FolioPage> {
    for seen in reveals(reading, asked.subject.map(PersonId))? {
        if seen.at.beijing_day() <= asked.on {
            sheet.push(line(&seen));
        }
    }
    Ok(sheet.finish(asked))
}

fn line(seen: &RevealLine) -> Line {
    let first: Vec<&str> = seen.names.split('、').take(SHOWN).collect();
    let is_more = usize::try_from(seen.count).is_ok_and(|count| count > SHOWN);
    let more = if is_more { format!("等 {} 人", seen.count) } else { String::new() };
    let who = match seen.way {
        Some(_) => cell(format!("{}{more}", first.join("、"))),
        None => noted("—", "那时只记下了人数"),
    };
    Line {
        row: seen.change.0,
        cells: vec![
            cell(seen.at.to_string()),
            cell(&seen.operator),
            cell(seen.way.map_or("", RevealWay::label)),
            who,
            cell(&seen.title),
        ],
        acts: is_more.then(|| button("names", "列出姓名")).into_iter().collect(),
        marks: seen.way.map(RevealWay::code).into_iter().collect(),
        words: format!("{} {} {} {}", seen.names, seen.initials, seen.operator, seen.title).to_lowercase(),
    }
}
