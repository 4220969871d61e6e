//! A person's points year over all versions of the scheme: caps hold within their period, whatever version an entry
//! was booked under (decisions 19). Booking, recounting and explaining count here and nowhere else.
//! Books nothing.

use std::collections::BTreeMap;
use std::rc::Rc;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PersonId, PointsAccountId, PointsItemId};
use branchbook_domain::points::{Counting, PointEvent, Points, count_versions};
use branchbook_ledger::table::merge;
use branchbook_ledger::table::points::{self, PointsEntry};
use branchbook_ledger::{Reading, Result, Stored};

use super::account_of::accounts_of;
use super::scheme::{SchemeVersion, Schemes};

/// Half-open span of days of a points year: the calendar year.
pub(crate) fn year_span(year: i32) -> (Day, Day) {
    let begin = |year| Month::new(year, 1).map_or(Day::MAX, Month::first_day);
    (begin(year), begin(year + 1))
}

/// Entries of one person.
pub(crate) type Entries = Vec<Stored<PointsEntry>>;

/// A points year with the versions that hold on some day of it, oldest first.
pub(crate) struct PointsYear {
    span: (Day, Day),
    versions: Vec<Rc<SchemeVersion>>,
}

impl PointsYear {
    /// The year.
    pub(crate) fn of(reading: &Reading<'_>, schemes: &mut Schemes, year: i32) -> Result<Self> {
        let span = year_span(year);
        Ok(Self { span, versions: schemes.within(reading, span)? })
    }

    /// Whose these accounts are: that of a record that gave way belongs to the one that stands.
    pub(crate) fn owners(
        reading: &Reading<'_>,
        accounts: &[PointsAccountId],
    ) -> Result<BTreeMap<PointsAccountId, PersonId>> {
        let merged = merge::standing_of_all(reading)?;
        let owner = |subject| merged.get(&PersonId(subject)).copied().unwrap_or(PersonId(subject));
        let rows = points::accounts_by_id(reading, accounts)?;
        Ok(rows.into_iter().map(|row| (row.id, owner(row.subject_id))).collect())
    }

    /// The entries of people over all their accounts. One query per version and one for the entries, whatever the
    /// number of people.
    pub(crate) fn entries(
        &self,
        reading: &Reading<'_>,
        people: &[PersonId],
    ) -> Result<BTreeMap<PersonId, Entries>> {
        let mut owners = BTreeMap::new();
        for version in &self.versions {
            let accounts = accounts_of(reading, version.id, people)?;
            owners.extend(accounts.into_iter().map(|(person, account)| (account, person)));
            let merged = points::accounts_of_merged(reading, version.id)?;
            let asked = merged.into_iter().filter(|(person, _)| people.contains(person));
            owners.extend(asked.map(|(person, account)| (account, person)));
        }
        self.entries_of(reading, &owners)
    }

    /// The entries of accounts by their owners.
    pub(crate) fn entries_of(
        &self,
        reading: &Reading<'_>,
        owners: &BTreeMap<PointsAccountId, PersonId>,
    ) -> Result<BTreeMap<PersonId, Entries>> {
        let accounts: Vec<PointsAccountId> = owners.keys().copied().collect();
        let mut held: BTreeMap<PersonId, Entries> = BTreeMap::new();
        for entry in points::entries_of_accounts(reading, &accounts, self.span.0, self.span.1)? {
            if let Some(person) = owners.get(&entry.account_id) {
                held.entry(*person).or_default().push(entry);
            }
        }
        Ok(held)
    }

    /// The versions, oldest first.
    pub(crate) fn versions(&self) -> &[Rc<SchemeVersion>] {
        &self.versions
    }

    /// The version whose item this is.
    pub(crate) fn version_of(&self, item: PointsItemId) -> Option<&SchemeVersion> {
        self.versions.iter().map(Rc::as_ref).find(|version| version.item(item).is_some())
    }

    /// Code of an item of some version; empty for an item of none.
    pub(crate) fn code_of(&self, item: PointsItemId) -> &str {
        self.version_of(item).map_or("", |version| version.code_of(item))
    }

    /// A stored entry as the domain counts it; `None` for an adjustment, which is a result and no event.
    pub(crate) fn event(&self, entry: &Stored<PointsEntry>) -> Option<PointEvent> {
        Some(PointEvent {
            id: entry.id.0,
            occurred_on: entry.occurred_on,
            item: self.code_of(entry.item_id?).to_owned(),
            raw: Points::from_hundredths(entry.raw),
            reverses: entry.reverses_id.map(|reversed| reversed.0),
        })
    }

    /// What the events of one person count.
    pub(crate) fn count(&self, events: &[PointEvent]) -> Counting {
        let versions: Vec<_> = self
            .versions
            .iter()
            .map(|version| (version.from_on.unwrap_or(Day::MIN), &version.scheme))
            .collect();
        count_versions(&versions, events)
    }
}
