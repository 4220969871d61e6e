//! The folder `<book>/tmp`, where cell text of workbooks in the making lies for a moment. Emptied at
//! start. It must never remove anything outside that folder, nor follow a link.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{VaultError, io_error};

/// Name of the folder inside the book's folder.
pub const TEMPORARY: &str = "tmp";

/// The folder after emptying.
#[derive(Debug, PartialEq, Eq)]
pub struct Emptied {
    /// The folder, which exists.
    pub path: PathBuf,
    /// How many files and folders went.
    pub removed_count: usize,
    /// How many could not be removed, being held by another program.
    pub left_count: usize,
}

/// Empties `<book>/tmp`, making it where it is missing; the caller holds the lock of the book.
///
/// # Errors
/// `TemporaryIsLink` if `tmp` is a link or a file; `Io` if it cannot be made or listed.
pub fn empty(book_dir: &Path) -> Result<Emptied, VaultError> {
    let path = book_dir.join(TEMPORARY);
    match fs::symlink_metadata(&path) {
        Ok(kind) if !kind.is_dir() => return Err(VaultError::TemporaryIsLink(path)),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir(&path).map_err(io_error("新建", &path))?;
        }
        Err(error) => return Err(io_error("打开", &path)(error)),
    }
    let (mut removed_count, mut left_count) = (0, 0);
    for entry in fs::read_dir(&path).map_err(io_error("列出", &path))?.flatten() {
        match remove(&entry) {
            Ok(()) => removed_count += 1,
            Err(_) => left_count += 1,
        }
    }
    Ok(Emptied { path, removed_count, left_count })
}

/// `remove_dir_all` removes a link inside the folder, never what it points to.
fn remove(entry: &DirEntry) -> io::Result<()> {
    let path = entry.path();
    if entry.file_type()?.is_dir() {
        return fs::remove_dir_all(path);
    }
    // A link to a folder goes with remove_dir on Windows.
    fs::remove_file(&path).or_else(|_| fs::remove_dir(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_made_and_emptied_to_any_depth() {
        let book = tempfile::tempdir().unwrap();
        let first = empty(book.path()).unwrap();
        assert_eq!((first.removed_count, first.left_count), (0, 0));
        fs::create_dir_all(first.path.join("a/b")).unwrap();
        fs::write(first.path.join("a/b/cells.xml"), b"x").unwrap();
        fs::write(first.path.join("cells.xml"), b"x").unwrap();
        fs::write(book.path().join("ledger.db"), b"kept").unwrap();
        assert_eq!(empty(book.path()).unwrap().removed_count, 2);
        assert_eq!(fs::read_dir(&first.path).unwrap().count(), 0);
        assert!(book.path().join("ledger.db").exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_inside_are_removed_and_their_targets_stay() {
        let (book, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let kept = outside.path().join("kept");
        fs::write(&kept, b"x").unwrap();
        let tmp = empty(book.path()).unwrap().path;
        fs::create_dir(tmp.join("deep")).unwrap();
        for name in ["folder", "deep/folder"] {
            std::os::unix::fs::symlink(outside.path(), tmp.join(name)).unwrap();
        }
        std::os::unix::fs::symlink(&kept, tmp.join("file")).unwrap();
        assert_eq!(empty(book.path()).unwrap().left_count, 0);
        assert_eq!(fs::read_dir(&tmp).unwrap().count(), 0);
        assert!(kept.exists(), "what a link points to is not ours");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_folder_is_refused() {
        let (book, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("kept"), b"x").unwrap();
        std::os::unix::fs::symlink(outside.path(), book.path().join(TEMPORARY)).unwrap();
        assert!(matches!(empty(book.path()), Err(VaultError::TemporaryIsLink(_))));
        assert!(outside.path().join("kept").exists());
    }
}
