//! The tree of organisations on a day, with the members of each.

use branchbook_contract::organisation::{OrganisationList, OrganisationRow};
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::membership::{Counts, OrganisationCount, counts_on};
use branchbook_ledger::table::organisation::{Level, Organisation, list_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<OrganisationList> for Desk {
    fn handle(
        &mut self,
        command: OrganisationList,
        _progress: &dyn Progress,
    ) -> Result<Outcome<Vec<OrganisationRow>>> {
        let day = command.on.unwrap_or_else(|| self.clock().today());
        Ok(Outcome::unchanged(self.book()?.read(|reading| tree_on(reading, day))?))
    }
}

/// The tree of a day, parents before their children, with the members of each.
pub(crate) fn tree_on(reading: &Reading<'_>, day: Day) -> Result<Vec<OrganisationRow>, LedgerError> {
    let (list, counts) = (list_on(reading, day)?, counts_on(reading, day)?);
    let mut rows = Vec::with_capacity(list.len());
    let known = |parent: OrganisationId| list.iter().any(|each| each.id == parent);
    for root in list.iter().filter(|each| !each.parent_id.is_some_and(known)) {
        add_with_children(root, (0, day), &list, &counts, &mut rows);
    }
    Ok(rows)
}

/// Adds an organisation and those below it; gives the members of all of them.
fn add_with_children(
    stored: &Stored<Organisation>,
    (depth, day): (u32, Day),
    list: &[Stored<Organisation>],
    counts: &Counts,
    rows: &mut Vec<OrganisationRow>,
) -> OrganisationCount {
    let at = rows.len();
    let mut total = counts.of(stored.id);
    rows.push(row(stored, depth, day));
    for child in list.iter().filter(|child| child.parent_id == Some(stored.id)) {
        let below = add_with_children(child, (depth + 1, day), list, counts, rows);
        // Members of a group are counted with their branch already.
        if child.level != Level::Group {
            total.members += below.members;
            total.full_members += below.full_members;
        }
    }
    if let Some(row) = rows.get_mut(at) {
        row.member_count = total.members;
        row.full_member_count = total.full_members;
    }
    total
}

fn row(stored: &Stored<Organisation>, depth: u32, day: Day) -> OrganisationRow {
    OrganisationRow {
        organisation: stored.id,
        parent: stored.parent_id,
        depth,
        level: stored.level,
        name: stored.name.clone(),
        position: stored.position,
        from_on: stored.from_on,
        to_on: stored.to_on,
        note: stored.note.clone(),
        member_count: 0,
        full_member_count: 0,
        counted_on: day,
    }
}
