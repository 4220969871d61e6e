//! What stands in a community's book besides register and months: who sits in a committee until when, who is visited, who
//! is away, who is about to join. It is entered through folios, as a clerk enters it, and stands in tables that any
//! community is filled from: people are named by what they are in it, days are told from the demo's own day.

mod case;
mod duty;
mod office;
mod people;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioAct, FolioDone};
use branchbook_domain::day::{Day, Month, add_days, add_months};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::Stored;
use branchbook_ledger::table::membership::{members_on, people_named};
use branchbook_ledger::table::organisation::{Level, Organisation, list_on};
use branchbook_ledger::table::person::Person;

use super::make::Demo;
use super::people::{Invented, Profile};
use super::sheets::{self, DemoMember, OFFICES};
use crate::desk::Desk;
use crate::error::{DeskError, Result};

/// The first members of a branch sit in its committee; those after them lead its groups.
const SEATS: usize = 4;

/// Somebody, told by what they are in the community.
#[derive(Debug, Clone, Copy)]
enum Who {
    /// The oldest full members without a post, from 0.
    Old(usize),
    /// Those of middle age.
    Middle(usize),
    /// The youngest.
    Young(usize),
    /// One of the first of a branch, who hold its posts.
    Seat(usize, usize),
    /// Somebody who has reported in.
    Reported(usize),
    /// Somebody who is no member and was invented for this.
    Stranger(usize),
}

/// What is filled into a field.
#[derive(Debug, Clone, Copy)]
enum Said {
    /// As it stands.
    Text(&'static str),
    /// The day so many months and days from today.
    Day(i32, i64),
    /// The month so many months from today's.
    Month(i32),
    /// Somebody, by key.
    Person(Who),
    /// Names, one a line.
    Names(&'static [Who]),
    /// Somebody's telephone.
    Phone(Who),
    /// The name of a stranger of whom the book knows nothing yet.
    NewName(usize),
    /// Their telephone.
    NewPhone(usize),
    /// The committee of the community.
    Root,
    /// The temporary branch.
    Temporary,
    /// The grid of a branch.
    Grid(usize),
}

/// What a form says: fields with what stands in them.
type Form = &'static [(&'static str, Said)];

/// One thing that a clerk does: folio, act, form.
type Deed = (&'static str, &'static str, Form);

/// Somebody of the register.
#[derive(Debug, Clone)]
struct Known {
    id: PersonId,
    name: String,
    birth: Day,
}

/// A book that is being filled.
struct Life<'d> {
    desk: &'d mut Desk,
    profile: &'static Profile,
    today: Day,
    /// The members of each branch in the order of the register.
    branches: Vec<Vec<Known>>,
    /// Full members without a post, the oldest first.
    by_age: Vec<Known>,
    /// Those on probation, the first to become full first.
    on_probation: Vec<PersonId>,
    reported: Vec<PersonId>,
    strangers: Vec<Invented>,
}

impl Demo<'_> {
    /// Fills the folios: of a community to look around in all of them, of another only who holds office until when.
    pub fn fill_life(&mut self, members: &[DemoMember]) -> Result<()> {
        let strangers = (0..people::STRANGERS).map(|_| self.inventor.person(1995, 8)).collect();
        let reported = self.reported()?;
        let today = self.desk.clock().today();
        let of_register = self.desk.book()?.read(|reading| members_on(reading, today))?;
        let ids: BTreeMap<String, PersonId> =
            of_register.into_iter().map(|member| (member.name, member.person)).collect();
        let known = |member: &DemoMember| {
            let name = member.person.name.clone();
            ids.get(&name).map(|&id| Known { id, name, birth: member.person.birth })
        };
        let of_branch = |(branch, _): &(&str, u64)| -> Vec<Known> {
            members.iter().filter(|member| member.branch == *branch).filter_map(known).collect()
        };
        let branches: Vec<Vec<Known>> = self.profile.branches.iter().map(of_branch).collect();
        let on_probation: Vec<PersonId> = members
            .iter()
            .enumerate()
            .filter(|(at, _)| sheets::is_on_probation(*at))
            .filter_map(|(_, member)| ids.get(&member.person.name).copied())
            .collect();
        let without_post = branches.iter().flat_map(|branch| branch.iter().skip(OFFICES));
        let mut by_age: Vec<Known> =
            without_post.filter(|known| !on_probation.contains(&known.id)).cloned().collect();
        by_age.sort_by_key(|known| (known.birth, known.id));
        let mut life = Life {
            desk: self.desk,
            profile: self.profile,
            today,
            branches,
            by_age,
            on_probation,
            reported,
            strangers,
        };
        life.fill()
    }
}

impl Life<'_> {
    fn fill(&mut self) -> Result<()> {
        self.fill_offices()?;
        if !self.profile.is_lived_in {
            return Ok(());
        }
        self.fill_places()?;
        self.fill_people()?;
        self.fill_duties()?;
        self.fill_cases()
    }

    fn do_all(&mut self, deeds: &[Deed]) -> Result<()> {
        deeds.iter().try_for_each(|deed| self.act(deed.0, deed.1, None, deed.2).map(|_| ()))
    }

    /// An act of a folio, narrowed to a subject if there is one.
    fn act(
        &mut self,
        folio: &str,
        act: &str,
        subject: Option<i64>,
        form: &[(&str, Said)],
    ) -> Result<FolioDone> {
        let values = form.iter().map(|(key, said)| Ok((*key, self.text(*said)?)));
        let values = values.collect::<Result<Vec<_>>>()?;
        self.act_with(folio, act, subject, values)
    }

    /// The same with what was put together on the way.
    fn act_with(
        &mut self,
        folio: &str,
        act: &str,
        subject: Option<i64>,
        values: Vec<(&str, String)>,
    ) -> Result<FolioDone> {
        let values = values.into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
        let asked = FolioAct { folio: folio.to_owned(), act: act.to_owned(), row: None, subject, values };
        self.desk.ask(&asked).map_err(|why| DeskError::refused(format!("{folio} {act}：{why}")))
    }

    fn text(&self, said: Said) -> Result<String> {
        Ok(match said {
            Said::Text(text) => text.to_owned(),
            Said::Day(months, days) => self.day((months, days)).to_string(),
            Said::Month(months) => Month::of(self.today).plus(months).to_string(),
            Said::Person(who) => self.person(who)?.id.to_string(),
            Said::Names(all) => {
                let names = all.iter().map(|who| Ok(self.person(*who)?.value.name));
                names.collect::<Result<Vec<_>>>()?.join("\n")
            }
            Said::Phone(who) => self.person(who)?.value.phone.unwrap_or_default(),
            Said::NewName(at) => self.invented(at)?.name.clone(),
            Said::NewPhone(at) => self.invented(at)?.phone.clone(),
            Said::Root => self.organisation(|each| each.level == Level::Committee)?.id.to_string(),
            Said::Temporary => self.organisation(|each| each.level == Level::TemporaryBranch)?.id.to_string(),
            Said::Grid(at) => self.grid(at)?.to_string(),
        })
    }

    /// The day so many months and days from today.
    fn day(&self, (months, days): (i32, i64)) -> Day {
        add_days(add_months(self.today, months), days)
    }

    /// Somebody's record; a stranger has one only after the first act that names them.
    fn person(&self, who: Who) -> Result<Stored<Person>> {
        let of_age = |at: usize| self.by_age.get(at).map(|known| known.id);
        let last = self.by_age.len().saturating_sub(1);
        let id = match who {
            Who::Old(at) => of_age(at),
            Who::Middle(at) => of_age(last / 2 + at),
            Who::Young(at) => of_age(last.saturating_sub(at)),
            Who::Seat(branch, at) => {
                self.branches.get(branch).and_then(|all| all.get(at)).map(|each| each.id)
            }
            // Not one unit after the other.
            Who::Reported(at) => self.reported.get(at * 4).copied(),
            Who::Stranger(at) => return self.stranger(at),
        };
        let id = id.ok_or_else(|| DeskError::refused(format!("示例里没有这样的人：{who:?}。")))?;
        Ok(self.desk.book()?.read(|reading| reading.require::<Person>(id))?)
    }

    fn invented(&self, at: usize) -> Result<&Invented> {
        self.strangers.get(at).ok_or_else(|| DeskError::refused(format!("示例里没有第 {at} 个外人。")))
    }

    fn stranger(&self, at: usize) -> Result<Stored<Person>> {
        let name = &self.invented(at)?.name;
        let found = self.desk.book()?.read(|reading| people_named(reading, name, None))?;
        found.into_iter().next().ok_or_else(|| DeskError::refused(format!("示例里还没有“{name}”。")))
    }

    fn organisation(&self, fits: impl Fn(&Organisation) -> bool) -> Result<Stored<Organisation>> {
        let all = self.desk.book()?.read(|reading| list_on(reading, self.today))?;
        let found = all.into_iter().find(|each| fits(each));
        found.ok_or_else(|| DeskError::refused("示例里没有这个组织。"))
    }

    fn branch(&self, at: usize) -> Result<OrganisationId> {
        let name = self.profile.branches.get(at).map_or("", |(name, _)| *name);
        Ok(self.organisation(|each| each.name == name)?.id)
    }
}
