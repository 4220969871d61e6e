//! What is registered of people has happened: not after today, and on a day on which it can have been. The one place that
//! says so, for commands and for forms. What is planned (a next visit, the end of a term, 有效期至) is not judged here.

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::Periods;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored};

use crate::error::{DeskError, Result};

/// Nothing of the Party in the book is older (《中国共产党章程》总纲：1921年).
const FIRST_YEAR: i32 = 1921;

/// What is wrong with a day that is still to come.
pub(crate) fn ahead(day: impl Into<PartialDay>, today: Day) -> Option<String> {
    let day = day.into();
    (day.earliest() > today).then(|| format!("日期 {} 还没有到，请到时再登记。", said(day)))
}

/// What is wrong with a day on which nothing of that person can have happened: before the Party, or before birth.
pub(crate) fn absurd(day: impl Into<PartialDay>, birth: Option<PartialDay>) -> Option<String> {
    let day = day.into();
    // What stands for a missing day was refused already.
    if day.latest() == Day::MIN {
        return None;
    }
    if let Some(birth) = birth.filter(|birth| day.latest() < birth.earliest()) {
        return Some(format!("日期 {} 早于出生日期 {}，请核对。", said(day), birth.label()));
    }
    let is_before = day.latest() < PartialDay::Year(FIRST_YEAR).earliest();
    is_before.then(|| format!("日期 {} 早于 {FIRST_YEAR} 年，请核对。", said(day)))
}

/// What is wrong with a day of what only members have, of somebody who joined then.
pub(crate) fn before_joining(
    day: impl Into<PartialDay>,
    birth: Option<PartialDay>,
    joined: Option<PartialDay>,
) -> Option<String> {
    let day = day.into();
    let joined = joined.filter(|joined| day.latest() < joined.earliest());
    let joined = joined.map(|joined| format!("日期 {} 早于入党日期 {}，请核对。", said(day), joined.label()));
    absurd(day, birth).or(joined)
}

/// Refuses a day of what only members have: a post, a condition, a transfer letter. It is held against the joining of the
/// period that it belongs to: who was admitted anew was a member before, too.
pub(crate) fn refuse_before_joining(
    reading: &Reading<'_>,
    field: &str,
    day: Day,
    person: PersonId,
) -> Result<()> {
    refuse_before_joining_of(reading, field, day, &reading.require::<Person>(person)?)
}

/// The same of somebody as they will be, where a greater operation changes the record as well.
pub(crate) fn refuse_before_joining_of(
    reading: &Reading<'_>,
    field: &str,
    day: Day,
    person: &Stored<Person>,
) -> Result<()> {
    let last = (person.joined_on, person.became_full_on);
    let (joined, _) = Periods::of(reading)?.days(person.id, day, last);
    refuse(field, before_joining(day, person.birth_on, joined))
}

/// Refuses a day that is still to come.
pub(crate) fn refuse_ahead(field: &str, day: impl Into<PartialDay>, today: Day) -> Result<()> {
    refuse(field, ahead(day, today))
}

/// Refuses what is wrong with a field, if anything is.
pub(crate) fn refuse(field: &str, wrong: Option<String>) -> Result<()> {
    wrong.map_or(Ok(()), |words| Err(DeskError::field(field, words)))
}

/// A whole day as it is typed, less of it in words.
fn said(day: PartialDay) -> String {
    day.day().map_or_else(|| day.label(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PartialDay {
        text.parse().unwrap()
    }

    #[test]
    fn only_a_day_that_has_come_and_can_have_been_is_taken() {
        let today = "2026-11-20".parse().unwrap();
        assert_eq!(ahead(day("2026-11-20"), today), None);
        assert_eq!(ahead(day("2026-11"), today), None, "part of it has come");
        assert_eq!(ahead(day("2026-11-21"), today).unwrap(), "日期 2026-11-21 还没有到，请到时再登记。");
        let born = Some(day("1962-12-01"));
        assert_eq!(absurd(day("1962"), born), None, "may be after it");
        assert!(absurd(day("1950-01-01"), born).unwrap().contains("早于出生日期"));
        assert!(absurd(day("1890-12-01"), None).unwrap().contains("早于 1921 年"));
        let joined = Some(day("1991-07"));
        assert_eq!(before_joining(day("1991-07-01"), born, joined), None);
        assert!(before_joining(day("1990-07-01"), born, joined).unwrap().contains("早于入党日期"));
    }
}
