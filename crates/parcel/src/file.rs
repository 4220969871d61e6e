//! Files on the stick: names that every system takes, whole or not at all (temporary name in the same folder,
//! fsync, rename, fsync of the folder), and reading no more than a limit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::digest::hex;
use crate::error::{FileError, file_error};
use crate::kind::Kind;
use crate::manifest::Manifest;

/// Characters of an office in a file name at most: 255 bytes must hold the rest, too.
const LONGEST_NAME: usize = 50;

/// Writes `path` whole or not at all, replacing an older file of that name; the folder must exist.
///
/// # Errors
/// If the folder cannot be written; what was there before is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let pending = Pending(temporary_beside(path).map_err(file_error("写入", path))?);
    write_synced(&pending.0, bytes)
        .and_then(|()| rename(&pending.0, path))
        .and_then(|()| sync_folder(folder_of(path)))
        .map_err(file_error("写入", path))
}

/// Reads a file of at most `limit` bytes; of a longer one, one byte more, which the caller will refuse.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(file_error("读取", path))?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(file_error("读取", path))?;
    Ok(bytes)
}

/// `NAME-YYYY年M月-第N次.zbt`, with `-下发` after the name of who publishes, and the label of the kind at the end.
pub(crate) fn parcel_name(kind: &Kind, manifest: &Manifest) -> String {
    let office = plain_name(&manifest.sender.name);
    let published = if kind.is_publication { "-下发" } else { "" };
    let month = manifest.month.as_deref().map(month_words).unwrap_or_default();
    let label = kind.label.map(|label| format!("-{label}")).unwrap_or_default();
    format!("{office}{published}{month}-第{}次{label}.zbt", manifest.sequence)
}

/// The name of an office as it may stand in a file name on Windows, too.
pub(crate) fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_control() || "<>:\"/\\|?*".contains(c) { '_' } else { c };
    let plain: String = name.chars().take(LONGEST_NAME).map(plain).collect();
    let trimmed = plain.trim_start_matches('.').trim();
    if trimmed.is_empty() { "_".to_owned() } else { trimmed.to_owned() }
}

/// `2026-09` as `-2026年9月`.
fn month_words(month: &str) -> String {
    month
        .split_once('-')
        .map_or_else(String::new, |(year, month)| format!("-{year}年{}月", month.trim_start_matches('0')))
}

/// The path of a file that has not got its name yet; dropped, the file vanishes.
struct Pending(PathBuf);

impl Drop for Pending {
    fn drop(&mut self) {
        // After the rename there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

fn temporary_beside(path: &Path) -> io::Result<PathBuf> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    Ok(folder_of(path).join(format!(".{}.unfinished", hex(&random))))
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// On Windows a virus scanner may hold a new file for a moment.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for pause in [10, 40, 160, 640] {
        match fs::rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(pause));
            }
            other => return other,
        }
    }
    fs::rename(from, to)
}

/// Makes the names in a folder durable. Windows does so by itself; some sticks cannot, and hold the file all the same.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        other => other,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{MONTH, manifest};

    #[test]
    fn a_file_is_replaced_whole_and_leaves_no_temporary_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zbt");
        write(&path, b"first, and long").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("a.zbt");
        fs::create_dir(&taken).unwrap();
        assert!(write(&taken, b"x").is_err(), "a folder bears the name");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary name may stay");
        let said = write(&folder.path().join("no/such.zbt"), b"x").unwrap_err().to_string();
        assert!(said.contains("找不到"), "{said}");
    }

    #[test]
    fn a_parcel_is_named_after_office_month_and_sequence() {
        let mut manifest = manifest();
        assert_eq!(parcel_name(&MONTH, &manifest), "幸福社区党委-2026年9月-第2次.zbt");
        manifest.month = None;
        assert_eq!(parcel_name(&MONTH, &manifest), "幸福社区党委-第2次.zbt");
    }

    #[test]
    fn a_publication_and_a_receipt_are_told_by_their_names() {
        let mut manifest = manifest();
        (manifest.sequence, manifest.month) = (1, Some("2026-10".to_owned()));
        let (policy, receipt) =
            (Kind::publication("policy", &[]), Kind::new("receipt", &[]).labelled("回执"));
        assert_eq!(parcel_name(&policy, &manifest), "幸福社区党委-下发-2026年10月-第1次.zbt");
        assert_eq!(parcel_name(&receipt, &manifest), "幸福社区党委-2026年10月-第1次-回执.zbt");
        manifest.month = None;
        assert_eq!(parcel_name(&policy, &manifest), "幸福社区党委-下发-第1次.zbt");
        assert_eq!(parcel_name(&policy.labelled("名单"), &manifest), "幸福社区党委-下发-第1次-名单.zbt");
    }

    #[test]
    fn a_name_cannot_leave_the_folder() {
        for (name, plain) in [("../../a", "_.._a"), ("a/b:c?", "a_b_c_"), ("...", "_"), ("a\\b", "a_b")] {
            assert_eq!(plain_name(name), plain);
        }
        let longest = Kind::publication("policy", &[]).labelled("四个汉字");
        let manifest = Manifest { sequence: u32::MAX, month: Some("2026-12".to_owned()), ..long() };
        assert!(parcel_name(&longest, &manifest).len() <= 255, "Linux allows 255 bytes");
    }

    fn long() -> Manifest {
        let mut manifest = manifest();
        manifest.sender.name = "𠮷".repeat(100);
        manifest
    }

    #[test]
    fn no_more_is_read_than_the_limit_and_a_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, [0; 100]).unwrap();
        assert_eq!(read(&path, 10).unwrap().len(), 11);
        assert_eq!(read(&path, 100).unwrap().len(), 100);
    }
}
