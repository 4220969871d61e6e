//! Who can stand on a list of members, before anything is looked for. Each part is reckoned where it is wanted and remembered
//! until the book changes: a page asks for its counts and its rows, and so does every key that is pressed in its search.

use std::collections::HashSet;
use std::sync::Arc;

use branchbook_contract::member::{MemberList, MemberMark};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::{
    AsSent, Found, Listed, former_on, listed_among, listed_on, members_as_sent,
};
use branchbook_ledger::{Reading, Reckoned, Result};

use super::figure;
use crate::organisation::Names;

/// Up to that many people are read by their keys, if the whole register is not at hand.
const FEW: usize = 1_000;
/// So many days are at hand of each part: that of a page, and today beside it.
const DAYS: usize = 2;

/// What a list is made of.
pub(super) struct Register {
    members: Arc<Members>,
    former: Option<Arc<Former>>,
    posted: Option<Arc<Posted>>,
}

impl Register {
    /// The parts that a list needs; `found` is whom its query means.
    pub fn of(reading: &Reading<'_>, command: &MemberList, day: Day, found: &Found) -> Result<Self> {
        let wants_former = command.is_former || (command.with_chips && command.as_sent.is_none());
        let wants_posted = command.with_chips || command.mark == Some(MemberMark::Unassigned);
        Ok(Self {
            members: members(reading, command, day, found)?,
            former: wants_former.then(|| reading.reckoned(day)).transpose()?,
            posted: wants_posted.then(|| reading.reckoned(day)).transpose()?,
        })
    }

    /// Whose membership holds, in the order of the register; of a query at least those whom it means.
    pub fn members(&self) -> &[Listed] {
        &self.members.list
    }

    /// Whose membership has ended, in the same order, if that was asked for.
    pub fn former(&self) -> &[Listed] {
        self.former.as_ref().map_or(&[], |former| &former.0)
    }

    /// Of a report: those whose 转正 it does not know yet.
    pub fn not_yet_full(&self) -> &HashSet<PersonId> {
        &self.members.not_yet_full
    }

    /// Whether somebody holds a post, if that was asked for.
    pub fn is_posted(&self, person: PersonId) -> bool {
        self.posted.as_ref().is_some_and(|posted| posted.0.contains(&person))
    }
}

fn members(reading: &Reading<'_>, command: &MemberList, day: Day, found: &Found) -> Result<Arc<Members>> {
    let key = (day, command.as_sent);
    if let Some(known) = reading.remembered(&key)? {
        return Ok(known);
    }
    let is_narrow = !command.with_chips && command.as_sent.is_none();
    match found.people().filter(|people| is_narrow && people.len() <= FEW) {
        Some(few) => {
            let list = in_order(reading, day, listed_among(reading, day, &few)?)?;
            Ok(Arc::new(Members { list, not_yet_full: HashSet::new() }))
        }
        None => reading.reckoned(key),
    }
}

struct Members {
    list: Vec<Listed>,
    not_yet_full: HashSet<PersonId>,
}

impl Reckoned for Members {
    /// The day; with a month, as its report counts it, of which the day is the last one.
    type Key = (Day, Option<Month>);
    const KEPT: usize = DAYS;

    fn reckon(reading: &Reading<'_>, &(day, month): &Self::Key) -> Result<Self> {
        let AsSent { members, not_yet_full } = match month {
            Some(month) => members_as_sent(reading, month, day)?,
            None => AsSent { members: listed_on(reading, day, true)?, not_yet_full: HashSet::new() },
        };
        Ok(Self { list: in_order(reading, day, members)?, not_yet_full })
    }
}

struct Former(Vec<Listed>);

impl Reckoned for Former {
    type Key = Day;
    const KEPT: usize = DAYS;

    fn reckon(reading: &Reading<'_>, day: &Day) -> Result<Self> {
        in_order(reading, *day, former_on(reading, *day)?).map(Self)
    }
}

/// Those who hold a post.
struct Posted(HashSet<PersonId>);

impl Reckoned for Posted {
    type Key = Day;
    const KEPT: usize = DAYS;

    fn reckon(reading: &Reading<'_>, day: &Day) -> Result<Self> {
        figure::people_with_posts(reading, *day).map(Self)
    }
}

/// By branches as they stood in lists on the day, then by keys.
fn in_order(reading: &Reading<'_>, day: Day, mut list: Vec<Listed>) -> Result<Vec<Listed>> {
    let names = Names::on(reading, day)?;
    list.sort_by_cached_key(|listed| (names.position(listed.branch_id), listed.person));
    Ok(list)
}
