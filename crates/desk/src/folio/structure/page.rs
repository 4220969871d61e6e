//! The structure as a list; every line leads to its members.

use branchbook_contract::folio::{FolioCell, FolioLink, FolioPage};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::Reading;

use super::HEAD;
use super::count::{Count, Counted, FAMILIES};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, cell, found_by};
use crate::member::field::View;

const COLUMNS: &[(&str, u8)] = &[("类别", 10), ("项目", 0), ("人数", 6), ("占比", 7)];

pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let count = Count::of(reading, asked.on)?;
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .number("人数")
        .number("占比")
        .act("print", "打印结构表")
        .empty("名册里还没有党员。");
    for (mark, label) in FAMILIES {
        sheet = sheet.chip(mark, label);
    }
    sheet.fact("截至", asked.on.to_string());
    sheet.fact("在册党员", format!("{} 人", count.total));
    sheet.fact("预备党员", format!("{} 人", count.of_class(MemberClass::Probationary)));
    sheet.fact("大专及以上", format!("{} 人", count.below("education", &["1", "2"])));
    for (row, counted) in (1..).zip(count.lines()) {
        sheet.push(line(row, counted)?);
    }
    Ok(sheet.finish(asked))
}

fn line(row: i64, counted: Counted) -> Result<Line> {
    let opens = Some(FolioLink::Members(View::text(&counted.list)?));
    let words = found_by(&[counted.family, counted.label.trim()], &[]);
    Ok(Line {
        row,
        cells: vec![
            cell(counted.family),
            FolioCell { text: counted.label, opens, ..FolioCell::default() },
            cell(counted.count.to_string()),
            cell(counted.share),
        ],
        acts: Vec::new(),
        marks: vec![counted.mark],
        words,
    })
}
