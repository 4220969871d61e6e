//! Cancels a gathering: the rows stay and say so, the records no longer count, points go back by counter-entries.

use branchbook_contract::meeting::{MeetingCancel, MeetingCancelled};
use branchbook_domain::day::{Month, day_label};
use branchbook_domain::key::GatheringId;
use branchbook_ledger::table::gathering::Gathering;
use branchbook_ledger::table::gathering::held::records_of;
use branchbook_ledger::table::gathering::presence::attendance_at;
use branchbook_ledger::table::points::EntrySource;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::prepare::kept;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::last_closed;
use crate::points::automatic::take_back;
use crate::progress::Progress;

impl Handle<MeetingCancel> for Desk {
    fn handle(
        &mut self,
        command: MeetingCancel,
        _progress: &dyn Progress,
    ) -> Result<Outcome<MeetingCancelled>> {
        let MeetingCancel { gathering, reason } = command;
        let book = self.book_mut()?;
        let stored = book.read(|reading| standing(reading, gathering, "取消"))?;
        let title = format!("取消会议：{}", day_label(stored.occurred_on));
        let operation = Operation::new(OperationKind::MeetingCancel, title);
        let written = book.write(&operation, |writing| withdraw(writing, gathering, "取消", &reason))?;
        Ok(outcome_of(written, |points_taken_back| MeetingCancelled { gathering, points_taken_back }))
    }
}

/// Takes a gathering out of what counts; gives the number of points entries taken back.
///
/// # Errors
/// Refused without a reason, for a gathering cancelled already, and in a closed month.
pub(crate) fn withdraw(writing: &mut Writing<'_>, id: GatheringId, verb: &str, reason: &str) -> Result<u32> {
    let reason =
        kept(Some(reason)).ok_or_else(|| DeskError::field("reason", format!("请写明{verb}会议的原因。")))?;
    let stored = standing(writing, id, verb)?;
    let today = writing.at().beijing_day();
    let mut gathering = stored.value;
    let said = format!("{verb}原因：{reason}");
    gathering.note = Some(gathering.note.map_or_else(|| said.clone(), |note| format!("{note}；{said}")));
    gathering.cancelled_on = Some(today);
    writing.update(id, &gathering)?;
    for record in records_of(writing, id)? {
        let mut value = record.value;
        value.cancelled_on = Some(today);
        writing.update(record.id, &value)?;
    }
    let rows = attendance_at(writing, id)?;
    let rows: Vec<i64> = rows.iter().map(|named| named.attendance.id.0).collect();
    Ok(take_back(writing, EntrySource::Attendance, &rows, gathering.booked_month)?)
}

/// A gathering that still counts and whose month is open.
pub(crate) fn standing(reading: &Reading<'_>, id: GatheringId, verb: &str) -> Result<Stored<Gathering>> {
    let stored = reading.require::<Gathering>(id)?;
    let day = day_label(stored.occurred_on);
    if stored.cancelled_on.is_some() {
        return Err(DeskError::refused(format!("{day}的这次会议已经取消，不能再{verb}。")));
    }
    match last_closed(reading)? {
        Some(closed) if stored.booked_month <= closed => {
            Err(DeskError::refused(closed_words(stored.booked_month, closed.next(), verb)))
        }
        _ => Ok(stored),
    }
}

fn closed_words(month: Month, open: Month, verb: &str) -> String {
    let (month, open) = (month.label(), open.label());
    format!(
        "这次会议记在{month}，该月已结账，不能{verb}。漏记的会议可以补录，会记入{open}；多得或少得的积分，请在{open}登记冲正或补记，并写明所更正的会议。"
    )
}
