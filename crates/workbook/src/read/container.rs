//! Compound files (MS-CFB), the container of .xls: finding a stream by name. Chains are followed under the length of
//! the file, so that a loop ends as damage.

use crate::ReadError;

const HEADER: usize = 512;
const ENTRY: usize = 128;
/// Sector numbers from here on are marks, not sectors.
const MARKS: u32 = 0xffff_fffa;

/// A compound file.
pub(crate) struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_limit: usize,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: usize,
}

impl<'a> Container<'a> {
    /// Reads the tables and the directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let shift = read_u16(bytes, 30)?;
        if !matches!(shift, 9 | 12) {
            return Err(damaged());
        }
        let mini_limit = read_u32(bytes, 56)? as usize;
        let mut container = Self {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_limit,
            entries: Vec::new(),
        };
        container.read_table()?;
        container.mini_table = words(&container.chain(read_u32(bytes, 60)?, usize::MAX)?);
        let directory = container.chain(read_u32(bytes, 48)?, usize::MAX)?;
        container.entries = directory.chunks_exact(ENTRY).filter_map(|e| entry(e, shift)).collect();
        Ok(container)
    }

    /// Whether there is a stream or storage of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(crate) fn stream(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        let found = self.entries.iter().find(|e| e.kind == 2 && e.name.eq_ignore_ascii_case(name));
        let entry = found.ok_or_else(damaged)?;
        if entry.size >= self.mini_limit {
            return self.chain(entry.start, entry.size);
        }
        let root = self.entries.iter().find(|e| e.kind == 5).ok_or_else(damaged)?;
        let small = self.chain(root.start, root.size)?;
        follow(entry.start, entry.size, 64, &self.mini_table, |at| small.get(at * 64..(at + 1) * 64))
    }

    fn read_table(&mut self) -> Result<(), ReadError> {
        let mut sectors: Vec<u32> =
            (0..109).map(|at| read_u32(self.bytes, 76 + 4 * at)).collect::<Result<_, _>>()?;
        let mut next = read_u32(self.bytes, 68)?;
        for _ in 0..self.bytes.len() / self.sector {
            if next >= MARKS {
                break;
            }
            let mut list = words(self.sector_bytes(next as usize).ok_or_else(damaged)?);
            next = list.pop().ok_or_else(damaged)?;
            sectors.extend(list);
        }
        let most = self.bytes.len() / self.sector + 1;
        for at in sectors.into_iter().filter(|at| *at < MARKS).take(most) {
            let bytes = self.sector_bytes(at as usize).ok_or_else(damaged)?;
            self.table.extend(words(bytes));
        }
        Ok(())
    }

    fn chain(&self, start: u32, size: usize) -> Result<Vec<u8>, ReadError> {
        follow(start, size, self.sector, &self.table, |at| self.sector_bytes(at))
    }

    /// A sector; the last one of a file may be short.
    fn sector_bytes(&self, at: usize) -> Option<&'a [u8]> {
        let start = HEADER.max(self.sector).checked_add(at.checked_mul(self.sector)?)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|b| !b.is_empty())
    }
}

/// Joins the sectors of a chain, at most `size` bytes.
fn follow<'b>(
    start: u32,
    size: usize,
    sector: usize,
    table: &[u32],
    bytes: impl Fn(usize) -> Option<&'b [u8]>,
) -> Result<Vec<u8>, ReadError> {
    let mut joined = Vec::new();
    let mut at = start;
    for _ in 0..=table.len() {
        if at >= MARKS || joined.len() >= size {
            joined.truncate(size);
            let complete = size == usize::MAX || joined.len() == size;
            return if complete { Ok(joined) } else { Err(damaged()) };
        }
        joined.extend_from_slice(bytes(at as usize).ok_or_else(damaged)?);
        if joined.len() % sector != 0 && joined.len() < size && size != usize::MAX {
            return Err(damaged());
        }
        at = *table.get(at as usize).ok_or_else(damaged)?;
    }
    Err(damaged())
}

fn entry(bytes: &[u8], shift: u16) -> Option<Entry> {
    let length = usize::from(read_u16(bytes, 64).ok()?).clamp(2, 64) - 2;
    let units: Vec<u16> = bytes[..length].chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
    let high = if shift == 9 { 0 } else { read_u32(bytes, 124).ok()? as usize };
    let size = (read_u32(bytes, 120).ok()? as usize).checked_add(high.checked_shl(32)?)?;
    let kind = bytes[66];
    (kind != 0).then(|| Entry {
        name: String::from_utf16_lossy(&units),
        kind,
        start: read_u32(bytes, 116).unwrap_or(MARKS),
        size,
    })
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
}

fn read_u16(bytes: &[u8], at: usize) -> Result<u16, ReadError> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]])).ok_or_else(damaged)
}

fn read_u32(bytes: &[u8], at: usize) -> Result<u32, ReadError> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).ok_or_else(damaged)
}

fn damaged() -> ReadError {
    ReadError::damaged("容器结构不完整")
}
