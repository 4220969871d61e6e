//! An open book: the folder it lies in, its one writer, its readers, and who is working on it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use branchbook_domain::day::Clock;
use branchbook_domain::key::ChangeId;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use crate::change::operation::{Operation, OperationKind};
use crate::change::{self, Head};
use crate::error::{LedgerError, Result};
use crate::gate::{self, Occasion, Writing, Written};
use crate::migrate;
use crate::reading::Reading;
use crate::table::office::{self, Operator};
use crate::undo::{self, Undid, UndoLine};
use crate::vault::lock::BookLock;
use crate::vault::sealed_file::FILES;
use crate::vault::wal_scan::{self, WalState};
use crate::vault::{DataKey, KeyFile, Password, RecoveryCode, Unlock, atomic, temporary};

/// Name of the database inside the folder of a book.
pub const DATABASE: &str = "ledger.db";
/// The log is folded into the file when it has grown beyond this many bytes.
const LOG_LIMIT: u64 = 4 << 20;
/// Every SQLite from 3.7.0 to 3.51.2 can corrupt a file when it resets the log.
const OLDEST_SQLITE: i32 = 3_051_003;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 128;

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
    reader: Mutex<Option<Connection>>,
    key: DataKey,
    clock: Arc<dyn Clock>,
    operator: (i64, String),
    head: Head,
    warnings: Vec<String>,
    has_password: bool,
    // Held last: the lock goes when everything else has gone.
    _lock: BookLock,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Book").field("dir", &self.dir).field("head", &self.head.id).finish_non_exhaustive()
    }
}

impl Book {
    /// Makes a book in an empty or missing folder. `fill` writes what the office begins with, in the first change.
    /// The recovery code is shown once and kept nowhere.
    pub fn create(
        dir: &Path,
        new: &NewBook<'_>,
        clock: Arc<dyn Clock>,
        fill: impl FnOnce(&mut Writing<'_>) -> Result<()>,
    ) -> Result<(Self, RecoveryCode)> {
        assert_sqlite()?;
        if dir.join(DATABASE).exists() {
            return Err(LedgerError::AlreadyThere(dir.display().to_string()));
        }
        std::fs::create_dir_all(dir)?;
        let lock = BookLock::take(dir, &clock.now().to_string())?;
        temporary::empty(dir)?;
        let book_id = new_uid(clock.as_ref());
        let (key, code) = KeyFile::create(dir, new.password, book_id, clock.now().0)?;
        let writer = open_writer(&dir.join(DATABASE), &key)?;
        migrate::run(&writer, 0, migrate::steps())?;
        let mut book = Self {
            dir: dir.to_owned(),
            writer,
            reader: Mutex::new(None),
            key,
            clock,
            operator: (1, new.operator.to_owned()),
            head: Head::default(),
            warnings: Vec::new(),
            has_password: new.password.is_some(),
            _lock: lock,
        };
        book.write(&Operation::new(OperationKind::Init, format!("新建台账：{}", new.name)), |writing| {
            begin_office(writing, new, book_id)?;
            fill(writing)
        })?;
        Ok((book, code))
    }

    /// Opens a book. One process at a time; a log left by a crash is examined before SQLite reads it.
    pub fn open(dir: &Path, unlock: Unlock<'_>, clock: Arc<dyn Clock>) -> Result<Self> {
        assert_sqlite()?;
        let database = dir.join(DATABASE);
        if !database.exists() {
            return Err(LedgerError::NoBook(dir.display().to_string()));
        }
        let lock = BookLock::take(dir, &clock.now().to_string())?;
        let unlocked = KeyFile::unlock(dir, unlock)?;
        temporary::empty(dir)?;
        sweep(dir)?;
        examine_log(dir)?;
        let writer = open_writer(&database, &unlocked.key)?;
        let version = migrate::version_of(&writer, migrate::steps())?;
        let reading = Reading::new(&writer);
        let head = change::head(&reading)?;
        let operator = first_operator(&reading)?;
        let mut book = Self {
            dir: dir.to_owned(),
            writer,
            reader: Mutex::new(None),
            key: unlocked.key,
            clock,
            operator,
            head,
            warnings: unlocked.warnings.iter().map(ToString::to_string).collect(),
            has_password: unlocked.statement.has_password,
            _lock: lock,
        };
        book.migrate(version)?;
        Ok(book)
    }

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

    /// Changes the password, or takes it away. Recorded, and not undoable.
    pub fn change_password(&mut self, password: Option<&Password>) -> Result<()> {
        KeyFile::change_password(&self.dir, &self.key, password)?;
        self.has_password = password.is_some();
        let title = if self.has_password { "修改密码" } else { "取消密码" };
        self.write(&Operation::new(OperationKind::PasswordChange, title), |_| Ok::<(), LedgerError>(()))?;
        Ok(())
    }

    /// Makes a new recovery code; the old one opens nothing any more, except older backups.
    pub fn renew_recovery(&mut self) -> Result<RecoveryCode> {
        let code = KeyFile::renew_recovery(&self.dir, &self.key)?;
        let operation = Operation::new(OperationKind::PasswordChange, "更换恢复码");
        self.write(&operation, |_| Ok::<(), LedgerError>(()))?;
        Ok(code)
    }

    /// What was noticed at opening and should be told.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
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
        let connection = match slot.take() {
            Some(connection) => connection,
            None => open_reader(&self.dir.join(DATABASE), &self.key)?,
        };
        let connection = slot.insert(connection);
        connection.execute_batch("BEGIN").map_err(LedgerError::from)?;
        let outcome = ask(&Reading::new(connection));
        connection.execute_batch("COMMIT").map_err(LedgerError::from)?;
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
        self.write_undoing(Some(change), &operation, |writing| {
            writing.defer_foreign_keys()?;
            let undid = undo::apply(writing, &target)?;
            after(writing, &undid)
        })
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
    /// hold the file, so a fold that cannot finish is an error: a log folded but not emptied would look damaged.
    pub fn checkpoint(&self) -> Result<()> {
        let mut slot = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        *slot = None;
        let busy: i64 = self.writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(LedgerError::Refused(
                "台账文件被其他程序占用，暂时无法整理日志。请关闭占用它的程序后重试。".to_owned(),
            ));
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
        };
        self.fold_long_log()?;
        let (written, head) = gate::run(&self.writer, &occasion, operation, act)?;
        self.head = head;
        Ok(written)
    }

    /// Before a write, so that what has been acknowledged never waits for a fold.
    fn fold_long_log(&self) -> Result<()> {
        let log = self.dir.join(format!("{DATABASE}-wal"));
        let length = std::fs::metadata(log).map_or(0, |metadata| metadata.len());
        if length > LOG_LIMIT { self.checkpoint() } else { Ok(()) }
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

/// A fresh UUIDv7 by a clock.
pub fn new_uid(clock: &dyn Clock) -> Uuid {
    let millis = clock.now().0.max(0).cast_unsigned();
    let stamp = uuid::Timestamp::from_unix(
        uuid::NoContext,
        millis / 1000,
        u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000,
    );
    Uuid::new_v7(stamp)
}

fn begin_office(writing: &mut Writing<'_>, new: &NewBook<'_>, book_id: Uuid) -> Result<()> {
    let today = writing.at().beijing_day();
    writing.insert(&Operator { name: new.operator.to_owned(), from_on: Some(today), to_on: None })?;
    office::set_setting(writing, office::key::BOOK_ID, &book_id.to_string())?;
    office::set_setting(writing, office::key::EPOCH, &1)?;
    office::set_setting(writing, office::key::OFFICE, &new.office)?;
    office::set_setting(writing, office::key::OFFICE_NAME, &new.name)
}

fn first_operator(reading: &Reading<'_>) -> Result<(i64, String)> {
    office::first_operator(reading)?.ok_or(LedgerError::Missing { table: "operator", id: 1 })
}

fn assert_sqlite() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(LedgerError::OldSqlite(rusqlite::version().to_owned()));
    }
    Ok(())
}

/// Half files that a killed writer left under a temporary name: they were never acknowledged.
fn sweep(dir: &Path) -> Result<()> {
    for folder in [dir.to_owned(), dir.join(FILES)] {
        if folder.is_dir() {
            atomic::sweep_unfinished(&folder)?;
        }
    }
    Ok(())
}

fn examine_log(dir: &Path) -> Result<()> {
    let log = dir.join(format!("{DATABASE}-wal"));
    if let WalState::Damaged { frame, why, .. } = wal_scan::scan(&log)? {
        let copy = wal_scan::keep_copy(&log, &dir.join("damaged"))?;
        let why = format!("第 {frame} 帧{}", why.label());
        return Err(LedgerError::DamagedLog { why, copy: copy.display().to_string() });
    }
    Ok(())
}

/// Opens a connection with the raw key: no derivation, 0.08 ms.
pub(crate) fn open_keyed(path: &Path, key: &DataKey, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let hex = key.sqlcipher_hex();
    let statement =
        zeroize::Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\";", *hex));
    connection.execute_batch(&statement)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY;")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn open_writer(path: &Path, key: &DataKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = open_keyed(path, key, flags)?;
    // Without automatic folding and without spilled pages a log always begins fresh and holds nothing but whole
    // commits, which is what makes damage in it recognisable.
    let set_up = connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA wal_autocheckpoint = 0; PRAGMA cache_spill = OFF;",
    );
    match set_up {
        Ok(()) => Ok(connection),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(LedgerError::NotOurs)
        }
        Err(error) => Err(error.into()),
    }
}

fn open_reader(path: &Path, key: &DataKey) -> Result<Connection> {
    let connection = open_keyed(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA query_only = ON;")?;
    Ok(connection)
}
