//! OpenDocument spreadsheets, read from the stream of `content.xml`. The text of a cell is what the program that wrote
//! it showed. Repeated cells and rows are counted against the limits before they are unfolded.

use std::collections::HashSet;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::SheetEntry;
use super::archive::Archive;
use super::guard::{Halt, Sink, check_limit};
use super::sniff::FileStamp;
use super::xlsx::{bool_value, iso_value};
use super::xml::{XmlPart, attribute, number, push_text};
use crate::cell::{Cell, CellValue, Row, Shape, Span};
use crate::decimal::plain;
use crate::{Limits, ReadError};

const CONTENT: &str = "content.xml";

/// What is needed to read the sheets again.
#[derive(Debug)]
pub(crate) struct Plan {
    stamp: FileStamp,
    pub(crate) limits: Limits,
}

/// Lists the sheets.
pub(crate) fn open(stamp: FileStamp, limits: &Limits) -> Result<(Vec<SheetEntry>, Plan), ReadError> {
    let mut archive = Archive::open(&stamp, limits)?;
    if archive.has("META-INF/manifest.xml") {
        archive.xml("META-INF/manifest.xml")?.each_tag(|name, _| match name {
            "encryption-data" => Err(ReadError::Encrypted),
            _ => Ok(()),
        })?;
    }
    let sheets = listed_sheets(&mut archive)?;
    check_limit("工作表数", sheets.len() as u64, limits.sheets as u64)?;
    Ok((sheets, Plan { stamp, limits: limits.clone() }))
}

/// Sends the rows of a sheet.
pub(crate) fn send_rows(plan: &Plan, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
    let mut archive = Archive::open(&plan.stamp, &plan.limits)?;
    let mut part = archive.xml(CONTENT)?;
    Walk::new(&plan.limits).run(&mut part, sheet, &mut |row| sink.push(row)).map(|_| ())
}

/// The merged ranges of a sheet.
pub(crate) fn merges(plan: &Plan, sheet: usize) -> Result<Vec<Span>, ReadError> {
    let mut archive = Archive::open(&plan.stamp, &plan.limits)?;
    let mut part = archive.xml(CONTENT)?;
    Walk::new(&plan.limits).run(&mut part, sheet, &mut |_| Ok(())).map_err(|halt| match halt {
        Halt::Failed(error) => error,
        Halt::Unwanted => ReadError::NoSheet(sheet + 1),
    })
}

fn listed_sheets(archive: &mut Archive) -> Result<Vec<SheetEntry>, ReadError> {
    let (mut sheets, mut hidden, mut style) = (Vec::new(), HashSet::new(), String::new());
    archive.xml(CONTENT)?.each_tag(|name, tag| {
        match name {
            "style" => style = attribute(tag, "name")?.unwrap_or_default(),
            "table-properties" if attribute(tag, "display")?.as_deref() == Some("false") => {
                hidden.insert(std::mem::take(&mut style));
            }
            "table" => {
                let is_hidden = attribute(tag, "style-name")?.is_some_and(|style| hidden.contains(&style));
                sheets.push(SheetEntry { name: attribute(tag, "name")?.unwrap_or_default(), is_hidden });
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// A cell while its events go by.
#[derive(Default)]
struct OpenCell {
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    repeat: u32,
    columns: u32,
    rows: u32,
}

struct Walk<'l> {
    limits: &'l Limits,
    tables: usize,
    row: u32,
    row_repeat: u32,
    column: u32,
    cells: Vec<Cell>,
    spans: Vec<Span>,
    cell: OpenCell,
    in_text: bool,
}

impl<'l> Walk<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            tables: 0,
            row: 0,
            row_repeat: 1,
            column: 0,
            cells: Vec::new(),
            spans: Vec::new(),
            cell: OpenCell::default(),
            in_text: false,
        }
    }

    /// Goes to a sheet and through it.
    fn run<R: Read>(
        mut self,
        part: &mut XmlPart<R>,
        sheet: usize,
        push: &mut dyn FnMut(Row) -> Result<(), Halt>,
    ) -> Result<Vec<Span>, Halt> {
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
                Event::End(tag) if tag.local_name().as_ref() == "table" => return Ok(self.spans),
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

    fn empty(
        &mut self,
        tag: &BytesStart<'_>,
        push: &mut dyn FnMut(Row) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        match tag.local_name().as_ref() {
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

    fn end(&mut self, name: &str, push: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
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
                    let count = number::<usize>(tag, "c")?.unwrap_or(1).min(self.limits.cell_chars);
                    self.cell.text.extend(std::iter::repeat_n(' ', count));
                    check_limit("单元格字数", self.cell.text.len() as u64, self.limits.node_bytes)?;
                }
                "tab" => self.cell.text.push('\t'),
                "line-break" => self.cell.text.push('\n'),
                _ => {}
            }
        }
        Ok(())
    }

    fn start_row(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        self.row_repeat = number(tag, "number-rows-repeated")?.unwrap_or(1).max(1);
        self.column = 0;
        self.cells.clear();
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
        self.add_span(&cell)?;
        let after = self.column.saturating_add(cell.repeat);
        if let Some((value, text, shape)) = finished(&cell)? {
            check_limit("列数", u64::from(after), u64::from(self.limits.columns))?;
            for column in self.column..after {
                let column = u16::try_from(column).unwrap_or(u16::MAX);
                self.cells.push(Cell { column, value, text: text.clone(), shape });
            }
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
        self.spans.push(Span {
            top: self.row,
            left: corner(self.column, 1),
            bottom: self.row.saturating_add(cell.rows - 1),
            right: corner(self.column, cell.columns),
        });
        check_limit("合并单元格数", self.spans.len() as u64, self.limits.merges as u64)
    }

    fn end_row(&mut self, push: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        let after = self.row.saturating_add(self.row_repeat);
        if !self.cells.is_empty() {
            for index in self.row..after {
                push(Row { index, cells: self.cells.clone() })?;
            }
        }
        self.row = after;
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
