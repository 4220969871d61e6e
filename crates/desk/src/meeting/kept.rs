//! Keeps drafts of meetings in the book, sealed like everything else: nothing typed lies in plain beside it, and a
//! draft survives the window. What a draft says is not looked at.

use branchbook_contract::meeting::{
    MeetingDraftDrop, MeetingDraftList, MeetingDraftRow, MeetingDraftSave, MeetingDraftSaved,
    MeetingDraftShow,
};
use branchbook_domain::day::Instant;
use branchbook_ledger::table::office;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// Where the drafts stand among the settings.
const KEY: &str = "meeting.drafts";
/// Drafts at a time.
const MOST: usize = 30;
/// The longest draft, in bytes of its text.
const LONGEST: usize = 512 * 1024;

/// A draft as kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    draft: u32,
    title: String,
    saved_at: Instant,
    form: Value,
}

impl Handle<MeetingDraftSave> for Desk {
    fn handle(
        &mut self,
        command: MeetingDraftSave,
        _progress: &dyn Progress,
    ) -> Result<Outcome<MeetingDraftSaved>> {
        check(&command)?;
        let operation =
            Operation::new(OperationKind::SettingSet, format!("存会议草稿：{}", command.title.trim()));
        let written = self.book_mut()?.write(&operation, |writing| {
            let mut kept = kept(writing)?;
            let draft = number(&kept, command.draft);
            kept.retain(|other| other.draft != draft);
            if kept.len() >= MOST {
                return Err(too_many());
            }
            let title = command.title.trim().to_owned();
            kept.insert(0, Kept { draft, title, saved_at: writing.at(), form: command.form });
            office::set_setting(writing, KEY, &kept)?;
            Ok(MeetingDraftSaved { draft })
        })?;
        Ok(outcome_of(written, |saved| saved))
    }
}

impl Handle<MeetingDraftList> for Desk {
    fn handle(
        &mut self,
        _command: MeetingDraftList,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<MeetingDraftRow>>> {
        let kept = self.book()?.read(kept)?;
        let row = |Kept { draft, title, saved_at, .. }| MeetingDraftRow { draft, title, saved_at };
        Ok(Outcome::unchanged(kept.into_iter().map(row).collect()))
    }
}

impl Handle<MeetingDraftShow> for Desk {
    fn handle(&mut self, command: MeetingDraftShow, _progress: &dyn Progress) -> Result<Outcome<Value>> {
        let kept = self.book()?.read(kept)?;
        let found = kept.into_iter().find(|kept| kept.draft == command.draft);
        let gone = || DeskError::refused("这份草稿已经不在了：会议已登记，或者草稿已删除。");
        Ok(Outcome::unchanged(found.ok_or_else(gone)?.form))
    }
}

impl Handle<MeetingDraftDrop> for Desk {
    fn handle(&mut self, command: MeetingDraftDrop, _progress: &dyn Progress) -> Result<Outcome<()>> {
        let kept = self.book()?.read(kept)?;
        let Some(dropped) = kept.iter().find(|kept| kept.draft == command.draft) else {
            return Ok(Outcome::unchanged(()));
        };
        let operation = Operation::new(OperationKind::SettingSet, format!("删去会议草稿：{}", dropped.title));
        let left: Vec<&Kept> = kept.iter().filter(|kept| kept.draft != command.draft).collect();
        let written =
            self.book_mut()?.write(&operation, |writing| office::set_setting(writing, KEY, &left))?;
        Ok(outcome_of(written, |()| ()))
    }
}

fn kept(reading: &Reading<'_>) -> Result<Vec<Kept>, LedgerError> {
    Ok(office::setting(reading, KEY)?.unwrap_or_default())
}

/// The number asked for, or the next one.
fn number(kept: &[Kept], asked: Option<u32>) -> u32 {
    let highest = kept.iter().map(|kept| kept.draft).max().unwrap_or(0);
    asked.unwrap_or(highest.saturating_add(1))
}

fn check(command: &MeetingDraftSave) -> Result<()> {
    if command.title.trim().is_empty() {
        return Err(DeskError::field("title", "草稿没有名称，请先选择会议类型和支部。"));
    }
    if command.form.to_string().len() > LONGEST {
        return Err(DeskError::field("form", "草稿太长，存不下；请缩短讨论发言后再存。"));
    }
    Ok(())
}

fn too_many() -> LedgerError {
    LedgerError::Refused(format!("草稿已有 {MOST} 份，请先完成或删去一些，再存新的。"))
}
