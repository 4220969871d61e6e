//! Periods in the Party: whoever was expelled and is admitted anew has days of joining and 转正 for each period. The
//! person's own say those of the last one; what held on a day before it stands in `earlier_period`. Few people have
//! any, so all are read at once and laid over what was read of people. Must not decide when a period begins.

use std::collections::HashMap;

use branchbook_domain::day::{Day, PartialDay, Span};
use branchbook_domain::key::PersonId;

use super::EarlierPeriod;
use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;
use crate::table::person::Person;

/// Joining and 转正 of a period.
pub type PeriodDays = (Option<PartialDay>, Option<PartialDay>);

/// The periods before the last one of everybody who has any, oldest first.
#[derive(Debug, Default)]
pub struct Periods(HashMap<PersonId, Vec<Stored<EarlierPeriod>>>);

impl Periods {
    /// Reads them.
    pub fn of(reading: &Reading<'_>) -> Result<Self> {
        let mut all: HashMap<PersonId, Vec<Stored<EarlierPeriod>>> = HashMap::new();
        for period in reading.entities::<EarlierPeriod>("ORDER BY until_on, id", &[])? {
            all.entry(period.person_id).or_default().push(period);
        }
        Ok(Self(all))
    }

    /// The days of the period that a day belongs to; nothing where it belongs to the last one.
    pub fn at(&self, person: PersonId, day: Day) -> Option<PeriodDays> {
        let period = self.0.get(&person)?.iter().find(|period| day < period.until_on)?;
        Some((period.joined_on, period.became_full_on))
    }

    /// The days of the period that a day belongs to: those of the last one are given.
    pub fn days(&self, person: PersonId, day: Day, last: PeriodDays) -> PeriodDays {
        self.at(person, day).unwrap_or(last)
    }

    /// The days of the period that a day belongs to: without a beginning the first one, without an end the last.
    pub fn span(&self, person: PersonId, day: Day) -> Span {
        let ends = || self.0.get(&person).into_iter().flatten().map(|period| period.until_on);
        Span {
            from: ends().filter(|until| *until <= day).max(),
            to: ends().filter(|until| day < *until).min(),
        }
    }

    /// Lets a person say the days of the period that a day belongs to.
    pub fn lay_over(&self, person: &mut Stored<Person>, day: Day) {
        if let Some((joined, full)) = self.at(person.id, day) {
            (person.value.joined_on, person.value.became_full_on) = (joined, full);
        }
    }
}

/// A person with the days of joining and 转正 of the period that a day belongs to.
pub fn person_on(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<Stored<Person>> {
    let mut person = reading.require::<Person>(person)?;
    Periods::of(reading)?.lay_over(&mut person, day);
    Ok(person)
}

/// The periods before the last one of a person, oldest first.
pub fn earlier_periods_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<Stored<EarlierPeriod>>> {
    reading.entities("WHERE person_id = ? ORDER BY until_on, id", &[&person.0])
}
