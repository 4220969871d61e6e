//! A window of the activities, and one of them with those who took part.

use branchbook_contract::activity::{
    Activity, ActivityDraft, ActivityList, ActivityPage, ActivityRow, ActivityShow, ParticipantRow,
};
use branchbook_domain::text::tidy;
use branchbook_ledger::Reading;
use branchbook_ledger::table::activity::service::{self, ActivityFilter, ServiceDetail};
use branchbook_ledger::table::activity::{self, ParticipantLine};
use branchbook_ledger::table::organisation::Organisation;
use branchbook_ledger::table::unit::Unit;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;
use crate::report_in::list::WINDOW;

impl Handle<ActivityList> for Desk {
    fn handle(&mut self, command: ActivityList, _progress: &dyn Progress) -> Result<Outcome<ActivityPage>> {
        Ok(Outcome::unchanged(self.book()?.read(|reading| page(reading, &command))?))
    }
}

impl Handle<ActivityShow> for Desk {
    fn handle(&mut self, command: ActivityShow, _progress: &dyn Progress) -> Result<Outcome<Activity>> {
        Ok(Outcome::unchanged(self.book()?.read(|reading| show(reading, &command))?))
    }
}

fn page(reading: &Reading<'_>, command: &ActivityList) -> Result<ActivityPage> {
    let text = tidy(&command.text);
    let filter = ActivityFilter { month: command.month, text: &text, with_cancelled: command.with_cancelled };
    let rows = service::list(reading, &filter, command.offset, command.limit.unwrap_or(WINDOW))?;
    Ok(ActivityPage { rows: rows.into_iter().map(row).collect(), total: service::count(reading, &filter)? })
}

/// One activity with those who took part.
pub(crate) fn show(reading: &Reading<'_>, command: &ActivityShow) -> Result<Activity> {
    let activity = reading.require::<activity::Activity>(command.activity)?;
    let organisation = activity.organisation_id.map(|id| reading.require::<Organisation>(id)).transpose()?;
    let unit = activity.unit_id.map(|id| reading.require::<Unit>(id)).transpose()?;
    let lines = activity::participants(reading, activity.id)?;
    let detail = ServiceDetail {
        participants: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        minutes: lines.iter().map(|line| line.participation.minutes).sum(),
        organisation: organisation.map(|known| known.value.name),
        unit: unit.map(|known| known.value.name),
        is_late: false,
        activity,
    };
    Ok(Activity { row: row(detail), participants: lines.into_iter().map(participant).collect() })
}

fn row(detail: ServiceDetail) -> ActivityRow {
    let known = detail.activity.value;
    ActivityRow {
        activity: detail.activity.id,
        organisation_name: detail.organisation,
        unit_name: detail.unit,
        booked_month: known.booked_month,
        cancelled_on: known.cancelled_on,
        participants: detail.participants,
        minutes: detail.minutes,
        draft: ActivityDraft {
            kind: known.kind,
            title: known.title,
            on: known.occurred_on,
            start_minute: known.start_minute,
            end_minute: known.end_minute,
            place: known.place,
            organiser: known.organiser,
            organisation: known.organisation_id,
            unit: known.unit_id,
            beneficiary_count: known.beneficiary_count,
            note: known.note,
        },
    }
}

fn participant(line: ParticipantLine) -> ParticipantRow {
    let part = line.participation;
    ParticipantRow {
        participation: part.id,
        person: part.person_id,
        name: line.name,
        unit: line.unit,
        branch: line.branch,
        minutes: part.minutes,
        booked_month: part.booked_month,
    }
}
