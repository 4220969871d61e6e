//! How often organisation life is due and was held, branch by branch, as of a month. Asks the index on
//! organisation, kind and day for the one window of each duty; never reads the meetings of other years.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::{
    BranchFacts, Duty, EntryPath, FrequencySetting, HeldRecord, Scope, Windows, check_frequency,
};
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held};
use branchbook_ledger::{LedgerError, Reading};

use super::branch::branch_facts;
use super::row;
use crate::setting::preference::{FREQUENCIES, LATE_AFTER};

/// A branch with what the rules know of it and its duties.
pub(crate) struct BranchDuties {
    pub branch: OrganisationId,
    pub facts: BranchFacts,
    pub duties: Vec<Duty>,
}

/// The branches on a day, in the order of lists, with their duties at the end of the month.
pub(crate) fn branch_duties(
    reading: &Reading<'_>,
    month: Month,
    day: Day,
    today: Day,
) -> Result<Vec<BranchDuties>, LedgerError> {
    let (settings, late_after) = (FREQUENCIES.get(reading)?, LATE_AFTER.get(reading)?);
    let windows = Windows::cut(month, |month| row::days(reading, month))?;
    let mut list = Vec::new();
    for (branch, facts) in branch_facts(reading, day)? {
        let held = held_records(reading, &settings, branch, &facts, &windows)?;
        let duties = check_frequency(&settings, &facts, &held, &windows, today, late_after);
        list.push(BranchDuties { branch, facts, duties });
    }
    Ok(list)
}

fn held_records(
    reading: &Reading<'_>,
    settings: &[FrequencySetting],
    branch: OrganisationId,
    facts: &BranchFacts,
    windows: &Windows,
) -> Result<Vec<HeldRecord>, LedgerError> {
    let mut held = Vec::new();
    for setting in settings.iter().filter(|setting| setting.times > 0) {
        let window = windows.of(setting.per);
        let owners: Vec<(OrganisationId, Option<i64>)> = match setting.scope {
            Scope::Branch => vec![(branch, None)],
            Scope::Group => facts.groups.iter().map(|g| (OrganisationId(g.id), Some(g.id))).collect(),
        };
        for (owner, group) in owners {
            let lines = records_held(reading, owner, setting.kind, window.first, window.last)?;
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
