//! Says up to which byte the log held whole commits when an operation began to write pages ahead of its own commit.
//!
//! An operation of a hundred thousand rows does not keep all its pages in memory: some go into the log before it
//! commits. Killed then, it leaves frames that look like damage, because SQLite writes a page that changes again over
//! its first frame and mends the checksums behind it only at the commit. The mark tells the two apart: what stands
//! behind it was never acknowledged and may be cut off; what stands before it is judged as ever. It is durable before
//! the first such page, and gone, durably too, before the operation is acknowledged.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::atomic::{sync_folder_of, write_atomically};
use super::error::{VaultError, io_error};

/// The mark beside the database.
pub const MARK: &str = "ledger.db-ahead";

/// Marks that the log holds whole commits up to this byte, and nothing sure behind it.
///
/// # Errors
/// `Io`.
pub fn mark(dir: &Path, length: u64) -> Result<(), VaultError> {
    let path = path(dir);
    write_atomically(&path, |file| {
        file.write_all(length.to_string().as_bytes()).map_err(io_error("写入", &path))
    })
}

/// Where the mark stands, if there is one. One that cannot be read marks nothing: then all of the log is held to be
/// acknowledged.
///
/// # Errors
/// `Io` if it is there and cannot be opened.
pub fn marked(dir: &Path) -> Result<Option<u64>, VaultError> {
    let path = path(dir);
    match fs::read(&path) {
        Ok(bytes) => Ok(std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error("读取", &path)(error)),
    }
}

/// Whether a mark lies there, readable or not; one that cannot be asked for counts as there.
#[must_use]
pub fn is_marked(dir: &Path) -> bool {
    path(dir).try_exists().unwrap_or(true)
}

/// Takes the mark away, durably. One that is gone already may have gone without that, so the folder is written in any
/// case.
///
/// # Errors
/// `Io`.
pub fn unmark(dir: &Path) -> Result<(), VaultError> {
    let path = path(dir);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error("删除", &path)(error)),
        _ => sync_folder_of(&path),
    }
}

fn path(dir: &Path) -> PathBuf {
    dir.join(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_again_and_taken_away_once() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        assert_eq!((marked(dir).unwrap(), is_marked(dir)), (None, false));
        unmark(dir).unwrap();
        mark(dir, 4_152).unwrap();
        assert_eq!(marked(dir).unwrap(), Some(4_152));
        fs::write(path(dir), "4k").unwrap();
        assert_eq!((marked(dir).unwrap(), is_marked(dir)), (None, true), "nothing is cut off by a guess");
        unmark(dir).unwrap();
        assert!(!is_marked(dir));
    }
}
