//! What stands in a community's book besides register and months: who sits in a committee until when, who is visited, who
//! is away, who is about to join. It is entered through folios, as a clerk enters it, on the day on which it happens or,
//! what has been so for long, when the office takes up its work. It stands in tables that any community is filled from:
//! people are named by what they are in it, days are told from the demo's own day.

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

use super::calendar::Calendar;
use super::make::{Community, Demo};
use super::people::{Invented, Profile};
use super::sheets::{self, DemoMember, OFFICES};
use crate::desk::Desk;
use crate::error::{DeskError, Result};

/// How long an entry takes, in minutes.
const EACH: i64 = 2;
/// The first members of a branch sit in its committee; those after them lead its groups.
const SEATS: usize = 4;

/// Somebody, told by what they are in the community.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
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
pub(super) enum Said {
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
type Act = (&'static str, &'static str, Form);

/// Somebody of the register.
#[derive(Debug, Clone)]
struct Known {
    id: PersonId,
    name: String,
    birth: Day,
}

/// Who is who in a community, known once its register stands.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The members of each branch in the order of the register.
    branches: Vec<Vec<Known>>,
    /// Full members without a post, the oldest first.
    by_age: Vec<Known>,
    /// Those on probation, the first to become full first.
    on_probation: Vec<PersonId>,
    reported: Vec<PersonId>,
    strangers: Vec<Invented>,
    /// Whose post was rated only as fair.
    fair: Vec<String>,
    /// The case of the activist.
    activist: Option<i64>,
}

/// Something that is entered on the day on which it happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    Act(&'static Act),
    Call(&'static people::Call),
    /// The next step of the activist.
    Step(&'static case::Event),
    /// Somebody applies.
    Applicant,
    /// The posts of the quarter behind are rated.
    Rate,
}

/// What is entered in a community to look around in after it has begun, with the days.
pub(super) fn entries(profile: &Profile, today: Day, begins: Day, rated_on: Day) -> Vec<(Day, Entry)> {
    let at = |(months, days): (i32, i64)| add_days(add_months(today, months), days);
    let tables = people::TABLES.into_iter().chain([office::PROJECT]);
    let twin = if profile.has_twin { people::TWIN } else { &[] };
    let acts = tables.chain([twin]).flatten().map(|act| {
        let told = act
            .2
            .iter()
            .filter_map(|(_, said)| if let Said::Day(m, d) = said { Some((*m, *d)) } else { None });
        // What lies ahead is known when the rest is.
        let on = told.map(at).filter(|on| *on <= today).max();
        (on.unwrap_or(begins), Entry::Act(act))
    });
    let calls = people::CONTACTS.iter().map(|call| (at(call.1), Entry::Call(call)));
    let steps = case::ACTIVIST.iter().map(|event| (at((event.1, event.2)), Entry::Step(event)));
    let steps = steps.filter(|(on, _)| *on > begins);
    let once = [(at(case::APPLIED), Entry::Applicant), (rated_on, Entry::Rate)];
    acts.chain(calls).chain(steps).chain(once).collect()
}

/// A book that is being filled.
struct Life<'d> {
    desk: &'d mut Desk,
    profile: &'static Profile,
    calendar: &'d Calendar,
    today: Day,
    cast: &'d mut Cast,
}

impl Demo<'_> {
    /// Enters what has been so for long: of a community to look around in all of it, of another only who holds office
    /// until when.
    pub fn settle(&mut self) -> Result<()> {
        self.community.cast = self.cast()?;
        let (is_lived_in, begins) = (self.community.profile.is_lived_in, self.desk.clock().today());
        let mut life = self.life();
        life.fill_offices()?;
        if !is_lived_in {
            return Ok(());
        }
        life.fill_places()?;
        life.fill_people()?;
        life.fill_duties()?;
        life.fill_cases(begins)
    }

    /// Enters one thing.
    pub fn enter(&mut self, entry: Entry) -> Result<()> {
        let mut life = self.life();
        match entry {
            Entry::Act(act) => life.act(act.0, act.1, None, act.2).map(|_| ()),
            Entry::Call(call) => life.call(*call),
            Entry::Step(event) => life.take_step(*event),
            Entry::Applicant => life.apply(),
            Entry::Rate => life.rate(),
        }
    }

    fn life(&mut self) -> Life<'_> {
        let Community { profile, calendar, cast, .. } = &mut *self.community;
        Life { desk: self.desk, profile, today: calendar.last_day(), calendar, cast }
    }

    fn cast(&mut self) -> Result<Cast> {
        let reported = self.reported()?;
        let today = self.desk.clock().today();
        let of_register = self.desk.book()?.read(|reading| members_on(reading, today))?;
        let Community { profile, members, inventor, .. } = &mut *self.community;
        let strangers = (0..people::STRANGERS).map(|_| inventor.person(1995, 8)).collect();
        let ids: BTreeMap<String, PersonId> =
            of_register.into_iter().map(|member| (member.name, member.person)).collect();
        let known = |member: &DemoMember| {
            let name = member.person.name.clone();
            ids.get(&name).map(|&id| Known { id, name, birth: member.person.birth })
        };
        let of_branch = |(branch, _): &(&str, u64)| -> Vec<Known> {
            members.iter().filter(|member| member.branch == *branch).filter_map(known).collect()
        };
        let branches: Vec<Vec<Known>> = profile.branches.iter().map(of_branch).collect();
        let on_probation: Vec<PersonId> = members
            .iter()
            .enumerate()
            .filter(|(at, _)| sheets::is_on_probation(*at))
            .filter_map(|(_, member)| ids.get(&member.person.name).copied())
            .collect();
        let is_full = |known: &&Known| !on_probation.contains(&known.id);
        let without_post = branches.iter().flat_map(|branch| branch.iter().filter(is_full).skip(OFFICES));
        let mut by_age: Vec<Known> = without_post.cloned().collect();
        by_age.sort_by_key(|known| (known.birth, known.id));
        Ok(Cast { branches, by_age, on_probation, reported, strangers, ..Cast::default() })
    }
}

impl Life<'_> {
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
        self.calendar.pass(EACH);
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
        let of_age = |at: usize| self.cast.by_age.get(at).map(|known| known.id);
        let last = self.cast.by_age.len().saturating_sub(1);
        let id = match who {
            Who::Old(at) => of_age(at),
            Who::Middle(at) => of_age(last / 2 + at),
            Who::Young(at) => of_age(last.saturating_sub(at)),
            // Nobody on probation can be elected.
            Who::Seat(branch, at) => self.cast.branches.get(branch).and_then(|all| {
                all.iter().map(|each| each.id).filter(|id| !self.cast.on_probation.contains(id)).nth(at)
            }),
            // Not one unit after the other.
            Who::Reported(at) => self.cast.reported.get(at * 4).copied(),
            Who::Stranger(at) => return self.stranger(at),
        };
        let id = id.ok_or_else(|| DeskError::refused(format!("示例里没有这样的人：{who:?}。")))?;
        Ok(self.desk.book()?.read(|reading| reading.require::<Person>(id))?)
    }

    fn invented(&self, at: usize) -> Result<&Invented> {
        self.cast.strangers.get(at).ok_or_else(|| DeskError::refused(format!("示例里没有第 {at} 个外人。")))
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
