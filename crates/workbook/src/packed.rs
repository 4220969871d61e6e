//! A row in as few bytes as it can stand in, for whoever must hold all rows of a file at once. Loses nothing.
//!
//! Bytes: index, then per cell: column, kind and shape in one byte, what the value holds beyond its text, length of
//! the text, text. Numbers are LEB128. They live in memory only and may change with any version.

use chrono::DateTime;

use crate::cell::{Cell, CellValue, Row, Shape};

/// A packed row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedRow(Box<[u8]>);

const SHAPES: [Shape; 9] = [
    Shape::General,
    Shape::Number,
    Shape::Percent,
    Shape::Text,
    Shape::Day,
    Shape::Month,
    Shape::MonthDay,
    Shape::Year,
    Shape::Time,
];

impl Row {
    /// The row in few bytes.
    #[must_use]
    pub fn pack(&self) -> PackedRow {
        let texts: usize = self.cells.iter().map(|cell| cell.text.len() + 4).sum();
        let mut out = Vec::with_capacity(texts + 8);
        put_number(u64::from(self.index), &mut out);
        self.cells.iter().for_each(|cell| put_cell(cell, &mut out));
        PackedRow(out.into())
    }
}

impl PackedRow {
    /// The row as it was.
    #[must_use]
    pub fn unpack(&self) -> Row {
        let mut input = &*self.0;
        let index = take_index(&mut input);
        let mut cells = Vec::with_capacity(16);
        cells.extend(std::iter::from_fn(|| take_cell(&mut input)));
        Row { index, cells }
    }

    /// The row number that a person sees, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        take_index(&mut &*self.0).saturating_add(1)
    }
}

fn put_cell(cell: &Cell, out: &mut Vec<u8>) {
    put_number(u64::from(cell.column), out);
    let shape = SHAPES.iter().position(|shape| *shape == cell.shape).unwrap_or(0);
    out.push(kind(cell.value) | u8::try_from(shape << 4).unwrap_or(0));
    match cell.value {
        CellValue::Number(number) => out.extend_from_slice(&number.to_le_bytes()),
        CellValue::Date(at) => {
            out.extend_from_slice(&at.and_utc().timestamp().to_le_bytes());
            out.extend_from_slice(&at.and_utc().timestamp_subsec_nanos().to_le_bytes());
        }
        _ => {}
    }
    put_number(cell.text.len() as u64, out);
    out.extend_from_slice(cell.text.as_bytes());
}

fn kind(value: CellValue) -> u8 {
    match value {
        CellValue::Blank => 0,
        CellValue::Text => 1,
        CellValue::Number(_) => 2,
        CellValue::Bool(false) => 3,
        CellValue::Bool(true) => 4,
        CellValue::Date(_) => 5,
        CellValue::Error => 6,
    }
}

fn take_index(input: &mut &[u8]) -> u32 {
    take_number(input).and_then(|index| u32::try_from(index).ok()).unwrap_or(0)
}

fn take_cell(input: &mut &[u8]) -> Option<Cell> {
    let column = u16::try_from(take_number(input)?).ok()?;
    let (&marks, rest) = input.split_first()?;
    *input = rest;
    let value = take_value(marks & 0x0f, input)?;
    let length = usize::try_from(take_number(input)?).ok()?;
    let text = std::str::from_utf8(take_bytes(input, length)?).ok()?.to_owned();
    let shape = SHAPES.get(usize::from(marks >> 4)).copied().unwrap_or_default();
    Some(Cell { column, value, text, shape })
}

fn take_value(kind: u8, input: &mut &[u8]) -> Option<CellValue> {
    Some(match kind {
        0 => CellValue::Blank,
        1 => CellValue::Text,
        2 => CellValue::Number(f64::from_le_bytes(take_bytes(input, 8)?.try_into().ok()?)),
        3 => CellValue::Bool(false),
        4 => CellValue::Bool(true),
        5 => {
            let seconds = i64::from_le_bytes(take_bytes(input, 8)?.try_into().ok()?);
            let nanos = u32::from_le_bytes(take_bytes(input, 4)?.try_into().ok()?);
            CellValue::Date(DateTime::from_timestamp(seconds, nanos)?.naive_utc())
        }
        _ => CellValue::Error,
    })
}

fn put_number(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

fn take_number(input: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = input.split_first()?;
        *input = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn take_bytes<'a>(input: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, rest) = input.split_at_checked(length)?;
    *input = rest;
    Some(head)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn row(index: u32) -> Row {
        let day = NaiveDate::from_ymd_opt(1899, 12, 31).unwrap().and_hms_nano_opt(23, 59, 59, 5).unwrap();
        let values = [
            CellValue::Blank,
            CellValue::Text,
            CellValue::Number(-1994.1),
            CellValue::Bool(false),
            CellValue::Bool(true),
            CellValue::Date(day),
            CellValue::Error,
        ];
        let cell = |(at, value): (usize, CellValue)| Cell {
            column: u16::try_from(at * 300).unwrap(),
            value,
            text: "谭　敏".repeat(at * 10),
            shape: SHAPES[at + 2],
        };
        Row { index, cells: values.into_iter().enumerate().map(cell).collect() }
    }

    #[test]
    fn a_row_comes_back_as_it_was() {
        for index in [0, 127, 128, 1_048_575, u32::MAX] {
            let packed = row(index).pack();
            assert_eq!(packed.unpack(), row(index));
            assert_eq!(packed.number(), row(index).number());
        }
        assert_eq!(Row::default().pack().unpack(), Row::default());
    }

    #[test]
    fn a_row_of_texts_takes_little_more_than_its_texts() {
        let cell =
            |column| Cell { column, value: CellValue::Text, text: "甲乙丙".into(), shape: Shape::General };
        let row = Row { index: 99_999, cells: (0..9).map(cell).collect() };
        assert_eq!(row.pack().0.len(), 3 + 9 * (3 + 9));
    }
}
