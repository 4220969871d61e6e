//! The cells of a sheet, row by row, as they come out of the zip. Holds one row at a time.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::Parts;
use super::strings::unescaped;
use crate::ReadError;
use crate::cell::{Cell, CellValue, Row, Shape};
use crate::mark::MarkedRow;
use crate::number_format::NumberFormat;
use crate::read::guard::{Halt, Sink};
use crate::read::xml::{XmlPart, is_true, not_xml, push_text};

/// How a cell's value is written.
#[derive(Clone, Copy, PartialEq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    IsoDate,
}

/// What is known while the events go by.
#[derive(Default)]
struct Progress {
    row: Row,
    is_hidden: bool,
    uncomputed: Vec<u16>,
    next_row: u32,
    column: u16,
    next_column: u16,
    kind: Kind,
    style: usize,
    text: String,
    in_value: bool,
    in_guide: bool,
    is_formula: bool,
    has_value: bool,
    in_cells: bool,
    in_row: bool,
    in_cell: bool,
}

/// Sends all rows of a sheet's part.
pub(super) fn send<R: Read>(part: &mut XmlPart<R>, parts: &Parts, sink: &mut Sink) -> Result<(), Halt> {
    let mut at = Progress::default();
    loop {
        let event = part.next()?;
        match &event {
            Event::Start(tag) => at.start(tag)?,
            Event::Empty(tag) => at.empty(tag)?,
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => at.in_value = false,
                "rPh" => at.in_guide = false,
                "c" => at.end_cell(parts)?,
                "row" => at.end_row(sink)?,
                "sheetData" => return Ok(()),
                _ => {}
            },
            Event::Eof if at.in_cells => return Err(ReadError::damaged("工作表不完整").into()),
            Event::Eof => return Ok(()),
            _ if at.in_value => push_text(&event, &mut at.text),
            _ => {}
        }
    }
}

impl Progress {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        match tag.local_name().as_ref() {
            "sheetData" => self.in_cells = true,
            "row" => self.start_row(tag)?,
            "c" => self.start_cell(tag)?,
            "f" => self.is_formula = true,
            "v" => (self.in_value, self.has_value) = (true, true),
            "t" => self.in_value = !self.in_guide,
            "rPh" => self.in_guide = true,
            _ => {}
        }
        Ok(())
    }

    fn empty(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        match tag.local_name().as_ref() {
            "row" => self.start_row(tag),
            "c" => self.start_cell(tag),
            "f" => {
                self.is_formula = true;
                Ok(())
            }
            "v" => {
                self.has_value = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start_row(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let mut stated = Some(self.next_row);
        self.is_hidden = false;
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| not_xml())?;
            match attribute.key.as_ref() {
                "r" => stated = attribute.value.trim().parse::<u32>().ok().and_then(|n| n.checked_sub(1)),
                "hidden" => self.is_hidden |= is_true(&attribute.value),
                "ht" => self.is_hidden |= attribute.value.trim().parse().is_ok_and(|ht: f64| ht <= 0.0),
                _ => {}
            }
        }
        let index = stated.filter(|index| (self.next_row..1_048_576).contains(index));
        self.row.index = index.ok_or_else(|| ReadError::damaged("行号错乱"))?;
        self.in_row = true;
        self.row.cells.clear();
        self.uncomputed.clear();
        self.next_row = self.row.index + 1;
        self.next_column = 0;
        Ok(())
    }

    fn start_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        self.in_cell = true;
        self.kind = Kind::Number;
        self.style = 0;
        (self.is_formula, self.has_value) = (false, false);
        self.text.clear();
        self.column = self.next_column;
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| not_xml())?;
            match attribute.key.as_ref() {
                "r" => {
                    let column = position(&attribute.value).map(|(_, column)| column);
                    self.column = column.ok_or_else(|| ReadError::damaged("单元格位置错乱"))?;
                }
                "s" => self.style = attribute.value.parse().unwrap_or(0),
                "t" => self.kind = kind(&attribute.value),
                _ => {}
            }
        }
        self.next_column = self.column.saturating_add(1);
        Ok(())
    }

    fn end_cell(&mut self, parts: &Parts) -> Result<(), ReadError> {
        if !std::mem::take(&mut self.in_cell) {
            return Ok(());
        }
        let format = parts.styles.format(self.style);
        if let Some((value, text)) = self.value(parts, format)? {
            let shape = if value == CellValue::Text && format.shape.is_date() {
                Shape::General
            } else {
                format.shape
            };
            self.row.cells.push(Cell { column: self.column, value, text, shape });
        } else if self.lacks_its_result() {
            self.uncomputed.push(self.column);
        }
        Ok(())
    }

    /// An empty text is a result, an empty number is none: so programs write a formula that they did not compute.
    fn lacks_its_result(&self) -> bool {
        self.is_formula && self.text.is_empty() && !(self.kind == Kind::Text && self.has_value)
    }

    fn value(&self, parts: &Parts, format: &NumberFormat) -> Result<Option<(CellValue, String)>, ReadError> {
        let text = self.text.as_str();
        if text.is_empty() {
            return Ok(None);
        }
        Ok(Some(match self.kind {
            Kind::Number => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => format.apply(number, parts.is_1904),
                _ => return Err(ReadError::damaged("数字写法错乱")),
            },
            Kind::Shared => {
                let shared = text.trim().parse().ok().and_then(|at| parts.strings.get(at));
                let shared = shared.ok_or_else(|| ReadError::damaged("共享文字缺失"))?;
                return Ok((!shared.is_empty()).then(|| (CellValue::Text, shared.to_owned())));
            }
            Kind::Text if text.contains("_x") => (CellValue::Text, unescaped(text)),
            Kind::Text => (CellValue::Text, text.to_owned()),
            Kind::Bool => bool_value(text.trim() == "1"),
            Kind::Error => (CellValue::Error, text.to_owned()),
            Kind::IsoDate => iso_value(text),
        }))
    }

    fn end_row(&mut self, sink: &mut Sink) -> Result<(), Halt> {
        if !std::mem::take(&mut self.in_row) {
            return Ok(());
        }
        if !self.row.cells.is_sorted_by(|a, b| a.column < b.column) {
            self.row.cells.sort_by_key(|c| c.column);
            self.row.cells.dedup_by_key(|c| c.column);
        }
        self.uncomputed.sort_unstable();
        let cells = std::mem::take(&mut self.row.cells);
        self.row.cells.reserve(cells.len());
        let uncomputed = std::mem::take(&mut self.uncomputed);
        sink.push(MarkedRow {
            row: Row { index: self.row.index, cells },
            is_hidden: self.is_hidden,
            uncomputed,
        })
    }
}

/// Row and column of `AB12`, zero-based, inside Excel's sheet.
pub(super) fn position(reference: &str) -> Option<(u32, u16)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0_u32;
    for letter in reference[..digits].bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() || column > 16_384 {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row = reference[digits..].parse::<u32>().ok()?.checked_sub(1)?;
    let column = u16::try_from(column.checked_sub(1)?).ok()?;
    (row < 1_048_576 && column < 16_384).then_some((row, column))
}

/// The value and text of a truth value.
pub(crate) fn bool_value(truth: bool) -> (CellValue, String) {
    (CellValue::Bool(truth), if truth { "TRUE" } else { "FALSE" }.to_owned())
}

/// The value of an ISO date or date and time; other text stays text.
pub(crate) fn iso_value(text: &str) -> (CellValue, String) {
    use chrono::{NaiveDate, NaiveDateTime};
    let trimmed = text.trim().trim_end_matches('Z');
    let at = NaiveDateTime::parse_from_str(trimmed, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let day = || NaiveDate::parse_from_str(trimmed, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    match at.or_else(day) {
        Some(at) => (CellValue::Date(at), text.to_owned()),
        None => (CellValue::Text, text.to_owned()),
    }
}

fn kind(text: &str) -> Kind {
    match text {
        "s" => Kind::Shared,
        "str" | "inlineStr" => Kind::Text,
        "b" => Kind::Bool,
        "e" => Kind::Error,
        "d" => Kind::IsoDate,
        _ => Kind::Number,
    }
}
