//! An open book: the folder it lies in, its one writer, its readers, and who is working on it.

pub(crate) mod connection;
mod creation;
pub(crate) mod folder;
mod opening;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use branchbook_domain::day::{Clock, Instant};
use branchbook_domain::key::ChangeId;
use rusqlite::Connection;
use uuid::{ClockSequence, Timestamp, Uuid};

pub(crate) use self::connection::open_keyed;
use crate::change::Head;
use crate::change::operation::{Operation, OperationKind};
use crate::error::{LedgerError, Result};
use crate::gate::{self, Occasion, Writing, Written};
use crate::migrate;
use crate::reading::{Reading, Reckonings};
use crate::table::office::{self, Operator};
use crate::undo::{self, Undid, UndoLine};
use crate::vault::lock::BookLock;
use crate::vault::{DataKey, KeyFile, Password, RecoveryCode, Unlock, ahead};

/// Name of the database inside the folder of a book.
pub const DATABASE: &str = "ledger.db";
/// The log is folded into the file when it has grown beyond this many bytes.
const LOG_LIMIT: u64 = 4 << 20;

/// Said where the mark of a long operation could not be taken away, of one that was done and of one that was not.
const MARKED: [&str; 2] = [
    "刚才的大批量操作已经完成，但日志没有整理好，多半是磁盘已满。请腾出空间，再关闭程序重新打开一次。",
    "刚才的大批量操作没有完成，台账没有改动，但日志没有整理好，多半是磁盘已满。请腾出空间，再关闭程序重新打开一次。",
];

/// What a new book is told about its office.
#[derive(Debug, Clone)]
pub struct NewBook<'a> {
    /// `community` or `street`.
    pub office: &'a str,
    /// Name of the office.
    pub name: &'a str,
    /// Name of the first operator (经办人).
    pub operator: &'a str,
    /// The password; `None` is a choice that the program warns of.
    pub password: Option<&'a Password>,
}

/// An open book.
pub struct Book {
    dir: PathBuf,
    writer: Connection,
    reader: Mutex<Option<Reader>>,
    key: DataKey,
    clock: Arc<dyn Clock>,
    operator: (i64, String),
    head: Head,
    /// Head and length of the log when the last write began.
    began: (i64, u64),
    warnings: Vec<String>,
    has_password: bool,
    // Held last: the lock goes when everything else has gone.
    _lock: Arc<BookLock>,
}

/// The one connection that questions go through, with what it has reckoned.
struct Reader {
    connection: Connection,
    reckonings: Reckonings,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Book").field("dir", &self.dir).field("head", &self.head.id).finish_non_exhaustive()
    }
}

impl Book {
    /// The folder of the book.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The clock that the book goes by.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Whether a password protects it; without one the file is not secret, and the program says so.
    pub fn has_password(&self) -> bool {
        self.has_password
    }

    /// Changes the password, or takes it away, and makes a new recovery code if one is wanted; the old code then opens
    /// nothing any more, except older backups. Recorded, and not undoable.
    ///
    /// Recorded first: once the key file is written nothing may fail any more, or a new code would never be shown.
    pub fn change_password(
        &mut self,
        password: Option<&Password>,
        renews_recovery: bool,
    ) -> Result<Option<RecoveryCode>> {
        let act = if password.is_some() { "修改密码" } else { "取消密码" };
        let title = if renews_recovery { format!("{act}，更换恢复码") } else { act.to_owned() };
        self.record_keys(&title)?;
        let changed = match renews_recovery {
            true => KeyFile::change_password_and_code(&self.dir, &self.key, password).map(Some),
            false => KeyFile::change_password(&self.dir, &self.key, password).map(|()| None),
        };
        match changed {
            Ok(code) => {
                self.has_password = password.is_some();
                Ok(code)
            }
            Err(error) => {
                // The history then says so too, if it can; the sentence to the person does in any case.
                let _ = self.record_keys(&format!("没有完成：{title}（密钥文件没有写成）"));
                Err(LedgerError::KeyNotChanged(error))
            }
        }
    }

    /// The recovery code in a text, if it is the one that opens this book.
    pub fn require_recovery(&self, text: &str) -> Result<RecoveryCode> {
        KeyFile::unlock(&self.dir, Unlock::Recovery(text))?;
        Ok(RecoveryCode::parse(text)?)
    }

    fn record_keys(&mut self, title: &str) -> Result<()> {
        let operation = Operation::new(OperationKind::PasswordChange, title);
        self.write(&operation, |_| Ok::<(), LedgerError>(())).map(|_| ())
    }

    /// What was noticed at opening and should be told.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Adds to what should be told.
    pub(crate) fn warn(&mut self, warnings: impl IntoIterator<Item = String>) {
        self.warnings.extend(warnings);
    }

    /// The key of the book, for the guards of its other files.
    pub(crate) fn key(&self) -> &DataKey {
        &self.key
    }

    /// A fresh UUIDv7 by the book's clock.
    pub fn new_uid(&self) -> Uuid {
        new_uid(self.clock.as_ref())
    }

    /// The operator at work.
    pub fn operator(&self) -> &str {
        &self.operator.1
    }

    /// Who works from now on; an unknown name is registered as a new operator.
    pub fn work_as(&mut self, name: &str) -> Result<()> {
        let known = self.read(|reading| office::operator(reading, name))?;
        let id = match known {
            Some(stored) => stored.id.0,
            None => {
                let today = self.clock.today();
                let operator = Operator { name: name.to_owned(), from_on: Some(today), to_on: None };
                let operation = Operation::new(OperationKind::OperatorAdd, format!("登记经办人：{name}"));
                self.write(&operation, |writing| writing.insert(&operator))?.value.0
            }
        };
        self.operator = (id, name.to_owned());
        Ok(())
    }

    /// The one gate for writes: all or nothing, recorded and chained.
    pub fn write<T, E: From<LedgerError>>(
        &mut self,
        operation: &Operation,
        act: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        self.write_undoing(None, operation, act)
    }

    /// Reads from a consistent state of the book, beside the writer.
    pub fn read<T, E: From<LedgerError>>(
        &self,
        ask: impl FnOnce(&Reading<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut slot = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match slot.take() {
            Some(reader) => reader,
            None => Reader {
                connection: connection::open_reader(&self.dir.join(DATABASE), &self.key)?,
                reckonings: Reckonings::default(),
            },
        };
        reader.connection.execute_batch("BEGIN").map_err(LedgerError::from)?;
        let outcome = ask(&Reading::remembering(&reader.connection, &reader.reckonings));
        reader.connection.execute_batch("COMMIT").map_err(LedgerError::from)?;
        // Only now: a reader left inside its transaction by a panic would go on showing that moment.
        *slot = Some(reader);
        outcome
    }

    /// Undoes an operation.
    pub fn undo(&mut self, change: ChangeId) -> Result<Written<()>> {
        self.undo_with(change, |_, _| Ok(()))
    }

    /// Undoes an operation; `after` writes what follows from it, in the same operation.
    pub fn undo_with<T>(
        &mut self,
        change: ChangeId,
        after: impl FnOnce(&mut Writing<'_>, &Undid) -> Result<T>,
    ) -> Result<Written<T>> {
        let target = self.read(|reading| undo::candidate(reading, change))?;
        let operation = Operation::new(OperationKind::Undo, undo::title(target.kind, &target.title));
        let written = self.write_undoing(Some(change), &operation, |writing| {
            writing.defer_foreign_keys()?;
            let undid = undo::apply(writing, &target)?;
            after(writing, &undid)
        });
        match written {
            Ok(written) => Ok(written),
            Err(error) => self.read(|reading| Err(undo::naming_records(reading, &target, error))),
        }
    }

    /// The newest operations, newest first, with what hinders their undo.
    pub fn undo_list(&self) -> Result<Vec<UndoLine>> {
        self.read(undo::list)
    }

    /// Head of the chain: number of the newest change and its hash.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Folds the log into the file and leaves it empty. The book's own reader is closed first and nobody else may
    /// hold the file, so a fold that cannot finish is an error: a log folded but not emptied would look damaged. In an
    /// empty log nothing stands ahead of its commit, and the mark of it goes.
    pub fn checkpoint(&self) -> Result<()> {
        let mut slot = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        *slot = None;
        let busy: i64 = self.writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(LedgerError::Refused(
                "台账文件被其他程序占用，暂时无法整理日志。请关闭占用它的程序后重试。".to_owned(),
            ));
        }
        if ahead::is_marked(&self.dir) {
            // SQLite empties the log without waiting for the disk; the mark must not go before it.
            std::fs::File::options().write(true).open(log_path(&self.dir))?.sync_all()?;
            ahead::unmark(&self.dir)?;
        }
        Ok(())
    }

    /// Closes the book with its log folded in.
    pub fn close(self) -> Result<()> {
        self.checkpoint()?;
        self.writer.close().map_err(|(_, error)| LedgerError::from(error))
    }

    pub(crate) fn writer(&self) -> &Connection {
        &self.writer
    }

    fn write_undoing<T, E: From<LedgerError>>(
        &mut self,
        undoes: Option<ChangeId>,
        operation: &Operation,
        act: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        let occasion = Occasion {
            at: self.clock.now(),
            operator_id: self.operator.0,
            operator_name: self.operator.1.clone(),
            head: self.head,
            schema_version: migrate::newest(migrate::steps()),
            undoes,
            dir: self.dir.clone(),
        };
        self.fold_if_due()?;
        self.forget_reckonings();
        let outcome = gate::run(&self.writer, &occasion, operation, act);
        let is_committed = outcome.as_ref().is_ok_and(|(written, _)| written.change.is_some());
        self.end_what_went_ahead(is_committed);
        let (written, head) = outcome?;
        self.head = head;
        Ok(written)
    }

    /// What was reckoned ends with this write; until then it would lie beside the pages of an operation that may be large.
    fn forget_reckonings(&self) {
        if let Some(reader) = &*self.reader.lock().unwrap_or_else(PoisonError::into_inner) {
            reader.reckonings.clear();
        }
    }

    /// Before a write, so that what has been acknowledged never waits for a fold: a log that has grown long, and one
    /// that has grown although nothing was committed. The frames of a commit that failed stay behind those of the
    /// next one and would look like damage to the scan after a crash.
    pub(crate) fn fold_if_due(&mut self) -> Result<()> {
        let (head, length_before) = self.began;
        let length = log_length(&self.dir)?;
        let has_failed = head == self.head.id && length > length_before;
        if length > LOG_LIMIT || has_failed || ahead::is_marked(&self.dir) {
            self.checkpoint()?;
            self.warnings.retain(|warning| !MARKED.contains(&warning.as_str()));
        }
        self.began = (self.head.id, log_length(&self.dir)?);
        Ok(())
    }

    /// An operation that wrote pages ahead of its commit is over. Committed, all of the log is whole and on the disk, and
    /// the mark goes before anybody is told. Otherwise what it wrote goes, and the mark with it. What hinders that hinders
    /// the next write, too, and is said then.
    fn end_what_went_ahead(&mut self, is_committed: bool) {
        if !ahead::is_marked(&self.dir) {
            return;
        }
        let ended = match is_committed {
            true => ahead::unmark(&self.dir).map_err(LedgerError::from),
            false => self.drop_what_went_ahead(),
        };
        if ended.is_err() && self.checkpoint().is_err() {
            let [done, not_done] = MARKED;
            self.warnings.push(if is_committed { done } else { not_done }.to_owned());
        }
    }

    /// Gives the disk back what a failed operation wrote, before the log is folded: it may have filled it.
    fn drop_what_went_ahead(&self) -> Result<()> {
        if let Some(length) = ahead::marked(&self.dir)? {
            opening::cut_off(&log_path(&self.dir), length)?;
        }
        self.checkpoint()
    }

    fn migrate(&mut self, from: i64) -> Result<()> {
        let to = migrate::newest(migrate::steps());
        if from == to {
            return Ok(());
        }
        self.backup_before("升级")?;
        let title = format!("台账格式从 {from} 升级到 {to}");
        // It cannot be switched inside a transaction, and a migration may rebuild a parent table.
        self.writer.execute_batch("PRAGMA foreign_keys = OFF")?;
        let outcome = self.write(&Operation::new(OperationKind::Migration, title), |writing| {
            migrate::run_within(writing, from, migrate::steps())
        });
        self.writer.execute_batch("PRAGMA foreign_keys = ON")?;
        outcome.map(|_| ())
    }
}

/// The log of the book in a folder.
pub(crate) fn log_path(dir: &Path) -> PathBuf {
    dir.join(format!("{DATABASE}-wal"))
}

/// Bytes of the log of the book in a folder.
pub(crate) fn log_length(dir: &Path) -> Result<u64> {
    match std::fs::metadata(log_path(dir)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        other => Ok(other?.len()),
    }
}

/// A fresh UUIDv7 by a clock.
pub fn new_uid(clock: &dyn Clock) -> Uuid {
    uid_of(clock.now(), uuid::NoContext)
}

/// A fresh UUIDv7 of an instant.
pub(crate) fn uid_of(at: Instant, context: impl ClockSequence<Output = impl Into<u128>>) -> Uuid {
    let millis = at.0.max(0).cast_unsigned();
    let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(context, millis / 1000, nanos))
}
