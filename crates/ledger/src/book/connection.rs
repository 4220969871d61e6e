//! Connections to the file of a book: one writer with a log of its own habits, and readers that cannot write.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::{LedgerError, Result};
use crate::vault::DataKey;

/// Every SQLite from 3.7.0 to 3.51.2 can corrupt a file when it resets the log.
const OLDEST_SQLITE: i32 = 3_051_003;
/// So many pages no cache ever holds: pages are written at the commit only.
pub(crate) const NO_SPILL: i32 = i32::MAX;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 128;

pub(super) fn assert_sqlite() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(LedgerError::OldSqlite(rusqlite::version().to_owned()));
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

pub(super) fn open_writer(path: &Path, key: &DataKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = open_keyed(path, key, flags)?;
    begin_log(&connection)?;
    // Without automatic folding and without spilled pages a log always begins fresh and holds nothing but whole
    // commits, or is marked, which is what makes damage in it recognisable. A limit that no cache reaches instead of OFF, which
    // could not be lifted inside the one operation that is too large for the memory (`gate::room`).
    connection.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; \
         PRAGMA cache_spill = {NO_SPILL};"
    ))?;
    Ok(connection)
}

pub(super) fn open_reader(path: &Path, key: &DataKey) -> Result<Connection> {
    let connection = open_keyed(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA query_only = ON;")?;
    Ok(connection)
}

/// SQLite answers with the mode that it has, not with an error, where the disk cannot share memory: a network
/// folder, as a rule. Readers beside the writer and the scan of the log both rest on this mode.
fn begin_log(connection: &Connection) -> Result<()> {
    let mode: String =
        connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(not_ours)?;
    if mode.eq_ignore_ascii_case("wal") {
        return Ok(());
    }
    Err(LedgerError::Refused(
        "台账所在的位置（多半是网络文件夹或特殊磁盘）不支持可靠的写入日志，没有打开。请把台账目录移到本机硬盘上再打开。"
            .to_owned(),
    ))
}

fn not_ours(error: rusqlite::Error) -> LedgerError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => LedgerError::NotOurs,
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_cannot_keep_a_log_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        // This way of locking shares no memory, like a network folder.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        for connection in [
            Connection::open_in_memory(),
            #[cfg(unix)]
            Connection::open_with_flags_and_vfs(dir.path().join("a.db"), flags, c"unix-dotfile"),
        ] {
            let said = begin_log(&connection.unwrap()).unwrap_err().to_string();
            assert!(said.contains("网络文件夹"), "{said}");
        }
        let local = Connection::open(dir.path().join("b.db")).unwrap();
        begin_log(&local).unwrap();
    }
}
