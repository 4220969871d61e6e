//! Writes rows into a part. Nothing may be written here that the other side would refuse.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zstd::stream::write::Encoder;

use crate::digest::Digest;
use crate::error::{Fault, SealError};
use crate::limits::Limits;
use crate::manifest::PartEntry;

/// The level of compression: parcels are small, whatever the level (performance law 7).
const LEVEL: i32 = 3;

/// Takes the rows of one part, one at a time, and keeps only their packed bytes.
pub struct RowWriter<'p> {
    name: &'p str,
    encoder: Encoder<'static, Vec<u8>>,
    line: Vec<u8>,
    /// Of the rows before they are packed.
    sha256: Sha256,
    rows: u64,
    bytes: u64,
    limits: Limits,
}

/// A finished part.
pub(crate) struct PackedPart {
    pub entry: PartEntry,
    pub bytes: Vec<u8>,
    /// Of its rows, unpacked.
    pub rows_sha256: Digest,
}

impl<'p> RowWriter<'p> {
    pub(crate) fn begin(name: &'p str, limits: Limits) -> Result<Self, SealError> {
        let mut encoder = Encoder::new(Vec::new(), LEVEL).map_err(SealError::NoMemory)?;
        encoder.include_checksum(true).map_err(SealError::NoMemory)?;
        let (line, sha256) = (Vec::new(), Sha256::new());
        Ok(Self { name, encoder, line, sha256, rows: 0, bytes: 0, limits })
    }

    /// Writes one row, which must be a JSON object.
    ///
    /// # Errors
    /// `BadRow` if it is none or cannot be written as JSON; `Refused` if a limit is passed.
    pub fn row<T: Serialize + ?Sized>(&mut self, row: &T) -> Result<(), SealError> {
        self.rows += 1;
        self.line.clear();
        serde_json::to_writer(&mut self.line, row).map_err(|source| self.bad_row(Some(source)))?;
        if self.line.first() != Some(&b'{') {
            return Err(self.bad_row(None));
        }
        self.line.push(b'\n');
        self.bytes += self.line.len() as u64;
        self.check_limits()?;
        self.sha256.update(&self.line);
        self.encoder.write_all(&self.line).map_err(SealError::NoMemory)
    }

    /// How many rows have been written.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.rows
    }

    pub(crate) fn finish(self) -> Result<PackedPart, SealError> {
        let (name, rows, bytes) = (self.name.to_owned(), self.rows, self.bytes);
        let rows_sha256 = Digest(self.sha256.finalize().into());
        let packed: io::Result<Vec<u8>> = self.encoder.finish();
        let packed_bytes = packed.map_err(SealError::NoMemory)?;
        let (packed, sha256) = (packed_bytes.len() as u64, Digest::of(&packed_bytes));
        let entry = PartEntry { name, rows, bytes, packed, sha256 };
        Ok(PackedPart { entry, bytes: packed_bytes, rows_sha256 })
    }

    fn check_limits(&self) -> Result<(), Fault> {
        let limits = [
            ("一行的字节数", self.line.len() as u64, self.limits.line as u64),
            ("总行数", self.rows, self.limits.rows),
            ("展开后的字节数", self.bytes, self.limits.bytes),
        ];
        let passed = limits.into_iter().find(|(_, found, limit)| found > limit);
        passed.map_or(Ok(()), |(what, _, limit)| Err(Fault::TooLarge { what, limit }))
    }

    fn bad_row(&self, source: Option<serde_json::Error>) -> SealError {
        SealError::BadRow { part: self.name.to_owned(), line: self.rows, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(limits: Limits) -> RowWriter<'static> {
        RowWriter::begin("member", limits).unwrap()
    }

    #[test]
    fn equal_rows_give_equal_bytes() {
        let packed = || {
            let mut rows = begin(Limits::default());
            (0..100).try_for_each(|n| rows.row(&serde_json::json!({ "n": n }))).unwrap();
            rows.finish().unwrap()
        };
        assert_eq!(packed().bytes, packed().bytes);
        assert_eq!((packed().entry.rows, packed().entry.bytes), (100, 10 * 8 + 90 * 9));
    }

    #[test]
    fn a_row_is_an_object() {
        for bad in [serde_json::json!(1), serde_json::json!([1]), serde_json::json!(null)] {
            let said = begin(Limits::default()).row(&bad);
            assert!(matches!(said, Err(SealError::BadRow { line: 1, source: None, .. })), "{bad}");
        }
    }

    #[test]
    fn nothing_is_written_that_would_be_refused() {
        let row = serde_json::json!({ "name": "张三" });
        let refused = |limits| {
            let mut rows = begin(limits);
            (0..3).try_for_each(|_| rows.row(&row)).is_err()
        };
        assert!(!refused(Limits::default()));
        assert!(refused(Limits { line: 17, ..Limits::default() }), "a row has 18 bytes");
        assert!(refused(Limits { rows: 2, ..Limits::default() }));
        assert!(refused(Limits { bytes: 53, ..Limits::default() }));
    }
}
