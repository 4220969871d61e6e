//! Bytes become a file: written beside the target, on the disk, and only then under its name. What was asked for is
//! recorded between the two, so that a record never speaks of a file that could not be written.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Writing};

use crate::error::{DeskError, Result, io_words};

/// A file that lies beside its target and has not yet taken its name.
pub(crate) struct Draft {
    draft: PathBuf,
    target: PathBuf,
    is_published: bool,
}

impl Draft {
    /// Writes the bytes beside the target.
    pub(crate) fn write(target: &Path, bytes: &[u8]) -> Result<Self> {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let draft = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let draft = Self { draft, target: target.to_owned(), is_published: false };
        let mut file = File::create(&draft.draft).map_err(|error| DeskError::cannot_write(target, &error))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(draft)
    }

    /// Gives it the target's name.
    pub(crate) fn publish(mut self) -> Result<()> {
        fs::rename(&self.draft, &self.target).map_err(|error| unpublished(&self.target, &error))?;
        self.is_published = true;
        let folder = self.target.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync_folder(folder.unwrap_or(Path::new("."))).map_err(|error| unpublished(&self.target, &error))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_published {
            // It may not exist; the error that brought us here is the one to tell.
            let _ = fs::remove_file(&self.draft);
        }
    }
}

/// The book holds what was asked for; only the file is not there.
fn unpublished(target: &Path, error: &io::Error) -> DeskError {
    DeskError::refused(format!(
        "已记入台账，但文件没有写到“{}”：{}。请检查磁盘或U盘，再导出一次，得到的是同一份文件。",
        target.display(),
        io_words(error)
    ))
}

/// Makes the name durable. Windows does so by itself; some sticks cannot, and hold the file all the same.
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

/// Hands out bytes that the book keeps: written, recorded under a title as an export, and only then under the name.
pub(crate) fn hand_out(book: &mut Book, bytes: &[u8], target: &Path, title: String) -> Result<()> {
    hand_out_noting(book, bytes, target, title, |_| Ok(()))
}

/// The same; what is to be noted of it stands in the same operation.
pub(crate) fn hand_out_noting(
    book: &mut Book,
    bytes: &[u8],
    target: &Path,
    title: String,
    note: impl FnOnce(&mut Writing<'_>) -> Result<(), LedgerError>,
) -> Result<()> {
    let draft = Draft::write(target, bytes)?;
    book.write(&Operation::new(OperationKind::Export, title), note)?;
    draft.publish()
}

/// Refuses a target inside the folder of the book: nothing may lie there in the open, and a restore would move it away.
pub(crate) fn require_outside(book: &Book, target: &Path) -> Result<()> {
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder that is not there is told by the writing itself.
    let Ok(folder) = folder.canonicalize() else { return Ok(()) };
    match folder.starts_with(book.dir().canonicalize()?) {
        true => Err(DeskError::field("out", "不能存到台账目录里面，请换一个位置，例如桌面或U盘。")),
        false => Ok(()),
    }
}

/// The file that is meant, where a file of the usual name may be somebody else's: in a folder that exists it gets the
/// usual name, or the first number behind it that is free.
pub(crate) fn free_target(out: &str, usual_name: &str) -> Result<PathBuf> {
    let named = target(out, usual_name)?;
    if !Path::new(out).is_dir() || named.symlink_metadata().is_err() {
        return Ok(named);
    }
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(named.file_stem()), part(named.extension()));
    let numbered = (2..1000).map(|number| named.with_file_name(format!("{stem} ({number}).{ending}")));
    let mut free = numbered.filter(|path| path.symlink_metadata().is_err());
    let full = || DeskError::refused(format!("“{out}”里同名的文件太多，没有存。请换一个文件夹。"));
    free.next().ok_or_else(full)
}

/// The file that is meant: a folder that exists gets the usual name.
pub(crate) fn target(out: &str, usual_name: &str) -> Result<PathBuf> {
    if out.trim().is_empty() {
        return Err(DeskError::field("out", "请指定保存的位置。"));
    }
    let path = PathBuf::from(out);
    if path.is_dir() {
        let safe = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
        return Ok(path.join(usual_name.chars().map(safe).collect::<String>()));
    }
    // Told before anything is recorded: the last step would fail only after that.
    if out.ends_with(std::path::is_separator) {
        let sentence = format!("没有“{out}”这个文件夹，没有存。请先建好文件夹，或写上文件名。");
        return Err(DeskError::field("out", sentence));
    }
    Ok(path)
}
