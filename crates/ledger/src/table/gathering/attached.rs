//! Files attached to gatherings: those that stand. One that was taken off keeps its row and its file.

use branchbook_domain::key::GatheringId;

use super::Attachment;
use crate::entity::{Entity as _, Stored, read_row_at};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::office::KeptFile;

/// An attachment with the file that is kept for it.
#[derive(Debug, Clone, PartialEq)]
pub struct AttachedFile {
    /// The attachment.
    pub attachment: Stored<Attachment>,
    /// Its file.
    pub file: Stored<KeptFile>,
}

/// Bytes of everything that was ever attached: what was taken off stays with the book.
pub fn attached_bytes(reading: &Reading<'_>) -> Result<i64> {
    let sql = "SELECT coalesce(sum(size), 0) FROM file WHERE id IN (SELECT file_id FROM attachment)";
    Ok(reading.one(sql, &[], |row| Ok(row.get(0)?))?.unwrap_or_default())
}

/// The attachments of a gathering that were not taken off, in the order in which they came.
pub fn attachments_of(reading: &Reading<'_>, gathering: GatheringId) -> Result<Vec<AttachedFile>> {
    let sql = format!(
        "SELECT {}, {} FROM attachment a CROSS JOIN file f ON f.id = a.file_id \
         WHERE a.gathering_id = ? AND a.removed_at IS NULL ORDER BY a.id",
        Attachment::TABLE.selection_as("a."),
        KeptFile::TABLE.selection_as("f."),
    );
    let second = Attachment::TABLE.columns.len() + 2;
    reading.rows(&sql, &[&gathering.0], |row| {
        Ok(AttachedFile { attachment: read_row_at(row, 0)?, file: read_row_at(row, second)? })
    })
}
