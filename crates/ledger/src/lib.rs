//! The book: one encrypted SQLite file, its write gate and its queries. The only crate with SQL.
//!
//! * [`book::Book`] opens, reads and writes; [`book::Book::write`] is the one gate.
//! * [`mod@entity`] and [`table`] say what the tables are; queries stand beside the table they ask.
//! * [`change`], [`undo`], [`verify`] are the history: recorded, taken back, proven.
//! * [`vault`] guards the files: keys, lock, log, sealed files, backups.

pub mod backup;
pub mod book;
pub mod change;
pub mod dump;
pub mod entity;
pub mod error;
pub mod export;
pub mod field;
pub mod gate;
mod image;
pub mod kept;
pub mod migrate;
pub mod reading;
pub mod restore;
pub mod table;
pub mod undo;
pub mod vault;
pub mod verify;

pub use book::{Book, NewBook};
pub use change::operation::{Operation, OperationKind};
pub use entity::{Entity, Stored};
pub use error::{LedgerError, Result};
pub use gate::{Writing, Written};
pub use reading::{Cost, Reading, Reckoned};

#[cfg(test)]
mod tests;
