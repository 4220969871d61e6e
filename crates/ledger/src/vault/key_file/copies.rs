//! The two copies on the disk: reading, judging and replacing them. It must not unwrap a key.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::layout::{LENGTH, Layout, Unreadable, is_hash_whole};
use super::slot::is_authentic;
use crate::vault::atomic::PendingFile;
use crate::vault::error::{VaultError, io_error};
use crate::vault::fault;
use crate::vault::secret::DataKey;

/// The first copy.
pub const KEY_FILE: &str = "book.key";
/// The second copy.
pub const KEY_FILE_COPY: &str = "book.key.2";
/// Both, in the order of writing.
pub(super) const FILES: [&str; 2] = [KEY_FILE, KEY_FILE_COPY];
/// A whole file has 292 bytes; of anything longer no more than this is read.
const READ_LIMIT: u64 = 4096;

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCopy {
    /// `book.key`
    First,
    /// `book.key.2`
    Second,
}

/// What is wrong with a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// It is not there.
    Missing,
    /// Some bit is not as it was written, or the file is cut.
    Damaged,
    /// Whole, but from before the last change of password or recovery code.
    Older,
}

/// A copy of the key file that must be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// Which file.
    pub copy: KeyCopy,
    /// What is wrong with it.
    pub kind: DamageKind,
}

impl KeyCopy {
    /// The name of the file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::First => KEY_FILE,
            Self::Second => KEY_FILE_COPY,
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}，请关闭台账后重新打开，程序会用完好的一份修复它。", self.what())
    }
}

impl Damage {
    /// The sentence once it is mended.
    #[must_use]
    pub fn mended(&self) -> String {
        format!("{}，已用完好的一份修复。", self.what())
    }

    fn what(&self) -> String {
        let what = match self.kind {
            DamageKind::Missing => "不见了",
            DamageKind::Damaged => "已损坏",
            DamageKind::Older => "是修改密码或恢复码之前的旧内容",
        };
        format!("密钥文件 {} {what}", self.copy.file_name())
    }
}

/// Both files as found.
pub(super) struct Copies([Found; 2]);

struct Found {
    copy: KeyCopy,
    bytes: Option<Zeroizing<Vec<u8>>>,
    layout: Result<Layout, Unreadable>,
}

/// A copy that can be taken apart, whole or not.
pub(super) struct Candidate<'a> {
    pub bytes: &'a [u8],
    pub layout: &'a Layout,
}

impl Copies {
    /// Reads both; at least one must be readable.
    pub(super) fn read(dir: &Path) -> Result<Self, VaultError> {
        let copies = Self::read_any(dir)?;
        if copies.0.iter().all(|found| found.bytes.is_none()) {
            return Err(VaultError::KeyFileMissing(dir.to_owned()));
        }
        if copies.candidates().next().is_some() {
            return Ok(copies);
        }
        let is_newer = copies.0.iter().any(|found| matches!(found.layout, Err(Unreadable::Newer)));
        Err(if is_newer { VaultError::KeyFileNewer } else { VaultError::KeyFileBroken })
    }

    /// Reads both, whatever they are.
    pub(super) fn read_any(dir: &Path) -> Result<Self, VaultError> {
        Ok(Self([Found::read(dir, KeyCopy::First)?, Found::read(dir, KeyCopy::Second)?]))
    }

    /// What can be tried: whole copies before damaged ones, then the higher generation first.
    pub(super) fn candidates(&self) -> impl Iterator<Item = Candidate<'_>> {
        let mut readable: Vec<_> = self.0.iter().filter_map(Found::candidate).collect();
        readable.sort_by_key(|each| std::cmp::Reverse((is_hash_whole(each.bytes), each.layout.generation)));
        readable.into_iter()
    }

    /// How many copies have every bit as written, as far as one sees without the key.
    pub(super) fn whole_count(&self) -> usize {
        self.candidates().filter(|each| is_hash_whole(each.bytes)).count()
    }

    /// The newest copy of which every bit was written by a holder of the key.
    pub(super) fn newest_authentic(&self, key: &DataKey) -> Option<Candidate<'_>> {
        let authentic = self.candidates().filter(|each| is_authentic(each.bytes, key));
        authentic.max_by_key(|each| each.layout.generation)
    }

    /// What is wrong with either copy, judged with the key.
    pub(super) fn damages(&self, key: &DataKey) -> Vec<Damage> {
        let newest = self.newest_authentic(key).map(|each| each.layout.generation);
        self.0.iter().filter_map(|found| found.damage(key, newest)).collect()
    }
}

impl Found {
    fn read(dir: &Path, copy: KeyCopy) -> Result<Self, VaultError> {
        let path = dir.join(copy.file_name());
        let bytes = read_bounded(&path).map_err(io_error("读取", &path))?;
        let layout = bytes.as_deref().map_or(Err(Unreadable::Broken), |bytes| Layout::decode(bytes));
        Ok(Self { copy, bytes, layout })
    }

    fn candidate(&self) -> Option<Candidate<'_>> {
        let (bytes, layout) = (self.bytes.as_deref()?, self.layout.as_ref().ok()?);
        Some(Candidate { bytes, layout })
    }

    fn damage(&self, key: &DataKey, newest: Option<u32>) -> Option<Damage> {
        let kind = match self.candidate() {
            _ if self.bytes.is_none() => DamageKind::Missing,
            Some(whole) if is_authentic(whole.bytes, key) => {
                newest.filter(|newest| whole.layout.generation < *newest).map(|_| DamageKind::Older)?
            }
            _ => DamageKind::Damaged,
        };
        Some(Damage { copy: self.copy, kind })
    }
}

/// Writes both copies. Both lie complete on the disk before the first name changes, so that a full disk
/// changes nothing.
pub(super) fn replace_both(dir: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    debug_assert_eq!(bytes.len(), LENGTH);
    let pending = FILES.map(|name| write_pending(dir, name, bytes));
    for (pending, name) in pending.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().zip(FILES) {
        fault::point().map_err(io_error("写入", &dir.join(name)))?;
        pending.keep_as(&dir.join(name))?;
    }
    Ok(())
}

fn write_pending(dir: &Path, name: &str, bytes: &[u8]) -> Result<PendingFile, VaultError> {
    let path = dir.join(name);
    let mut pending = PendingFile::begin(dir)?;
    let file = pending.file()?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_error("写入", &path))?;
    Ok(pending)
}

fn read_bounded(path: &Path) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let mut bytes = Zeroizing::new(Vec::with_capacity(READ_LIMIT as usize));
    file.take(READ_LIMIT).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
