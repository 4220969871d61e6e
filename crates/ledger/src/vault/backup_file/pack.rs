//! Writing a backup: members in a fixed order with a fixed date, then the manifest, in constant memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::manifest::{Manifest, Part, Statement};
use super::{DATABASE, Limits, MANIFEST, verify};
use crate::vault::atomic::{PendingFile, folder_of};
use crate::vault::digest::{HashingWriter, is_sha256_hex};
use crate::vault::error::{BackupFault, VaultError, io_error};
use crate::vault::fault;
use crate::vault::key_file::KEY_FILE;

/// What goes into a backup.
pub struct Parts<'a> {
    /// A finished, encrypted copy of the database that nobody writes to.
    pub database: &'a Path,
    /// The bytes of the key file, from [`KeyFile::whole_copy`](crate::vault::KeyFile::whole_copy).
    pub key_file: &'a [u8],
    /// The folder of sealed files.
    pub files_dir: &'a Path,
    /// The names of the sealed files that the database names.
    pub files: &'a BTreeSet<String>,
    /// What the manifest says.
    pub statement: Statement,
}

/// Writes the backup to `out`, whole or not at all: only what was read back from the disk and found to be what was
/// written gets the name. The same parts give the same bytes.
///
/// # Errors
/// `SealedName` for a name that no sealed file has; `Io` if a part cannot be read or `out` not be written;
/// `BackupRefused` if the disk gives back something else.
pub fn pack(parts: &Parts<'_>, out: &Path) -> Result<Manifest, VaultError> {
    if let Some(wrong) = parts.files.iter().find(|name| !is_sha256_hex(name)) {
        return Err(VaultError::SealedName(wrong.clone()));
    }
    let mut pending = PendingFile::begin(folder_of(out))?;
    let manifest = write_parts(parts, pending.file()?, out)?;
    pending.file()?.sync_all().map_err(io_error("写入", out))?;
    if verify(pending.path(), &Limits::default())? != manifest {
        return Err(BackupFault::Manifest.into());
    }
    fault::point().map_err(io_error("写入", out))?;
    pending.keep_as(out)?;
    Ok(manifest)
}

fn write_parts(parts: &Parts<'_>, file: &mut File, out: &Path) -> Result<Manifest, VaultError> {
    let mut archive = Archive { zip: ZipWriter::new(BufWriter::new(file)), out, parts: BTreeMap::new() };
    archive.add_file(DATABASE, parts.database)?;
    archive.add(KEY_FILE, parts.key_file, parts.key_file.len() as u64)?;
    for name in parts.files {
        archive.add_file(&format!("files/{name}"), &parts.files_dir.join(name))?;
    }
    archive.finish(parts.statement.clone())
}

struct Archive<'a, W: Write + io::Seek> {
    zip: ZipWriter<W>,
    out: &'a Path,
    parts: BTreeMap<String, Part>,
}

impl<W: Write + io::Seek> Archive<'_, W> {
    fn add_file(&mut self, name: &str, path: &Path) -> Result<(), VaultError> {
        let file = File::open(path).map_err(io_error("读取", path))?;
        let size = file.metadata().map_err(io_error("读取", path))?.len();
        self.add(name, file, size)
    }

    fn add(&mut self, name: &str, mut source: impl Read, size: u64) -> Result<(), VaultError> {
        self.start(name, size)?;
        let mut out = HashingWriter::new(&mut self.zip);
        io::copy(&mut source, &mut out).map_err(io_error("写入", self.out))?;
        let (sha256, size) = out.finish();
        self.parts.insert(name.to_owned(), Part { sha256, size });
        Ok(())
    }

    fn start(&mut self, name: &str, size: u64) -> Result<(), VaultError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o600)
            .large_file(size >= u64::from(u32::MAX));
        self.zip.start_file(name, options).map_err(|error| io_error("写入", self.out)(error.into()))
    }

    fn finish(mut self, statement: Statement) -> Result<Manifest, VaultError> {
        let manifest = Manifest::new(statement, std::mem::take(&mut self.parts));
        let text = serde_json::to_vec_pretty(&manifest)
            .map_err(|error| io_error("写入", self.out)(error.into()))?;
        self.start(MANIFEST, text.len() as u64)?;
        self.zip.write_all(&text).map_err(io_error("写入", self.out))?;
        let mut rest = self.zip.finish().map_err(|error| io_error("写入", self.out)(error.into()))?;
        rest.flush().map_err(io_error("写入", self.out))?;
        Ok(manifest)
    }
}
