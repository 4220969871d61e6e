//! Opening a book: one process at a time, a restore that was cut short completed, the log of a crash examined before
//! SQLite reads it and folded before anything is written, the key file mended.

use std::path::Path;
use std::sync::{Arc, Mutex};

use branchbook_domain::day::Clock;

use super::connection::{assert_sqlite, open_writer};
use super::folder::{self, DAMAGED};
use super::{Book, DATABASE, creation, log_length, log_path};
use crate::backup::BACKUPS;
use crate::change;
use crate::error::{LedgerError, Result};
use crate::migrate;
use crate::reading::Reading;
use crate::restore::exchange;
use crate::table::office;
use crate::vault::key_file::KeyStatement;
use crate::vault::lock::BookLock;
use crate::vault::sealed_file::FILES;
use crate::vault::wal_scan::{self, WalState};
use crate::vault::{KeyFile, Unlock, Unlocked, ahead, atomic, temporary};

/// Said of an operation that was killed before its commit.
const UNFINISHED: &str =
    "上次有一项大批量操作做到一半程序就关闭了：它没有生效，台账是那以前的样子。需要的话请重做一次。";

impl Book {
    /// Opens a book. One process at a time; a log left by a crash is examined before SQLite reads it.
    pub fn open(dir: &Path, unlock: Unlock<'_>, clock: Arc<dyn Clock>) -> Result<Self> {
        assert_sqlite()?;
        if !folder::holds_book(dir) {
            return Err(LedgerError::NoBook(dir.display().to_string()));
        }
        let lock = Arc::new(BookLock::take(dir, &clock.now().to_string())?);
        exchange::finish(dir)?;
        creation::clear(dir)?;
        Self::open_held(dir, KeyFile::unlock(dir, unlock)?, clock, lock)
    }

    /// What can be said of a folder before the book in it is opened; `None` if there is none. A restore that was cut
    /// short is completed first, for in the middle of it the key may lie elsewhere.
    pub fn glance(dir: &Path, clock: &dyn Clock) -> Result<Option<KeyStatement>> {
        if !folder::holds_book(dir) {
            return Ok(None);
        }
        if exchange::is_pending(dir) {
            let _lock = BookLock::take(dir, &clock.now().to_string())?;
            exchange::finish(dir)?;
        }
        Ok(Some(KeyFile::peek(dir)?))
    }

    /// Opens a book whose lock is held and whose key is known.
    pub(crate) fn open_held(
        dir: &Path,
        unlocked: Unlocked,
        clock: Arc<dyn Clock>,
        lock: Arc<BookLock>,
    ) -> Result<Self> {
        temporary::empty(dir)?;
        sweep(dir)?;
        let log = examine_log(dir)?;
        let writer = open_writer(&dir.join(DATABASE), &unlocked.key)?;
        let version = migrate::version_of(&writer, migrate::steps())?;
        let reading = Reading::new(&writer);
        let head = change::head(&reading)?;
        let operator = first_operator(&reading)?;
        let mut book = Self {
            dir: dir.to_owned(),
            writer,
            reader: Mutex::new(None),
            has_password: unlocked.statement.has_password,
            warnings: Vec::new(),
            key: unlocked.key,
            clock,
            operator,
            head,
            began: (head.id, 0),
            _lock: lock,
        };
        // SQLite goes on writing behind the last commit, over the frames of a transaction that was killed; those
        // that stay behind the new ones would look like damage to the next scan. A folded log begins fresh.
        if log != Log::Empty || ahead::is_marked(dir) {
            book.checkpoint()?;
        }
        if log == Log::Unfinished {
            book.warnings.push(UNFINISHED.to_owned());
        }
        book.mend_keys()?;
        book.migrate(version)?;
        Ok(book)
    }

    /// Only now, when the key has opened the database, is it sure which copy of the key file is the book's. What
    /// cannot be mended, on a disk that is full or write-protected, is told and does not keep the book shut.
    fn mend_keys(&mut self) -> Result<()> {
        let damages = KeyFile::check(&self.dir, &self.key)?;
        if damages.is_empty() {
            return Ok(());
        }
        let is_mended = KeyFile::repair(&self.dir, &self.key).is_ok();
        let sentence = |damage: &crate::vault::Damage| match is_mended {
            true => damage.mended(),
            false => damage.to_string(),
        };
        self.warnings.extend(damages.iter().map(sentence));
        Ok(())
    }
}

fn first_operator(reading: &Reading<'_>) -> Result<(i64, String)> {
    office::first_operator(reading)?.ok_or(LedgerError::Missing { table: "operator", id: 1 })
}

/// Half files that a killed writer left under a temporary name: they were never acknowledged.
fn sweep(dir: &Path) -> Result<()> {
    for folder in [dir.to_owned(), dir.join(FILES), dir.join(BACKUPS)] {
        if folder.is_dir() {
            atomic::sweep_unfinished(&folder)?;
        }
    }
    Ok(())
}

/// Whether a log with anything in it lies there; refuses one that is damaged and keeps a copy of it.
///
/// A power cut in the middle of a commit may write the blocks of that commit in any order, so that a bad frame stands
/// before good ones that nobody was ever told of. Nothing tells it from an acknowledged frame that the disk has
/// spoilt since. The decision is to stop: a book that asks for its backup is better than rows that vanish unseen.
/// Only behind the mark of an operation that wrote ahead of its commit it is sure that nothing was acknowledged.
fn examine_log(dir: &Path) -> Result<Log> {
    let log = log_path(dir);
    let state = wal_scan::scan(&log)?;
    let marked = ahead::marked(dir)?;
    match state {
        WalState::None | WalState::Empty => Ok(Log::Empty),
        WalState::Damaged { at, .. } if marked.is_some_and(|length| length <= at) => {
            cut_off(&log, at)?;
            Ok(Log::Unfinished)
        }
        WalState::Damaged { frame, why, .. } => {
            Err(damaged(dir, &log, format!("第 {frame} 帧{}", why.label())))
        }
        WalState::Whole { unended, .. } => whole_up_to(dir, &log, (marked, 0), unended > 0),
        WalState::TornTail { tail_bytes, .. } => whole_up_to(dir, &log, (marked, tail_bytes), true),
    }
}

/// A log whose frames are as they were written, but for a tail. Up to a mark it was once whole: what is missing of that
/// was acknowledged.
fn whole_up_to(dir: &Path, log: &Path, (marked, tail): (Option<u64>, u64), is_unended: bool) -> Result<Log> {
    match marked {
        Some(length) if log_length(dir)?.saturating_sub(tail) < length => {
            Err(damaged(dir, log, "末尾缺少一段".to_owned()))
        }
        Some(_) if is_unended => Ok(Log::Unfinished),
        _ => Ok(Log::Whole),
    }
}

/// What lies in the log of a book that is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    Empty,
    Whole,
    /// An operation that wrote ahead was killed before its commit; what it wrote counts for nothing.
    Unfinished,
}

fn damaged(dir: &Path, log: &Path, why: String) -> LedgerError {
    match wal_scan::keep_copy(log, &dir.join(DAMAGED)) {
        Ok(copy) => LedgerError::DamagedLog { why, copy: copy.display().to_string() },
        Err(error) => error.into(),
    }
}

/// Shortens the log to this length, durably.
pub(super) fn cut_off(log: &Path, length: u64) -> Result<()> {
    let file = std::fs::File::options().write(true).open(log)?;
    file.set_len(length)?;
    Ok(file.sync_all()?)
}
