//! What guards the files of a book: keys, lock, the log left by a crash, sealed files, temporary
//! files and backups. It must know nothing of the schema, of the write gate or of a branch.
//!
//! Layout of a book's folder: `ledger.db` (beside it `-wal`, `-shm` and, in a long operation, `-ahead`), `book.key`,
//! `book.key.2`, `book.lock`, `files/<sha256>`, `tmp/`; `backups/`, `damaged/` (logs) and `replaced/` (books before a
//! restore) as the case may be.

pub mod ahead;
pub mod atomic;
pub mod backup_file;
pub mod error;
pub(crate) mod fault;
pub mod key_file;
pub mod lock;
pub mod recovery_code;
pub mod sealed_file;
pub mod secret;
pub mod temporary;
pub mod wal_scan;

pub(crate) mod digest;

pub use error::VaultError;
pub use key_file::{Damage, KeyFile, Unlock, Unlocked};
pub use recovery_code::RecoveryCode;
pub use secret::{DataKey, Password, SubKey};
