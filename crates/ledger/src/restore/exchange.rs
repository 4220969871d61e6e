//! The exchange at the end of a restore: the present files move to `replaced/`, the restored ones move in. A marker
//! says that it is decided and which of the two steps is under way; each step can be repeated any number of times.
//!
//! Files are moved one by one and not the folder as a whole, because the backups, the damaged logs and the lock stay,
//! and because Windows renames no folder in which a file is open.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use branchbook_domain::day::Clock;
use serde::{Deserialize, Serialize};

use crate::book::DATABASE;
use crate::book::folder::{PENDING, REPLACED, RESTORING, remove_folder};
use crate::error::{LedgerError, Result};
use crate::vault::error::io_error;
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::sealed_file::FILES;
use crate::vault::{ahead, atomic, fault};

/// All that is exchanged. A log first: it must never lie beside a database that is not its own.
const NAMES: [&str; 7] =
    ["ledger.db-wal", "ledger.db-shm", ahead::MARK, DATABASE, KEY_FILE, KEY_FILE_COPY, FILES];

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Pending {
    /// Name of the folder inside `replaced/`.
    replaced: String,
    /// The present files are away; the restored ones move in.
    is_away: bool,
}

/// Decides the restore: whatever happens from here on, the book in `restoring/` takes its place.
pub(super) fn decide(dir: &Path, clock: &dyn Clock) -> Result<()> {
    let stamp = clock.now().0;
    let free = |name: &String| !dir.join(REPLACED).join(name).exists();
    let later = (2..1000).map(|number| format!("{stamp}-{number}"));
    let replaced = std::iter::once(stamp.to_string()).chain(later).find(free).unwrap_or_default();
    fault::point()?;
    mark(dir, &Pending { replaced, is_away: false })
}

/// Whether the exchange of a restore was cut short.
pub(crate) fn is_pending(dir: &Path) -> bool {
    dir.join(PENDING).exists()
}

/// Completes a restore that was decided and sweeps one that was not; the caller holds the lock.
pub(crate) fn finish(dir: &Path) -> Result<()> {
    if let Some(mut pending) = read(dir)? {
        if !pending.is_away {
            move_away(dir, &dir.join(REPLACED).join(&pending.replaced))?;
            pending.is_away = true;
            mark(dir, &pending)?;
        }
        move_in(dir, &pending)?;
        fault::point()?;
        fs::remove_file(dir.join(PENDING))?;
        atomic::sync_folder_of(&dir.join(PENDING))?;
    }
    remove_folder(&dir.join(RESTORING))
}

fn move_away(dir: &Path, replaced: &Path) -> Result<()> {
    for name in NAMES {
        let present = dir.join(name);
        if present.exists() {
            fs::create_dir_all(replaced)?;
            fault::point()?;
            fs::rename(present, replaced.join(name))?;
        }
    }
    if replaced.exists() {
        // The folder itself, and its name.
        atomic::sync_folder_of(&replaced.join(DATABASE))?;
        atomic::sync_folder_of(replaced)?;
    }
    Ok(())
}

fn move_in(dir: &Path, pending: &Pending) -> Result<()> {
    for name in NAMES {
        let restored = dir.join(RESTORING).join(name);
        if restored.exists() {
            fault::point()?;
            fs::rename(restored, dir.join(name))?;
        }
    }
    atomic::sync_folder_of(&dir.join(DATABASE))?;
    if dir.join(DATABASE).exists() {
        return Ok(());
    }
    Err(LedgerError::RestoreLost(dir.join(REPLACED).join(&pending.replaced).display().to_string()))
}

fn mark(dir: &Path, pending: &Pending) -> Result<()> {
    let path = dir.join(PENDING);
    let text = serde_json::to_vec(pending).map_err(|error| io_error("写入", &path)(error.into()))?;
    Ok(atomic::write_atomically(&path, |file| file.write_all(&text).map_err(io_error("写入", &path)))?)
}

/// The marker lies beside the book, where anybody may write: its name must be one that `decide` gives.
fn read(dir: &Path) -> Result<Option<Pending>> {
    let path: PathBuf = dir.join(PENDING);
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let pending: Option<Pending> = serde_json::from_slice(&bytes).ok();
    let is_ours = |pending: &Pending| {
        !pending.replaced.is_empty() && pending.replaced.chars().all(|c| c.is_ascii_digit() || c == '-')
    };
    match pending.filter(is_ours) {
        Some(pending) => Ok(Some(pending)),
        None => Err(LedgerError::Refused(format!(
            "“{}”记着一次没有做完的恢复，但它的内容无法识别，没有打开台账。请保留整个目录，请技术人员处理。",
            path.display()
        ))),
    }
}
