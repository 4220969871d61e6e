//! How often organisation life is due and was held, branch by branch, as of a month. Asks the index on
//! organisation, kind and day for the one window of each duty; never reads the meetings of other years.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::frequency::{
    BranchFacts, Duty, EntryPath, FrequencySetting, GroupFacts, HeldRecord, Scope, Window, check_frequency,
};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::member::has_committee;
use branchbook_ledger::table::gathering::held::{RecordLine, records_held};
use branchbook_ledger::table::gathering::{Gathering, Origin};
use branchbook_ledger::table::membership::counts_on;
use branchbook_ledger::table::month::fact::posts_on;
use branchbook_ledger::table::organisation::{Level, Organisation, list_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

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
    let mut list = Vec::new();
    for (branch, facts) in branch_facts(reading, day)? {
        let held = held_records(reading, &settings, branch, &facts, month)?;
        let duties = check_frequency(&settings, &facts, &held, month, today, late_after);
        list.push(BranchDuties { branch, facts, duties });
    }
    Ok(list)
}

/// What the rules need to know of each branch on a day.
pub(crate) fn branch_facts(
    reading: &Reading<'_>,
    day: Day,
) -> Result<Vec<(OrganisationId, BranchFacts)>, LedgerError> {
    let organisations = list_on(reading, day)?;
    let counts = counts_on(reading, day)?;
    let mut posts: BTreeMap<OrganisationId, Vec<String>> = BTreeMap::new();
    for (organisation, title) in posts_on(reading, day)? {
        posts.entry(organisation).or_default().push(title);
    }
    let facts = |branch: &Stored<Organisation>| {
        let count = counts.get(&branch.id).copied().unwrap_or_default();
        let titles: Vec<&str> = posts.get(&branch.id).into_iter().flatten().map(String::as_str).collect();
        let committee = has_committee(titles.iter().copied());
        let facts = BranchFacts {
            name: branch.name.clone(),
            members: count.members,
            full_members: count.full_members,
            committee_members: committee.then(|| u32::try_from(titles.len()).unwrap_or(u32::MAX)),
            groups: groups_of(&organisations, branch.id),
        };
        (branch.id, facts)
    };
    Ok(organisations.iter().filter(|each| each.level == Level::Branch).map(facts).collect())
}

fn groups_of(organisations: &[Stored<Organisation>], branch: OrganisationId) -> Vec<GroupFacts> {
    let groups = organisations.iter().filter(|each| each.level == Level::Group && each.parent_id == Some(branch));
    groups.map(|group| GroupFacts { id: group.id.0, name: group.name.clone() }).collect()
}

fn held_records(
    reading: &Reading<'_>,
    settings: &[FrequencySetting],
    branch: OrganisationId,
    facts: &BranchFacts,
    month: Month,
) -> Result<Vec<HeldRecord>, LedgerError> {
    let mut held = Vec::new();
    for setting in settings.iter().filter(|setting| setting.times > 0) {
        let window = Window::around(month, setting.per);
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
    let entered = entry_path(&line.gathering.value);
    HeldRecord { kind: line.record.kind, held_on: line.record.occurred_on, group, entered }
}
