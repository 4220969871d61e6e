//! Backups of a book and the way back from one. A backup is only called one after it has been opened and checked;
//! a restore keeps the present state as a backup before it changes anything.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use branchbook_domain::day::Clock;
use rusqlite::OpenFlags;
use uuid::Uuid;

use crate::book::{Book, DATABASE, open_keyed};
use crate::change;
use crate::change::operation::{Operation, OperationKind};
use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::office::{self, key};
use crate::vault::backup_file::{self, Limits, Parts, Statement};
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::sealed_file::FILES;
use crate::vault::{KeyFile, Unlock};
use crate::verify;

/// Folder inside a book where backups made before risky acts lie.
pub const BACKUPS: &str = "backups";
/// Ending of a backup.
pub const ENDING: &str = "zbk";

/// A backup that was written, opened and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it lies.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Number of the newest change in it.
    pub head: i64,
}

impl Book {
    /// Writes a verified backup to `to`, or into `to` if that is a folder. The backup itself is recorded first,
    /// so that it is part of what it keeps.
    pub fn backup(&mut self, to: &Path) -> Result<Backup> {
        let target = if to.is_dir() { to.join(self.backup_name("")?) } else { to.to_owned() };
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let operation = Operation::new(OperationKind::Backup, format!("备份到 {name}"));
        self.write(&operation, |_| Ok::<(), LedgerError>(()))?;
        self.write_backup(&target)
    }

    /// A backup inside the book's own folder before a risky act; `why` stands in its name.
    pub(crate) fn backup_before(&mut self, why: &str) -> Result<Backup> {
        let folder = self.dir().join(BACKUPS);
        std::fs::create_dir_all(&folder)?;
        let target = folder.join(self.backup_name(why)?);
        self.write_backup(&target)
    }

    fn write_backup(&mut self, target: &Path) -> Result<Backup> {
        self.checkpoint()?;
        let copy = self.dir().join("tmp").join(format!("backup-{}.db", self.new_uid()));
        self.writer().execute("VACUUM INTO ?", [copy.to_string_lossy()])?;
        let outcome = self.check_copy(&copy).and_then(|()| self.pack_copy(&copy, target));
        std::fs::remove_file(&copy)?;
        outcome
    }

    fn check_copy(&self, copy: &Path) -> Result<()> {
        let connection = open_keyed(copy, self.key(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let reading = Reading::new(&connection);
        if let Some(finding) = verify::file(&reading)?.into_iter().next() {
            return Err(LedgerError::BackupUnsound(finding.sentence));
        }
        if change::head(&reading)? != self.head() {
            return Err(LedgerError::BackupUnsound("历史与原台账不一致".to_owned()));
        }
        Ok(())
    }

    fn pack_copy(&self, copy: &Path, target: &Path) -> Result<Backup> {
        let (files, book_id) =
            self.read(|reading| Ok::<_, LedgerError>((kept_names(reading)?, book_id(reading)?)))?;
        let head = self.head();
        let statement = Statement {
            book_id,
            created_at: self.clock().now().0,
            chain_head: hex(&head.hash),
            chain_count: head.id.to_string(),
        };
        let key_file = KeyFile::whole_copy(self.dir(), self.key())?;
        let files_dir = self.dir().join(FILES);
        let parts =
            Parts { database: copy, key_file: &key_file, files_dir: &files_dir, files: &files, statement };
        backup_file::pack(&parts, target)?;
        if let Err(error) = backup_file::verify(target, &Limits::default()) {
            std::fs::remove_file(target)?;
            return Err(LedgerError::BackupUnsound(error.to_string()));
        }
        Ok(Backup { path: target.to_owned(), size: std::fs::metadata(target)?.len(), head: head.id })
    }

    fn backup_name(&self, why: &str) -> Result<String> {
        let name =
            self.read(|reading| office::setting::<String>(reading, key::OFFICE_NAME))?.unwrap_or_default();
        let at = self.clock().now().to_string().replace([':', ' '], "-");
        let middle = if why.is_empty() { String::new() } else { format!("-{why}前") };
        Ok(format!("{name}-{at}{middle}-{}.{ENDING}", self.head().id))
    }
}

/// Restores a backup into `dir`: a missing or empty folder, or the folder of a book, whose present state is kept as a
/// backup first. `unlock` opens the backup: the password of its day or the recovery code of its day. The restored
/// book begins a new epoch (decisions 30).
pub fn restore(
    backup: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    present: Option<Unlock<'_>>,
    clock: Arc<dyn Clock>,
) -> Result<Book> {
    let incoming = sibling(dir, "restore", clock.as_ref());
    let epochs = restore_beside(backup, &incoming, unlock, &clock);
    let epoch = match epochs {
        Ok(epoch) => epoch,
        Err(error) => {
            remove_folder(&incoming)?;
            return Err(error);
        }
    };
    let kept = match keep_present(dir, present, &clock) {
        Ok(kept) => kept,
        Err(error) => {
            remove_folder(&incoming)?;
            return Err(error);
        }
    };
    exchange(&incoming, dir, clock.as_ref())?;
    let mut book = Book::open(dir, unlock, clock)?;
    let next_epoch = epoch.max(kept.unwrap_or(0)) + 1;
    let name = backup.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let operation = Operation::new(OperationKind::Restore, format!("从备份 {name} 恢复"));
    book.write(&operation, |writing| office::set_setting(writing, key::EPOCH, &next_epoch))?;
    Ok(book)
}

/// Unpacks and proves the backup in a folder of its own; answers its epoch.
fn restore_beside(backup: &Path, incoming: &Path, unlock: Unlock<'_>, clock: &Arc<dyn Clock>) -> Result<i64> {
    backup_file::unpack(backup, incoming, &Limits::default())?;
    let book = Book::open(incoming, unlock, clock.clone())?;
    let damage = book.verify()?.into_iter().find(|finding| finding.severity == verify::Severity::Damage);
    if let Some(damage) = damage {
        return Err(LedgerError::BackupUnsound(damage.sentence));
    }
    let epoch = book.read(|reading| office::setting::<i64>(reading, key::EPOCH))?.unwrap_or(0);
    book.close()?;
    Ok(epoch)
}

/// Keeps the present state. A book that cannot be opened is kept as it lies, in the exchange of the folders.
fn keep_present(dir: &Path, present: Option<Unlock<'_>>, clock: &Arc<dyn Clock>) -> Result<Option<i64>> {
    if !dir.join(DATABASE).exists() {
        return Ok(None);
    }
    let Some(unlock) = present else { return Ok(None) };
    let mut book = match Book::open(dir, unlock, clock.clone()) {
        Ok(book) => book,
        // What cannot be opened needs no backup of its own: its whole folder is kept beside the restored one.
        Err(LedgerError::NotOurs | LedgerError::DamagedLog { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    book.backup_before("恢复")?;
    let epoch = book.read(|reading| office::setting::<i64>(reading, key::EPOCH))?;
    book.close()?;
    Ok(epoch)
}

/// Moves the restored files in. Whatever lay there is moved to a folder beside it, never deleted, except that the
/// backups stay with the book.
fn exchange(incoming: &Path, dir: &Path, clock: &dyn Clock) -> Result<()> {
    std::fs::create_dir_all(dir)?;
    let replaced = sibling(dir, "replaced", clock);
    for name in
        [DATABASE, &format!("{DATABASE}-wal"), &format!("{DATABASE}-shm"), KEY_FILE, KEY_FILE_COPY, FILES]
    {
        let present = dir.join(name);
        if present.exists() {
            std::fs::create_dir_all(&replaced)?;
            std::fs::rename(&present, replaced.join(name))?;
        }
        let restored = incoming.join(name);
        if restored.exists() {
            std::fs::rename(&restored, &present)?;
        }
    }
    remove_folder(incoming)
}

fn sibling(dir: &Path, what: &str, clock: &dyn Clock) -> PathBuf {
    let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    dir.with_file_name(format!("{name}.{what}-{}", clock.now().0))
}

fn remove_folder(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn book_id(reading: &Reading<'_>) -> Result<Uuid> {
    let text: Option<String> = office::setting(reading, key::BOOK_ID)?;
    let corrupt = LedgerError::Corrupt { table: "setting", id: 0, column: "value" };
    text.and_then(|text| text.parse().ok()).ok_or(corrupt)
}

/// Names of the sealed files that the book names.
pub(crate) fn kept_names(reading: &Reading<'_>) -> Result<BTreeSet<String>> {
    Ok(office::kept_hashes(reading)?.iter().map(|sha256| hex(sha256)).collect())
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
