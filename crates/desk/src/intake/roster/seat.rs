//! The organisations in which posts are held, found by the name that an exported register writes before a post held
//! outside of branch and group: 银河社区党委·书记. Must not guess between two of one name.

use std::collections::HashMap;

use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::writing::branch_key;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation;

use crate::error::Result;
use crate::organisation::Names;

/// The organisations by name, and by the key of it; nothing where several have it.
pub(super) struct Seats(HashMap<String, Option<OrganisationId>>);

impl Seats {
    /// The organisations of the book, ended ones among them: their posts stand in older lists.
    pub fn of(reading: &Reading<'_>) -> Result<Self> {
        let list = organisation::list(reading)?;
        let names = Names::from(list.clone());
        let mut seats: HashMap<String, Option<OrganisationId>> = HashMap::with_capacity(list.len());
        let mut keys: HashMap<String, Option<OrganisationId>> = HashMap::with_capacity(list.len());
        for one in &list {
            let name = squeeze(&names.distinct(one.id));
            let key = branch_key(&name);
            keys.entry(key).and_modify(|known| *known = None).or_insert(Some(one.id));
            seats.entry(name).and_modify(|known| *known = None).or_insert(Some(one.id));
        }
        keys.extend(seats);
        Ok(Self(keys))
    }

    /// The organisation of a name.
    pub fn find(&self, name: &str) -> Option<OrganisationId> {
        let name = squeeze(name);
        self.0.get(&name).or_else(|| self.0.get(&branch_key(&name))).copied().flatten()
    }
}
