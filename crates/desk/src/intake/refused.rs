//! The rows handed back: a workbook with the cells as they came and the reason behind them, ready to be corrected and
//! imported again. Must not change a cell.

use std::io::Write as _;
use std::path::Path;

use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_workbook::{
    Body, Book, Cell, CellValue, Column, Creation, Head, Out, Shape, Sheet, measure, write,
};

use super::examine::Examined;
use super::field::REASON;
use super::form::{Form, Verdict};
use super::row::{Layout, SourceRow};
use crate::desk::Desk;
use crate::error::{DeskError, Result};

/// Widths of columns, in half-width characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=40;

/// A row handed back, with the reason.
type Judged<'a> = (SourceRow, &'a Verdict);

/// The workbook as bytes; nothing if no row is handed back.
pub(crate) fn make<F: Form>(desk: &Desk, examined: &Examined<F::Plan>) -> Result<Option<Vec<u8>>> {
    let judged = examined.judgement.judged().into_iter();
    let back = judged.filter(|(_, verdict)| verdict.state.is_handed_back());
    let back: Vec<Judged<'_>> = back.map(|(row, verdict)| (row.open(), verdict)).collect();
    if back.is_empty() {
        return Ok(None);
    }
    let sheets = examined.source.sheets.iter();
    let sheets = sheets.filter_map(|layout| sheet(layout, &back)).collect();
    let today = desk.clock().today();
    let creation = Creation {
        at: today.and_hms_opt(0, 0, 0).unwrap_or_default(),
        title: format!("{}：未导入的行", examined.file_name),
        author: desk.book()?.operator().to_owned(),
    };
    let temporary = desk.book()?.dir().join(TEMPORARY);
    let path = temporary.join("refused.xlsx");
    write(&path, &Book { sheets }, &creation, &temporary)?;
    let bytes = std::fs::read(&path)?;
    std::fs::remove_file(&path)?;
    Ok(Some(bytes))
}

/// Writes a file whole or not at all, replacing what was there.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = write_draft(&draft, bytes).and_then(|()| std::fs::rename(&draft, path));
    if written.is_err() {
        // The draft may not even exist; the first error is the one to tell.
        let _ = std::fs::remove_file(&draft);
    }
    written.map_err(|error| DeskError::cannot_write(path, &error))
}

fn write_draft(draft: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sheet(layout: &Layout, back: &[Judged<'_>]) -> Option<Sheet<'static>> {
    let of_sheet: Vec<&Judged<'_>> =
        back.iter().filter(|(row, _)| row.layout.order == layout.order).collect();
    if of_sheet.is_empty() {
        return None;
    }
    let columns = columns(layout, &of_sheet);
    let rows: Vec<Vec<Out>> = of_sheet.iter().map(|judged| cells(judged, &columns)).collect();
    let titles = columns.iter().map(|column| title_of(layout, *column)).chain([REASON.to_owned()]);
    let titles: Vec<String> = titles.collect();
    Some(Sheet {
        name: sheet_name(&layout.sheet, layout.order),
        columns: widths(&titles, &rows),
        heads: titles.into_iter().enumerate().map(head).collect(),
        body: Body::Held(rows),
        ..Sheet::default()
    })
}

/// Columns with a title or with something in a row handed back.
fn columns(layout: &Layout, back: &[&Judged<'_>]) -> Vec<u16> {
    let width = back.iter().map(|(row, _)| row.row.width()).max().unwrap_or(0);
    let titled = |column: &u16| !title_of(layout, *column).is_empty();
    let used = |column: &u16| back.iter().any(|(row, _)| !row.row.text(*column).is_empty());
    let widest = layout.titles.len().max(usize::from(width)) + 64;
    let last = u16::try_from(widest).unwrap_or(u16::MAX);
    (0..last).filter(|column| titled(column) || used(column)).collect()
}

fn title_of(layout: &Layout, column: u16) -> String {
    let letters = branchbook_workbook::cell_name(0, column);
    let letters = letters.trim_end_matches('1');
    let found = layout.titles.iter().find(|title| title.letters == letters);
    found.map_or_else(String::new, |title| title.title.clone())
}

fn cells((row, verdict): &Judged<'_>, columns: &[u16]) -> Vec<Out> {
    let own = columns.iter().map(|column| out(row.row.cell(*column)));
    own.chain([Out::text(verdict.notes.join("\n"))]).collect()
}

/// Everything as text, so that no spreadsheet reads it anew; only whole dates stay dates.
fn out(cell: &Cell) -> Out {
    match cell.value {
        CellValue::Blank => Out::Blank,
        CellValue::Date(at) if cell.shape == Shape::Day => Out::Day(at.date()),
        _ => Out::text(cell.text.clone()),
    }
}

fn head((at, text): (usize, String)) -> Head {
    Head { text, row: 0, column: u16::try_from(at).unwrap_or(u16::MAX), rows: 1, columns: 1 }
}

fn widths(titles: &[String], rows: &[Vec<Out>]) -> Vec<Column> {
    let widest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| measure(&cell.shown()));
        let title = titles.get(at).map_or(0, |title| measure(title));
        cells.chain([title]).max().unwrap_or(0) + 2
    };
    let width = |at: usize| widest(at).clamp(*WIDTHS.start(), *WIDTHS.end());
    (0..titles.len()).map(|at| Column::new(u16::try_from(width(at)).unwrap_or(40))).collect()
}

/// A name that Excel takes.
fn sheet_name(name: &str, order: usize) -> String {
    let allowed: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(28).collect();
    if allowed.is_empty() { format!("表{}", order + 1) } else { allowed }
}
