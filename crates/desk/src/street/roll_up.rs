//! 汇总台账: the figures of all communities by month, from the rows that were written when their parcels were applied.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_contract::street::{MonthTotal, RollUpLine, RollUpTable, StreetRollUp};
use branchbook_domain::day::Month;
use branchbook_domain::key::PartnerId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::roll_up::of_months;

use super::state::States;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::office;
use crate::progress::Progress;

/// Months of one table at most.
const MOST_MONTHS: i64 = 120;

impl Handle<StreetRollUp> for Desk {
    fn handle(&mut self, command: StreetRollUp, _progress: &dyn Progress) -> Result<Outcome<RollUpTable>> {
        let span = command.last.months_since(command.first);
        if !(0..MOST_MONTHS).contains(&span) {
            return Err(DeskError::field(
                "first",
                format!("起止月份不对，一次可以汇总 1 至 {MOST_MONTHS} 个月。"),
            ));
        }
        let table = self.book()?.read(|reading| table(reading, command.first, command.last))?;
        Ok(Outcome::unchanged(table))
    }
}

/// The table of a span of months.
pub(super) fn table(reading: &Reading<'_>, first: Month, last: Month) -> Result<RollUpTable> {
    let communities = office::communities(reading)?;
    let ever = office::communities_ever(reading)?;
    let names: BTreeMap<PartnerId, &str> =
        ever.iter().map(|community| (community.id, community.name.as_str())).collect();
    let mut rows = Vec::new();
    let mut totals: Vec<MonthTotal> = Vec::new();
    let mut states: Option<(Month, States)> = None;
    let mut reported = BTreeSet::new();
    for row in of_months(reading, first, last)? {
        let Some(name) = names.get(&row.partner_id) else { continue };
        let known = match states.take().filter(|(month, _)| *month == row.month) {
            Some(known) => known,
            None => (row.month, States::of(reading, row.month)?),
        };
        if row.month == last {
            reported.insert(row.partner_id);
        }
        add(&mut totals, row.month, &row.roll_up);
        rows.push(RollUpLine {
            community: (*name).to_owned(),
            month: row.month,
            state: known.1.state(row.partner_id),
            roll_up: row.value.roll_up,
        });
        states = Some(known);
    }
    let missing = communities.iter().filter(|community| !reported.contains(&community.id));
    Ok(RollUpTable {
        first,
        last,
        rows,
        totals,
        missing: missing.map(|community| community.name.clone()).collect(),
    })
}

fn add(totals: &mut Vec<MonthTotal>, month: Month, roll_up: &branchbook_domain::roll_up::RollUp) {
    match totals.last_mut().filter(|total| total.month == month) {
        Some(total) => {
            total.communities += 1;
            total.roll_up.add(roll_up);
        }
        None => totals.push(MonthTotal { month, communities: 1, roll_up: roll_up.clone() }),
    }
}
