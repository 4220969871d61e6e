//! Reading a backup, which may come from anywhere. No path out of the archive is ever used: names must be
//! exactly ours, members are stored, sizes and hashes are compared, and a refusal leaves nothing behind.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use zip::{CompressionMethod, ZipArchive};

use super::MANIFEST;
use super::manifest::{Manifest, Part, is_part_name};
use crate::vault::atomic::{open_new, sync_folder_of};
use crate::vault::digest::HashingWriter;
use crate::vault::error::{BackupFault, VaultError, io_error};
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::sealed_file::FILES;

/// How much a backup may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file, and of all its parts together.
    pub bytes: u64,
    /// Members, the manifest included.
    pub members: usize,
    /// Bytes of the manifest.
    pub manifest_bytes: u64,
}

impl Default for Limits {
    /// 16 GiB, 50,000 members, 16 MiB.
    fn default() -> Self {
        Self { bytes: 16 << 30, members: 50_000, manifest_bytes: 16 << 20 }
    }
}

type Archive = ZipArchive<BufReader<File>>;

/// Unpacks a backup into `dir`, which must be empty or missing: `ledger.db`, `book.key` twice, `files/…`.
/// On any refusal `dir` is as it was.
///
/// # Errors
/// `BackupRefused`, `BackupNewer`, `FolderNotEmpty`, `Io`.
pub fn unpack(backup: &Path, dir: &Path, limits: &Limits) -> Result<Manifest, VaultError> {
    let was_there = dir.exists();
    if was_there && fs::read_dir(dir).map_err(io_error("列出", dir))?.next().is_some() {
        return Err(VaultError::FolderNotEmpty(dir.to_owned()));
    }
    fs::create_dir_all(dir).map_err(io_error("新建", dir))?;
    let mut written = Written { dir, is_kept: false, was_there };
    let manifest =
        guarded(|| read_backup(backup, limits, |name, part, archive| write_part(archive, name, part, dir)))?;
    copy_key_file(dir)?;
    written.is_kept = true;
    Ok(manifest)
}

/// Reads a backup to its last byte and compares every part with the manifest, writing nothing.
///
/// # Errors
/// `BackupRefused`, `BackupNewer`, `Io`.
pub fn verify(backup: &Path, limits: &Limits) -> Result<Manifest, VaultError> {
    guarded(|| read_backup(backup, limits, |name, part, archive| copy_part(archive, name, part, io::sink())))
}

/// A parser of foreign bytes must not take the program down.
fn guarded<T>(read: impl FnOnce() -> Result<T, VaultError>) -> Result<T, VaultError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(BackupFault::Unreadable.into()))
}

fn read_backup(
    backup: &Path,
    limits: &Limits,
    mut take: impl FnMut(&str, &Part, &mut Archive) -> Result<(), VaultError>,
) -> Result<Manifest, VaultError> {
    let mut archive = open(backup, limits)?;
    let names = member_names(&mut archive, limits)?;
    let manifest = Manifest::parse(&read_manifest(&mut archive, limits)?)?;
    compare_names(&names, &manifest)?;
    for (name, part) in &manifest.parts {
        take(name, part, &mut archive)?;
    }
    Ok(manifest)
}

fn open(backup: &Path, limits: &Limits) -> Result<Archive, VaultError> {
    let file = File::open(backup).map_err(io_error("读取", backup))?;
    if file.metadata().map_err(io_error("读取", backup))?.len() > limits.bytes {
        return Err(BackupFault::TooLarge.into());
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
    if archive.len() > limits.members {
        return Err(BackupFault::TooMany.into());
    }
    if archive.has_duplicate_names() || archive.has_overlapping_entries().map_err(unreadable)? {
        return Err(BackupFault::Overlap.into());
    }
    Ok(archive)
}

/// The names of all members, each looked at before anything is read from it.
fn member_names(archive: &mut Archive, limits: &Limits) -> Result<BTreeSet<String>, VaultError> {
    let mut names = BTreeSet::new();
    let mut total = 0u64;
    for number in 0..archive.len() {
        let member = archive.by_index_raw(number).map_err(unreadable)?;
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        if name != MANIFEST && !is_part_name(&name) {
            return Err(BackupFault::ForeignName(shown(&name)).into());
        }
        let is_stored = member.compression() == CompressionMethod::Stored && !member.encrypted();
        if !is_stored || member.size() != member.compressed_size() {
            return Err(BackupFault::NotStored(name).into());
        }
        total = total.saturating_add(member.size());
        if total > limits.bytes || (name == MANIFEST && member.size() > limits.manifest_bytes) {
            return Err(BackupFault::TooLarge.into());
        }
        if !names.insert(name) {
            return Err(BackupFault::Overlap.into());
        }
    }
    Ok(names)
}

fn read_manifest(archive: &mut Archive, limits: &Limits) -> Result<Vec<u8>, VaultError> {
    let missing = |_| VaultError::from(BackupFault::PartMissing(MANIFEST.to_owned()));
    let member = archive.by_name(MANIFEST).map_err(missing)?;
    let mut bytes = Vec::new();
    member.take(limits.manifest_bytes).read_to_end(&mut bytes).map_err(|_| BackupFault::Manifest)?;
    Ok(bytes)
}

/// Names in the archive and names in the manifest must be the same.
fn compare_names(names: &BTreeSet<String>, manifest: &Manifest) -> Result<(), VaultError> {
    if let Some(missing) = manifest.parts.keys().find(|name| !names.contains(*name)) {
        return Err(BackupFault::PartMissing(missing.clone()).into());
    }
    let unlisted = names.iter().find(|name| *name != MANIFEST && !manifest.parts.contains_key(*name));
    match unlisted {
        Some(name) => Err(BackupFault::PartUnlisted(name.clone()).into()),
        None => Ok(()),
    }
}

/// Copies one member out, no more bytes than the manifest allows, and compares size and hash.
fn copy_part(archive: &mut Archive, name: &str, part: &Part, out: impl Write) -> Result<(), VaultError> {
    let damaged = || VaultError::from(BackupFault::PartDamaged(name.to_owned()));
    let member = archive.by_name(name).map_err(|_| damaged())?;
    if member.size() != part.size {
        return Err(damaged());
    }
    let mut member = member.take(part.size.saturating_add(1));
    let mut hashing = HashingWriter::new(out);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = member.read(&mut buffer).map_err(|_| damaged())?;
        if length == 0 {
            break;
        }
        hashing.write_all(&buffer[..length]).map_err(io_error("写入", Path::new(name)))?;
    }
    if hashing.finish() == (part.sha256.clone(), part.size) { Ok(()) } else { Err(damaged()) }
}

/// `name` has passed `is_part_name`, so that joining it stays inside `dir`.
fn write_part(archive: &mut Archive, name: &str, part: &Part, dir: &Path) -> Result<(), VaultError> {
    let path = dir.join(name);
    if name.starts_with("files/") {
        let files = dir.join(FILES);
        fs::create_dir_all(&files).map_err(io_error("新建", &files))?;
    }
    let mut out = BufWriter::new(open_new(&path).map_err(io_error("写入", &path))?);
    copy_part(archive, name, part, &mut out)?;
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(io_error("写入", &path))
}

fn copy_key_file(dir: &Path) -> Result<(), VaultError> {
    let (from, to) = (dir.join(KEY_FILE), dir.join(KEY_FILE_COPY));
    fs::copy(&from, &to).map_err(io_error("写入", &to))?;
    File::options().write(true).open(&to).and_then(|file| file.sync_all()).map_err(io_error("写入", &to))?;
    if dir.join(FILES).exists() {
        sync_folder_of(&dir.join(FILES).join("."))?;
    }
    sync_folder_of(&to)
}

fn unreadable<E>(_: E) -> VaultError {
    BackupFault::Unreadable.into()
}

fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// Takes back what was written into an empty folder, unless it is kept.
struct Written<'a> {
    dir: &'a Path,
    was_there: bool,
    is_kept: bool,
}

impl Drop for Written<'_> {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // The folder was empty before; every name in it is one that write_part made.
        let ours = |name: &str| -> PathBuf { self.dir.join(name) };
        let _ = fs::remove_dir_all(ours(FILES));
        for name in [super::DATABASE, KEY_FILE, KEY_FILE_COPY] {
            let _ = fs::remove_file(ours(name));
        }
        if !self.was_there {
            let _ = fs::remove_dir(self.dir);
        }
    }
}
