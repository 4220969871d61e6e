//! Proves a part against the manifest before a row of it is handed out: hash, bytes, rows, length of lines.
//! Memory does not depend on the part. It must not parse a row.

use std::io::{ErrorKind, Read};

use crate::digest::Digest;
use crate::error::{Fault, OpenError};
use crate::limits::Limits;
use crate::manifest::PartEntry;

/// Bytes unpacked at a time.
const PIECE: usize = 64 * 1024;

/// Checks the packed bytes of a part; sizes that the manifest states have been found bearable before.
pub(crate) fn verify(entry: &PartEntry, packed: &[u8], limits: &Limits) -> Result<(), OpenError> {
    if Digest::of(packed) != entry.sha256 {
        return Err(OpenError::HashMismatch(entry.name.clone()));
    }
    let damaged = |_| OpenError::Damaged("部件的压缩内容");
    let mut unpacked = super::unpack(packed).map_err(damaged)?;
    let mut tally = Tally { entry, line_limit: limits.line as u64, bytes: 0, rows: 0, line: 0 };
    let mut piece = vec![0; PIECE];
    loop {
        match unpacked.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => tally.take(&piece[..count])?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(damaged(error)),
        }
    }
    if unpacked.finish().is_empty() {
        tally.finish()
    } else {
        Err(OpenError::Damaged("部件的压缩内容"))
    }
}

/// Counts what has been unpacked and stops as soon as it is more than stated.
struct Tally<'e> {
    entry: &'e PartEntry,
    line_limit: u64,
    bytes: u64,
    rows: u64,
    /// Bytes of the unfinished line.
    line: u64,
}

impl Tally<'_> {
    fn take(&mut self, piece: &[u8]) -> Result<(), OpenError> {
        self.bytes += piece.len() as u64;
        if self.bytes > self.entry.bytes {
            return Err(self.mismatch("字节数", self.entry.bytes, self.bytes));
        }
        piece.split_inclusive(|byte| *byte == b'\n').try_for_each(|line| self.take_line(line))
    }

    /// A line, or the piece of one.
    fn take_line(&mut self, line: &[u8]) -> Result<(), OpenError> {
        if self.line == 0 && line.first() != Some(&b'{') {
            let (part, line) = (self.entry.name.clone(), self.rows + 1);
            return Err(OpenError::BadRow { part, line, source: None });
        }
        self.line += line.len() as u64;
        if self.line > self.line_limit {
            return Err(Fault::TooLarge { what: "一行的字节数", limit: self.line_limit }.into());
        }
        if line.ends_with(b"\n") {
            (self.line, self.rows) = (0, self.rows + 1);
        }
        if self.rows > self.entry.rows {
            return Err(self.mismatch("行数", self.entry.rows, self.rows));
        }
        Ok(())
    }

    fn finish(self) -> Result<(), OpenError> {
        if self.bytes != self.entry.bytes {
            return Err(self.mismatch("字节数", self.entry.bytes, self.bytes));
        }
        if self.rows != self.entry.rows || self.line != 0 {
            return Err(self.mismatch("行数", self.entry.rows, self.rows));
        }
        Ok(())
    }

    fn mismatch(&self, what: &'static str, stated: u64, found: u64) -> OpenError {
        OpenError::CountMismatch { part: self.entry.name.clone(), what, stated, found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &[u8], change: impl FnOnce(&mut PartEntry, &mut Vec<u8>)) -> Result<(), OpenError> {
        let mut packed = zstd::encode_all(text, 3).unwrap();
        let rows = text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let mut entry = PartEntry {
            name: "member".into(),
            rows,
            bytes: text.len() as u64,
            packed: 0,
            sha256: Digest([0; 32]),
        };
        change(&mut entry, &mut packed);
        entry.sha256 = Digest::of(&packed);
        verify(&entry, &packed, &Limits { line: 100, ..Limits::default() })
    }

    fn mismatch(text: &[u8], change: impl FnOnce(&mut PartEntry, &mut Vec<u8>)) -> (&'static str, u64, u64) {
        match verdict(text, change) {
            Err(OpenError::CountMismatch { what, stated, found, .. }) => (what, stated, found),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn sound_parts_pass() {
        for text in [&b""[..], b"{}\n", b"{}\n{}\n", &b"{\"a\":\"b\"}\n".repeat(100_000)] {
            verdict(text, |_, _| ()).unwrap();
        }
    }

    #[test]
    fn other_counts_than_stated_are_told() {
        assert_eq!(mismatch(b"{}\n{}\n", |entry, _| entry.rows = 1), ("行数", 1, 2));
        assert_eq!(mismatch(b"{}\n{}\n", |entry, _| entry.rows = 3), ("行数", 3, 2));
        assert_eq!(mismatch(b"{}\n{}\n", |entry, _| entry.bytes = 7), ("字节数", 7, 6));
        assert_eq!(mismatch(b"{}\n{}\n", |entry, _| entry.bytes = 5), ("字节数", 5, 6));
        assert_eq!(mismatch(b"{}\n{}", |_, _| ()), ("行数", 1, 1), "the last row lacks its line feed");
    }

    #[test]
    fn more_than_stated_is_not_unpacked() {
        let (_, _, found) = mismatch(&b"{}\n".repeat(1_000_000), |entry, _| entry.bytes = 3);
        assert!(found <= PIECE as u64, "stopped at the first piece, not after 3 MB: {found}");
    }

    #[test]
    fn a_line_that_is_no_object_or_too_long_is_refused() {
        for bad in [&b"\n"[..], b"{}\n\n", b"[]\n", b" {}\n", b"null\n", b"\xef\xbb\xbf{}\n"] {
            assert!(matches!(verdict(bad, |_, _| ()), Err(OpenError::BadRow { .. })), "{bad:?}");
        }
        let long = [b"{".repeat(100), b"\n".to_vec()].concat();
        let said = verdict(&long, |_, _| ());
        assert!(matches!(said, Err(OpenError::Refused(Fault::TooLarge { limit: 100, .. }))), "{said:?}");
    }

    #[test]
    fn a_part_is_one_frame_and_nothing_after_it() {
        let text = b"{}\n".repeat(1000);
        assert!(verdict(&text, |_, packed| packed.push(0)).is_err(), "a byte after the frame");
        let twice = verdict(&text, |_, packed| packed.extend_from_within(..));
        assert!(matches!(twice, Err(OpenError::Damaged(_))), "a second frame: {twice:?}");
        let cut = verdict(&text, |_, packed| packed.truncate(packed.len() - 1));
        assert!(cut.is_err(), "a frame that ends early");
        assert!(verdict(&text, |_, packed| packed.clear()).is_err(), "no frame at all");
        let skippable = [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0];
        assert!(verdict(b"", |_, packed| *packed = skippable.to_vec()).is_err(), "a frame to be passed over");
        let old = [0x27, 0xb5, 0x2f, 0xfd];
        assert!(verdict(&text, |_, packed| packed[..4].copy_from_slice(&old)).is_err(), "zstd 0.7");
    }

    #[test]
    fn a_frame_that_asks_for_a_huge_window_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
        encoder.window_log(27).unwrap();
        encoder.long_distance_matching(true).unwrap();
        std::io::Write::write_all(&mut encoder, &b"{}\n".repeat(10)).unwrap();
        let huge = encoder.finish().unwrap();
        let said = verdict(&b"{}\n".repeat(10), |_, packed| *packed = huge);
        assert!(matches!(said, Err(OpenError::Damaged(_))), "128 MiB for 30 bytes: {said:?}");
    }
}
