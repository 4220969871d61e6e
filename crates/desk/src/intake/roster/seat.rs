//! The organisations in which posts are held, found by the name that an exported register writes before a post held
//! outside of branch and group: 银河社区党委·书记. Must not guess between two of one name.

use std::collections::HashMap;

use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::writing::Community;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation;

use crate::error::Result;
use crate::organisation::{Names, community};

/// The organisations of the book by what they are called.
pub(super) struct Seats {
    community: Community,
    /// By name, and by the key of it; nothing where several have it.
    called: HashMap<String, Option<OrganisationId>>,
}

impl Seats {
    /// The organisations of the book, ended ones among them: their posts stand in older lists.
    pub fn of(reading: &Reading<'_>) -> Result<Self> {
        let (list, community) = (organisation::list(reading)?, community(reading)?);
        let names = Names::from(list.clone());
        let mut seats: HashMap<String, Option<OrganisationId>> = HashMap::with_capacity(list.len());
        let mut keys: HashMap<String, Option<OrganisationId>> = HashMap::with_capacity(list.len());
        for one in &list {
            let name = squeeze(&names.distinct(one.id));
            let key = community.branch_key(&name);
            keys.entry(key).and_modify(|known| *known = None).or_insert(Some(one.id));
            seats.entry(name).and_modify(|known| *known = None).or_insert(Some(one.id));
        }
        keys.extend(seats);
        Ok(Self { community, called: keys })
    }

    /// The organisation of a name.
    pub fn find(&self, name: &str) -> Option<OrganisationId> {
        let name = squeeze(name);
        let by_key = || self.called.get(&self.community.branch_key(&name));
        self.called.get(&name).or_else(by_key).copied().flatten()
    }
}
