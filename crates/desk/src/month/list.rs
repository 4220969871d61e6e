//! The list of months: from the first booking to today's.

use std::collections::BTreeMap;

use branchbook_contract::month::{MonthList, MonthRow as Shown};
use branchbook_domain::day::Month;
use branchbook_ledger::Reading;
use branchbook_ledger::table::month::calendar;

use super::{Calendar, row};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<MonthList> for Desk {
    fn handle(&mut self, _command: MonthList, _progress: &dyn Progress) -> Result<Outcome<Vec<Shown>>> {
        let today = self.clock().today();
        let rows = self.book()?.read(|reading| {
            let months = known_months(reading, Calendar::of(reading)?.month_of(today))?;
            months.into_iter().map(|month| one(reading, month)).collect::<Result<Vec<_>>>()
        })?;
        Ok(Outcome::unchanged(rows))
    }
}

fn one(reading: &Reading<'_>, month: Month) -> Result<Shown> {
    let (id, found) = row::find(reading, month)?;
    Ok(row::shown(reading, id, &found)?)
}

/// Newest first.
fn known_months(reading: &Reading<'_>, today: Month) -> Result<Vec<Month>> {
    let stored = calendar::rows(reading)?.into_iter().map(|row| row.month);
    let first = calendar::first_booked(reading)?.unwrap_or(today).min(today);
    let span = (0..).map(|n| first.plus(n)).take_while(|month| *month <= today);
    let all: BTreeMap<Month, ()> = stored.chain(span).map(|month| (month, ())).collect();
    Ok(all.into_keys().rev().collect())
}
