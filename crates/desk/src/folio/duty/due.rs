//! What falls due with the posts: those that are over, and quarters that nobody rated. One line for each branch and one
//! day, not one for each person. Must not write.

use std::collections::BTreeMap;

use branchbook_contract::Kind;
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::duty::{check_over, check_unrated, rating_due_on};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::rule::Finding;
use branchbook_ledger::table::membership::MemberOnDay;
use branchbook_ledger::table::offer::catalogue;
use branchbook_ledger::table::post_duty::duties;
use branchbook_ledger::{LedgerError, Reading};

use super::register::{Held, Register};
use crate::month::finding::with_record;

/// Those who hold posts, unless the office knows neither posts of its own nor duties: then nothing is asked.
fn register(reading: &Reading<'_>, on: Day) -> Result<Option<Register>, LedgerError> {
    if catalogue(reading)?.is_empty() && duties(reading)?.is_empty() {
        return Ok(None);
    }
    Register::of_holders(reading, on).map(Some)
}

/// The posts of 一编三定 that members hold on the day.
fn held(register: &Register) -> impl Iterator<Item = (&MemberOnDay, &Held)> {
    let of = |member| register.held_by(member).filter(|held| held.is_duty());
    register.members.iter().flat_map(move |member| of(member.person).map(move |held| (member, held)))
}

/// Posts that are over, or whose last quarter was not rated in time.
pub(super) fn attention(reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
    let Some(register) = register(reading, today)? else { return Ok(0) };
    let last = Quarter::of(today).prev();
    let is_late = today > rating_due_on(last);
    let wants = |post: &Held| post.span().is_over(today) || (is_late && post.is_unrated(last));
    Ok(u32::try_from(held(&register).filter(|(_, post)| wants(post)).count()).unwrap_or(u32::MAX))
}

pub(super) fn falls_due(reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
    let Some(register) = register(reading, today)? else { return Ok(Vec::new()) };
    let mut by_day: BTreeMap<Day, Vec<&MemberOnDay>> = BTreeMap::new();
    for (member, held) in held(&register) {
        if let Some(until) = held.span().until {
            by_day.entry(until).or_default().push(member);
        }
    }
    let last = Quarter::of(today).prev();
    let unrated: Vec<&MemberOnDay> =
        held(&register).filter(|(_, held)| held.is_unrated(last)).map(|(member, _)| member).collect();
    let over = by_day.into_iter().filter_map(|(until, who)| {
        let (chip, said) = match until < today {
            true => ("over", "的岗位已经期满"),
            false => ("assigned", "的岗位期满，请续期或结束"),
        };
        due(("岗位期满", chip), (until, today), &who, said)
    });
    let said = format!("还没有评价{}", last.label());
    let rated = due(("岗位评价", "late"), (rating_due_on(last), today), &unrated, &said);
    Ok(over.chain(rated).collect())
}

fn due(
    (label, chip): (&str, &str),
    (on, today): (Day, Day),
    who: &[&MemberOnDay],
    said: &str,
) -> Option<FallsDue> {
    let name = match who {
        [] => return None,
        [one] => one.name.clone(),
        [first, ..] => format!("{}等 {} 人", first.name, who.len()),
    };
    let asked = match who {
        [one] => format!("subject={}", one.person),
        _ => format!("chip={chip}"),
    };
    Some(FallsDue {
        on,
        is_about: false,
        label: label.to_owned(),
        is_late: on < today,
        sentence: format!("{name}{said}"),
        opens: format!("folio/duties?{asked}"),
    })
}

pub(super) fn findings(reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
    let Some(register) = register(reading, today)? else { return Ok(Vec::new()) };
    let shown =
        |(finding, branch): (Finding, OrganisationId)| with_record(finding, Kind::Organisation, branch.0);
    Ok(found(&register).into_iter().map(shown).collect())
}

/// The members of a branch whose posts are over, and those of whom nobody has rated the last quarter.
#[derive(Default)]
struct Open<'a> {
    over: Vec<&'a str>,
    unrated: Vec<&'a str>,
}

/// What is left open in each branch, in the order of the register.
pub(super) fn found(register: &Register) -> Vec<(Finding, OrganisationId)> {
    let last = Quarter::of(register.on).prev();
    let mut branches: BTreeMap<(i64, OrganisationId), Open<'_>> = BTreeMap::new();
    for (member, held) in held(register) {
        let Open { over, unrated } = branches.entry(register.names.position(member.branch_id)).or_default();
        over.extend(held.span().is_over(register.on).then_some(member.name.as_str()));
        unrated.extend(held.is_unrated(last).then_some(member.name.as_str()));
    }
    let mut found = Vec::new();
    for ((_, branch), Open { over, unrated }) in branches {
        let name = register.names.distinct(branch);
        let each = [check_over(&name, &over), check_unrated(&name, last, &unrated, register.on)];
        found.extend(each.into_iter().flatten().map(|finding| (finding, branch)));
    }
    found
}
