//! What organisation life is due in a month: duties by the settings, held records by the index on organisation,
//! kind and day. Counts by the true day, and never more than the window of each duty.

use branchbook_contract::meeting::{BranchDuties, DutyRow, MeetingDue};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::{
    BranchFacts, Duty, EntryPath, FrequencySetting, GroupFacts, HeldRecord, Window, check_frequency,
};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held};
use branchbook_ledger::table::organisation::Level;
use branchbook_ledger::{LedgerError, Reading, Result as Read};

use super::register::Register;
use super::setting;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

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
    let register = Register::on(reading, month.last_day().min(today.max(month.first_day())))?;
    let settings = setting::frequencies(reading)?;
    let late_after_day = setting::late_after_day(reading)?;
    let branches = register.organisations.iter().filter(|each| each.level == Level::Branch);
    branches
        .map(|branch| {
            let facts = facts(&register, branch.id, &branch.name);
            let held = held(reading, &settings, branch.id, &facts, month)?;
            let duties = check_frequency(&settings, &facts, &held, month, today, late_after_day);
            let duties = duties.into_iter().map(row).collect();
            Ok::<_, LedgerError>(BranchDuties { branch: branch.id, name: branch.name.clone(), duties })
        })
        .collect()
}

fn row(duty: Duty) -> DutyRow {
    DutyRow { state_label: duty.state.label().to_owned(), sentence: duty.sentence(), duty }
}

fn facts(register: &Register, branch: OrganisationId, name: &str) -> BranchFacts {
    let members = register.members_of(branch);
    let is_full = |class: Option<MemberClass>| class == Some(MemberClass::Full);
    let full = members.iter().filter(|member| is_full(member.class)).count();
    let committee = register.committee(branch).len();
    let groups = register.organisations.iter().filter(|each| each.parent_id == Some(branch));
    BranchFacts {
        name: name.to_owned(),
        members: count(members.len()),
        full_members: count(full),
        committee_members: (committee > 0).then(|| count(committee)),
        groups: groups.map(|group| GroupFacts { id: group.id.0, name: group.name.clone() }).collect(),
    }
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

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
