//! Excel 97–2003 workbooks: sheets, shared strings, number formats, and the cells of one sheet at a time, which is held.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use super::SheetEntry;
use super::biff::{Bytes, Records, error_name, packed_number};
use super::guard::{Halt, Sink, check_limit};
use super::xlsx::bool_value;
use crate::cell::{Cell, CellValue, Row, Shape, Span};
use crate::mark::{HiddenColumns, MarkedRow};
use crate::number_format::NumberFormat;
use crate::{Limits, ReadError};

mod kind {
    pub(super) const FORMULA: u16 = 0x06;
    pub(super) const END: u16 = 0x0a;
    pub(super) const DATE_MODE: u16 = 0x22;
    pub(super) const PASSWORD: u16 = 0x2f;
    pub(super) const COLUMNS: u16 = 0x7d;
    pub(super) const SHEET: u16 = 0x85;
    pub(super) const PACKED_NUMBERS: u16 = 0xbd;
    pub(super) const RICH_TEXT: u16 = 0xd6;
    pub(super) const STYLE: u16 = 0xe0;
    pub(super) const MERGES: u16 = 0xe5;
    pub(super) const STRINGS: u16 = 0xfc;
    pub(super) const SHARED: u16 = 0xfd;
    pub(super) const NUMBER: u16 = 0x203;
    pub(super) const TEXT: u16 = 0x204;
    pub(super) const BOOL_OR_ERROR: u16 = 0x205;
    pub(super) const FORMULA_TEXT: u16 = 0x207;
    pub(super) const ROW: u16 = 0x208;
    pub(super) const PACKED_NUMBER: u16 = 0x27e;
    pub(super) const FORMAT: u16 = 0x41e;
    pub(super) const BEGIN: u16 = 0x809;
}

/// The workbook stream with what all sheets share.
#[derive(Debug)]
pub(crate) struct Stream {
    bytes: Vec<u8>,
    pub(crate) limits: Limits,
    starts: Vec<usize>,
    strings: Vec<Box<str>>,
    formats: HashMap<u16, NumberFormat>,
    styles: Vec<u16>,
    general: NumberFormat,
    pub(crate) is_1904: bool,
}

/// Reads what all sheets share.
pub(crate) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<(Vec<SheetEntry>, Stream), ReadError> {
    let mut stream = Stream {
        bytes: Vec::new(),
        limits: limits.clone(),
        starts: Vec::new(),
        strings: Vec::new(),
        formats: HashMap::new(),
        styles: Vec::new(),
        general: NumberFormat::default(),
        is_1904: false,
    };
    let mut sheets = Vec::new();
    let mut records = Records::new(&bytes, 0);
    require_version(&mut records)?;
    while let Some(record) = records.next() {
        let mut at = Bytes::new(record.bytes, Vec::new());
        match record.kind {
            kind::PASSWORD => return Err(ReadError::Encrypted),
            kind::DATE_MODE => stream.is_1904 = at.u16()? == 1,
            kind::FORMAT => {
                let (id, length) = (at.u16()?, at.u16()?);
                stream.formats.insert(id, NumberFormat::parse(&at.string(length.into())?));
            }
            kind::STYLE => {
                at.skip(2)?;
                stream.styles.push(at.u16()?);
            }
            kind::SHEET => {
                if let Some((start, info)) = listed_sheet(&mut at)? {
                    stream.starts.push(start);
                    sheets.push(info);
                }
            }
            kind::STRINGS => {
                stream.strings = shared_strings(Bytes::new(record.bytes, records.continued()), limits)?
            }
            kind::END => break,
            _ => {}
        }
    }
    check_limit("工作表数", sheets.len() as u64, limits.sheets as u64)?;
    for id in stream.styles.clone() {
        stream.formats.entry(id).or_insert_with(|| NumberFormat::built_in(id.into()));
    }
    stream.bytes = bytes;
    Ok((sheets, stream))
}

/// Sends the rows of a sheet.
pub(crate) fn send_rows(stream: &Stream, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
    let mut read = read_sheet(stream, sheet)?;
    for (index, cells) in std::mem::take(&mut read.rows) {
        let row = Row { index: index.into(), cells: cells.into_values().collect() };
        let mut uncomputed = read.uncomputed.remove(&index).unwrap_or_default();
        uncomputed.sort_unstable();
        sink.push(MarkedRow { row, is_hidden: read.hidden_rows.contains(&index), uncomputed })?;
    }
    Ok(())
}

/// The merged ranges of a sheet.
pub(crate) fn merges(stream: &Stream, sheet: usize) -> Result<Vec<Span>, ReadError> {
    read_sheet(stream, sheet).map(|read| read.spans)
}

/// The hidden columns of a sheet.
pub(crate) fn hidden_columns(stream: &Stream, sheet: usize) -> Result<HiddenColumns, ReadError> {
    read_sheet(stream, sheet).map(|read| read.hidden_columns.into_iter().collect())
}

fn require_version(records: &mut Records<'_>) -> Result<(), ReadError> {
    let first = records.next().filter(|r| r.kind == kind::BEGIN);
    let first = first.ok_or_else(|| ReadError::damaged("开头不是工作簿"))?;
    if Bytes::new(first.bytes, Vec::new()).u16()? == 0x0600 { Ok(()) } else { Err(ReadError::OldFormat) }
}

fn listed_sheet(at: &mut Bytes<'_>) -> Result<Option<(usize, SheetEntry)>, ReadError> {
    let start = at.u32()? as usize;
    let (hidden, kind, length) = (at.u8()?, at.u8()?, at.u8()?);
    let name = at.string(length.into())?;
    Ok((kind == 0).then_some((start, SheetEntry { name, is_hidden: hidden & 3 != 0 })))
}

fn shared_strings(mut at: Bytes<'_>, limits: &Limits) -> Result<Vec<Box<str>>, ReadError> {
    at.skip(4)?;
    let count = at.u32()?;
    let (mut strings, mut bytes) = (Vec::new(), 0_u64);
    for _ in 0..count {
        let length = at.u16()?;
        let text = at.string(length.into())?;
        bytes += text.len() as u64 + 16;
        check_limit("共享文字的字节数", bytes, limits.shared_bytes)?;
        strings.push(text.into_boxed_str());
    }
    Ok(strings)
}

/// A sheet while its records go by.
struct SheetCells<'a> {
    stream: &'a Stream,
    rows: BTreeMap<u16, BTreeMap<u16, Cell>>,
    spans: Vec<Span>,
    cells: u64,
    /// A formula whose text comes in a later record.
    waiting: Option<(u16, u16)>,
    hidden_rows: HashSet<u16>,
    hidden_columns: Vec<RangeInclusive<u16>>,
    uncomputed: BTreeMap<u16, Vec<u16>>,
}

fn read_sheet(stream: &Stream, sheet: usize) -> Result<SheetCells<'_>, ReadError> {
    let start = *stream.starts.get(sheet).ok_or(ReadError::NoSheet(sheet + 1))?;
    let mut records = Records::new(&stream.bytes, start);
    require_version(&mut records)?;
    let mut cells = SheetCells::new(stream);
    let mut depth = 1;
    while let Some(record) = records.next() {
        match record.kind {
            kind::BEGIN => depth += 1,
            kind::END => depth -= 1,
            _ if depth > 1 => {}
            kind::FORMULA_TEXT | kind::TEXT | kind::RICH_TEXT => {
                cells.take(record.kind, Bytes::new(record.bytes, records.continued()))?;
            }
            _ => cells.take(record.kind, Bytes::new(record.bytes, Vec::new()))?,
        }
        if depth == 0 {
            cells.settle_waiting();
            return Ok(cells);
        }
    }
    Err(ReadError::damaged("工作表不完整"))
}

impl<'a> SheetCells<'a> {
    fn new(stream: &'a Stream) -> Self {
        Self {
            stream,
            rows: BTreeMap::new(),
            spans: Vec::new(),
            cells: 0,
            waiting: None,
            hidden_rows: HashSet::new(),
            hidden_columns: Vec::new(),
            uncomputed: BTreeMap::new(),
        }
    }

    fn take(&mut self, kind: u16, mut at: Bytes<'_>) -> Result<(), ReadError> {
        match kind {
            kind::SHARED => {
                let (row, column, _) = (at.u16()?, at.u16()?, at.u16()?);
                let text = self.stream.strings.get(at.u32()? as usize);
                let text = text.ok_or_else(|| ReadError::damaged("共享文字缺失"))?;
                self.text(row, column, text)
            }
            kind::TEXT | kind::RICH_TEXT => {
                let (row, column, _, length) = (at.u16()?, at.u16()?, at.u16()?, at.u16()?);
                let text = at.string(length.into())?;
                self.text(row, column, &text)
            }
            kind::NUMBER => {
                let (row, column, style) = (at.u16()?, at.u16()?, at.u16()?);
                self.number(row, column, style, at.f64()?)
            }
            kind::PACKED_NUMBER => {
                let (row, column, style) = (at.u16()?, at.u16()?, at.u16()?);
                self.number(row, column, style, packed_number(at.u32()?))
            }
            kind::PACKED_NUMBERS => self.packed_numbers(at),
            kind::BOOL_OR_ERROR => {
                let (row, column, _) = (at.u16()?, at.u16()?, at.u16()?);
                let (code, is_error) = (at.u8()?, at.u8()? != 0);
                self.code(row, column, code, is_error)
            }
            kind::FORMULA => self.formula(at),
            kind::FORMULA_TEXT => match self.waiting.take() {
                Some((row, column)) => {
                    let length = at.u16()?;
                    let text = at.string(length.into())?;
                    self.text(row, column, &text)
                }
                None => Ok(()),
            },
            kind::MERGES => self.merges(at),
            kind::ROW => self.row(at),
            kind::COLUMNS => self.columns(at),
            _ => Ok(()),
        }
    }

    fn packed_numbers(&mut self, mut at: Bytes<'_>) -> Result<(), ReadError> {
        let (row, first) = (at.u16()?, at.u16()?);
        let mut column = first;
        // The record ends with the last column; each number takes six bytes.
        while let Ok((style, rk)) = at.u16().and_then(|style| Ok((style, at.u32()?))) {
            self.number(row, column, style, packed_number(rk))?;
            column = column.saturating_add(1);
        }
        Ok(())
    }

    fn formula(&mut self, mut at: Bytes<'_>) -> Result<(), ReadError> {
        let (row, column, style) = (at.u16()?, at.u16()?, at.u16()?);
        self.settle_waiting();
        let value = at.f64()?.to_bits();
        if value >> 48 != 0xffff {
            return self.number(row, column, style, f64::from_bits(value));
        }
        let code = u8::try_from(value >> 16 & 0xff).unwrap_or(0);
        match value & 0xff {
            0 => self.waiting = Some((row, column)),
            1 => self.code(row, column, code, false)?,
            2 => self.code(row, column, code, true)?,
            _ => {}
        }
        Ok(())
    }

    /// A formula whose text never came has no stored result.
    fn settle_waiting(&mut self) {
        if let Some((row, column)) = self.waiting.take() {
            self.rows.entry(row).or_default();
            self.uncomputed.entry(row).or_default().push(column);
        }
    }

    /// Height and flags of a row; the highest bit of the height only says that it is the usual one.
    fn row(&mut self, mut at: Bytes<'_>) -> Result<(), ReadError> {
        let (row, _, _, height) = (at.u16()?, at.u16()?, at.u16()?, at.u16()?);
        at.skip(4)?;
        if at.u8()? & 0x20 != 0 || height & 0x7fff == 0 {
            self.hidden_rows.insert(row);
        }
        Ok(())
    }

    fn columns(&mut self, mut at: Bytes<'_>) -> Result<(), ReadError> {
        let (first, last, width, _, flags) = (at.u16()?, at.u16()?, at.u16()?, at.u16()?, at.u16()?);
        if flags & 1 != 0 || width == 0 {
            self.hidden_columns.push(first..=last);
        }
        check_limit("列数", self.hidden_columns.len() as u64, u64::from(u16::MAX))
    }

    fn merges(&mut self, mut at: Bytes<'_>) -> Result<(), ReadError> {
        for _ in 0..at.u16()? {
            let (top, bottom, left, right) = (at.u16()?, at.u16()?, at.u16()?, at.u16()?);
            if top <= bottom && left <= right {
                self.spans.push(Span { top: top.into(), left, bottom: bottom.into(), right });
            }
        }
        check_limit("合并单元格数", self.spans.len() as u64, self.stream.limits.merges as u64)
    }

    fn number(&mut self, row: u16, column: u16, style: u16, number: f64) -> Result<(), ReadError> {
        if !number.is_finite() {
            return Err(ReadError::damaged("数字写法错乱"));
        }
        let id = self.stream.styles.get(usize::from(style));
        let format = id.and_then(|id| self.stream.formats.get(id)).unwrap_or(&self.stream.general);
        let (value, text) = format.apply(number, self.stream.is_1904);
        self.put(row, Cell { column, value, text, shape: format.shape })
    }

    fn code(&mut self, row: u16, column: u16, code: u8, is_error: bool) -> Result<(), ReadError> {
        let (value, text) =
            if is_error { (CellValue::Error, error_name(code).to_owned()) } else { bool_value(code != 0) };
        self.put(row, Cell { column, value, text, shape: Shape::General })
    }

    fn text(&mut self, row: u16, column: u16, text: &str) -> Result<(), ReadError> {
        if text.is_empty() {
            return Ok(());
        }
        self.put(row, Cell { column, value: CellValue::Text, text: text.to_owned(), shape: Shape::General })
    }

    fn put(&mut self, row: u16, cell: Cell) -> Result<(), ReadError> {
        self.cells += 1;
        check_limit("单元格数", self.cells, self.stream.limits.cells)?;
        self.rows.entry(row).or_default().insert(cell.column, cell);
        Ok(())
    }
}
