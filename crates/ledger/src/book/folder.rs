//! What lies in the folder of a book, and what may be done in a folder.

use std::fs;
use std::path::Path;

use super::DATABASE;
use crate::backup::BACKUPS;
use crate::error::{LedgerError, Result};
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::lock::LOCK_FILE;
use crate::vault::sealed_file::FILES;
use crate::vault::temporary::TEMPORARY;

/// Where a new book is made before it is moved into its place.
pub(crate) const CREATING: &str = "creating";
/// Where a backup is unpacked and proved before it is moved into its place.
pub(crate) const RESTORING: &str = "restoring";
/// Where the books lie whose place a restored one has taken, each under its time.
pub(crate) const REPLACED: &str = "replaced";
/// Where damaged logs are kept.
pub(crate) const DAMAGED: &str = "damaged";
/// Says that a restore is decided and how far its exchange has come.
pub(crate) const PENDING: &str = "restore.pending";

/// What only says that a book was once to be here.
const HARMLESS: [&str; 3] = [LOCK_FILE, TEMPORARY, CREATING];
/// What only the folder of a book has, even where the database is lost.
const OURS: [&str; 9] =
    [DATABASE, KEY_FILE, KEY_FILE_COPY, FILES, BACKUPS, REPLACED, DAMAGED, RESTORING, PENDING];
/// What systems leave in any folder.
const OF_THE_SYSTEM: [&str; 2] = ["desktop.ini", "Thumbs.db"];

/// Whether a book lies here, perhaps in the middle of the exchange of a restore.
pub(crate) fn holds_book(dir: &Path) -> bool {
    dir.join(DATABASE).exists() || dir.join(PENDING).exists()
}

/// Refuses a folder in which no new book may be made. Key files are left to the look of the creation at them.
pub(crate) fn require_free(dir: &Path) -> Result<()> {
    if holds_book(dir) {
        return Err(LedgerError::AlreadyThere(dir.display().to_string()));
    }
    let allowed = |name: &str| HARMLESS.contains(&name) || [KEY_FILE, KEY_FILE_COPY].contains(&name);
    match names(dir)?.into_iter().find(|name| !allowed(name)) {
        Some(name) => Err(LedgerError::Refused(format!(
            "“{}”里已有别的内容（{name}），没有新建台账。请换一个空目录。",
            dir.display()
        ))),
        None => Ok(()),
    }
}

/// Refuses to restore into a folder that holds something and no trace of a book.
pub(crate) fn require_restorable(dir: &Path) -> Result<()> {
    let found: Vec<String> =
        names(dir)?.into_iter().filter(|name| !HARMLESS.contains(&name.as_str())).collect();
    if found.is_empty() || found.iter().any(|name| OURS.contains(&name.as_str())) {
        return Ok(());
    }
    Err(LedgerError::Refused(format!(
        "“{}”里有别的内容，却没有台账，没有恢复。请换一个空目录，或指明台账所在的目录。",
        dir.display()
    )))
}

/// Removes a folder with all that is in it; one that is not there is no error.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn names(dir: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !OF_THE_SYSTEM.contains(&name.as_str()) {
            names.push(name);
        }
    }
    Ok(names)
}
