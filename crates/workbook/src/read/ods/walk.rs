//! The cells of one table of `content.xml`, row by row. Repeated cells and rows are counted against the limits before
//! they are unfolded.

use std::io::Read;
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};

use super::Plan;
use crate::ReadError;
use crate::cell::{Cell, CellValue, Shape, Span};
use crate::decimal::plain;
use crate::mark::MarkedRow;
use crate::read::guard::{Halt, check_limit};
use crate::read::xlsx::{bool_value, iso_value};
use crate::read::xml::{XmlPart, attribute, number, push_text};

/// A cell while its events go by.
#[derive(Default)]
struct OpenCell {
    is_formula: bool,
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    repeat: u32,
    columns: u32,
    rows: u32,
}

/// Takes the rows as they end.
type Push<'p> = &'p mut dyn FnMut(MarkedRow) -> Result<(), Halt>;

/// What stands beside the rows.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) spans: Vec<Span>,
    pub(super) hidden_columns: Vec<RangeInclusive<u16>>,
}

pub(super) struct Walk<'l> {
    plan: &'l Plan,
    tables: usize,
    row: MarkedRow,
    row_repeat: u32,
    column: u32,
    /// The column that the next description of columns is about.
    described: u32,
    beside: Beside,
    cell: OpenCell,
    in_text: bool,
}

impl<'l> Walk<'l> {
    pub(super) fn new(plan: &'l Plan) -> Self {
        Self {
            plan,
            tables: 0,
            row: MarkedRow::default(),
            row_repeat: 1,
            column: 0,
            described: 0,
            beside: Beside::default(),
            cell: OpenCell::default(),
            in_text: false,
        }
    }

    /// Goes to a sheet and through it.
    pub(super) fn run<R: Read>(
        mut self,
        part: &mut XmlPart<R>,
        sheet: usize,
        push: Push<'_>,
    ) -> Result<Beside, Halt> {
        let mut skipping = 0_usize;
        loop {
            let event = part.next()?;
            match &event {
                Event::Start(_) if skipping > 0 => skipping += 1,
                Event::End(_) if skipping > 0 => skipping -= 1,
                Event::Eof => return Err(ReadError::damaged("工作表不完整").into()),
                _ if skipping > 0 => {}
                Event::Start(tag) if is_foreign(tag.name().as_ref()) => skipping = 1,
                Event::Start(tag) if tag.local_name().as_ref() == "table" => {
                    skipping = usize::from(self.tables != sheet);
                    self.tables += 1;
                }
                Event::End(tag) if tag.local_name().as_ref() == "table" => return Ok(self.beside),
                _ if self.tables != sheet + 1 => {}
                Event::Start(tag) => self.start(tag)?,
                Event::Empty(tag) => self.empty(tag, push)?,
                Event::End(tag) => self.end(tag.local_name().as_ref(), push)?,
                _ if self.in_text => push_text(&event, &mut self.cell.text),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        match tag.local_name().as_ref() {
            "table-column" => self.describe_columns(tag)?,
            "table-row" => self.start_row(tag)?,
            "table-cell" | "covered-table-cell" => self.start_cell(tag)?,
            "p" => {
                if self.cell.paragraphs > 0 {
                    self.cell.text.push('\n');
                }
                self.cell.paragraphs += 1;
                self.in_text = true;
            }
            _ => self.inline(tag)?,
        }
        Ok(())
    }

    fn empty(&mut self, tag: &BytesStart<'_>, push: Push<'_>) -> Result<(), Halt> {
        match tag.local_name().as_ref() {
            "table-column" => Ok(self.describe_columns(tag)?),
            "table-row" => {
                self.start_row(tag)?;
                self.end_row(push)
            }
            "table-cell" | "covered-table-cell" => {
                self.start_cell(tag)?;
                Ok(self.end_cell()?)
            }
            "p" => {
                self.cell.paragraphs += 1;
                Ok(())
            }
            _ => Ok(self.inline(tag)?),
        }
    }

    fn end(&mut self, name: &str, push: Push<'_>) -> Result<(), Halt> {
        match name {
            "p" => self.in_text = false,
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row(push)?,
            _ => {}
        }
        Ok(())
    }

    /// Spaces, tabs and line breaks inside a paragraph.
    fn inline(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.in_text {
            match tag.local_name().as_ref() {
                "s" => {
                    let count = number::<usize>(tag, "c")?.unwrap_or(1).min(self.plan.limits.cell_chars);
                    self.cell.text.extend(std::iter::repeat_n(' ', count));
                    check_limit("单元格字数", self.cell.text.len() as u64, self.plan.limits.node_bytes)?;
                }
                "tab" => self.cell.text.push('\t'),
                "line-break" => self.cell.text.push('\n'),
                _ => {}
            }
        }
        Ok(())
    }

    fn describe_columns(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let repeat = number::<u32>(tag, "number-columns-repeated")?.unwrap_or(1).max(1);
        let after = self.described.saturating_add(repeat);
        if self.is_hidden(tag)? {
            let narrow = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
            self.beside.hidden_columns.push(narrow(self.described)..=narrow(after - 1));
            check_limit("列数", self.beside.hidden_columns.len() as u64, u64::from(u16::MAX))?;
        }
        self.described = after;
        Ok(())
    }

    /// Rows and columns are hidden by hand, by a filter, or by a style without extent.
    fn is_hidden(&self, tag: &BytesStart<'_>) -> Result<bool, ReadError> {
        let is_shown = attribute(tag, "visibility")?.is_none_or(|text| text == "visible");
        let style = attribute(tag, "style-name")?;
        Ok(!is_shown || style.is_some_and(|style| self.plan.styles_without_extent.contains(&style)))
    }

    fn start_row(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        self.row_repeat = number(tag, "number-rows-repeated")?.unwrap_or(1).max(1);
        self.row.is_hidden = self.is_hidden(tag)?;
        self.column = 0;
        self.row.row.cells.clear();
        self.row.uncomputed.clear();
        Ok(())
    }

    fn start_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let kind = attribute(tag, "value-type")?.unwrap_or_default();
        let value = match kind.as_str() {
            "date" => attribute(tag, "date-value")?,
            "boolean" => attribute(tag, "boolean-value")?,
            _ => attribute(tag, "value")?,
        };
        self.cell = OpenCell {
            is_formula: attribute(tag, "formula")?.is_some(),
            kind,
            value,
            repeat: number(tag, "number-columns-repeated")?.unwrap_or(1).max(1),
            columns: number(tag, "number-columns-spanned")?.unwrap_or(1).max(1),
            rows: number(tag, "number-rows-spanned")?.unwrap_or(1).max(1),
            ..OpenCell::default()
        };
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        self.in_text = false;
        let cell = std::mem::take(&mut self.cell);
        if cell.repeat == 0 {
            // An end tag without its beginning.
            return Ok(());
        }
        self.add_span(&cell)?;
        let after = self.column.saturating_add(cell.repeat);
        if let Some((value, text, shape)) = finished(&cell)? {
            check_limit("列数", u64::from(after), u64::from(self.plan.limits.columns))?;
            for column in self.column..after {
                let column = u16::try_from(column).unwrap_or(u16::MAX);
                self.row.row.cells.push(Cell { column, value, text: text.clone(), shape });
            }
        } else if cell.is_formula && cell.kind.is_empty() {
            let columns = self.column..after.min(u32::from(self.plan.limits.columns) + 1);
            self.row.uncomputed.extend(columns.filter_map(|column| u16::try_from(column).ok()));
        }
        self.column = after;
        Ok(())
    }

    fn add_span(&mut self, cell: &OpenCell) -> Result<(), ReadError> {
        if cell.columns == 1 && cell.rows == 1 {
            return Ok(());
        }
        let corner =
            |first: u32, count: u32| u16::try_from(first.saturating_add(count - 1)).unwrap_or(u16::MAX);
        self.beside.spans.push(Span {
            top: self.row.row.index,
            left: corner(self.column, 1),
            bottom: self.row.row.index.saturating_add(cell.rows - 1),
            right: corner(self.column, cell.columns),
        });
        check_limit("合并单元格数", self.beside.spans.len() as u64, self.plan.limits.merges as u64)
    }

    fn end_row(&mut self, push: Push<'_>) -> Result<(), Halt> {
        let (first, after) = (self.row.row.index, self.row.row.index.saturating_add(self.row_repeat));
        if !self.row.is_blank() {
            for index in first..after {
                self.row.row.index = index;
                push(self.row.clone())?;
            }
            self.row.row.cells.clear();
            self.row.uncomputed.clear();
        }
        self.row.row.index = after;
        Ok(())
    }
}

/// Comments, drawings and shapes carry paragraphs that are not the cell's.
fn is_foreign(name: &str) -> bool {
    name.starts_with("draw:")
        || matches!(name, "office:annotation" | "table:shapes" | "table:tracked-changes")
}

fn finished(cell: &OpenCell) -> Result<Option<(CellValue, String, Shape)>, ReadError> {
    let (kind, shown) = (cell.kind.as_str(), cell.text.as_str());
    Ok(match (kind, &cell.value) {
        ("float" | "currency" | "percentage", Some(value)) => {
            let number = value.parse::<f64>().ok().filter(|n| n.is_finite());
            let number = number.ok_or_else(|| ReadError::damaged("数字写法错乱"))?;
            let keep = !shown.is_empty() && !shown.contains([',', '，']) && kind != "currency";
            let text = if keep { shown.to_owned() } else { plain(number) };
            let shape = if kind == "percentage" { Shape::Percent } else { Shape::General };
            Some((CellValue::Number(number), text, shape))
        }
        ("date", Some(value)) => {
            let (value, text) = iso_value(value);
            let text = if shown.is_empty() { text } else { shown.to_owned() };
            Some((value, text, Shape::Day))
        }
        ("boolean", Some(value)) => {
            let (value, text) = bool_value(value == "true");
            Some((value, text, Shape::General))
        }
        ("time", _) if !shown.is_empty() => Some((CellValue::Text, shown.to_owned(), Shape::Time)),
        _ if shown.is_empty() => None,
        _ => Some((CellValue::Text, shown.to_owned(), Shape::General)),
    })
}
