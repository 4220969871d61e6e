//! `manifest.json` of a backup and the names that its members may have. It must not touch a file.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DATABASE;
use crate::vault::digest::is_sha256_hex;
use crate::vault::error::{BackupFault, VaultError};
use crate::vault::key_file::KEY_FILE;

const FORMAT: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The book.
    #[serde(with = "uuid_text")]
    pub book_id: Uuid,
    /// When the backup was made, milliseconds UTC.
    pub created_at: i64,
    /// Hash at the head of the chain of changes, as the ledger writes it.
    pub chain_head: String,
    /// Number of changes in the chain, as the ledger writes it.
    pub chain_count: String,
    /// Kept files that the book names and that were lost or damaged when the backup was made.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<String>,
}

/// One member of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Lower-case hex of the SHA-256 of its bytes as they lie in the archive.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// The whole of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format, 1.
    pub format: u32,
    /// The book and the day.
    #[serde(flatten)]
    pub statement: Statement,
    /// Every member by name, the manifest aside.
    pub parts: BTreeMap<String, Part>,
}

impl Manifest {
    pub(super) fn new(statement: Statement, parts: BTreeMap<String, Part>) -> Self {
        Self { format: FORMAT, statement, parts }
    }

    /// Reads a manifest; the format is looked at before the rest, which a later version may have changed.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Versioned {
            format: u32,
        }
        let unreadable = |_| VaultError::from(BackupFault::Manifest);
        let Versioned { format } = serde_json::from_slice(bytes).map_err(unreadable)?;
        if format > FORMAT {
            return Err(VaultError::BackupNewer(format));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), VaultError> {
        if let Some(foreign) = self.parts.keys().find(|name| !is_part_name(name)) {
            return Err(BackupFault::ForeignName(foreign.clone()).into());
        }
        for needed in [DATABASE, KEY_FILE] {
            if !self.parts.contains_key(needed) {
                return Err(BackupFault::PartMissing(needed.to_owned()).into());
            }
        }
        Ok(())
    }
}

/// The only names that a part may have; each is safe to join to a folder.
pub(super) fn is_part_name(name: &str) -> bool {
    name == DATABASE || name == KEY_FILE || name.strip_prefix("files/").is_some_and(is_sha256_hex)
}

mod uuid_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use uuid::Uuid;

    pub(super) fn serialize<S: Serializer>(id: &Uuid, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Uuid, D::Error> {
        let text = String::deserialize(from)?;
        Uuid::parse_str(&text).map_err(D::Error::custom)
    }
}
