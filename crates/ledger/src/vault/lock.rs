//! One process at a time: a lock that the system takes back when the process ends, however it ends.
//! The text in the lock file only serves the sentence for the second opener; it locks nothing by itself.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::error::{VaultError, io_error};

/// The lock file beside the database.
pub const LOCK_FILE: &str = "book.lock";
/// What is read of another program's note, in bytes.
const NOTE_LIMIT: u64 = 512;

/// A book held for this process; dropping it lets go.
#[derive(Debug)]
pub struct BookLock {
    _file: File,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Note {
    pid: u32,
    since: String,
}

impl BookLock {
    /// Takes the lock of the book in `dir`; `since` is the time in words, such as `2026-10-31 09:12`.
    ///
    /// # Errors
    /// `Locked` with the holder's number and time if they can be read (not on Windows, where a held file
    /// is unreadable); `LockUnsupported`; `Io`.
    pub fn take(dir: &Path, since: &str) -> Result<Self, VaultError> {
        let path = dir.join(LOCK_FILE);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(io_error("打开", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(VaultError::Locked { holder: holder(&mut file) }),
            Err(TryLockError::Error(source)) => return Err(VaultError::LockUnsupported { path, source }),
        }
        let note = Note { pid: std::process::id(), since: since.to_owned() };
        write_note(&mut file, &note).map_err(io_error("写入", &path))?;
        Ok(Self { _file: file })
    }
}

fn write_note(file: &mut File, note: &Note) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(serde_json::to_string(note)?.as_bytes())
}

fn holder(file: &mut File) -> Option<String> {
    let mut text = String::new();
    file.take(NOTE_LIMIT).read_to_string(&mut text).ok()?;
    let note: Note = serde_json::from_str(&text).ok()?;
    Some(format!("{} 起，进程号 {}", note.since, note.pid))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::*;

    const CHILD_DIR: &str = "BRANCHBOOK_TEST_LOCK_DIR";

    #[test]
    fn a_second_opener_is_told_who_holds_the_book() {
        let dir = tempfile::tempdir().unwrap();
        let held = BookLock::take(dir.path(), "2026-10-31 09:12").unwrap();
        let said = BookLock::take(dir.path(), "2026-10-31 09:13").unwrap_err().to_string();
        assert!(said.starts_with("这本台账正在另一个窗口或程序中打开"), "{said}");
        if cfg!(unix) {
            assert!(
                said.contains("2026-10-31 09:12") && said.contains(&std::process::id().to_string()),
                "{said}"
            );
        }
        drop(held);
        BookLock::take(dir.path(), "later").unwrap();
    }

    #[test]
    fn a_stale_or_garbled_file_is_no_lock() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(LOCK_FILE), [0xff; 5000]).unwrap();
        let _held = BookLock::take(dir.path(), "now").unwrap();
        let note = std::fs::read_to_string(dir.path().join(LOCK_FILE)).unwrap();
        assert!(note.ends_with(r#""since":"now"}"#), "the old text is cut off: {note}");
    }

    #[test]
    fn a_killed_holder_lets_go() {
        let dir = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "vault::lock::tests::hold_until_killed", "--ignored"])
            .env(CHILD_DIR, dir.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let is_held = (0..500).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            dir.path().join("held").exists()
        });
        let second = BookLock::take(dir.path(), "second");
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_held, "the other process never took the lock");
        assert!(matches!(second, Err(VaultError::Locked { .. })));
        BookLock::take(dir.path(), "third").expect("a killed holder leaves no lock");
    }

    #[test]
    #[ignore = "the process that a_killed_holder_lets_go kills"]
    fn hold_until_killed() {
        let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
        let dir = Path::new(&dir);
        let _held = BookLock::take(dir, "child").unwrap();
        std::fs::write(dir.join("held"), b"").unwrap();
        std::thread::sleep(Duration::from_secs(60));
    }
}
