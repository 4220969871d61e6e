//! Where each community's month stands (decisions 7), from what came in and what later parcels say. Must not write.

use std::collections::BTreeMap;

use branchbook_contract::street::StreetState;
use branchbook_domain::day::{Instant, Month};
use branchbook_domain::key::PartnerId;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, Verdict};
use branchbook_ledger::{LedgerError, Reading, Stored};

/// The communities' states of one month.
pub(crate) struct States {
    month: Month,
    newest: BTreeMap<PartnerId, Stored<ParcelReceived>>,
    first_came: BTreeMap<PartnerId, Instant>,
    closed: BTreeMap<PartnerId, Month>,
}

impl States {
    /// Reads them.
    pub(crate) fn of(reading: &Reading<'_>, month: Month) -> Result<Self, LedgerError> {
        let mut newest = BTreeMap::new();
        let mut first_came: BTreeMap<PartnerId, Instant> = BTreeMap::new();
        for row in exchange::received_in_month(reading, ParcelKind::Month, month)? {
            let came = first_came.entry(row.partner_id).or_insert(row.received_at);
            *came = row.received_at.min(*came);
            newest.entry(row.partner_id).or_insert(row);
        }
        let partners = exchange::partners(reading)?;
        let closed = partners.iter().filter_map(|partner| Some((partner.id, partner.closed_to?))).collect();
        Ok(Self { month, newest, first_came, closed })
    }

    /// The parcel that holds, if any came.
    pub(crate) fn parcel(&self, community: PartnerId) -> Option<&Stored<ParcelReceived>> {
        self.newest.get(&community)
    }

    /// When the month came first: a correction of what came in time is not late.
    pub(crate) fn first_came(&self, community: PartnerId) -> Option<Instant> {
        self.first_came.get(&community).copied()
    }

    /// Where a community stands.
    pub(crate) fn state(&self, community: PartnerId) -> StreetState {
        let is_closed = self.closed.get(&community).is_some_and(|closed| *closed >= self.month);
        match self.parcel(community).map(|row| row.verdict) {
            None => StreetState::Missing,
            Some(_) if is_closed => StreetState::Closed,
            Some(Verdict::TakenIn | Verdict::Replaced) => StreetState::Reported,
            Some(Verdict::Returned) => StreetState::Returned,
            Some(Verdict::Receipted) => StreetState::Receipted,
        }
    }
}
