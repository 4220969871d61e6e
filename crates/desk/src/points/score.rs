//! The scores of a few people on a day, for lists and records: counted from their entries of the year, never from the
//! whole ledger. Books nothing.

use std::collections::BTreeMap;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_domain::points::{Counting, PointEvent, Points};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::{Reading, Result};

use super::fold::PointsYear;
use super::scheme::{SchemeVersion, Schemes};

/// The scores of these people in the year of the day, up to the day, each with its grade. Whom the scheme does not
/// score is missing.
pub(crate) fn scores_on(
    reading: &Reading<'_>,
    day: Day,
    people: &[(PersonId, Option<MemberClass>)],
) -> Result<BTreeMap<PersonId, (Points, Option<String>)>> {
    let mut schemes = Schemes::of(reading)?;
    let Some(version) = schemes.on(reading, day)? else { return Ok(BTreeMap::new()) };
    let year = PointsYear::of(reading, &mut schemes, Month::of(day).year())?;
    let keys: Vec<PersonId> = people.iter().map(|(person, _)| *person).collect();
    let held = year.entries(reading, &keys)?;
    let score = |(person, class): &(PersonId, Option<MemberClass>)| {
        let entries = held.get(person).map(Vec::as_slice).unwrap_or_default();
        let events: Vec<PointEvent> = entries
            .iter()
            .filter(|entry| entry.occurred_on <= day)
            .filter_map(|entry| year.event(entry))
            .collect();
        Some((*person, scored(&version, (*class)?, &year.count(&events))?))
    };
    Ok(people.iter().filter_map(score).collect())
}

fn scored(
    version: &SchemeVersion,
    class: MemberClass,
    counting: &Counting,
) -> Option<(Points, Option<String>)> {
    let counted: Points = counting.lines.iter().map(|line| line.counted).sum();
    let is_vetoed = counting.lines.iter().any(|line| line.is_veto);
    let score = version.scheme.score_of(class, counted, is_vetoed)?;
    Some((score, version.scheme.grade_of(score).map(|grade| grade.name.clone())))
}
