//! The organisations in which posts are held, found by the name that an exported register writes before a post held
//! outside of branch and group: 银河社区党委·书记. Must not guess between two of one name.

use std::collections::HashMap;

use branchbook_domain::key::OrganisationId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation;

use crate::error::Result;
use crate::organisation::Names;

/// The organisations by name; nothing where several have it.
pub(super) struct Seats(HashMap<String, Option<OrganisationId>>);

impl Seats {
    /// The organisations of the book, ended ones among them: their posts stand in older lists.
    pub fn of(reading: &Reading<'_>) -> Result<Self> {
        let list = organisation::list(reading)?;
        let names = Names::from(list.clone());
        let mut seats = HashMap::with_capacity(list.len());
        for one in &list {
            let is_first = seats.insert(squeeze(&names.distinct(one.id)), Some(one.id)).is_none();
            if !is_first {
                seats.insert(squeeze(&names.distinct(one.id)), None);
            }
        }
        Ok(Self(seats))
    }

    /// The organisation of a name.
    pub fn find(&self, name: &str) -> Option<OrganisationId> {
        self.0.get(&squeeze(name)).copied().flatten()
    }
}
