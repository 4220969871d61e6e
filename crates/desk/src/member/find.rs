//! Who is meant by a name: a member of today; else somebody who was one; else, if asked for, somebody who reports in.
//! Never guesses between two people.

use std::collections::BTreeSet;

use branchbook_contract::member::{MemberFind, MemberFound};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::{memberships_of, people_named};
use branchbook_ledger::table::merge;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<MemberFind> for Desk {
    fn handle(&mut self, command: MemberFind, _: &dyn Progress) -> Result<Outcome<MemberFound>> {
        let today = self.clock().today();
        let member = self.book()?.read(|reading| meant(reading, &command, today))?;
        Ok(Outcome::unchanged(MemberFound { member }))
    }
}

/// People of one name by how close they stand to the register.
#[derive(Default)]
struct Named {
    present: Vec<PersonId>,
    past: Vec<PersonId>,
    others: Vec<PersonId>,
}

fn meant(reading: &Reading<'_>, command: &MemberFind, today: Day) -> Result<PersonId> {
    let name = command.name.trim();
    let named = named(reading, name, today)?;
    let candidates = if command.with_reported {
        // Hours of a member and of somebody who only reports in are equally likely: both are candidates.
        [named.present, named.others].concat()
    } else {
        [named.present, named.past].into_iter().find(|people| !people.is_empty()).unwrap_or_default()
    };
    match candidates.as_slice() {
        [one] => Ok(*one),
        [] => Err(DeskError::refused(format!("名册里没有“{name}”。请核对姓名，或改用编号。"))),
        many => {
            let keys: Vec<String> = many.iter().map(ToString::to_string).collect();
            Err(DeskError::refused(format!(
                "有 {} 名“{name}”，请改用编号：{}。",
                many.len(),
                keys.join("、")
            )))
        }
    }
}

fn named(reading: &Reading<'_>, name: &str, today: Day) -> Result<Named> {
    let mut named = Named::default();
    let people = people_named(reading, name, None)?;
    let standing = people.iter().map(|person| merge::standing(reading, person.id));
    for person in standing.collect::<Result<BTreeSet<_>, _>>()? {
        let spans = memberships_of(reading, person)?;
        let is_present = spans.iter().any(|span| span.to_on.is_none_or(|to| today < to));
        let place = match (is_present, spans.is_empty()) {
            (true, _) => &mut named.present,
            (false, false) => &mut named.past,
            (false, true) => &mut named.others,
        };
        place.push(person);
    }
    Ok(named)
}
