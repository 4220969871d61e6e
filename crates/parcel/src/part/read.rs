//! Hands out the rows of a part that has been proven, one at a time, as what the caller takes them for.

use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use zstd::stream::read::Decoder;

use crate::error::OpenError;

/// The rows of one part, in order. After an error there are no more.
pub struct Rows<'p, T> {
    part: &'p str,
    unpacked: Option<BufReader<Decoder<'static, &'p [u8]>>>,
    line: Vec<u8>,
    /// Of the row last read, counted from 1.
    number: u64,
    line_limit: u64,
    row: PhantomData<fn() -> T>,
}

impl<'p, T: DeserializeOwned> Rows<'p, T> {
    pub(crate) fn begin(part: &'p str, packed: &'p [u8], line_limit: usize) -> Result<Self, OpenError> {
        let unpacked = super::unpack(packed).map_err(|_| OpenError::Damaged("部件的压缩内容"))?;
        let (unpacked, line, line_limit) = (Some(BufReader::new(unpacked)), Vec::new(), line_limit as u64);
        Ok(Self { part, unpacked, line, number: 0, line_limit, row: PhantomData })
    }

    /// The next row, or nothing at the end.
    fn read(&mut self) -> Result<Option<T>, OpenError> {
        let Some(unpacked) = &mut self.unpacked else { return Ok(None) };
        self.line.clear();
        let read = unpacked.take(self.line_limit).read_until(b'\n', &mut self.line);
        if read.map_err(|_| OpenError::Damaged("部件的压缩内容"))? == 0 {
            return Ok(None);
        }
        self.number += 1;
        serde_json::from_slice(&self.line).map(Some).map_err(|source| OpenError::BadRow {
            part: self.part.to_owned(),
            line: self.number,
            source: Some(source),
        })
    }
}

impl<T: DeserializeOwned> Iterator for Rows<'_, T> {
    type Item = Result<T, OpenError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.read().transpose();
        if !matches!(row, Some(Ok(_))) {
            self.unpacked = None;
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn rows_come_in_order_and_then_no_more() {
        let text: String = (0..10_000).map(|n| format!("{{\"n\":{n}}}\n")).collect();
        let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
        let mut rows = Rows::<Value>::begin("member", &packed, 100).unwrap();
        for n in 0..10_000 {
            assert_eq!(rows.next().unwrap().unwrap()["n"], n);
        }
        assert!(rows.next().is_none() && rows.next().is_none());
    }

    #[test]
    fn a_row_of_another_shape_is_told_with_its_line_and_ends_the_reading() {
        let packed = zstd::encode_all(&b"{\"n\":1}\n{\"n\":\"x\"}\n{\"n\":3}\n"[..], 3).unwrap();
        #[derive(serde::Deserialize)]
        struct Row {
            n: u32,
        }
        let mut rows = Rows::<Row>::begin("member", &packed, 100).unwrap();
        assert_eq!(rows.next().unwrap().unwrap().n, 1);
        assert!(matches!(rows.next(), Some(Err(OpenError::BadRow { line: 2, source: Some(_), .. }))));
        assert!(rows.next().is_none(), "a caller that passes over errors gets no half parcel");
    }
}
