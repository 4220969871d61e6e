//! The cells of one worksheet of an XML spreadsheet, row by row. Holds one row at a time.

use std::io::Read;
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};

use super::Plan;
use crate::ReadError;
use crate::cell::{Cell, CellValue, Shape, Span};
use crate::decimal::plain;
use crate::mark::MarkedRow;
use crate::number_format::NumberFormat;
use crate::read::guard::{Halt, check_limit};
use crate::read::xlsx::{bool_value, iso_value};
use crate::read::xml::{XmlPart, attribute, flag, number, push_text};

/// Rows of a sheet in any Excel.
const MOST_ROWS: u32 = 1_048_576;

/// Takes the rows as they end.
type Push<'p> = &'p mut dyn FnMut(MarkedRow) -> Result<(), Halt>;

/// What stands beside the rows.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) spans: Vec<Span>,
    pub(super) hidden_columns: Vec<RangeInclusive<u16>>,
}

/// A cell while its events go by.
#[derive(Default)]
struct OpenCell {
    column: u32,
    style: Option<String>,
    is_formula: bool,
    kind: Option<String>,
    text: String,
}

pub(super) struct Walk<'p> {
    plan: &'p Plan,
    sheets: usize,
    row: MarkedRow,
    next_row: u32,
    next_column: u32,
    /// The column that the next description of a column is about.
    described: u32,
    beside: Beside,
    in_row: bool,
    cell: Option<OpenCell>,
    in_data: bool,
    in_comment: bool,
}

impl<'p> Walk<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            sheets: 0,
            row: MarkedRow::default(),
            next_row: 0,
            next_column: 0,
            described: 0,
            beside: Beside::default(),
            in_row: false,
            cell: None,
            in_data: false,
            in_comment: false,
        }
    }

    /// Goes to a sheet and through it.
    pub(super) fn run<R: Read>(
        mut self,
        part: &mut XmlPart<R>,
        sheet: usize,
        push: Push<'_>,
    ) -> Result<Beside, Halt> {
        loop {
            let event = part.next()?;
            match &event {
                Event::Start(tag) if tag.local_name().as_ref() == "Worksheet" => self.sheets += 1,
                Event::Empty(tag) if tag.local_name().as_ref() == "Worksheet" => {
                    self.sheets += 1;
                    if self.sheets == sheet + 1 {
                        return Ok(self.beside);
                    }
                }
                Event::Eof => return Err(ReadError::damaged("工作表不完整").into()),
                _ if self.sheets != sheet + 1 => {}
                Event::End(tag) if tag.local_name().as_ref() == "Worksheet" => return Ok(self.beside),
                Event::Start(tag) => self.start(tag)?,
                Event::Empty(tag) => {
                    self.start(tag)?;
                    self.end(tag.local_name().as_ref(), push)?;
                }
                Event::End(tag) => self.end(tag.local_name().as_ref(), push)?,
                _ if self.in_data => self.text(&event)?,
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        match tag.local_name().as_ref() {
            "Column" => self.describe_column(tag)?,
            "Row" => self.start_row(tag)?,
            "Cell" if self.in_row => self.start_cell(tag)?,
            "Comment" => self.in_comment = true,
            "Data" if !self.in_comment => {
                if let Some(cell) = &mut self.cell {
                    cell.kind = Some(attribute(tag, "Type")?.unwrap_or_default());
                    self.in_data = true;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, push: Push<'_>) -> Result<(), Halt> {
        match name {
            "Data" => self.in_data = false,
            "Comment" => self.in_comment = false,
            "Cell" => self.end_cell()?,
            "Row" => self.end_row(push)?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, event: &Event<'_>) -> Result<(), ReadError> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        push_text(event, &mut cell.text);
        check_limit("一处内容的字节数", cell.text.len() as u64, self.plan.limits.node_bytes)
    }

    fn describe_column(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let first = index(tag)?.unwrap_or(self.described);
        let last = first.saturating_add(number(tag, "Span")?.unwrap_or(0));
        if flag(tag, "Hidden")? || has_none(tag, "Width")? {
            let narrow = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
            self.beside.hidden_columns.push(narrow(first)..=narrow(last));
            check_limit("列数", self.beside.hidden_columns.len() as u64, u64::from(u16::MAX))?;
        }
        self.described = last.saturating_add(1);
        Ok(())
    }

    /// A span of a row means further rows of its looks, without cells.
    fn start_row(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let stated = index(tag)?.unwrap_or(self.next_row);
        if !(self.next_row..MOST_ROWS).contains(&stated) {
            return Err(ReadError::damaged("行号错乱"));
        }
        self.in_row = true;
        self.row.row.index = stated;
        self.row.is_hidden = flag(tag, "Hidden")? || has_none(tag, "Height")?;
        self.row.row.cells.clear();
        self.row.uncomputed.clear();
        self.next_row = stated.saturating_add(1).saturating_add(number(tag, "Span")?.unwrap_or(0));
        self.next_column = 0;
        Ok(())
    }

    fn start_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let column = index(tag)?.unwrap_or(self.next_column);
        if column < self.next_column {
            return Err(ReadError::damaged("单元格位置错乱"));
        }
        let across = number::<u32>(tag, "MergeAcross")?.unwrap_or(0);
        let down = number::<u32>(tag, "MergeDown")?.unwrap_or(0);
        self.add_span(column, across, down)?;
        self.next_column = column.saturating_add(1).saturating_add(across);
        self.cell = Some(OpenCell {
            column,
            style: attribute(tag, "StyleID")?,
            is_formula: attribute(tag, "Formula")?.is_some(),
            ..OpenCell::default()
        });
        Ok(())
    }

    fn add_span(&mut self, column: u32, across: u32, down: u32) -> Result<(), ReadError> {
        if across == 0 && down == 0 {
            return Ok(());
        }
        let narrow = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
        let top = self.row.row.index;
        self.beside.spans.push(Span {
            top,
            left: narrow(column),
            bottom: top.saturating_add(down),
            right: narrow(column.saturating_add(across)),
        });
        check_limit("合并单元格数", self.beside.spans.len() as u64, self.plan.limits.merges as u64)
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        self.in_data = false;
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let found = finished(&cell, self.plan)?;
        if found.is_none() && !(cell.is_formula && cell.kind.is_none()) {
            return Ok(());
        }
        check_limit("列数", u64::from(cell.column) + 1, u64::from(self.plan.limits.columns))?;
        let column = u16::try_from(cell.column).unwrap_or(u16::MAX);
        match found {
            Some((value, text, shape)) => self.row.row.cells.push(Cell { column, value, text, shape }),
            None => self.row.uncomputed.push(column),
        }
        Ok(())
    }

    fn end_row(&mut self, push: Push<'_>) -> Result<(), Halt> {
        if !std::mem::take(&mut self.in_row) || self.row.is_blank() {
            return Ok(());
        }
        push(std::mem::take(&mut self.row))
    }
}

/// The stated position of a row, column or cell, zero-based.
fn index(tag: &BytesStart<'_>) -> Result<Option<u32>, ReadError> {
    match number::<u32>(tag, "Index")? {
        Some(0) => Err(ReadError::damaged("单元格位置错乱")),
        stated => Ok(stated.map(|index| index - 1)),
    }
}

/// Whether an extent is stated and is nothing.
fn has_none(tag: &BytesStart<'_>, name: &str) -> Result<bool, ReadError> {
    Ok(number::<f64>(tag, name)?.is_some_and(|extent| extent <= 0.0))
}

type Finished = Option<(CellValue, String, Shape)>;

fn finished(cell: &OpenCell, plan: &Plan) -> Result<Finished, ReadError> {
    let (Some(kind), text) = (cell.kind.as_deref(), cell.text.as_str()) else { return Ok(None) };
    if text.is_empty() {
        return Ok(None);
    }
    let format = cell.style.as_ref().and_then(|style| plan.formats.get(style));
    Ok(Some(match kind {
        "Number" => {
            let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            let number = number.ok_or_else(|| ReadError::damaged("数字写法错乱"))?;
            match format {
                Some(format) => {
                    let (value, text) = format.apply(number, plan.is_1904);
                    (value, text, format.shape)
                }
                None => (CellValue::Number(number), plain(number), Shape::General),
            }
        }
        "DateTime" => date(text, format),
        "Boolean" => {
            let (value, text) = bool_value(matches!(text.trim(), "1" | "True" | "true"));
            (value, text, Shape::General)
        }
        "Error" => (CellValue::Error, text.to_owned(), Shape::General),
        _ => {
            let shape = format.map_or(Shape::General, |format| format.shape);
            let shape = if shape.is_date() { Shape::General } else { shape };
            (CellValue::Text, text.to_owned(), shape)
        }
    }))
}

/// A day and time as the style shows it; without a style as ISO says it, a midnight as a day.
fn date(text: &str, format: Option<&NumberFormat>) -> (CellValue, String, Shape) {
    let (value, _) = iso_value(text);
    let CellValue::Date(at) = value else { return (value, text.to_owned(), Shape::General) };
    if let Some(format) = format.filter(|format| format.shape.is_date()) {
        return (value, format.show_moment(at), format.shape);
    }
    let has_time = at.time() != chrono::NaiveTime::MIN;
    let code = if has_time { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d" };
    (value, at.format(code).to_string(), Shape::Day)
}
