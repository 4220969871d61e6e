//! A table while its tags go by: where each cell stands among the cells that reach over rows and columns, and which
//! rows and columns are hidden. Knows no page around it.

use std::ops::RangeInclusive;

use super::style::Look;
use super::text::Shown;
use super::token::Tag;
use super::value::Hints;
use crate::cell::{Cell, Span};
use crate::mark::MarkedRow;
use crate::read::guard::check_limit;
use crate::{Limits, ReadError};

/// Columns that one cell or one description may reach over (HTML, 4.9.11).
const MOST_COLUMNS: u32 = 1_000;
/// Rows that one cell may reach over; 0 means all that follow.
const MOST_ROWS: u32 = 65_534;
/// Text up to which a table inside a cell may be no more than a way to arrange it, in bytes.
const ARRANGED: usize = 32 << 10;

/// What is known of a table when it ends.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) spans: Vec<Span>,
    pub(super) hidden_columns: Vec<RangeInclusive<u16>>,
    pub(super) caption: String,
    pub(super) is_hidden: bool,
}

/// A cell while its text comes.
struct OpenCell {
    shown: Shown,
    hints: Hints,
    columns: u32,
    rows: u32,
    is_filler: bool,
    /// Not laid out: it takes no place, as in a browser.
    is_absent: bool,
}

/// A row while its cells come.
struct OpenRow {
    row: MarkedRow,
    column: u32,
    cell: Option<OpenCell>,
}

/// A table while its rows come.
pub(super) struct Table {
    pub(super) number: usize,
    pub(super) beside: Beside,
    caption: Option<Shown>,
    next_row: u32,
    row: Option<OpenRow>,
    /// For each column the first row that no cell from above reaches into.
    free_from: Vec<u32>,
    next_column: u32,
    is_group_hidden: bool,
    /// Rows with two cells or more that have something in them.
    wide_rows: u32,
    filled: u64,
    /// All text so far, as long as it may belong into the cell around the table.
    arranged: Option<String>,
}

impl Table {
    pub(super) fn new(number: usize, is_inner: bool, is_hidden: bool) -> Self {
        Self {
            number,
            beside: Beside { is_hidden, ..Beside::default() },
            caption: None,
            next_row: 0,
            row: None,
            free_from: Vec::new(),
            next_column: 0,
            is_group_hidden: false,
            wide_rows: 0,
            filled: 0,
            arranged: is_inner.then(String::new),
        }
    }

    /// Whether a cell is open, so that a further table would stand inside it.
    pub(super) fn has_open_cell(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.cell.is_some())
    }

    /// The text that is being collected: of the open cell, or of the caption.
    pub(super) fn shown(&mut self) -> Option<&mut Shown> {
        let cell = self.row.as_mut().and_then(|row| row.cell.as_mut());
        cell.map(|cell| &mut cell.shown).or(self.caption.as_mut())
    }

    pub(super) fn start_caption(&mut self) {
        self.caption = Some(Shown::default());
    }

    pub(super) fn end_caption(&mut self) {
        if let Some(caption) = self.caption.take() {
            self.beside.caption = caption.finish();
        }
    }

    pub(super) fn set_group_hidden(&mut self, is_hidden: bool) {
        self.is_group_hidden = is_hidden;
    }

    /// A description of columns.
    pub(super) fn describe_column(&mut self, tag: &Tag, look: &Look) {
        let count = tag.number("span").unwrap_or(1).clamp(1, MOST_COLUMNS);
        let last = self.next_column.saturating_add(count - 1);
        if look.is_hidden == Some(true) && self.beside.hidden_columns.len() < usize::from(u16::MAX) {
            self.beside.hidden_columns.push(narrow(self.next_column)..=narrow(last));
        }
        self.next_column = last.saturating_add(1);
    }

    pub(super) fn start_row(&mut self, is_hidden: bool) {
        self.end_caption();
        let mut row = MarkedRow { is_hidden: is_hidden || self.is_group_hidden, ..MarkedRow::default() };
        row.row.index = self.next_row;
        self.next_row = self.next_row.saturating_add(1);
        self.row = Some(OpenRow { row, column: 0, cell: None });
    }

    pub(super) fn has_open_row(&self) -> bool {
        self.row.is_some()
    }

    pub(super) fn start_cell(&mut self, tag: &Tag, look: &Look) {
        let rows = match tag.number("rowspan").unwrap_or(1) {
            0 => u32::MAX,
            rows => rows.min(MOST_ROWS),
        };
        let cell = OpenCell {
            shown: Shown::default(),
            hints: Hints::of(tag, look),
            columns: tag.number("colspan").unwrap_or(1).clamp(1, MOST_COLUMNS),
            rows,
            is_filler: look.is_filler,
            is_absent: look.is_hidden == Some(true),
        };
        if let Some(row) = &mut self.row {
            row.cell = Some(cell);
        }
    }

    /// Puts the open cell in its place.
    pub(super) fn end_cell(&mut self, is_1904: bool, limits: &Limits) -> Result<(), ReadError> {
        let Some(row) = &mut self.row else { return Ok(()) };
        let Some(cell) = row.cell.take().filter(|cell| !cell.is_absent) else { return Ok(()) };
        let index = row.row.row.index;
        let is_taken = |column: u32| self.free_from.get(column as usize).is_some_and(|from| *from > index);
        while is_taken(row.column) {
            row.column += 1;
        }
        let left = row.column;
        row.column = left.saturating_add(cell.columns);
        put(&cell.hints, cell.shown.finish(), left, row, is_1904, limits)?;
        let is_wide = cell.columns > 1 && !cell.is_filler;
        if is_wide || cell.rows > 1 {
            let right = if is_wide { row.column - 1 } else { left };
            let bottom = index.saturating_add(cell.rows - 1);
            self.beside.spans.push(Span { top: index, left: narrow(left), bottom, right: narrow(right) });
            check_limit("合并单元格数", self.beside.spans.len() as u64, limits.merges as u64)?;
        }
        if cell.rows > 1 {
            reserve(&mut self.free_from, left..row.column, index.saturating_add(cell.rows), limits)?;
        }
        Ok(())
    }

    /// Ends the open row; its cell must have been ended.
    pub(super) fn end_row(&mut self) -> Option<MarkedRow> {
        let row = self.row.take()?.row;
        let cells = &row.row.cells;
        self.filled += cells.len() as u64;
        self.wide_rows = self.wide_rows.saturating_add(u32::from(cells.len() > 1));
        if let Some(arranged) = &mut self.arranged {
            let line: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            if !line.is_empty() {
                arranged.push_str(&line.join(" "));
                arranged.push('\n');
            }
            if self.wide_rows > 1 || arranged.len() > ARRANGED {
                self.arranged = None;
            }
        }
        Some(row)
    }

    /// Ends the table. Cells that reach beyond its last row end there.
    pub(super) fn end(mut self) -> (Beside, Ending) {
        self.end_caption();
        let last = self.next_row.saturating_sub(1);
        self.beside.spans.iter_mut().for_each(|span| span.bottom = span.bottom.min(last));
        self.beside.spans.retain(|span| span.bottom > span.top || span.right > span.left);
        let ending = match self.arranged {
            Some(text) if self.beside.is_hidden || text.is_empty() => Ending::Nothing,
            Some(text) => Ending::Text(text),
            None if self.filled == 0 => Ending::Nothing,
            None => Ending::Sheet,
        };
        (self.beside, ending)
    }
}

/// What a table turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A sheet of its own.
    Sheet,
    /// A way to arrange the text of the cell around it.
    Text(String),
    /// Nothing that is seen.
    Nothing,
}

fn put(
    hints: &Hints,
    shown: String,
    left: u32,
    row: &mut OpenRow,
    is_1904: bool,
    limits: &Limits,
) -> Result<(), ReadError> {
    let found = hints.read(shown, is_1904);
    if found.is_none() && !hints.lacks_its_result() {
        return Ok(());
    }
    check_limit("列数", u64::from(left) + 1, u64::from(limits.columns))?;
    let column = narrow(left);
    match found {
        Some((value, text, shape)) => row.row.row.cells.push(Cell { column, value, text, shape }),
        None => row.row.uncomputed.push(column),
    }
    Ok(())
}

fn reserve(
    free_from: &mut Vec<u32>,
    columns: std::ops::Range<u32>,
    row: u32,
    limits: &Limits,
) -> Result<(), ReadError> {
    check_limit("列数", u64::from(columns.end), u64::from(limits.columns))?;
    let end = columns.end as usize;
    free_from.resize(free_from.len().max(end), 0);
    free_from[columns.start as usize..end].iter_mut().for_each(|from| *from = (*from).max(row));
    Ok(())
}

fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
