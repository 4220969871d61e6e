//! Room for the pages of one operation: as much as it needs, or no more than it asks for where its pages may go into the
//! log ahead of its commit. Must not change what is written.

use std::path::Path;

use rusqlite::Connection;

use crate::book::connection::NO_SPILL;
use crate::book::log_length;
use crate::error::{LedgerError, Result};
use crate::vault::ahead;

/// An operation that writes as many rows as this is given room.
const MANY_ROWS: u64 = 500;
/// Pages of 4 KB that an operation holds which writes ahead: the indexes of a hundred thousand people stay, the rows go.
const HELD_PAGES: u32 = 3_000;

/// Room for the pages of an operation. Its written pages stay in memory until the commit and would otherwise crowd out
/// the pages that are only read: SQLite would decipher the same page of a parent table anew for every row that refers
/// to it, at many times the cost of the row. Given back when the operation ends.
pub(super) struct Room<'c> {
    connection: &'c Connection,
    /// The folder of the book.
    dir: &'c Path,
    rows: u64,
    is_ahead: bool,
}

impl<'c> Room<'c> {
    /// The room of an operation that has written nothing yet.
    pub fn new(connection: &'c Connection, dir: &'c Path) -> Self {
        Self { connection, dir, rows: 0, is_ahead: false }
    }

    /// Counts a row that is about to be written. A statement that fails for want of disk takes the whole transaction
    /// back; what came after it would be committed row by row.
    pub fn take_row(&mut self) -> Result<()> {
        require_open(self.connection)?;
        self.rows += 1;
        if self.rows == MANY_ROWS && !self.is_ahead {
            self.connection.execute_batch("PRAGMA cache_size = -1048576;")?;
        }
        Ok(())
    }

    /// From here on pages that have no room are written into the log before the commit.
    pub fn write_ahead(&mut self) -> Result<()> {
        if self.is_ahead {
            return Ok(());
        }
        ahead::mark(self.dir, log_length(self.dir)?)?;
        // Written pages may fill nine tenths of the cache. A higher limit for spilling would leave no room for those that
        // are only read, and SQLite would decipher the page of a parent for every row.
        let spill = HELD_PAGES / 2;
        let held = format!("PRAGMA cache_size = {HELD_PAGES}; PRAGMA cache_spill = {spill};");
        self.connection.execute_batch(&held)?;
        self.is_ahead = true;
        Ok(self.connection.cache_flush()?)
    }
}

/// Refuses to write where SQLite has ended the transaction by itself.
pub(super) fn require_open(connection: &Connection) -> Result<()> {
    match connection.is_autocommit() {
        false => Ok(()),
        true => Err(LedgerError::Refused(
            "写入中断，已全部退回，台账没有改动。请看看磁盘是否已满，再重做一次。".to_owned(),
        )),
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        if self.rows >= MANY_ROWS || self.is_ahead {
            // A cache that stays wide costs memory, not rows: no reason to fail what is done.
            let narrow =
                format!("PRAGMA cache_size = -2000; PRAGMA cache_spill = {NO_SPILL}; PRAGMA shrink_memory;");
            let _ = self.connection.execute_batch(&narrow);
        }
    }
}
