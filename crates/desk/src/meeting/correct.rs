//! Corrects a gathering: cancels it and records it anew in one operation; points are taken back and given anew, and what
//! was attached to the one is attached to the other.

use branchbook_contract::meeting::{MeetingCorrect, MeetingRecorded};
use branchbook_ledger::{Operation, OperationKind};

use super::{attach, cancel, enter, record};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<MeetingCorrect> for Desk {
    fn handle(
        &mut self,
        command: MeetingCorrect,
        _progress: &dyn Progress,
    ) -> Result<Outcome<MeetingRecorded>> {
        let MeetingCorrect { replaces, reason, gathering: draft } = command;
        let book = self.book_mut()?;
        let title = book.read(|reading| record::title(reading, "更正会议", &draft))?;
        let operation = Operation::new(OperationKind::MeetingCorrect, title);
        let written = book.write(&operation, |writing| {
            let points_taken_back = cancel::withdraw(writing, replaces, "更正", &reason)?;
            let recorded = enter::record(writing, &draft, Some(replaces))?;
            attach::carry_over(writing, replaces, recorded.gathering)?;
            Ok::<_, crate::DeskError>(MeetingRecorded { points_taken_back, ..recorded })
        })?;
        Ok(outcome_of(written, |recorded| recorded))
    }
}
