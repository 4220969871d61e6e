//! The way back from a backup. It is unpacked, proved and given its new epoch beside the book, under the lock of the
//! book; only then is it decided, and from there on an interruption is completed, not undone.

pub(crate) mod exchange;

use std::path::Path;
use std::sync::Arc;

use branchbook_domain::day::Clock;

use crate::book::Book;
use crate::book::folder::{RESTORING, holds_book, remove_folder, require_restorable};
use crate::change::operation::{Operation, OperationKind};
use crate::error::{LedgerError, Result};
use crate::kept;
use crate::table::office::{self, key};
use crate::vault::backup_file::{self, Limits};
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::lock::BookLock;
use crate::vault::{KeyFile, Unlock, VaultError, fault};
use crate::verify::Severity;

/// How far the epoch jumps over a present book that cannot be read: no office restores so often unseen.
const UNREAD_EPOCHS: i64 = 100;

/// Restores a backup into `dir`: a missing or empty folder, or the folder of a book, whose present state is kept as a
/// backup first. `unlock` opens the backup: the password of its day or the recovery code of its day. The restored
/// book begins a new epoch (decisions 30).
///
/// A present book that is damaged is no hindrance: its files are moved to `replaced/` as they lie. Only another
/// program that has it open, or a wrong secret for it, stops the restore.
pub fn restore(
    backup: &Path,
    dir: &Path,
    unlock: Unlock<'_>,
    present: Option<Unlock<'_>>,
    clock: Arc<dyn Clock>,
) -> Result<Book> {
    let was_there = dir.exists();
    require_restorable(dir)?;
    std::fs::create_dir_all(dir)?;
    let lock = Arc::new(BookLock::take(dir, &clock.now().to_string())?);
    let place = Place { dir, clock: &clock, lock: &lock };
    let warnings = match prepare(backup, &place, unlock, present) {
        Ok(warnings) => warnings,
        Err(error) => {
            // What cannot be tidied now is swept at the next opening; the first error says more.
            let _ = tidy(dir, was_there, lock);
            return Err(error);
        }
    };
    exchange::decide(dir, clock.as_ref())?;
    exchange::finish(dir).map_err(|error| match error {
        lost @ LedgerError::RestoreLost(_) => lost,
        other => LedgerError::RestoreUnfinished(other.to_string()),
    })?;
    let mut book = Book::open_held(dir, KeyFile::unlock(dir, unlock)?, clock, lock)?;
    book.warn(warnings);
    Ok(book)
}

/// Where a restore works, and under which lock.
struct Place<'a> {
    dir: &'a Path,
    clock: &'a Arc<dyn Clock>,
    lock: &'a Arc<BookLock>,
}

/// All that can fail: the backup unpacked and proved, the present kept, the epoch raised, everything closed.
fn prepare(
    backup: &Path,
    place: &Place<'_>,
    unlock: Unlock<'_>,
    present: Option<Unlock<'_>>,
) -> Result<Vec<String>> {
    exchange::finish(place.dir)?;
    let incoming = place.dir.join(RESTORING);
    fault::point()?;
    backup_file::unpack(backup, &incoming, &Limits::default())?;
    let mut book = Book::open(&incoming, unlock, place.clock.clone()).map_err(backup_locked)?;
    let mut warnings = prove(&book)?;
    fault::point()?;
    let kept = keep_present(place, present)?;
    warnings.extend(kept.warning);
    let own = book.read(|reading| office::setting::<i64>(reading, key::EPOCH))?.unwrap_or(0);
    let name = backup.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let operation = Operation::new(OperationKind::Restore, format!("从备份 {name} 恢复"));
    let epoch = kept.epoch.map_or(own + UNREAD_EPOCHS, |present| own.max(present)) + 1;
    book.write(&operation, |writing| office::set_setting(writing, key::EPOCH, &epoch))?;
    fault::point()?;
    book.close()?;
    Ok(warnings)
}

/// Refuses a book that does not stand its proof. Kept files that were lost before the backup was made are told: the
/// register must not stay out of reach for an attachment.
fn prove(book: &Book) -> Result<Vec<String>> {
    let findings = book.read(kept::prove)?.findings;
    if let Some(damage) = findings.into_iter().find(|finding| finding.severity == Severity::Damage) {
        return Err(LedgerError::RestoreUnsound(damage.sentence.trim_end_matches('。').to_owned()));
    }
    let lost = book.verify_files()?.into_iter().filter(|finding| finding.severity == Severity::Damage);
    Ok(lost.map(|finding| finding.sentence).collect())
}

/// What became of the book that lies there now.
struct Kept {
    /// Its epoch; `None` if a book lies there that cannot be read.
    epoch: Option<i64>,
    warning: Option<String>,
}

fn keep_present(place: &Place<'_>, present: Option<Unlock<'_>>) -> Result<Kept> {
    if !holds_book(place.dir) {
        // A key without its database is what is left of a book that nobody can ask for its epoch.
        let is_lost = [KEY_FILE, KEY_FILE_COPY].iter().any(|name| place.dir.join(name).exists());
        return Ok(Kept { epoch: (!is_lost).then_some(0), warning: None });
    }
    let Some(unlock) = present else { return Ok(Kept { epoch: None, warning: None }) };
    match back_up_present(place, unlock) {
        Ok(kept) => Ok(kept),
        Err(LedgerError::Vault(secret)) if is_secret(&secret) => Err(LedgerError::PresentLocked(secret)),
        Err(error) => Ok(Kept { epoch: None, warning: Some(not_backed_up(&error)) }),
    }
}

/// The epoch is worth having even where the backup fails.
fn back_up_present(place: &Place<'_>, unlock: Unlock<'_>) -> Result<Kept> {
    let unlocked = KeyFile::unlock(place.dir, unlock)?;
    let mut book = Book::open_held(place.dir, unlocked, place.clock.clone(), place.lock.clone())?;
    let epoch = book.read(|reading| office::setting::<i64>(reading, key::EPOCH)).ok().flatten();
    let outcome = book.backup_before("恢复").and_then(|_| book.close());
    Ok(Kept { epoch, warning: outcome.err().map(|error| not_backed_up(&error)) })
}

fn not_backed_up(error: &LedgerError) -> String {
    format!("恢复前的台账没能另存为备份，它的文件原样移到了台账目录下的 replaced。原因：{error}")
}

fn backup_locked(error: LedgerError) -> LedgerError {
    match error {
        LedgerError::Vault(secret) if is_secret(&secret) => LedgerError::BackupLocked(secret),
        other => other,
    }
}

fn is_secret(error: &VaultError) -> bool {
    matches!(
        error,
        VaultError::PasswordNeeded
            | VaultError::WrongPassword { .. }
            | VaultError::WrongRecovery { .. }
            | VaultError::RecoveryLength { .. }
            | VaultError::RecoveryLetter { .. }
            | VaultError::RecoverySlip
    )
}

/// After a refusal nothing is left behind, not even a folder that was made for it: but that only once the lock is let
/// go, for no system but Unix removes a file that is held.
fn tidy(dir: &Path, was_there: bool, lock: Arc<BookLock>) -> Result<()> {
    fault::point()?;
    remove_folder(&dir.join(RESTORING))?;
    drop(lock);
    if was_there { Ok(()) } else { remove_folder(dir) }
}
