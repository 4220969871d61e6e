//! 街道总览: community × month, and whom more than one community has on its register.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_contract::street::{
    Overview, OverviewCell, OverviewRow, PersonTwice, StateCount, StreetOverview, StreetState,
};
use branchbook_domain::day::{Day, Instant, Month};
use branchbook_domain::key::PartnerId;
use branchbook_ledger::table::exchange::{self, ParcelKind, Partner};
use branchbook_ledger::table::roll_up::{Twice, in_two_communities, of_months};
use branchbook_ledger::{Reading, Stored};

use super::state::States;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::{list, office};
use crate::month::row;
use crate::progress::Progress;

/// Months that are shown if nothing is said.
const MONTHS: u32 = 3;
/// Months that are shown at most.
const MOST_MONTHS: u32 = 24;

impl Handle<StreetOverview> for Desk {
    fn handle(&mut self, command: StreetOverview, _progress: &dyn Progress) -> Result<Outcome<Overview>> {
        let today = self.clock().today();
        let count = command.months.unwrap_or(MONTHS);
        if !(1..=MOST_MONTHS).contains(&count) {
            return Err(DeskError::field("months", format!("一次可以看 1 至 {MOST_MONTHS} 个月。")));
        }
        let overview = self.book()?.read(|reading| overview(reading, command.month, count, today))?;
        Ok(Outcome::unchanged(overview))
    }
}

/// Community × month, up to this month.
pub(super) fn overview(reading: &Reading<'_>, last: Month, count: u32, today: Day) -> Result<Overview> {
    let mut months: Vec<Month> =
        std::iter::successors(Some(last), |month| Some(month.prev())).take(count as usize).collect();
    months.reverse();
    let communities = shown(reading, &months)?;
    let mut rows: Vec<OverviewRow> = communities
        .iter()
        .map(|community| OverviewRow { community: community.name.clone(), cells: Vec::new() })
        .collect();
    let first = months.first().copied().unwrap_or(last);
    let must: BTreeMap<(PartnerId, Month), i64> = of_months(reading, first, last)?
        .into_iter()
        .map(|row| ((row.partner_id, row.month), row.roll_up.figures.must_findings))
        .collect();
    let sent_from = exchange::first_months(reading)?;
    for month in &months {
        let of = MonthAt { month: *month, due_on: row::find(reading, *month)?.1.due_on, today };
        let states = States::of(reading, *month)?;
        for (community, row) in communities.iter().zip(&mut rows) {
            let must_findings = must.get(&(community.id, *month)).copied().unwrap_or(0);
            let sent_from = sent_from.get(&community.id).copied();
            row.cells.push(cell(&of, (community, sent_from), &states, must_findings)?);
        }
    }
    Ok(Overview {
        counts: counts(&rows),
        due_on: row::find(reading, last)?.1.due_on,
        twice: twice(reading, &communities)?,
        months,
        communities: rows,
    })
}

/// The communities that report, and those that did in these months.
fn shown(reading: &Reading<'_>, months: &[Month]) -> Result<Vec<Stored<Partner>>> {
    let mut reported = BTreeSet::new();
    for month in months {
        let of_month = exchange::received_in_month(reading, ParcelKind::Month, *month)?;
        reported.extend(of_month.iter().map(|received| received.partner_id));
    }
    let mut communities = office::communities_ever(reading)?;
    communities.retain(|community| community.to_on.is_none() || reported.contains(&community.id));
    Ok(communities)
}

/// A month as it is looked at today.
struct MonthAt {
    month: Month,
    due_on: Day,
    today: Day,
}

fn cell(
    &MonthAt { month, due_on, today }: &MonthAt,
    (community, sent_from): (&Stored<Partner>, Option<Month>),
    states: &States,
    must_findings: i64,
) -> Result<OverviewCell> {
    let state = states.state(community.id);
    let parcel = states.parcel(community.id);
    let came_on = states.first_came(community.id).map_or(today, Instant::beijing_day);
    // Before it was trusted a community owed nothing here, unless it had sent an earlier month; and nothing after it was
    // ended.
    let has_begun =
        community.trusted_at.beijing_day() <= due_on || sent_from.is_some_and(|first| first <= month);
    let is_here = has_begun && community.to_on.is_none_or(|to| to > due_on);
    let owes = parcel.is_some() || is_here;
    Ok(OverviewCell {
        month,
        state,
        label: state.label().to_owned(),
        sequence: parcel.map(|parcel| parcel.sequence),
        received_at: parcel.map(|parcel| parcel.received_at),
        is_late: came_on > due_on && owes,
        is_awaited: parcel.is_some() || community.to_on.is_none_or(|to| to > due_on),
        must_findings,
        findings: parcel.map(list::findings).transpose()?.unwrap_or_default(),
    })
}

fn counts(rows: &[OverviewRow]) -> Vec<StateCount> {
    let last = || rows.iter().filter_map(|row| row.cells.last()).filter(|cell| cell.is_awaited);
    let count = |state| last().filter(|cell| cell.state == state).count();
    let of = |state: StreetState| StateCount {
        state,
        label: state.label().to_owned(),
        count: u32::try_from(count(state)).unwrap_or(u32::MAX),
    };
    StreetState::ALL.into_iter().map(of).collect()
}

fn twice(reading: &Reading<'_>, communities: &[Stored<Partner>]) -> Result<Vec<PersonTwice>> {
    let names: BTreeMap<PartnerId, &str> =
        communities.iter().map(|community| (community.id, community.name.as_str())).collect();
    let told = |twice: Twice| PersonTwice {
        name: twice.members.first().map(|member| member.name.clone()).unwrap_or_default(),
        places: twice
            .members
            .iter()
            .map(|member| format!("{} {}", names.get(&member.partner_id).unwrap_or(&"—"), member.branch))
            .collect(),
        is_certain: twice.is_certain,
    };
    Ok(in_two_communities(reading)?.into_iter().map(told).collect())
}
