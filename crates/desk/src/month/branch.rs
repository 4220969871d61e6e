//! Branches as the rules see them on a day: size, committee, groups (M02, M03). Must not judge them.

use std::collections::{BTreeMap, HashMap};

use branchbook_domain::day::{Day, add_days};
use branchbook_domain::frequency::{BranchFacts, GroupFacts};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::gathering::held::records_held_by;
use branchbook_ledger::table::gathering::presence::posts_held_on;
use branchbook_ledger::table::membership::counts_on;
use branchbook_ledger::table::organisation::{Level, Organisation, list_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

/// Posts that also exist in a branch without a committee (支部工作条例（试行）第二十条).
const WITHOUT_COMMITTEE: [&str; 4] = ["secretary", "deputy_secretary", "书记", "副书记"];
/// Posts of groups: never of a committee.
const OF_GROUPS: [&str; 4] = ["group_leader", "deputy_group_leader", "党小组组长", "党小组副组长"];

/// What the rules need to know of each branch on a day, in the order of lists.
pub(crate) fn branch_facts(
    reading: &Reading<'_>,
    day: Day,
) -> Result<Vec<(OrganisationId, BranchFacts)>, LedgerError> {
    let organisations = list_on(reading, day)?;
    let counts = counts_on(reading, day)?;
    let mut posts: BTreeMap<OrganisationId, Vec<String>> = BTreeMap::new();
    for post in posts_held_on(reading, day)? {
        posts.entry(post.organisation).or_default().push(post.title);
    }
    let branches: Vec<&Stored<Organisation>> =
        organisations.iter().filter(|each| each.level == Level::Branch).collect();
    let recorded = |branch: OrganisationId| committee(posts.get(&branch).map_or(&[], Vec::as_slice));
    let met = committees_that_met(reading, &branches, day, |branch| recorded(branch).is_none())?;
    let facts = |branch: &&Stored<Organisation>| {
        let count = counts.of(branch.id);
        let facts = BranchFacts {
            name: branch.name.clone(),
            members: count.members,
            full_members: count.full_members,
            committee_members: recorded(branch.id).or_else(|| met.get(&branch.id).copied()),
            groups: groups_of(&organisations, branch.id),
        };
        (branch.id, facts)
    };
    Ok(branches.iter().map(facts).collect())
}

/// A committee that met within the year exists, even if nobody has entered its posts: as many as were due at its last
/// meeting. Asked at once of all branches of which nothing better is known.
fn committees_that_met(
    reading: &Reading<'_>,
    branches: &[&Stored<Organisation>],
    day: Day,
    is_asked: impl Fn(OrganisationId) -> bool,
) -> Result<HashMap<OrganisationId, u32>, LedgerError> {
    let asked: Vec<OrganisationId> =
        branches.iter().map(|branch| branch.id).filter(|branch| is_asked(*branch)).collect();
    let since = add_days(day, -365);
    let held = records_held_by(reading, &asked, RecordKind::CommitteeMeeting, since, day)?;
    // By day: the last one stays.
    let due = held
        .iter()
        .map(|line| Some((line.record.organisation_id, u32::try_from(line.record.due_count).ok()?)));
    Ok(due.flatten().collect())
}

/// How many sit in the committee; `None` if nobody holds a post that only a committee has.
fn committee(titles: &[String]) -> Option<u32> {
    let sits = |title: &&String| !OF_GROUPS.contains(&title.as_str());
    let proves = |title: &String| !WITHOUT_COMMITTEE.contains(&title.as_str());
    let sitting: Vec<&String> = titles.iter().filter(sits).collect();
    sitting.iter().any(|title| proves(title)).then(|| u32::try_from(sitting.len()).unwrap_or(u32::MAX))
}

fn groups_of(organisations: &[Stored<Organisation>], branch: OrganisationId) -> Vec<GroupFacts> {
    let is_group =
        |each: &&Stored<Organisation>| each.level == Level::Group && each.parent_id == Some(branch);
    let facts = |group: &Stored<Organisation>| GroupFacts { id: group.id.0, name: group.name.clone() };
    organisations.iter().filter(is_group).map(facts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secretary_alone_is_no_committee() {
        for (titles, members) in [
            (vec![], None),
            (vec!["secretary"], None),
            (vec!["secretary", "group_leader"], None),
            (vec!["secretary", "organisation_member", "publicity_member"], Some(3)),
        ] {
            let titles: Vec<String> = titles.into_iter().map(str::to_owned).collect();
            assert_eq!(committee(&titles), members, "{titles:?}");
        }
    }
}
