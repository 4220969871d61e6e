//! Extensions of the probation (延长预备期). Each belongs to the period in the Party in which it begins: what was extended
//! before somebody was expelled says nothing of the probation that follows on their admission anew. Must not decide
//! whether a probation may be extended.

use std::collections::HashMap;

use branchbook_domain::day::{Day, Span};
use branchbook_domain::key::PersonId;

use super::record::{conditions_of, conditions_of_kind};
use super::{Condition, ConditionKind, Periods};
use crate::entity::Stored;
use crate::error::Result;
use crate::reading::Reading;

/// The extensions of a person's probation in the period that a day belongs to, oldest first.
pub fn extensions_of(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<Vec<Stored<Condition>>> {
    let mut extensions = conditions_of(reading, person)?;
    extensions.retain(|each| each.kind == ConditionKind::ProbationExtended);
    of_period(reading, extensions, day)
}

/// The day up to which a person's probation was extended in the period that a day belongs to, if it was.
pub fn probation_extended_to(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<Option<Day>> {
    Ok(extensions_of(reading, person, day)?.into_iter().filter_map(|each| each.value.to_on).max())
}

/// The same of everybody whose probation was extended.
pub fn probations_extended_to(reading: &Reading<'_>, day: Day) -> Result<HashMap<PersonId, Day>> {
    let all = conditions_of_kind(reading, ConditionKind::ProbationExtended)?;
    let mut extended: HashMap<PersonId, Day> = HashMap::new();
    for each in of_period(reading, all, day)? {
        if let Some(to) = each.to_on {
            extended.entry(each.person_id).and_modify(|known| *known = to.max(*known)).or_insert(to);
        }
    }
    Ok(extended)
}

/// Those that hold at all and begin in the period of their person that the day belongs to.
fn of_period(
    reading: &Reading<'_>,
    mut extensions: Vec<Stored<Condition>>,
    day: Day,
) -> Result<Vec<Stored<Condition>>> {
    if extensions.is_empty() {
        return Ok(extensions);
    }
    let periods = Periods::of(reading)?;
    extensions.retain(|each| {
        let period = periods.span(each.person_id, day);
        // A beginning that is not known lies before everything else that is.
        let begins_within = each.from_on.map_or(period.from.is_none(), |from| period.contains(from));
        // What somebody left before it began was ended on its first day.
        begins_within && !Span { from: each.from_on, to: each.to_on }.is_empty()
    });
    Ok(extensions)
}
