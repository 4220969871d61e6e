//! Records an activity with those who took part. Hours become points in the same operation.

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, ActivityRecorded};
use branchbook_domain::day::{Day, Month};
use branchbook_ledger::table::activity::Activity;
use branchbook_ledger::table::organisation::Organisation;
use branchbook_ledger::table::unit::Unit;
use branchbook_ledger::{Operation, OperationKind, Writing};

use super::participants;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::Booking;
use crate::progress::Progress;
use crate::unit::entry::{Wrong, filled};

/// Minutes of a day: no activity is longer.
pub(crate) const DAY_MINUTES: i64 = 24 * 60;

impl Handle<ActivityRecord> for Desk {
    fn handle(
        &mut self,
        command: ActivityRecord,
        _progress: &dyn Progress,
    ) -> Result<Outcome<ActivityRecorded>> {
        check(&command.draft, self.clock().today())?;
        participants::check(&command.participants, length(&command.draft))?;
        let title = format!("登记活动：{}（{} 人）", command.draft.title.trim(), command.participants.len());
        let operation = Operation::new(OperationKind::ActivityRecord, title);
        let written = self.book_mut()?.write(&operation, |writing| record(writing, &command))?;
        Ok(outcome_of(written, |recorded| recorded))
    }
}

/// From begin to end, if both are known.
pub(crate) fn length(draft: &ActivityDraft) -> Option<i64> {
    draft.start_minute.zip(draft.end_minute).map(|(start, end)| end - start)
}

fn check(draft: &ActivityDraft, today: Day) -> Result<()> {
    let mut wrong = Wrong::default();
    wrong.unless(!draft.kind.trim().is_empty(), "kind", "请选择或填写活动类别，例如“志愿服务”。");
    wrong.unless(!draft.title.trim().is_empty(), "title", "请填写活动名称。");
    wrong.unless(draft.on <= today, "on", "活动日期不能晚于今天，请在活动之后登记。");
    let is_time = |minute: Option<i64>| minute.is_none_or(|minute| (0..=DAY_MINUTES).contains(&minute));
    wrong.unless(is_time(draft.start_minute), "start_minute", "开始时间要在 0:00 到 24:00 之间。");
    wrong.unless(is_time(draft.end_minute), "end_minute", "结束时间要在 0:00 到 24:00 之间。");
    wrong.unless(length(draft).is_none_or(|length| length > 0), "end_minute", "结束时间要晚于开始时间。");
    let count = draft.beneficiary_count.is_none_or(|count| count >= 0);
    wrong.unless(count, "beneficiary_count", "受益人次不能小于 0。");
    wrong.finish()
}

fn record(writing: &mut Writing<'_>, command: &ActivityRecord) -> Result<ActivityRecorded> {
    let draft = &command.draft;
    draft.organisation.map(|id| writing.require::<Organisation>(id)).transpose()?;
    draft.unit.map(|id| writing.require::<Unit>(id)).transpose()?;
    let booking = Booking::of(writing)?;
    let month = booking.month(draft.on);
    let activity = Activity { uid: writing.new_uid(), ..entity(draft, month) };
    let id = writing.insert(&activity)?;
    let mut warnings: Vec<String> = booking.note(draft.on).into_iter().collect();
    let added = participants::add(writing, id, &activity, &command.participants, month, &mut warnings)?;
    Ok(ActivityRecorded { activity: id, added, warnings })
}

fn entity(draft: &ActivityDraft, booked_month: Month) -> Activity {
    Activity {
        uid: uuid::Uuid::nil(),
        kind: draft.kind.trim().to_owned(),
        title: draft.title.trim().to_owned(),
        occurred_on: draft.on,
        booked_month,
        start_minute: draft.start_minute,
        end_minute: draft.end_minute,
        place: filled(draft.place.as_deref()),
        organiser: filled(draft.organiser.as_deref()),
        organisation_id: draft.organisation,
        unit_id: draft.unit,
        beneficiary_count: draft.beneficiary_count,
        cancelled_on: None,
        note: filled(draft.note.as_deref()),
    }
}
