//! The records of an Excel 97–2003 workbook stream (MS-XLS), and the shared strings, which run across records.
//! What the records mean for a sheet is in `xls`.

use crate::ReadError;

/// A record: its type and bytes.
pub(crate) struct Record<'a> {
    pub(crate) kind: u16,
    pub(crate) bytes: &'a [u8],
}

/// The records of a stream from a position on. Ends at the end of the bytes; a cut record is left out.
pub(crate) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(crate) fn new(stream: &'a [u8], from: usize) -> Self {
        Self { rest: stream.get(from..).unwrap_or(&[]) }
    }

    /// The CONTINUE records that stand next.
    pub(crate) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut parts = Vec::new();
        while self.rest.starts_with(&[0x3c, 0x00]) {
            match self.next() {
                Some(record) => parts.push(record.bytes),
                None => break,
            }
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (head, rest) = self.rest.split_at_checked(4)?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (bytes, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(Record { kind: u16::from_le_bytes([head[0], head[1]]), bytes })
    }
}

/// Bytes read from the front, across the borders of continued records.
pub(crate) struct Bytes<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Bytes<'a> {
    pub(crate) fn new(first: &'a [u8], more: Vec<&'a [u8]>) -> Self {
        let mut parts = vec![first];
        parts.extend(more);
        Self { parts, part: 0, at: 0 }
    }

    pub(crate) fn u8(&mut self) -> Result<u8, ReadError> {
        while self.left() == 0 {
            self.part += 1;
            self.at = 0;
            if self.part >= self.parts.len() {
                return Err(ReadError::damaged("记录不完整"));
            }
        }
        self.at += 1;
        Ok(self.parts[self.part][self.at - 1])
    }

    pub(crate) fn u16(&mut self) -> Result<u16, ReadError> {
        Ok(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, ReadError> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(crate) fn f64(&mut self) -> Result<f64, ReadError> {
        let (low, high) = (self.u32()?, self.u32()?);
        Ok(f64::from_bits(u64::from(low) | u64::from(high) << 32))
    }

    pub(crate) fn skip(&mut self, count: usize) -> Result<(), ReadError> {
        for _ in 0..count {
            self.u8()?;
        }
        Ok(())
    }

    /// A string whose length stood before it; where it runs into the next record, a new flag byte stands there.
    pub(crate) fn string(&mut self, length: usize) -> Result<String, ReadError> {
        let flags = self.u8()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.u16()?) };
        let extra = if flags & 4 == 0 { 0 } else { self.u32()? as usize };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::with_capacity(length.min(1 << 16));
        while units.len() < length {
            if self.left() == 0 {
                wide = self.u8()? & 1 != 0;
                continue;
            }
            units.push(if wide { self.u16()? } else { u16::from(self.u8()?) });
        }
        self.skip(runs * 4)?;
        self.skip(extra)?;
        Ok(String::from_utf16_lossy(&units).replace("\r\n", "\n"))
    }

    fn left(&self) -> usize {
        self.parts.get(self.part).map_or(0, |p| p.len() - self.at)
    }
}

/// The number packed into an RK value.
pub(crate) fn packed_number(rk: u32) -> f64 {
    let number = if rk & 2 == 0 {
        f64::from_bits(u64::from(rk & 0xffff_fffc) << 32)
    } else {
        f64::from(rk.cast_signed() >> 2)
    };
    if rk & 1 == 0 { number } else { number / 100.0 }
}

/// The name of an error code.
pub(crate) fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_runs_on_in_the_next_record_with_a_new_flag() {
        let first = [0x01, 0x00, 0x4e, 0x8c, 0x4e]; // wide: 一 二
        let second = [0x00, b'a', b'b']; // narrow from here on
        let mut bytes = Bytes::new(&first, vec![&second]);
        assert_eq!(bytes.string(4).unwrap(), "一二ab");
        assert!(bytes.u8().is_err(), "nothing is left");
    }

    #[test]
    fn packed_numbers_unpack() {
        for (rk, number) in [
            (0x3ff0_0000, 1.0),
            (0x3ff0_0001, 0.01),
            (0x02, 0.0),
            (0x02 | 312 << 2, 312.0),
            (u32::MAX, -0.01),
        ] {
            assert!((packed_number(rk) - number).abs() < 1e-12, "{rk:x}");
        }
    }
}
