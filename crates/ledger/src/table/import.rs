//! Imports: what was taken from which file, and the column mappings that were saved.

use branchbook_domain::day::Instant;

use crate::entity;

entity! {
    /// One import of one file.
    pub struct ImportBatch: ImportBatchId, "import_batch", 31 {
        kind: String,
        file_sha256: Vec<u8>,
        file_name: String,
        imported_at: Instant,
        added_count: i64,
        updated_count: i64,
        same_count: i64,
        conflict_count: i64,
        refused_count: i64,
    }

    /// A saved column mapping.
    pub struct ImportMapping: ImportMappingId, "import_mapping", 32 {
        kind: String,
        header_key: String,
        mapping: String,
    }
}
