//! Everybody who can stand on a list of members, before anything is looked for: reckoned once, and remembered until the
//! book changes. The page of the register asks for it three times, and every key that is pressed in its search once more.

use std::collections::HashSet;

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::{AsSent, Listed, former_on, listed_on, members_as_sent};
use branchbook_ledger::{Reading, Reckoned, Result};

use super::figure;
use crate::organisation::Names;

/// The members and those who were members, both in the order of the register.
pub(super) struct Register {
    /// Whose membership holds.
    pub members: Vec<Listed>,
    /// Whose membership has ended; a report knows none.
    pub former: Vec<Listed>,
    /// Those who hold a post.
    pub posted: HashSet<PersonId>,
    /// Of a report: those whose 转正 it does not know yet.
    pub not_yet_full: HashSet<PersonId>,
}

/// The register of a day; with a month, as its report counts it, of which the day is the last one.
pub(super) type RegisterKey = (Day, Option<Month>);

impl Reckoned for Register {
    type Key = RegisterKey;

    fn reckon(reading: &Reading<'_>, &(day, month): &RegisterKey) -> Result<Self> {
        let posted = figure::people_with_posts(reading, day)?;
        let register = match month {
            Some(month) => {
                let AsSent { members, not_yet_full } = members_as_sent(reading, month, day)?;
                Self { members, former: Vec::new(), posted, not_yet_full }
            }
            None => Self {
                members: listed_on(reading, day, true)?,
                former: former_on(reading, day)?,
                posted,
                not_yet_full: HashSet::new(),
            },
        };
        let names = Names::on(reading, day)?;
        let sorted = |mut list: Vec<Listed>| {
            list.sort_by_cached_key(|listed| (names.position(listed.branch_id), listed.person));
            list
        };
        Ok(Self { members: sorted(register.members), former: sorted(register.former), ..register })
    }
}
