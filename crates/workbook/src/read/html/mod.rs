//! Pages with tables, as many web systems hand them out under the name of a workbook. Every table that is more than a
//! way to arrange something is a sheet. Nothing outside of tables is read but headings, which name the sheets.
//!
//! What a person does not see in a browser is told as hidden (rows, columns) or left out (a cell, a piece of a cell).

mod page;
mod style;
mod survey;
mod table;
mod text;
mod token;
mod value;

use encoding_rs::Encoding;

use self::page::{Page, Taker};
use self::style::Looks;
use self::survey::{BookMarks, Survey};
use self::table::Beside;
use self::token::Pieces;
use super::SheetEntry;
use super::archive::Metered;
use super::encoding::{Decoded, find_declared, require_sense};
use super::guard::{Halt, Sink};
use super::sniff::FileStamp;
use crate::cell::Span;
use crate::mark::{HiddenColumns, MarkedRow};
use crate::{Limits, ReadError};

/// What is needed to read the sheets again.
#[derive(Debug)]
pub(crate) struct Plan {
    stamp: FileStamp,
    pub(crate) limits: Limits,
    pub(crate) is_1904: bool,
    encoding: &'static Encoding,
    /// The number of each sheet's table, in the order in which tables begin.
    tables: Vec<usize>,
}

/// Lists the sheets. `file` names the sheet of a page that names none.
pub(crate) fn open(
    stamp: FileStamp,
    file: &str,
    limits: &Limits,
) -> Result<(Vec<SheetEntry>, Plan), ReadError> {
    let encoding = find_declared(&stamp)?;
    require_sense(stamp.open()?, encoding)?;
    let mut plan = Plan { stamp, limits: limits.clone(), is_1904: false, encoding, tables: Vec::new() };
    let mut page = Page::new(limits, Looks::default(), BookMarks::default(), Survey::new(limits));
    page.run(&mut plan.pieces()?).map_err(|halt| halt.into_error(0))?;
    let (marks, has_frames) = (page.marks, page.has_frames);
    let (sheets, tables) = page.taker.finish(&marks, file);
    plan.is_1904 = marks.is_1904;
    plan.tables = tables;
    match sheets.is_empty() {
        true if has_frames => Err(ReadError::FramedPage),
        true => Err(ReadError::WebPage),
        false => Ok((sheets, plan)),
    }
}

/// Sends the rows of a sheet.
pub(crate) fn send_rows(plan: &Plan, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
    plan.walk(sheet, &mut |row| sink.push(row)).map(|_| ())
}

/// The merged ranges of a sheet.
pub(crate) fn merges(plan: &Plan, sheet: usize) -> Result<Vec<Span>, ReadError> {
    plan.beside(sheet).map(|beside| beside.spans)
}

/// The hidden columns of a sheet.
pub(crate) fn hidden_columns(plan: &Plan, sheet: usize) -> Result<HiddenColumns, ReadError> {
    plan.beside(sheet).map(|beside| beside.hidden_columns.into_iter().collect())
}

impl Plan {
    fn pieces(&self) -> Result<Pieces, ReadError> {
        let decoded = Decoded::new(self.stamp.open()?, self.encoding);
        Ok(Pieces::new(Metered::of_plain_file(decoded, &self.limits)))
    }

    fn beside(&self, sheet: usize) -> Result<Beside, ReadError> {
        self.walk(sheet, &mut |_| Ok(())).map_err(|halt| halt.into_error(sheet))
    }

    fn walk(&self, sheet: usize, push: Push<'_>) -> Result<Beside, Halt> {
        let table = *self.tables.get(sheet).ok_or(ReadError::NoSheet(sheet + 1))?;
        let marks = BookMarks::known(self.is_1904);
        let picked = Picked { table, push, beside: None };
        let mut page = Page::new(&self.limits, Looks::default(), marks, picked);
        let outcome = page.run(&mut self.pieces()?);
        match (page.taker.beside, outcome) {
            // The end of the table ends the walk.
            (Some(beside), _) => Ok(beside),
            (None, Err(halt)) => Err(halt),
            (None, Ok(())) => Err(ReadError::damaged("工作表不完整").into()),
        }
    }
}

/// Takes the rows as they end.
type Push<'p> = &'p mut dyn FnMut(MarkedRow) -> Result<(), Halt>;

/// One table of a page.
struct Picked<'p> {
    table: usize,
    push: Push<'p>,
    beside: Option<Beside>,
}

impl Taker for Picked<'_> {
    fn row(&mut self, table: usize, row: MarkedRow) -> Result<(), Halt> {
        if table == self.table { (self.push)(row) } else { Ok(()) }
    }

    fn sheet(&mut self, table: usize, beside: Beside, _: String) -> Result<(), Halt> {
        if table != self.table {
            return Ok(());
        }
        self.beside = Some(beside);
        Err(Halt::Unwanted)
    }
}
