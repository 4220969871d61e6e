//! Writes the plain file of an attachment to where the person wants it. Nothing plain stays beside the book.

use branchbook_contract::meeting::{AttachmentSaved, MeetingAttachmentSave};
use branchbook_ledger::table::office::KeptFile;

use super::detach::require_standing;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;
use crate::report::publish;

impl Handle<MeetingAttachmentSave> for Desk {
    fn handle(
        &mut self,
        command: MeetingAttachmentSave,
        _progress: &dyn Progress,
    ) -> Result<Outcome<AttachmentSaved>> {
        let book = self.book_mut()?;
        let (name, file) = book.read(|reading| {
            let stored = require_standing(reading, command.attachment)?;
            Ok::<_, DeskError>((stored.value.name, reading.require::<KeptFile>(stored.value.file_id)?))
        })?;
        let target = publish::free_target(&command.out, &name)?;
        publish::require_outside(book, &target)?;
        let bytes = book.load_file(&file.sha256)?;
        let title = format!("导出会议附件“{name}”到 {}", target.display());
        publish::hand_out(book, &bytes, &target, title)?;
        let path = target.display().to_string();
        Ok(Outcome::unchanged(AttachmentSaved { path, size: bytes.len() as u64 }))
    }
}
