//! A backup is one file: a zip archive whose members are stored as they are, since all of them are
//! encrypted already. It must not open the database; whether the book inside is sound, the caller proves.
//!
//! Members: `ledger.db`, `book.key`, `files/<64 hex>` for each sealed file, and `manifest.json` with size
//! and SHA-256 of each. A backup opens with the password of its day or the recovery code of its day.

mod manifest;
mod pack;
mod unpack;

pub use self::manifest::{Manifest, Part, Statement};
pub use self::pack::{Parts, pack};
pub use self::unpack::{Limits, unpack, verify};

/// The database inside a backup and in the folder after unpacking.
pub const DATABASE: &str = "ledger.db";
const MANIFEST: &str = "manifest.json";

#[cfg(test)]
mod tests;
