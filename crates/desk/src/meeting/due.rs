//! What organisation life is due in a month: duties by the settings, held records by the index on organisation,
//! kind and day. Counts by the true day, and never more than the window of each duty.

use branchbook_contract::meeting::{BranchDuties, DutyRow, MeetingDue};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::{
    BranchFacts, Duty, EntryPath, FrequencySetting, HeldRecord, Window, check_frequency,
};
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held};
use branchbook_ledger::{LedgerError, Reading, Result as Read};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::branch::branch_facts;
use crate::progress::Progress;
use crate::setting::preference::{FREQUENCIES, LATE_AFTER};

impl Handle<MeetingDue> for Desk {
    fn handle(&mut self, command: MeetingDue, _progress: &dyn Progress) -> Result<Outcome<Vec<BranchDuties>>> {
        let today = self.clock().today();
        let duties = self.book()?.read(|reading| duties_of(reading, command.month, today))?;
        let wanted = |duties: &BranchDuties| command.branch.is_none_or(|branch| duties.branch == branch);
        Ok(Outcome::unchanged(duties.into_iter().filter(wanted).collect()))
    }
}

/// The duties of every branch, as seen at the end of a month (today, if the month is not over).
pub(crate) fn duties_of(reading: &Reading<'_>, month: Month, today: Day) -> Read<Vec<BranchDuties>> {
    let day = month.last_day().min(today.max(month.first_day()));
    let (settings, late_after_day) = (FREQUENCIES.get(reading)?, LATE_AFTER.get(reading)?);
    branch_facts(reading, day)?
        .into_iter()
        .map(|(branch, facts)| {
            let held = held(reading, &settings, branch, &facts, month)?;
            let duties = check_frequency(&settings, &facts, &held, month, today, late_after_day);
            let duties = duties.into_iter().map(row).collect();
            Ok::<_, LedgerError>(BranchDuties { branch, name: facts.name, duties })
        })
        .collect()
}

fn row(duty: Duty) -> DutyRow {
    DutyRow { state_label: duty.state.label().to_owned(), sentence: duty.sentence(), duty }
}

fn held(
    reading: &Reading<'_>,
    settings: &[FrequencySetting],
    branch: OrganisationId,
    facts: &BranchFacts,
    month: Month,
) -> Read<Vec<HeldRecord>> {
    let mut held = Vec::new();
    for setting in settings {
        let window = Window::around(month, setting.per);
        let last = window.last.min(month.last_day());
        let groups = facts.groups.iter().map(|group| (OrganisationId(group.id), Some(group.id)));
        for (organisation, group) in std::iter::once((branch, None)).chain(groups) {
            let lines = records_held(reading, organisation, setting.kind, window.first, last)?;
            held.extend(lines.iter().map(|line| held_record(line, group)));
        }
    }
    Ok(held)
}

fn held_record(line: &RecordLine, group: Option<i64>) -> HeldRecord {
    let on = line.gathering.entered_at.beijing_day();
    let dated = line.gathering.origin_note.as_deref().and_then(|note| note.parse().ok());
    let entered = match (line.gathering.origin, dated) {
        (Origin::Register, Some(dated)) => EntryPath::FromRegister { dated, on },
        _ => EntryPath::Typed { on },
    };
    HeldRecord { kind: line.record.kind, held_on: line.record.occurred_on, group, entered }
}
