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
        require_no_members(reading, stored, day)?;
    }
    require_no_members_after(reading, stored, days[0])?;
    require_no_turn_after(reading, stored, days[0])?;
    require_nothing_below(reading, stored, days[0])?;
    require_no_participants(reading, stored)
}

fn require_no_members(reading: &Reading<'_>, stored: &Stored<Organisation>, day: Day) -> Result<()> {
    let members = members_on(reading, stored, day)?;
    if members.is_empty() {
        return Ok(());
    }
    let who = named(members.iter().map(|member| member.name.as_str()));
    refused(format!(
        "{} {day} 还有党员 {} 人（{who}），请先把他们转到别的党支部或党小组。",
        stored.name,
        members.len()
    ))
}

fn require_no_members_after(reading: &Reading<'_>, stored: &Stored<Organisation>, to: Day) -> Result<()> {
    let later = memberships_since(reading, stored.id, to)?;
    if later.is_empty() {
        return Ok(());
    }
    let people: Vec<PersonId> = later.iter().map(|span| span.person_id).collect();
    let names: BTreeSet<String> =
        people_among(reading, &people)?.into_values().map(|person| person.value.name).collect();
    let who = named(names.iter().map(String::as_str));
    refused(format!("{} 在 {to} 以后还编入过党员（{who}），撤销日期应在他们离开以后。", stored.name))
}

fn require_nothing_below(reading: &Reading<'_>, stored: &Stored<Organisation>, to: Day) -> Result<()> {
    if let Some(child) = once_below(reading, stored.id, to)?.first() {
        return refused(format!(
            "{} 在 {to} 以后才从{}下面调走，撤销日期应在调走以后。",
            child.name, stored.name
        ));
    }
    let mut below = children(reading, stored.id)?;
    below.retain(|child| child.to_on.is_none());
    if below.is_empty() {
        return Ok(());
    }
    let which = named(below.iter().map(|child| child.name.as_str()));
    refused(format!("{}下面还有 {} 个组织（{which}），请先撤销它们。", stored.name, below.len()))
}

fn require_no_participants(reading: &Reading<'_>, stored: &Stored<Organisation>) -> Result<()> {
    let taking_part = roles_in(reading, stored.id, PARTICIPANT)?;
    let count = taking_part.iter().filter(|role| role.to_on.is_none()).count();
    match (count, stored.level) {
        (0, _) => Ok(()),
        (_, Level::Group) => {
            refused(format!("{}还有 {count} 人参加，请先把他们改到别的党小组，或登记离开。", stored.name))
        }
        _ => refused(format!("{}还有 {count} 人参加，请用“期满结束”。", stored.name)),
    }
}

fn refused(words: String) -> Result<()> {
    Err(DeskError::field("to_on", words))
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
