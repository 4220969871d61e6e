//! Separated text: comma, semicolon or tab, quoted fields with line breaks. Every cell is text as it stands, with
//! spaces and tabs; what it means is for the caller.

use std::io::{BufReader, Read};

use ::csv::{ByteRecord, ReaderBuilder};
use encoding_rs::Encoding;

use super::encoding::{Decoded, find, require_sense};
use super::guard::{Halt, Sink, check_limit};
use super::sniff::FileStamp;
use crate::cell::{Cell, CellValue, Row, Shape};
use crate::{Limits, ReadError};

const SAMPLE: u64 = 64 << 10;
const SAMPLE_RECORDS: usize = 40;

/// How to read the file.
#[derive(Debug)]
pub(crate) struct Plan {
    stamp: FileStamp,
    pub(crate) limits: Limits,
    encoding: &'static Encoding,
    separator: u8,
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
    let separator = likely_separator(&sample);
    Ok(Plan { stamp, limits: limits.clone(), encoding, separator })
}

/// Sends the rows.
pub(crate) fn send_rows(plan: &Plan, sink: &mut Sink) -> Result<(), Halt> {
    let decoded = Decoded::new(BufReader::new(plan.stamp.open()?), plan.encoding);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(plan.separator)
        .buffer_capacity(64 << 10)
        .from_reader(decoded);
    let mut record = ByteRecord::new();
    let mut next_row = 0_u32;
    loop {
        let before = reader.position().line();
        let more = reader.read_byte_record(&mut record).map_err(|_| ReadError::damaged("行的写法错乱"))?;
        if !more {
            return Ok(());
        }
        let blank = blank_lines(&record, before + 1, reader.position().line());
        let index = next_row.saturating_add(blank);
        next_row = index.saturating_add(1);
        sink.push(row(&record, index, &plan.limits)?)?;
    }
}

/// Blank lines that were passed over before a record: lines gone by beyond its own end, less those inside its fields.
fn blank_lines(record: &ByteRecord, own_end: u64, now: u64) -> u32 {
    let inside = record.as_slice().iter().filter(|b| **b == b'\n').count() as u64;
    u32::try_from(now.saturating_sub(own_end).saturating_sub(inside)).unwrap_or(0)
}

fn row(record: &ByteRecord, index: u32, limits: &Limits) -> Result<Row, ReadError> {
    let mut cells = Vec::with_capacity(record.len());
    for (column, field) in record.iter().enumerate().filter(|(_, field)| !field.is_empty()) {
        check_limit("列数", column as u64 + 1, u64::from(limits.columns))?;
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        let text = String::from_utf8_lossy(field).into_owned();
        cells.push(Cell { column, value: CellValue::Text, text, shape: Shape::General });
    }
    Ok(Row { index, cells })
}

/// The separator that gives the most records of one and the same number of fields, at least two.
fn likely_separator(sample: &[u8]) -> u8 {
    let score = |separator: u8| {
        let mut counts: Vec<usize> = field_counts(sample, separator);
        counts.sort_unstable();
        let same = counts.chunk_by(|a, b| a == b).filter(|run| run[0] > 1);
        same.map(|run| (run.len(), run[0])).max().unwrap_or((0, 0))
    };
    // On a tie the earlier one wins.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}

fn field_counts(sample: &[u8], separator: u8) -> Vec<usize> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(sample);
    let records = reader.byte_records().take(SAMPLE_RECORDS);
    records
        .filter_map(Result::ok)
        .map(|r| r.iter().rposition(|f| !f.is_empty()).map_or(0, |at| at + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_fits_every_line() {
        let cases = [
            ("姓名,身份证\n李明,\"5325\t\"\n", b','),
            ("姓名,身份证,单位\n李明,5325991990\t,一\n王,532599\t,二\n", b','),
            ("姓名;特长\n李明;书法,绘画\n王;唱歌\n", b';'),
            ("姓名\t备注\n李明\t一,二,三\n", b'\t'),
            ("只有一列\n李明\n", b','),
        ];
        for (text, separator) in cases {
            assert_eq!(likely_separator(text.as_bytes()), separator, "{text}");
        }
    }
}
