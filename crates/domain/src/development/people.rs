//! Contacts and introducers: how many, and who must not be one. Must not look anybody up.

use std::ops::RangeInclusive;

use super::case::{Case, Supporter, SupporterStanding};
use super::step::Role;

/// A sentence if too few or too many are named.
pub(super) fn supporters_gap(case: &Case, role: Role, range: RangeInclusive<u32>) -> Option<String> {
    let count = u32::try_from(case.supporters_as(role).count()).unwrap_or(u32::MAX);
    let due = match (range.start(), range.end()) {
        (least, most) if least == most => format!("{least} 名"),
        (least, most) => format!("{least} 至 {most} 名"),
    };
    (!range.contains(&count)).then(|| match count {
        0 => format!("没有登记{}，应有 {due}。", role.label()),
        _ => format!("登记的{}有 {count} 名，应为 {due}。", role.label()),
    })
}

/// A sentence that names those who must not be one. Whose standing was not looked up is left out.
pub(super) fn barred_gap(case: &Case, role: Role, barred: &[SupporterStanding]) -> Option<String> {
    let is_barred = |supporter: &&Supporter| supporter.standing.is_some_and(|own| barred.contains(&own));
    let said = |supporter: &Supporter| {
        let standing = supporter.standing.map_or("", SupporterStanding::label);
        format!("{}是{standing}", supporter.name)
    };
    let all: Vec<String> = case.supporters_as(role).filter(is_barred).map(said).collect();
    (!all.is_empty()).then(|| format!("{}{}。", role.label(), all.join("，")))
}
