//! Looks at a write-ahead log left by a crash before SQLite does (decisions 23): SQLite silently stops at
//! the first bad frame, and one flipped bit would drop acknowledged rows behind it. It must not change the log.
//!
//! Format: "Database File Format", section 4 (sqlite.org/fileformat2.html). Rests on three habits of the
//! writer: checkpoints TRUNCATE only, so that every frame carries the salts of the header; no page is written before
//! the commit, so that frames stand in order, but for operations that mark the log first (`ahead`); pages are
//! encrypted and so never end in 64 zeros.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::atomic::write_atomically;
use super::digest::{HashingWriter, read_full};
use super::error::{VaultError, io_error};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// The last two digits of this number say how checksums read words: 2 little-endian, 3 big-endian.
const MAGIC: u32 = 0x377f_0682;
const VERSION: u32 = 3_007_000;
/// So many zeros at the end of a page were never written: an encrypted page ends in its authentication code.
const UNWRITTEN: usize = 64;

/// What a log holds. Frames are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalState {
    /// There is no such file.
    None,
    /// The file has no bytes: the last close or checkpoint was clean.
    Empty,
    /// Every frame is as it was written.
    Whole {
        /// All frames.
        frames: u64,
        /// How many of them end a transaction.
        commits: u64,
        /// Frames after the last commit, of a transaction that never ended; SQLite leaves them out.
        unended: u64,
    },
    /// The end was being written when the power went or the program was killed. Never acknowledged.
    TornTail {
        /// Frames before the torn one.
        good_frames: u64,
        /// How many of them end a transaction; SQLite will recover these.
        commits: u64,
        /// Bytes from the torn frame on.
        tail_bytes: u64,
    },
    /// A frame is not as it was written; acknowledged rows may be lost from there on.
    Damaged {
        /// The first bad frame; 0 is the header of the log.
        frame: u64,
        /// The byte at which it begins.
        at: u64,
        /// What is wrong with it.
        why: WalFault,
        /// Commits before it; SQLite would recover these and drop the rest.
        commits: u64,
        /// Full frames from the bad one on.
        frames_behind: u64,
    },
}

/// What is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalFault {
    /// The header is not one of SQLite's, or its checksum does not fit.
    Header,
    /// The checksum of a frame does not fit.
    Checksum,
    /// A frame carries salts that are not the header's.
    Salts,
    /// A frame names page 0.
    PageNumber,
    /// A frame of zeros stands before other bytes.
    Hole,
}

impl WalFault {
    /// The fault in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Header => "日志开头损坏",
            Self::Checksum => "校验不符",
            Self::Salts => "标记不符",
            Self::PageNumber => "页号不符",
            Self::Hole => "中间有空洞",
        }
    }
}

/// Scans the log at `path` in one pass; memory is one page.
///
/// # Errors
/// `Io` if the file is there and cannot be read.
pub fn scan(path: &Path) -> Result<WalState, VaultError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(WalState::None),
        other => other.map_err(io_error("读取", path))?,
    };
    scan_bytes(BufReader::with_capacity(1 << 17, file)).map_err(io_error("读取", path))
}

/// Copies a log to `into_dir` under its hash, `wal-<64 hex>`, before anything else happens to it. The pages
/// in it are encrypted. Answers the path of the copy; the same log is kept once.
///
/// # Errors
/// `Io`.
pub fn keep_copy(wal: &Path, into_dir: &Path) -> Result<PathBuf, VaultError> {
    std::fs::create_dir_all(into_dir).map_err(io_error("新建", into_dir))?;
    let name = format!("wal-{}", hash_of(wal)?);
    let target = into_dir.join(name);
    let mut source = File::open(wal).map_err(io_error("读取", wal))?;
    write_atomically(&target, |file| io::copy(&mut source, file).map_err(io_error("复制", &target)))?;
    Ok(target)
}

fn hash_of(path: &Path) -> Result<String, VaultError> {
    let mut file = File::open(path).map_err(io_error("读取", path))?;
    let mut hasher = HashingWriter::new(io::sink());
    io::copy(&mut file, &mut hasher).map_err(io_error("读取", path))?;
    Ok(hasher.finish().0)
}

/// The running checksum of a log: two words, each pair of input words stirred in (section 4.2).
#[derive(Clone, Copy, PartialEq, Eq)]
struct Checksum {
    words: [u32; 2],
    is_big_endian: bool,
}

impl Checksum {
    fn add(&mut self, bytes: &[u8]) {
        let word = if self.is_big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
        let [mut first, mut second] = self.words;
        for pair in bytes.as_chunks::<8>().0 {
            let [a, b, c, d, e, f, g, h] = *pair;
            first = first.wrapping_add(word([a, b, c, d])).wrapping_add(second);
            second = second.wrapping_add(word([e, f, g, h])).wrapping_add(first);
        }
        self.words = [first, second];
    }

    fn is_stored(self, bytes: &[u8]) -> bool {
        bytes == [self.words[0].to_be_bytes(), self.words[1].to_be_bytes()].as_flattened()
    }
}

/// What the header fixes for all frames.
struct Header {
    page_size: usize,
    salts: [u8; 8],
    checksum: Checksum,
}

fn read_header(bytes: &[u8; HEADER]) -> Option<Header> {
    let magic = be_word(bytes, 0);
    let page_size = be_word(bytes, 8) as usize;
    let is_ours = magic & !1 == MAGIC
        && be_word(bytes, 4) == VERSION
        && page_size.is_power_of_two()
        && (512..=65_536).contains(&page_size);
    let mut checksum = Checksum { words: [0; 2], is_big_endian: magic & 1 == 1 };
    checksum.add(&bytes[..24]);
    let mut salts = [0; 8];
    salts.copy_from_slice(&bytes[16..24]);
    (is_ours && checksum.is_stored(&bytes[24..])).then_some(Header { page_size, salts, checksum })
}

fn scan_bytes(mut log: impl Read) -> io::Result<WalState> {
    let mut start = [0; HEADER];
    match read_full(&mut log, &mut start)? {
        0 => return Ok(WalState::Empty),
        HEADER => {}
        // The header is on the disk before the first frame is: nothing was acknowledged here.
        short => return Ok(WalState::TornTail { good_frames: 0, commits: 0, tail_bytes: short as u64 }),
    }
    match read_header(&start) {
        Some(header) => Scan::new(header).run(log),
        None => judge_bad_header(&start, log),
    }
}

/// A log of nothing but zeros is a file that grew and was never written.
fn judge_bad_header(start: &[u8], log: impl Read) -> io::Result<WalState> {
    let rest = measure(log)?;
    if is_zero(start) && rest.is_zero {
        let tail_bytes = HEADER as u64 + rest.bytes;
        return Ok(WalState::TornTail { good_frames: 0, commits: 0, tail_bytes });
    }
    Ok(WalState::Damaged { frame: 0, at: 0, why: WalFault::Header, commits: 0, frames_behind: 0 })
}

struct Scan {
    header: Header,
    running: Checksum,
    frames: u64,
    commits: u64,
    unended: u64,
}

impl Scan {
    fn new(header: Header) -> Self {
        Self { running: header.checksum, header, frames: 0, commits: 0, unended: 0 }
    }

    fn run(mut self, mut log: impl Read) -> io::Result<WalState> {
        let mut frame = vec![0; FRAME_HEADER + self.header.page_size];
        loop {
            let length = read_full(&mut log, &mut frame)?;
            if length == 0 {
                let Self { frames, commits, unended, .. } = self;
                return Ok(WalState::Whole { frames, commits, unended });
            }
            if length < frame.len() {
                return Ok(self.torn(length as u64));
            }
            if let Err(why) = self.take(&frame) {
                return self.judge(&frame, why, log);
            }
        }
    }

    /// Takes the next frame if it is as SQLite wrote it.
    fn take(&mut self, frame: &[u8]) -> Result<(), WalFault> {
        let (head, page) = frame.split_at(FRAME_HEADER);
        if head[8..16] != self.header.salts {
            return Err(WalFault::Salts);
        }
        let mut running = self.running;
        running.add(&head[..8]);
        running.add(page);
        if !running.is_stored(&head[16..]) {
            return Err(WalFault::Checksum);
        }
        if be_word(head, 0) == 0 {
            return Err(WalFault::PageNumber);
        }
        self.running = running;
        self.frames += 1;
        self.unended += 1;
        // The size of the database in pages stands in the last frame of a transaction, else 0.
        if be_word(head, 4) != 0 {
            self.commits += 1;
            self.unended = 0;
        }
        Ok(())
    }

    /// A bad frame is a torn tail only where the file goes on in zeros from inside it to the end.
    fn judge(&self, frame: &[u8], why: WalFault, log: impl Read) -> io::Result<WalState> {
        let rest = measure(log)?;
        let ends_unwritten = is_zero(&frame[frame.len() - UNWRITTEN..]);
        if ends_unwritten && rest.is_zero {
            return Ok(self.torn(frame.len() as u64 + rest.bytes));
        }
        let why = if is_zero(frame) { WalFault::Hole } else { why };
        let frames_behind = 1 + rest.bytes / frame.len() as u64;
        let at = HEADER as u64 + self.frames * frame.len() as u64;
        Ok(WalState::Damaged { frame: self.frames + 1, at, why, commits: self.commits, frames_behind })
    }

    fn torn(&self, tail_bytes: u64) -> WalState {
        WalState::TornTail { good_frames: self.frames, commits: self.commits, tail_bytes }
    }
}

struct Rest {
    bytes: u64,
    is_zero: bool,
}

fn measure(mut log: impl Read) -> io::Result<Rest> {
    let mut rest = Rest { bytes: 0, is_zero: true };
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = read_full(&mut log, &mut buffer)?;
        rest.bytes += length as u64;
        rest.is_zero &= is_zero(&buffer[..length]);
        if length < buffer.len() {
            return Ok(rest);
        }
    }
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

fn be_word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
#[path = "wal_scan_tests.rs"]
mod tests;
