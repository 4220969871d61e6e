//! Takes an attachment off its gathering. Row and sealed file stay, so that an undo brings it back.

use branchbook_contract::meeting::{MeetingDetach, MeetingDetached};
use branchbook_domain::key::AttachmentId;
use branchbook_ledger::table::gathering::Attachment;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use super::attach::require_held;
use super::shown;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<MeetingDetach> for Desk {
    fn handle(
        &mut self,
        command: MeetingDetach,
        _progress: &dyn Progress,
    ) -> Result<Outcome<MeetingDetached>> {
        let book = self.book_mut()?;
        let (stored, title) = book.read(|reading| {
            let stored = require_standing(reading, command.attachment)?;
            let held = require_held(reading, stored.gathering_id)?;
            let title = format!("移除附件：{}，{}", shown::words(reading, &held)?, stored.name);
            Ok::<_, DeskError>((stored, title))
        })?;
        let Stored { id, value, .. } = stored;
        let operation = Operation::new(OperationKind::MeetingDetach, title);
        let written = book.write(&operation, |writing| {
            let removed = Attachment { removed_at: Some(writing.at()), ..value.clone() };
            writing.update(id, &removed)
        })?;
        Ok(outcome_of(written, |_| MeetingDetached { gathering: value.gathering_id, name: value.name }))
    }
}

/// An attachment that was not taken off.
pub(super) fn require_standing(reading: &Reading<'_>, id: AttachmentId) -> Result<Stored<Attachment>> {
    let stored = reading.require::<Attachment>(id)?;
    match stored.removed_at {
        None => Ok(stored),
        Some(_) => Err(DeskError::refused(format!(
            "附件“{}”已经移除。要用它，请在“撤销记录”里撤销那次移除。",
            stored.name
        ))),
    }
}
