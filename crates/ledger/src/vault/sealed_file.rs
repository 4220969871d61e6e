//! Files that we keep (imported sources, attachments, sent workbooks), sealed one by one under
//! `files/<SHA-256 of the plain bytes>` (decisions 24). It must not know what they are.
//!
//! Bytes: `BRANCHSF`, version (2, little-endian), 16 random; then chunks of up to 1 MiB, each sealed by
//! XChaCha20-Poly1305 with nonce = the 16 random ‖ number of the chunk, associated data = the 26 bytes before ‖
//! number ‖ 1 for the last chunk, else 0. So no chunk can be changed, dropped, swapped or added; and the
//! name proves the whole.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::atomic::{PendingFile, is_unfinished};
use super::digest::{HashingWriter, is_sha256_hex, read_full};
use super::error::{VaultError, io_error};
use super::secret::{SubKey, random};

/// Name of the folder inside the book's folder.
pub const FILES: &str = "files";
/// Plain bytes of a chunk.
const CHUNK: usize = 1 << 20;
const TAG: usize = 16;
const START: usize = 26;
/// Most plain bytes of one file, in MiB.
const LIMIT_MIB: u64 = 512;

/// A file that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Lower-case hex of the SHA-256 of the plain bytes; also its name.
    pub sha256: String,
    /// Plain bytes.
    pub size: u64,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// What is wrong in the folder of sealed files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileFinding {
    /// The book names it, and it is not there.
    Missing(String),
    /// It does not open, or its bytes are not those of its name.
    Damaged(String),
    /// It is there, and the book does not name it.
    Orphan(String),
}

impl FileFinding {
    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Missing(name) | Self::Damaged(name) | Self::Orphan(name) => name,
        }
    }
}

impl fmt::Display for FileFinding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(out, "留存文件 {name} 不见了，请从备份中恢复。"),
            Self::Damaged(name) => write!(out, "留存文件 {name} 已损坏，请从备份中恢复。"),
            Self::Orphan(name) => write!(out, "文件夹里的 {name} 不属于任何记录，可以清理。"),
        }
    }
}

/// Seals what `plain` gives into `dir` (made where missing), whole or not at all, in constant memory. The
/// same bytes again change nothing; a damaged file of that name is replaced.
///
/// # Errors
/// `SealedTooLarge` above 512 MiB; `Io` also for errors of `plain`; `NoRandomness`.
pub fn store(dir: &Path, key: &SubKey, plain: impl Read) -> Result<StoredFile, VaultError> {
    store_up_to(LIMIT_MIB, dir, key, plain)
}

/// The plain bytes of the file named `sha256`.
///
/// # Errors
/// `SealedName`, `SealedMissing`, `SealedDamaged`, `Io`.
pub fn load(dir: &Path, key: &SubKey, sha256: &str) -> Result<Vec<u8>, VaultError> {
    let mut plain = Vec::new();
    open_into(&named(dir, sha256)?, key, sha256, &mut plain)?;
    Ok(plain)
}

/// Removes a file that no record names any more. It may be gone already.
///
/// # Errors
/// `SealedName`, `Io`.
pub fn remove(dir: &Path, sha256: &str) -> Result<(), VaultError> {
    let path = named(dir, sha256)?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(io_error("删除", &path)),
    }
}

/// Opens every file of `dir` and compares with the names that the book `expected`s. Sorted; empty if all is
/// well. Files being written when the program was killed are not findings
/// ([`sweep_unfinished`](super::atomic::sweep_unfinished) removes them).
///
/// # Errors
/// `Io` if the folder cannot be read.
pub fn check_all(
    dir: &Path,
    key: &SubKey,
    expected: &BTreeSet<String>,
) -> Result<Vec<FileFinding>, VaultError> {
    let present = list(dir)?;
    let mut findings: Vec<_> = expected.difference(&present).cloned().map(FileFinding::Missing).collect();
    findings.extend(present.difference(expected).cloned().map(FileFinding::Orphan));
    let both: BTreeSet<String> = present.intersection(expected).cloned().collect();
    findings.extend(check_named(dir, key, &both)?);
    findings.sort();
    Ok(findings)
}

/// Opens the files of these names; answers those that are missing or not as they were sealed. One that the disk does
/// not give back is damaged, not an error: it must not hide what the others are.
///
/// # Errors
/// `SealedName` for a name that no sealed file has.
pub fn check_named(
    dir: &Path,
    key: &SubKey,
    names: &BTreeSet<String>,
) -> Result<Vec<FileFinding>, VaultError> {
    let mut findings = Vec::new();
    for name in names {
        match open_into(&named(dir, name)?, key, name, &mut io::sink()) {
            Ok(()) => {}
            Err(VaultError::SealedMissing(name)) => findings.push(FileFinding::Missing(name)),
            Err(_) => findings.push(FileFinding::Damaged(name.clone())),
        }
    }
    Ok(findings)
}

fn store_up_to(limit: u64, dir: &Path, key: &SubKey, plain: impl Read) -> Result<StoredFile, VaultError> {
    // One byte more than allowed is enough to notice.
    let plain = plain.take((limit << 20) + 1);
    fs::create_dir_all(dir).map_err(io_error("新建", dir))?;
    let mut pending = PendingFile::begin(dir)?;
    let (sha256, size) = seal_into(pending.file()?, key, plain, dir)?;
    if size > limit << 20 {
        return Err(VaultError::SealedTooLarge { limit });
    }
    let path = dir.join(&sha256);
    let is_new = !path.exists();
    if open_into(&path, key, &sha256, &mut io::sink()).is_err() {
        pending.keep_as(&path)?;
    }
    Ok(StoredFile { sha256, size, is_new })
}

fn list(dir: &Path) -> Result<BTreeSet<String>, VaultError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        other => other.map_err(io_error("列出", dir))?,
    };
    let names: io::Result<Vec<_>> = entries.map(|entry| entry.map(|entry| entry.file_name())).collect();
    let names = names.map_err(io_error("列出", dir))?;
    Ok(names
        .into_iter()
        .filter(|name| !is_unfinished(name))
        .map(|name| name.to_string_lossy().into_owned())
        .collect())
}

fn named(dir: &Path, sha256: &str) -> Result<PathBuf, VaultError> {
    if !is_sha256_hex(sha256) {
        return Err(VaultError::SealedName(sha256.to_owned()));
    }
    Ok(dir.join(sha256))
}

/// Cipher, start of the file and count of chunks so far.
struct Chunks {
    cipher: XChaCha20Poly1305,
    start: [u8; START],
    number: u64,
}

impl Chunks {
    fn new(key: &SubKey, start: [u8; START]) -> Self {
        Self { cipher: XChaCha20Poly1305::new(key.bytes().into()), start, number: 0 }
    }

    /// Nonce and associated data of the next chunk.
    fn next(&mut self, is_last: bool) -> (XNonce, Vec<u8>) {
        let number = self.number.to_le_bytes();
        self.number += 1;
        let mut nonce = [0; 24];
        nonce[..16].copy_from_slice(&self.start[10..]);
        nonce[16..].copy_from_slice(&number);
        (XNonce::from(nonce), [&self.start[..], &number, &[u8::from(is_last)]].concat())
    }

    fn seal(&mut self, plain: &[u8], is_last: bool) -> Result<Vec<u8>, VaultError> {
        let (nonce, bound) = self.next(is_last);
        let payload = Payload { msg: plain, aad: &bound };
        self.cipher.encrypt(&nonce, payload).map_err(|_| VaultError::NoMemory)
    }

    fn open(&mut self, sealed: &[u8], is_last: bool) -> Option<Vec<u8>> {
        let (nonce, bound) = self.next(is_last);
        self.cipher.decrypt(&nonce, Payload { msg: sealed, aad: &bound }).ok()
    }
}

fn start_of_file(unique: [u8; 16]) -> [u8; START] {
    let mut start = [0; START];
    start[..8].copy_from_slice(b"BRANCHSF");
    start[8..10].copy_from_slice(&1u16.to_le_bytes());
    start[10..].copy_from_slice(&unique);
    start
}

fn seal_into(
    out: &mut File,
    key: &SubKey,
    mut plain: impl Read,
    dir: &Path,
) -> Result<(String, u64), VaultError> {
    let start = start_of_file(random()?);
    let mut chunks = Chunks::new(key, start);
    let mut hash = HashingWriter::new(io::sink());
    out.write_all(&start).map_err(io_error("写入", dir))?;
    let (mut now, mut ahead) = (vec![0; CHUNK], vec![0; CHUNK]);
    let mut length = read_full(&mut plain, &mut now).map_err(io_error("读取", dir))?;
    loop {
        // Whether a chunk is the last is known only once the next has been looked at.
        let length_ahead = read_full(&mut plain, &mut ahead).map_err(io_error("读取", dir))?;
        let sealed = chunks.seal(&now[..length], length_ahead == 0)?;
        out.write_all(&sealed).map_err(io_error("写入", dir))?;
        hash.write_all(&now[..length]).map_err(io_error("写入", dir))?;
        if length_ahead == 0 {
            return Ok(hash.finish());
        }
        std::mem::swap(&mut now, &mut ahead);
        length = length_ahead;
    }
}

/// Opens `path` into `out`, chunk by chunk, each authenticated before it is handed on; the name is compared
/// at the end.
fn open_into(path: &Path, key: &SubKey, sha256: &str, out: &mut impl Write) -> Result<(), VaultError> {
    let damaged = || VaultError::SealedDamaged(sha256.to_owned());
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VaultError::SealedMissing(sha256.to_owned()));
        }
        other => other.map_err(io_error("读取", path))?,
    };
    let mut read = |buffer: &mut [u8]| read_full(&mut file, buffer).map_err(io_error("读取", path));
    let mut start = [0; START];
    if read(&mut start)? < START || start[..10] != start_of_file([0; 16])[..10] {
        return Err(damaged());
    }
    let mut chunks = Chunks::new(key, start);
    let mut hash = HashingWriter::new(out);
    let (mut now, mut ahead) = (vec![0; CHUNK + TAG], vec![0; CHUNK + TAG]);
    let mut length = read(&mut now)?;
    loop {
        let length_ahead = read(&mut ahead)?;
        let plain = chunks.open(&now[..length], length_ahead == 0).ok_or_else(damaged)?;
        hash.write_all(&plain).map_err(io_error("写入", path))?;
        if length_ahead == 0 {
            break;
        }
        std::mem::swap(&mut now, &mut ahead);
        length = length_ahead;
    }
    if hash.finish().0 == sha256 { Ok(()) } else { Err(damaged()) }
}

#[cfg(test)]
#[path = "sealed_file_tests.rs"]
mod tests;
