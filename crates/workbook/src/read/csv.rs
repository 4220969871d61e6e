//! Separated text (.csv, .txt): comma, semicolon, tab and what people type instead; quoted fields with line breaks. Every
//! cell is text as it stands, with spaces and tabs; what it means is for the caller.

use std::io::Read;

use ::csv::{ByteRecord, ReaderBuilder};
use encoding_rs::Encoding;

use super::encoding::{Decoded, find, require_sense};
use super::guard::{Halt, Sink, check_limit};
use super::separator::{Marked, Separator};
use super::sniff::FileStamp;
use crate::cell::{Cell, CellValue, Row, Shape};
use crate::{Limits, ReadError};

const SAMPLE: u64 = 64 << 10;
/// A line inside quotation marks with fewer fields is a remark and no record.
const LEAST_FIELDS: usize = 3;

/// How to read the file.
#[derive(Debug)]
pub(crate) struct Plan {
    stamp: FileStamp,
    pub(crate) limits: Limits,
    encoding: &'static Encoding,
    separator: Separator,
}

/// Finds encoding and separator.
pub(crate) fn open(stamp: FileStamp, limits: &Limits) -> Result<Plan, ReadError> {
    let encoding = find(stamp.open()?)?;
    require_sense(stamp.open()?, encoding)?;
    let mut sample = Vec::new();
    let decoded = Decoded::new(stamp.open()?, encoding);
    decoded.take(SAMPLE).read_to_end(&mut sample).map_err(ReadError::Io)?;
    if sample.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    let separator = Separator::likely(&sample);
    Ok(Plan { stamp, limits: limits.clone(), encoding, separator })
}

/// Sends the rows.
pub(crate) fn send_rows(plan: &Plan, sink: &mut Sink) -> Result<(), Halt> {
    let decoded = Decoded::new(plan.stamp.open()?, plan.encoding);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(plan.separator.byte())
        .quoting(plan.separator.knows_quotes())
        .buffer_capacity(64 << 10)
        .from_reader(Marked::new(decoded, plan.separator, plan.limits.node_bytes));
    let mut record = ByteRecord::new();
    let (mut next_row, mut widest) = (0_u32, LEAST_FIELDS);
    loop {
        let before = reader.position().line();
        let more = reader.read_byte_record(&mut record).map_err(|_| ReadError::damaged("行的写法错乱"))?;
        if !more {
            return Ok(());
        }
        let blank = blank_lines(&record, before + 1, reader.position().line());
        let index = next_row.saturating_add(blank);
        next_row = index.saturating_add(1);
        if swallows(&record, plan.separator.byte(), widest) {
            let row = index.saturating_add(1);
            return Err(ReadError::damaged(format!("第 {row} 行的引号没有成对，后面的行并进了一格")).into());
        }
        widest = widest.max(record.len());
        sink.push(row(&record, index, plan)?)?;
    }
}

/// Whether a field holds whole records: its quotation mark was never closed, and the people behind it would be its text.
fn swallows(record: &ByteRecord, separator: u8, widest: usize) -> bool {
    let is_record = |line: &[u8]| line.iter().filter(|b| **b == separator).count() + 1 >= widest;
    record.iter().any(|field| field.split(|b| *b == b'\n').skip(1).any(is_record))
}

/// Blank lines that were passed over before a record: lines gone by beyond its own end, less those inside its fields.
fn blank_lines(record: &ByteRecord, own_end: u64, now: u64) -> u32 {
    let inside = record.as_slice().iter().filter(|b| **b == b'\n').count() as u64;
    u32::try_from(now.saturating_sub(own_end).saturating_sub(inside)).unwrap_or(0)
}

fn row(record: &ByteRecord, index: u32, plan: &Plan) -> Result<Row, ReadError> {
    let mut cells = Vec::with_capacity(record.len());
    for (column, field) in record.iter().enumerate().filter(|(_, field)| !field.is_empty()) {
        check_limit("列数", column as u64 + 1, u64::from(plan.limits.columns))?;
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        let text = plan.separator.field(field);
        cells.push(Cell { column, value: CellValue::Text, text, shape: Shape::General });
    }
    Ok(Row { index, cells })
}
