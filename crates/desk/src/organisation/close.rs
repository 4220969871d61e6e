//! The end of an organisation: what must have left it, and what ends with it.

use std::collections::BTreeSet;

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::{
    MemberOnDay, PostHeld, branch_members_on, group_members_on, memberships_since, people as people_among,
    posts_ever_in,
};
use branchbook_ledger::table::organisation::{Level, Organisation, children, once_below};
use branchbook_ledger::table::role::roles_in;
use branchbook_ledger::table::term::{TermHeld, terms_of};
use branchbook_ledger::{Reading, Stored, Writing};

use super::turn::require_no_turn_after;
use crate::error::{DeskError, Result};

/// The kind of role of those who take part in a temporary branch.
pub(crate) const PARTICIPANT: &str = "participant";
/// Names said at most.
const NAMED: usize = 5;

/// Nobody stands in it on these days, the first of which is that of the end, nothing stands below it, nobody takes part
/// in it, and no later day knows another name or place of it.
pub(crate) fn require_empty(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    days: [Day; 2],
) -> Result<()> {
    for day in days {
        let members = members_on(reading, stored, day)?;
        if !members.is_empty() {
            let who = named(members.iter().map(|member| member.name.as_str()));
            let words = format!(
                "{} {day} 还有党员 {} 人（{who}），请先把他们转到别的党支部或党小组。",
                stored.name,
                members.len()
            );
            return Err(DeskError::field("to_on", words));
        }
    }
    let later = memberships_since(reading, stored.id, days[0])?;
    if !later.is_empty() {
        let people: Vec<PersonId> = later.iter().map(|span| span.person_id).collect();
        let names: BTreeSet<String> =
            people_among(reading, &people)?.into_values().map(|person| person.value.name).collect();
        let who = named(names.iter().map(String::as_str));
        let words =
            format!("{} 在 {} 以后还编入过党员（{who}），撤销日期应在他们离开以后。", stored.name, days[0]);
        return Err(DeskError::field("to_on", words));
    }
    require_no_turn_after(reading, stored, days[0])?;
    if let Some(child) = once_below(reading, stored.id, days[0])?.first() {
        let words =
            format!("{} 在 {} 以后才从{}下面调走，撤销日期应在调走以后。", child.name, days[0], stored.name);
        return Err(DeskError::field("to_on", words));
    }
    let below: Vec<_> =
        children(reading, stored.id)?.into_iter().filter(|child| child.to_on.is_none()).collect();
    if !below.is_empty() {
        let which = named(below.iter().map(|child| child.name.as_str()));
        let words = format!("{}下面还有 {} 个组织（{which}），请先撤销它们。", stored.name, below.len());
        return Err(DeskError::field("to_on", words));
    }
    let taking_part = roles_in(reading, stored.id, PARTICIPANT)?;
    match taking_part.iter().filter(|role| role.to_on.is_none()).count() {
        0 => Ok(()),
        count => {
            let words = match stored.level {
                Level::Group => {
                    format!("{}还有 {count} 人参加，请先把他们改到别的党小组，或登记离开。", stored.name)
                }
                _ => format!("{}还有 {count} 人参加，请用“期满结束”。", stored.name),
            };
            Err(DeskError::field("to_on", words))
        }
    }
}

/// Ends it: its posts and its term end with it.
pub(crate) fn close(
    writing: &mut Writing<'_>,
    id: OrganisationId,
    organisation: &Organisation,
    to: Day,
) -> Result<()> {
    for post in posts_ever_in(writing, id)? {
        if post.to_on.is_none_or(|end| end > to) {
            let end = post.from_on.map_or(to, |from| from.max(to));
            writing.update(post.id, &PostHeld { to_on: Some(end), ..post.value })?;
        }
    }
    for term in terms_of(writing, id)? {
        if term.ended_by_on.is_none_or(|end| end > to) {
            let end = term.elected_on.earliest().max(to);
            writing.update(term.id, &TermHeld { ended_by_on: Some(end), ..term.value })?;
        }
    }
    writing.update(id, &Organisation { to_on: Some(to), ..organisation.clone() })?;
    Ok(())
}

fn members_on(reading: &Reading<'_>, stored: &Stored<Organisation>, day: Day) -> Result<Vec<MemberOnDay>> {
    Ok(match stored.level {
        Level::Group => group_members_on(reading, stored.id, day)?,
        _ => branch_members_on(reading, stored.id, day)?,
    })
}

fn named<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.collect();
    let more = if all.len() > NAMED { "等" } else { "" };
    let first: Vec<&str> = all.into_iter().take(NAMED).collect();
    format!("{}{more}", first.join("、"))
}
