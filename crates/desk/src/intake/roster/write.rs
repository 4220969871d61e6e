//! Writes the plan of a roster: organisations, people, memberships, movements, conditions,
//! points accounts. Decides nothing: of a 转正 the register knows what it comes to.

use std::sync::mpsc::sync_channel;

use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId};
use branchbook_domain::name::NameKeys;
use branchbook_ledger::table::membership::{Condition, Membership, Movement, MovementKind};
use branchbook_ledger::table::organisation::Organisation;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Writing};

use super::beside::condition;
use super::compare::{merge, person_of};
use super::draft::Draft;
use super::own;
use super::place::{NewOrganisation, Place};
use super::plan::{
    Begun, BranchMove, Change, Ended, GroupMove, Joiner, NewPost, Plan, movement, with_reason,
};
use super::post::held_post;
use crate::error::Result;
use crate::intake::change::keep_person;
use crate::intake::step;
use crate::member::condition::end;
use crate::member::leaving::change_group;
use crate::member::movement::record_within;
use crate::member::turning::Turning;
use crate::points::automatic::open_accounts;
use crate::progress::Progress;

/// Members between two reports of progress.
const STRIDE: usize = 500;
/// An import of so many joiners writes its pages ahead: they would fill the memory of an office machine. Not where it
/// changes still more that is known: changes go all over the indexes, whose pages would be written and read many times.
const MANY_JOINERS: usize = 20_000;
/// Rows that are read again before their turn to be written.
const READ_AHEAD: usize = 256;

/// Writes the plan.
pub(super) fn write(writing: &mut Writing<'_>, plan: &Plan, progress: &dyn Progress) -> Result<()> {
    let mut writer = Writer { made: vec![None; plan.organisations.len()], plan };
    let known = plan.changes.len() + plan.steps.len();
    let total = plan.joiners.len() + known;
    if plan.joiners.len() >= MANY_JOINERS.max(known) {
        writing.write_ahead()?;
    }
    let joined = join_all(&mut writer, writing, (progress, total))?;
    open_accounts(writing, &joined, None)?;
    for (at, change) in plan.changes.iter().enumerate() {
        if at % STRIDE == 0 {
            step(progress, "更新党员", plan.joiners.len() + at, total)?;
        }
        writer.change(writing, change)?;
    }
    for step in &plan.steps {
        record_within(writing, step.command())?;
    }
    Ok(())
}

/// Enters the joiners; answers those who have no account by a movement. Their rows are read again by a second thread while
/// the book writes.
fn join_all(
    writer: &mut Writer<'_>,
    writing: &mut Writing<'_>,
    (progress, total): (&dyn Progress, usize),
) -> Result<Vec<PersonId>> {
    let plan = writer.plan;
    let mut joined = Vec::with_capacity(plan.joiners.len());
    if plan.joiners.is_empty() {
        return Ok(joined);
    }
    std::thread::scope(|scope| {
        let (read, waiting) = sync_channel(READ_AHEAD);
        // It ends when the last row is read, or when nobody takes them any more.
        scope.spawn(move || plan.joiners.iter().all(|joiner| read.send(Told::of(plan, joiner)).is_ok()));
        for (at, joiner) in plan.joiners.iter().enumerate() {
            if at % STRIDE == 0 {
                step(progress, "写入党员", at, total)?;
            }
            let told = waiting.recv().unwrap_or_else(|_| Told::of(plan, joiner));
            let person = writer.join(writing, joiner, told)?;
            // Who came lately has an account by the movement.
            joined.extend(joiner.arrival.is_none().then_some(person));
        }
        Ok(joined)
    })
}

/// What the row of a joiner says, and the person whom it makes.
struct Told {
    draft: Draft,
    person: Person,
}

impl Told {
    fn of(plan: &Plan, joiner: &Joiner) -> Self {
        let draft = plan.draft(joiner.at);
        Self { person: Person { place_id: joiner.more().place, ..person_of(&draft) }, draft }
    }
}

struct Writer<'a> {
    /// Organisations that were made so far: only those that somebody is in.
    made: Vec<Option<OrganisationId>>,
    plan: &'a Plan,
}

impl Writer<'_> {
    fn id(&mut self, writing: &mut Writing<'_>, place: Place) -> Result<OrganisationId> {
        let at = match place {
            Place::Known(id) => return Ok(id),
            Place::New(at) => at,
        };
        if let Some(id) = self.made.get(at).copied().flatten() {
            return Ok(id);
        }
        let missing = LedgerError::Missing { table: "organisation", id: 0 };
        let new = self.plan.organisations.get(at).ok_or(missing)?;
        let id = self.make(writing, new)?;
        if let Some(slot) = self.made.get_mut(at) {
            *slot = Some(id);
        }
        Ok(id)
    }

    fn make(&mut self, writing: &mut Writing<'_>, new: &NewOrganisation) -> Result<OrganisationId> {
        let row = Organisation {
            uid: writing.new_uid(),
            parent_id: Some(self.id(writing, new.parent)?),
            level: new.level,
            name: new.name.clone(),
            position: new.position,
            from_on: None,
            to_on: None,
            note: None,
            project: None,
            planned_end_on: None,
        };
        Ok(writing.insert(&row)?)
    }

    fn join(&mut self, writing: &mut Writing<'_>, joiner: &Joiner, told: Told) -> Result<PersonId> {
        let (person_id, turning) = self.person(writing, joiner, told)?;
        let branch_id = self.id(writing, joiner.branch)?;
        let group_id = joiner.group.map(|group| self.id(writing, group)).transpose()?;
        if let Some(came) = joiner.arrival {
            let command = movement(person_id, came.kind, came.on, (Some(branch_id), group_id));
            record_within(writing, with_reason(command, came.reason))?;
            turning.map_or(Ok(()), |turning| turning.complete(writing, person_id))?;
            self.beside(writing, person_id, (&joiner.more().begun, &joiner.more().posts))?;
            return Ok(person_id);
        }
        writing.insert(&Membership { person_id, branch_id, group_id, from_on: None, to_on: None })?;
        writing.insert(&Movement {
            person_id,
            kind: MovementKind::Opening,
            occurred_on: None,
            booked_month: self.plan.month,
            branch_id,
            from_branch_id: None,
            counterpart: None,
            letter_number: None,
            corrects_id: None,
            note: None,
            reason: None,
        })?;
        self.beside(writing, person_id, (&joiner.more().begun, &joiner.more().posts))?;
        Ok(person_id)
    }

    /// The person, and what the days of a known one come to, or of a new one who comes on a day.
    fn person(
        &self,
        writing: &mut Writing<'_>,
        joiner: &Joiner,
        Told { draft, person }: Told,
    ) -> Result<(PersonId, Option<Turning>)> {
        if let Some(known) = joiner.known {
            let came = joiner.arrival.map(|came| came.on);
            let turning = self.update(writing, known, (&draft, &[]), came)?;
            live(writing, known, joiner.more().place)?;
            return Ok((known, Some(turning)));
        }
        let person = Person { uid: writing.new_uid(), ..person };
        let turning = match joiner.arrival {
            Some(came) => Some(Turning::of_newcomer(writing, &person, (came.on, self.plan.today))?),
            None => None,
        };
        let person = match &turning {
            Some(turning) => writing.insert(&turning.entered(person))?,
            None => writing.insert(&person)?,
        };
        own::write(writing, person, &draft, &[])?;
        Ok((person, turning))
    }

    fn change(&mut self, writing: &mut Writing<'_>, change: &Change) -> Result<()> {
        if let Some(name) = &change.renamed {
            rename(writing, change.person, name)?;
        }
        if let Some(row) = change.news {
            self.update(writing, change.person, (&self.plan.draft(row), &change.kept), None)?;
        }
        if let Some(moved) = &change.moved {
            self.move_branch(writing, change.person, moved)?;
        }
        if let Some(group) = &change.group {
            self.move_group(writing, group)?;
        }
        live(writing, change.person, change.place)?;
        for ended in &change.ended {
            end_condition(writing, ended)?;
        }
        self.beside(writing, change.person, (&change.begun, &change.posts))
    }

    /// Takes over what the draft says, but for the fields that the book keeps; with it whatever an edit of the same days
    /// would register. Whoever comes by the row is not there yet.
    fn update(
        &self,
        writing: &mut Writing<'_>,
        known: PersonId,
        (draft, kept): (&Draft, &[String]),
        came: Option<Day>,
    ) -> Result<Turning> {
        let before = writing.require::<Person>(known)?;
        let mut person = before.value.clone();
        merge(&mut person, draft);
        keep_person(&mut person, &before, kept);
        let today = self.plan.today;
        let turning = match came {
            Some(came) => Turning::of_comer(writing, &before, &person, (came, today))?,
            None => Turning::of(writing, &before, &person, today)?,
        };
        turning.write(writing, known, &person)?;
        own::write(writing, known, draft, kept)?;
        Ok(turning)
    }

    /// What begins to hold, and posts.
    fn beside(
        &mut self,
        writing: &mut Writing<'_>,
        person: PersonId,
        (begun, posts): (&[Begun], &[NewPost]),
    ) -> Result<()> {
        for begun in begun {
            writing.insert(&condition(person, begun))?;
        }
        for post in posts {
            let organisation = self.id(writing, post.place)?;
            writing.insert(&held_post(person, organisation, post))?;
        }
        Ok(())
    }

    fn move_branch(&mut self, writing: &mut Writing<'_>, person: PersonId, moved: &BranchMove) -> Result<()> {
        let branch = self.id(writing, moved.branch)?;
        let group = moved.group.map(|group| self.id(writing, group)).transpose()?;
        let command = movement(person, MovementKind::BranchMove, moved.on, (Some(branch), group));
        record_within(writing, command)
    }

    /// A group that was unknown is filled in; another group begins on the roster's day.
    fn move_group(&mut self, writing: &mut Writing<'_>, moved: &GroupMove) -> Result<()> {
        let group_id = Some(self.id(writing, moved.group)?);
        let held = writing.require::<Membership>(moved.membership)?;
        if held.value.group_id.is_none() {
            writing.update(held.id, &Membership { group_id, ..held.value })?;
            return Ok(());
        }
        change_group(writing, &held, group_id, self.plan.as_of)
    }
}

/// What held ends, and where somebody is who was away, with it.
fn end_condition(writing: &mut Writing<'_>, ended: &Ended) -> Result<()> {
    let held = writing.require::<Condition>(ended.condition)?;
    end(writing, &held, ended.to)
}

/// Gives a person the name of the file with its readings.
fn rename(writing: &mut Writing<'_>, known: PersonId, name: &str) -> Result<()> {
    let person = writing.require::<Person>(known)?.value;
    let keys = NameKeys::of(name);
    let named = Person { name: name.to_owned(), pinyin: keys.pinyin, initials: keys.initials, ..person };
    writing.update(known, &named)?;
    Ok(())
}

/// Notes where somebody lives, if the file says something new of it.
fn live(writing: &mut Writing<'_>, known: PersonId, place: Option<PlaceId>) -> Result<()> {
    if place.is_none() {
        return Ok(());
    }
    let person = writing.require::<Person>(known)?.value;
    if person.place_id != place {
        writing.update(known, &Person { place_id: place, ..person })?;
    }
    Ok(())
}
