//! Cancels an activity: its participations no longer count, the points for them are taken back.

use branchbook_contract::activity::{ActivityCancel, ActivityTakenBack};
use branchbook_ledger::table::activity::{self, Activity, Participation};
use branchbook_ledger::table::points::EntrySource;
use branchbook_ledger::{Operation, OperationKind, Stored, Writing};

use super::participants::standing;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::booking_month;
use crate::points::automatic::take_back;
use crate::progress::Progress;
use crate::unit::entry::filled;

impl Handle<ActivityCancel> for Desk {
    fn handle(
        &mut self,
        command: ActivityCancel,
        _progress: &dyn Progress,
    ) -> Result<Outcome<ActivityTakenBack>> {
        let book = self.book_mut()?;
        let activity = book.read(|reading| standing(reading, command.activity))?;
        let operation =
            Operation::new(OperationKind::ActivityCancel, format!("取消活动：{}", activity.title));
        let written = book.write(&operation, |writing| cancel(writing, activity, &command))?;
        Ok(outcome_of(written, |participations| ActivityTakenBack { participations }))
    }
}

fn cancel(writing: &mut Writing<'_>, activity: Stored<Activity>, command: &ActivityCancel) -> Result<i64> {
    let parts = activity::participations(writing, activity.id)?;
    let reason = filled(command.reason.as_deref()).map(|reason| format!("取消原因：{reason}"));
    let note = [activity.value.note.clone(), reason].into_iter().flatten().collect::<Vec<_>>().join("；");
    let cancelled = Activity {
        cancelled_on: Some(writing.at().beijing_day()),
        note: filled(Some(&note)),
        ..activity.value
    };
    writing.update(activity.id, &cancelled)?;
    take_out(writing, parts)
}

/// Takes participations out of the count, with their points. Gives how many.
pub(crate) fn take_out(writing: &mut Writing<'_>, parts: Vec<Stored<Participation>>) -> Result<i64> {
    let today = writing.at().beijing_day();
    let ids: Vec<i64> = parts.iter().map(|part| part.id.0).collect();
    let Some(first) = parts.first() else { return Ok(0) };
    let month = booking_month(writing, first.occurred_on)?.max(first.booked_month);
    take_back(writing, EntrySource::Participation, &ids, month)?;
    for part in parts {
        writing.update(part.id, &Participation { cancelled_on: Some(today), ..part.value })?;
    }
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}
