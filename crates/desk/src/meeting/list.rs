//! Lists the meetings booked in a month, and shows one with everything known of it.

use branchbook_contract::meeting::{Meeting, MeetingList, MeetingRow, MeetingShow};
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::gathering::held::{RecordLine, records_of_month};
use branchbook_ledger::table::organisation::{self, Level, Organisation};
use branchbook_ledger::{LedgerError, Stored};

use super::shown;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::Calendar;
use crate::progress::Progress;

impl Handle<MeetingList> for Desk {
    fn handle(&mut self, command: MeetingList, _progress: &dyn Progress) -> Result<Outcome<Vec<MeetingRow>>> {
        let (lines, organisations) = self.book()?.read(|reading| {
            let last_on = Calendar::of(reading)?.last_day(command.month);
            let organisations = organisation::all_as_on(reading, last_on)?;
            Ok::<_, LedgerError>((records_of_month(reading, command.month)?, organisations))
        })?;
        let wanted = |line: &RecordLine| {
            let record = &line.record;
            command.kind.is_none_or(|kind| record.kind == kind)
                && (command.with_cancelled || record.cancelled_on.is_none())
                && command.branch.is_none_or(|branch| is_of(&organisations, record.organisation_id, branch))
        };
        let rows = lines.into_iter().filter(wanted).map(|line| row(&organisations, line)).collect();
        Ok(Outcome::unchanged(rows))
    }
}

impl Handle<MeetingShow> for Desk {
    fn handle(&mut self, command: MeetingShow, _progress: &dyn Progress) -> Result<Outcome<Meeting>> {
        let meeting = self.book()?.read(|reading| shown::meeting(reading, command.gathering))?;
        Ok(Outcome::unchanged(meeting))
    }
}

/// Whether an organisation is the branch or one of its groups.
pub(crate) fn is_of(
    organisations: &[Stored<Organisation>],
    id: OrganisationId,
    branch: OrganisationId,
) -> bool {
    let group = || organisations.iter().find(|each| each.id == id && each.level == Level::Group);
    id == branch || group().and_then(|group| group.parent_id) == Some(branch)
}

pub(crate) fn row(organisations: &[Stored<Organisation>], line: RecordLine) -> MeetingRow {
    let RecordLine { record, gathering } = line;
    let id = record.id;
    let record = record.value;
    MeetingRow {
        gathering: gathering.id,
        record: id,
        day: record.occurred_on,
        start: shown::time(gathering.start_minute),
        kind: record.kind,
        kind_label: record.kind.label().to_owned(),
        organisation: record.organisation_id,
        organisation_name: shown::organisation_name(organisations, record.organisation_id),
        theme: record.theme,
        host: gathering.host_name.clone(),
        due: record.due_count,
        present: record.present_count,
        leave: record.leave_count,
        absent: record.absent_count,
        marks: shown::marks(&gathering),
    }
}
