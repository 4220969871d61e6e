//! Files attached to a gathering: photos, scans, sign-in sheets, minutes. They are part of its record and of no figure,
//! so that they may come after its month was closed.

use branchbook_domain::day::Instant;
use branchbook_domain::key::{AttachmentId, GatheringId};
use serde::{Deserialize, Serialize};

/// Attaches files to a gathering, all of them or none. What may be attached stands in `domain::attachment`.
///
/// Refused for a cancelled gathering and where there would be too many. A file that cannot be taken (of another kind,
/// empty, over 20 MB, unreadable, the same bytes once more) is an error of the field `paths[n]`, its place in the request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingAttach {
    /// The gathering.
    pub gathering: GatheringId,
    /// The files; at least one. They stay where they are.
    pub paths: Vec<String>,
}

/// Files were attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAttached {
    /// The gathering.
    pub gathering: GatheringId,
    /// How many came.
    pub added: u32,
    /// All its attachments now, in the order in which they came.
    pub attachments: Vec<AttachmentRow>,
}

/// An attachment in the record of its gathering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRow {
    /// The attachment.
    pub attachment: AttachmentId,
    /// Name of the file as it was attached.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// When it was attached.
    pub added_at: Instant,
}

/// Takes an attachment off its gathering. The sealed file stays with the book, so that this can be undone. Refused for a
/// cancelled gathering.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct MeetingDetach {
    /// The attachment.
    pub attachment: AttachmentId,
}

/// An attachment was taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingDetached {
    /// The gathering.
    pub gathering: GatheringId,
    /// What the attachment was called.
    pub name: String,
}

/// Writes the plain file of an attachment to where the person wants it; recorded as an export. Refused inside the
/// folder of the book, where nothing may lie in the open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeetingAttachmentSave {
    /// The attachment.
    pub attachment: AttachmentId,
    /// The file, or a folder that exists: then the file keeps its name, with a number if the name is taken.
    pub out: String,
}

/// The file was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentSaved {
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub size: u64,
}
