//! Sets a new version of the scheme from a day on. What was booked stays under the version of its day; the new
//! version has accounts of its own.

use branchbook_contract::points::{PointsSchemeSet, SchemeShown};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::points::Scheme;
use branchbook_ledger::table::membership::members_on;
use branchbook_ledger::table::points::{PERSON, PointsScheme, entries_since, newest_scheme};
use branchbook_ledger::{Operation, OperationKind, Reading, Writing};

use super::account_of::ensure_accounts;
use super::scheme::insert_scheme;
use super::scheme_show::shown;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::{Calendar, last_closed};
use crate::progress::Progress;

impl Handle<PointsSchemeSet> for Desk {
    fn handle(&mut self, command: PointsSchemeSet, _progress: &dyn Progress) -> Result<Outcome<SchemeShown>> {
        command.scheme.check().map_err(|error| DeskError::field("scheme", error.to_string()))?;
        let title = format!("修改积分方案：自 {} 起", day_label(command.from_on));
        let operation = Operation::new(OperationKind::SchemeSet, title);
        let written = self.book_mut()?.write(&operation, |writing| {
            set(writing, command.from_on, &command.scheme)?;
            shown(writing, command.from_on)
        })?;
        Ok(outcome_of(written, |shown| shown))
    }
}

/// Sets a scheme that was checked, from a day that nothing is booked on.
pub(crate) fn set(writing: &mut Writing<'_>, from: Day, scheme: &Scheme) -> Result<()> {
    may_set(writing, from)?;
    if let Some(newest) = newest_scheme(writing, PERSON)? {
        if newest.from_on.is_some_and(|begin| begin >= from) {
            let sentence =
                format!("现行方案自 {} 起有效，新方案请从更晚的日期开始。", label_of(newest.from_on));
            return Err(DeskError::field("from_on", sentence));
        }
        writing.update(newest.id, &PointsScheme { to_on: Some(from), ..newest.value })?;
    }
    let version = insert_scheme(writing, scheme, Some(from))?;
    let people: Vec<_> = members_on(writing, from)?.into_iter().map(|member| member.person).collect();
    ensure_accounts(writing, version, &people, Some(from))?;
    Ok(())
}

/// Whether a scheme can begin on a day.
pub(crate) fn may_set(reading: &Reading<'_>, from: Day) -> Result<()> {
    refuse_closed(reading, from)?;
    refuse_booked(reading, from)
}

fn refuse_closed(reading: &Reading<'_>, from: Day) -> Result<()> {
    let calendar = Calendar::of(reading)?;
    match last_closed(reading)? {
        Some(closed) if calendar.month_of(from) <= closed => {
            let sentence = format!(
                "{}已结账，新方案请从 {} 或以后开始。",
                closed.label(),
                day_label(calendar.first_day(closed.next()))
            );
            Err(DeskError::field("from_on", sentence))
        }
        _ => Ok(()),
    }
}

fn refuse_booked(reading: &Reading<'_>, from: Day) -> Result<()> {
    match entries_since(reading, from)? {
        0 => Ok(()),
        count => {
            let sentence =
                format!("{} 及以后已记了 {count} 笔分，请选更晚的日期，或先撤销这些记分。", day_label(from));
            Err(DeskError::field("from_on", sentence))
        }
    }
}

fn label_of(day: Option<Day>) -> String {
    day.map_or_else(|| "一开始".to_owned(), day_label)
}
