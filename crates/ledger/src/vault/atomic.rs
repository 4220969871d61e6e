//! Files that appear whole or not at all: temporary name in the same folder, fsync, rename, fsync of
//! the folder. It must not be used for anything that SQLite writes.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::digest::hex;
use super::error::{VaultError, io_error};
use super::secret::random;

/// Ending of names that are not yet a file; such a name also begins with a dot.
const UNFINISHED: &str = ".unfinished";

/// A file being written beside its later place. Dropped before [`keep_as`](Self::keep_as), it vanishes.
#[derive(Debug)]
pub struct PendingFile {
    file: Option<File>,
    path: PathBuf,
}

impl PendingFile {
    /// Begins a file in `folder`, which must exist. On Unix only its owner may read it.
    ///
    /// # Errors
    /// `Io` if the folder cannot be written.
    pub fn begin(folder: &Path) -> Result<Self, VaultError> {
        let path = folder.join(format!(".{}{UNFINISHED}", hex(&random::<8>()?)));
        let file = open_new(&path).map_err(io_error("新建", &path))?;
        Ok(Self { file: Some(file), path })
    }

    /// The open file, for writing and reading back.
    ///
    /// # Errors
    /// `Io` after the file was closed, which `begin` and `keep_as` rule out.
    pub fn file(&mut self) -> Result<&mut File, VaultError> {
        let closed = || io_error("写入", &self.path)(io::ErrorKind::NotConnected.into());
        self.file.as_mut().ok_or_else(closed)
    }

    /// Where it lies until then, for reading back.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Flushes to the disk, then gives the file its name, replacing what bore it.
    ///
    /// # Errors
    /// `Io`; the old file is then untouched.
    pub fn keep_as(mut self, target: &Path) -> Result<(), VaultError> {
        self.file()?.sync_all().map_err(io_error("写入", target))?;
        self.file = None;
        rename(&self.path, target).map_err(io_error("写入", target))?;
        sync_folder_of(target)
    }
}

impl Drop for PendingFile {
    fn drop(&mut self) {
        self.file = None;
        // After keep_as the name is gone and there is nothing to remove.
        let _ = fs::remove_file(&self.path);
    }
}

/// Writes `path` whole or not at all, replacing an older file of that name; the folder must exist.
/// Answers what `write` answered.
///
/// # Errors
/// `Io`, or the error of `write`; what was there before is then untouched.
pub fn write_atomically<T>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<T, VaultError>,
) -> Result<T, VaultError> {
    let mut pending = PendingFile::begin(folder_of(path))?;
    let answer = write(pending.file()?)?;
    pending.keep_as(path)?;
    Ok(answer)
}

/// Removes what killed writers left in `folder`; the caller holds the lock of the book. Answers how many.
///
/// # Errors
/// `Io` if the folder cannot be listed; a folder that does not exist counts as empty.
pub fn sweep_unfinished(folder: &Path) -> Result<usize, VaultError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        other => other.map_err(io_error("列出", folder))?,
    };
    let left = entries.flatten().filter(|entry| is_unfinished(&entry.file_name()));
    let files = left.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    Ok(files.filter(|entry| fs::remove_file(entry.path()).is_ok()).count())
}

/// Is this the name of a file that was being written?
pub(crate) fn is_unfinished(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(UNFINISHED))
}

/// Makes the names in the folder of `path` durable. Windows does so by itself.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), VaultError> {
    if cfg!(unix) {
        let folder = folder_of(path);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_error("写入", folder))?;
    }
    Ok(())
}

/// Creates a file that must not exist yet, private to its owner.
pub(crate) fn open_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The folder in which `path` lies.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// On Windows a virus scanner may hold a new file for a moment.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let pauses = [10, 40, 160, 640];
    for pause in pauses {
        match fs::rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(pause));
            }
            other => return other,
        }
    }
    fs::rename(from, to)
}

/// Flips bits of one byte in place; a second call restores it. Quicker than writing the file anew.
#[cfg(test)]
pub(crate) fn flip(path: &Path, at: usize, mask: u8) {
    use std::io::{Read, Seek, SeekFrom, Write};
    let mut file = File::options().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&[byte[0] ^ mask]).unwrap();
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn put(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
        write_atomically(path, |file| file.write_all(bytes).map_err(io_error("写入", path)))
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        put(&path, b"first, and long").unwrap();
        put(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names(folder.path()), ["a"], "no temporary name may stay");
    }

    #[test]
    fn a_writer_that_gives_up_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        put(&path, b"old").unwrap();
        let refused = write_atomically(&path, |file| {
            file.write_all(b"half").unwrap();
            Err::<(), _>(VaultError::NoRandomness)
        });
        assert!(refused.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn what_a_killed_writer_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut killed = PendingFile::begin(folder.path()).unwrap();
        killed.file().unwrap().write_all(b"half").unwrap();
        std::mem::forget(killed);
        fs::write(folder.path().join("kept.unfinished"), b"").unwrap();
        fs::create_dir(folder.path().join(".a.unfinished")).unwrap();
        assert_eq!(sweep_unfinished(folder.path()).unwrap(), 1);
        assert_eq!(names(folder.path()).len(), 2, "other names and folders stay");
        assert_eq!(sweep_unfinished(&folder.path().join("absent")).unwrap(), 0);
    }

    #[test]
    fn a_missing_folder_is_an_error_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let said = put(&folder.path().join("no/such"), b"").unwrap_err().to_string();
        assert!(said.contains("找不到"), "{said}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_a_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        put(&path, b"").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
}
