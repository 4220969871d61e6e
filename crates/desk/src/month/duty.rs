//! How often organisation life is due and was held, branch by branch, as of a month. Asks the index on
//! organisation, kind and day for the one window of each duty, of all branches at once; never reads the meetings of other
//! years.

use std::collections::HashMap;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::{
    BranchFacts, Duty, EntryPath, FrequencySetting, HeldRecord, Scope, Windows, check_frequency,
};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held_by};
use branchbook_ledger::{LedgerError, Reading};

use super::branch::branch_facts;
use super::row;
use crate::setting::preference::{FREQUENCIES, LATE_AFTER};

/// A branch with what the rules know of it and its duties.
pub(crate) struct BranchDuties {
    pub branch: OrganisationId,
    pub facts: BranchFacts,
    pub duties: Vec<Duty>,
    /// What the branch and its groups held in the windows of the duties, kind by kind and by day.
    pub held: Vec<Held>,
}

/// One meeting that counts for a duty.
pub(crate) struct Held {
    pub record: HeldRecord,
    /// How many were due.
    pub due: i64,
    /// How many of them came.
    pub present: i64,
}

impl BranchDuties {
    /// What was held of a kind from the first to the last day, as far as the windows of the duties reach.
    pub fn held_of(&self, kind: RecordKind, first: Day, last: Day) -> impl Iterator<Item = &Held> {
        let is_asked =
            move |held: &&Held| held.record.kind == kind && (first..=last).contains(&held.record.held_on);
        self.held.iter().filter(is_asked)
    }
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
    let branches = branch_facts(reading, day)?;
    let mut held = held_by_branch(reading, &settings, &branches, &windows)?;
    let duties = |(branch, facts): (OrganisationId, BranchFacts)| {
        let held = held.remove(&branch).unwrap_or_default();
        let records: Vec<HeldRecord> = held.iter().map(|held| held.record).collect();
        let duties = check_frequency(&settings, &facts, &records, &windows, today, late_after);
        BranchDuties { branch, facts, duties, held }
    };
    Ok(branches.into_iter().map(duties).collect())
}

/// How the window is called in which a meeting of a kind counts that is held on a day; nothing for a kind of which the
/// office counts none.
pub(crate) fn window_name(
    reading: &Reading<'_>,
    kind: RecordKind,
    day: Day,
) -> Result<Option<String>, LedgerError> {
    let settings = FREQUENCIES.get(reading)?;
    let Some(setting) = settings.iter().find(|setting| setting.kind == kind) else { return Ok(None) };
    Ok(Some(setting.per.name(row::month_of(reading, day)?)))
}

/// What counts for the duties of each branch: one query for each kind that is asked for, of all branches.
fn held_by_branch(
    reading: &Reading<'_>,
    settings: &[FrequencySetting],
    branches: &[(OrganisationId, BranchFacts)],
    windows: &Windows,
) -> Result<HashMap<OrganisationId, Vec<Held>>, LedgerError> {
    let mut by_branch: HashMap<OrganisationId, Vec<Held>> = HashMap::new();
    for setting in settings.iter().filter(|setting| setting.times > 0) {
        let owners: HashMap<OrganisationId, (OrganisationId, Option<i64>)> = match setting.scope {
            Scope::Branch => branches.iter().map(|(branch, _)| (*branch, (*branch, None))).collect(),
            Scope::Group => {
                let groups =
                    branches.iter().flat_map(|(branch, facts)| facts.groups.iter().map(|g| (*branch, g.id)));
                groups.map(|(branch, group)| (OrganisationId(group), (branch, Some(group)))).collect()
            }
        };
        let (window, keys) = (windows.of(setting.per), owners.keys().copied().collect::<Vec<_>>());
        for line in records_held_by(reading, &keys, setting.kind, window.first, window.last)? {
            if let Some((branch, group)) = owners.get(&line.record.organisation_id) {
                by_branch.entry(*branch).or_default().push(held(&line, *group));
            }
        }
    }
    Ok(by_branch)
}

fn held(line: &RecordLine, group: Option<i64>) -> Held {
    let (due, present) = (line.record.due_count, line.record.present_count);
    Held { record: held_record(line, group), due, present }
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
