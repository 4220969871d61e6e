//! The pen: writes cells in order of rows, and refuses any other order, because constant-memory writing would lose
//! them with only a line on stderr. Keeps formats and the widths that numbers need.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::library;
use super::look::{TALLEST, Zone, needed};
use crate::WriteError;
use crate::sheet::Out;

/// Largest whole number that a cell holds exactly.
const EXACT: u64 = 999_999_999_999_999;
/// One row is left for `finish`.
const LAST_ROW: u32 = 1_048_574;
const LONGEST: usize = 32_767;

/// A rectangle of cells; all borders belong to it.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) top: u32,
    pub(super) left: u16,
    pub(super) bottom: u32,
    pub(super) right: u16,
}

/// Writes one sheet.
pub(super) struct Pen<'w> {
    pub(super) worksheet: &'w mut Worksheet,
    name: String,
    row: u32,
    formats: HashMap<Zone, Format>,
    needed: Vec<u16>,
    cut_cells: u64,
}

impl<'w> Pen<'w> {
    /// A pen at the top of an empty sheet.
    pub(super) fn new(worksheet: &'w mut Worksheet, name: &str) -> Self {
        let formats = HashMap::new();
        Self { worksheet, name: name.to_owned(), row: 0, formats, needed: Vec::new(), cut_cells: 0 }
    }

    /// Cells whose text needs more than the tallest row.
    pub(super) fn cut_cells(&self) -> u64 {
        self.cut_cells
    }

    /// The widest number of a column, in half-width characters.
    pub(super) fn needed(&self, column: usize) -> u16 {
        self.needed.get(column).copied().unwrap_or(0)
    }

    /// Sets the height of a row, in points, before its cells.
    pub(super) fn height(&mut self, row: u32, points: f64) -> Result<(), WriteError> {
        self.advance(row)?;
        if points > TALLEST {
            self.cut_cells += 1;
        }
        self.worksheet.set_row_height(row, points.min(TALLEST)).map_err(|e| library(&e))?;
        Ok(())
    }

    /// Writes text over an area, merged if it is more than a cell. Rows below the first may still take other cells.
    pub(super) fn area(&mut self, area: Area, text: &str, zone: Zone) -> Result<(), WriteError> {
        self.advance(area.top)?;
        self.check_text(area.top, text)?;
        let format = self.formats.entry(zone).or_insert_with(|| zone.format());
        if area.top == area.bottom && area.left == area.right {
            done(self.worksheet.write_string_with_format(area.top, area.left, text, format))
        } else {
            done(self.worksheet.merge_range(area.top, area.left, area.bottom, area.right, text, format))
        }
    }

    /// Writes a cell of a table.
    pub(super) fn cell(&mut self, row: u32, column: u16, out: &Out, zone: Zone) -> Result<(), WriteError> {
        self.advance(row)?;
        if let Out::Text(text) = out {
            self.check_text(row, text)?;
        }
        self.note_width(column, out);
        let format = self.formats.entry(zone).or_insert_with(|| zone.format());
        let sheet = &mut *self.worksheet;
        match out {
            Out::Blank => done(sheet.write_blank(row, column, format)),
            Out::Text(text) if text.is_empty() => done(sheet.write_blank(row, column, format)),
            Out::Text(text) => done(sheet.write_string_with_format(row, column, text, format)),
            Out::Dash => done(sheet.write_string_with_format(row, column, "—", format)),
            Out::Day(day) => done(sheet.write_number_with_format(row, column, serial(*day), format)),
            Out::Int(number) | Out::Fixed(number, _) | Out::Percent(number, _)
                if number.unsigned_abs() > EXACT =>
            {
                done(sheet.write_string_with_format(row, column, out.shown(), format))
            }
            Out::Int(number) => done(sheet.write_number_with_format(row, column, exact(*number), format)),
            Out::Fixed(number, _) => {
                done(sheet.write_number_with_format(row, column, exact(*number) / 100.0, format))
            }
            Out::Percent(number, _) => {
                done(sheet.write_number_with_format(row, column, exact(*number) / 10_000.0, format))
            }
        }
    }

    /// Ends the sheet with an empty row: rust_xlsxwriter 0.102 writes the last row twice if it has a height of its own.
    pub(super) fn finish(&mut self) -> Result<(), WriteError> {
        let format = self.formats.entry(Zone::Note).or_insert_with(|| Zone::Note.format());
        done(self.worksheet.write_blank(self.row + 1, 0, format))
    }

    fn advance(&mut self, row: u32) -> Result<(), WriteError> {
        if row < self.row {
            return Err(WriteError::OutOfOrder { sheet: self.name.clone(), row: row + 1, at: self.row + 1 });
        }
        if row > LAST_ROW {
            return Err(WriteError::TooManyRows(self.name.clone()));
        }
        self.row = row;
        Ok(())
    }

    fn check_text(&self, row: u32, text: &str) -> Result<(), WriteError> {
        if text.len() > LONGEST && text.encode_utf16().count() > LONGEST {
            return Err(WriteError::TextTooLong { sheet: self.name.clone(), row: row + 1 });
        }
        Ok(())
    }

    fn note_width(&mut self, column: u16, out: &Out) {
        let column = usize::from(column);
        if self.needed.len() <= column {
            self.needed.resize(column + 1, 0);
        }
        self.needed[column] = self.needed[column].max(needed(out));
    }
}

fn done(outcome: Result<&mut Worksheet, XlsxError>) -> Result<(), WriteError> {
    outcome.map(|_| ()).map_err(|e| library(&e))
}

/// Excel's serial of a day from March 1900 on; office registers hold nothing older.
fn serial(day: NaiveDate) -> f64 {
    let base = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    exact((day - base).num_days())
}

#[expect(clippy::cast_precision_loss, reason = "checked against EXACT, or a count of days")]
fn exact(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::write::look::{Number, Place};

    #[test]
    fn a_row_behind_the_pen_is_refused() {
        let mut workbook = Workbook::new();
        let mut pen = Pen::new(workbook.add_worksheet_with_constant_memory().unwrap(), "积分");
        let zone = Zone::Body(Place::Left, Number::Text);
        pen.cell(7, 0, &Out::Int(1), zone).unwrap();
        pen.cell(7, 1, &Out::Int(2), zone).unwrap();
        let refused = pen.cell(6, 0, &Out::Int(3), zone);
        assert!(matches!(refused, Err(WriteError::OutOfOrder { row: 7, at: 8, .. })));
    }

    #[test]
    fn a_day_is_the_serial_that_excel_knows() {
        assert!((serial(NaiveDate::from_ymd_opt(2026, 10, 8).unwrap()) - 46_303.0).abs() < f64::EPSILON);
    }
}
