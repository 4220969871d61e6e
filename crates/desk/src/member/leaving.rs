//! What ends where somebody leaves the register, a branch or a group: the membership, the posts there, the conditions.
//! One piece for the single movement, for edits of many and for whatever else moves people. Must not judge whether
//! somebody may leave.

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::{Membership, PostHeld, conditions_of, posts_of};
use branchbook_ledger::table::organisation::Organisation;
use branchbook_ledger::{Reading, Stored, Writing};

use super::condition;
use crate::error::Result;

/// Where somebody's posts end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Left {
    /// Everywhere: the membership is over.
    Everything,
    /// In a branch and its groups.
    Branch(OrganisationId),
    /// In a group alone: who is 书记 stays it in another group of the branch.
    Group(OrganisationId),
    /// Nowhere.
    Nothing,
}

impl Left {
    fn holds(self, reading: &Reading<'_>, organisation: OrganisationId) -> Result<bool> {
        Ok(match self {
            Self::Everything => true,
            Self::Branch(branch) if organisation == branch => true,
            Self::Branch(branch) => {
                reading.get::<Organisation>(organisation)?.and_then(|each| each.parent_id) == Some(branch)
            }
            Self::Group(group) => organisation == group,
            Self::Nothing => false,
        })
    }
}

/// Ends the posts that still run in what is left.
pub(crate) fn end_posts(writing: &mut Writing<'_>, person: PersonId, left: Left, day: Day) -> Result<()> {
    if matches!(left, Left::Nothing) {
        return Ok(());
    }
    for post in posts_of(writing, person)? {
        if let Some(to) = end_of(post.from_on, post.to_on, day)
            && left.holds(writing, post.organisation_id)?
        {
            writing.update(post.id, &PostHeld { to_on: Some(to), ..post.value })?;
        }
    }
    Ok(())
}

/// Ends the conditions that still run.
pub(crate) fn end_conditions(writing: &mut Writing<'_>, person: PersonId, day: Day) -> Result<()> {
    for held in conditions_of(writing, person)? {
        if let Some(to) = end_of(held.from_on, held.to_on, day) {
            condition::end(writing, &held, to)?;
        }
    }
    Ok(())
}

/// Another group of the same branch, or none, from a day on: what is held of the old group ends with it. A membership
/// that began no earlier was entered with the wrong group, and is put right instead of ended.
pub(crate) fn change_group(
    writing: &mut Writing<'_>,
    held: &Stored<Membership>,
    group: Option<OrganisationId>,
    day: Day,
) -> Result<()> {
    let known = &held.value;
    if known.from_on.is_some_and(|from| from >= day) {
        writing.update(held.id, &Membership { group_id: group, ..known.clone() })?;
    } else {
        writing.update(held.id, &Membership { to_on: Some(day), ..known.clone() })?;
        writing.insert(&Membership { group_id: group, from_on: Some(day), ..known.clone() })?;
    }
    end_posts(writing, known.person_id, known.group_id.map_or(Left::Nothing, Left::Group), day)
}

/// The end of a span that still runs on the day; never before its beginning.
fn end_of(from: Option<Day>, to: Option<Day>, day: Day) -> Option<Day> {
    to.is_none_or(|to| to > day).then(|| from.map_or(day, |from| from.max(day)))
}
