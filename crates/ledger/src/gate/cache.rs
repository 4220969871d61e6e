//! Room in the page cache for a large operation. Must not change what is written.

use rusqlite::Connection;

use crate::error::Result;

/// An operation that writes as many rows as this is given room.
pub(super) const MANY_ROWS: u64 = 500;

/// Room for the pages of a large operation. Its written pages stay in memory until the commit and would otherwise
/// crowd out the pages that are only read: SQLite would decipher the same page of a parent table anew for every row
/// that refers to it, at many times the cost of the row. Given back when the operation ends.
pub(super) struct WideCache<'c>(&'c Connection);

impl<'c> WideCache<'c> {
    /// Widens the cache.
    pub fn open(connection: &'c Connection) -> Result<Self> {
        connection.execute_batch("PRAGMA cache_size = -1048576;")?;
        Ok(Self(connection))
    }
}

impl Drop for WideCache<'_> {
    fn drop(&mut self) {
        // A cache that stays wide costs memory, not rows: no reason to fail what is done.
        let _ = self.0.execute_batch("PRAGMA cache_size = -2000; PRAGMA shrink_memory;");
    }
}
