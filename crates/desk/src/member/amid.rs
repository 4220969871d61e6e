//! A branch is split or merged with effect from a day that is over, and the book knows more of its members since: one has
//! died, another has come. Their spans from that day on go to the new branch up to their own ends, and what began or ended
//! them is told of the new branch, as it would have been, had the change been known in time. Only where that is exact and
//! writes into no closed month; else the sentence names the person, what stands in the way, and what to do.

use std::collections::HashMap;

use branchbook_domain::day::{Day, day_label};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::MovementKind;
use branchbook_ledger::table::membership::{
    Membership, Movement, memberships_of, memberships_since, movements_of,
};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored, Writing};

use super::leaving::{Left, end_posts};
use super::movement::{BranchMove, branch_move, holds};
use crate::error::{DeskError, Result};
use crate::month::{Booking, last_closed};

/// Which group of the old branch goes on as which group of the new one.
pub(crate) type Homes = HashMap<OrganisationId, OrganisationId>;

/// Moves somebody to another branch on a day, whatever the book knows of them after it. Says in which month it is booked
/// if that is not its own.
pub(crate) fn move_amid(
    writing: &mut Writing<'_>,
    member: PersonId,
    moved: &BranchMove<'_>,
    homes: &Homes,
) -> Result<Option<String>> {
    let spans = memberships_of(writing, member)?;
    let held = spans.iter().find(|span| holds(span, moved.day) && span.to_on.is_some());
    let Some(held) = held.filter(|held| held.from_on != Some(moved.day)) else {
        return branch_move(writing, member, moved);
    };
    let amid = Amid::of(writing, held, moved)?;
    let follow = amid.following(held.to_on);
    let ending = amid.ending(follow.last().map_or(held.to_on, |last| last.to_on))?;
    let (branch_id, group_id) = moved.to;
    let known = &held.value;
    writing.update(held.id, &Membership { to_on: Some(moved.day), ..known.clone() })?;
    writing.insert(&Membership { branch_id, group_id, from_on: Some(moved.day), ..known.clone() })?;
    for span in follow {
        amid.take_span(writing, span, homes)?;
    }
    end_posts(writing, member, Left::Branch(known.branch_id), moved.day)?;
    amid.retell(writing, ending)?;
    amid.book(writing)
}

/// Takes along who came into a branch on the day on which it goes into another, or later. Says who.
pub(crate) fn take_newcomers(
    writing: &mut Writing<'_>,
    from: OrganisationId,
    moved: &BranchMove<'_>,
    homes: &Homes,
) -> Result<Vec<PersonId>> {
    let newcomers = memberships_since(writing, from, moved.day)?;
    for span in &newcomers {
        let amid = Amid::of(writing, span, moved)?;
        let (beginning, ending) = (amid.beginning(span)?, amid.ending(span.to_on)?);
        amid.take_span(writing, span, homes)?;
        amid.retell(writing, beginning)?;
        amid.retell(writing, ending)?;
    }
    Ok(newcomers.iter().map(|span| span.person_id).collect())
}

/// One person who is moved amid what is known of them.
struct Amid<'a> {
    person: PersonId,
    name: String,
    from: OrganisationId,
    moved: &'a BranchMove<'a>,
    movements: Vec<Stored<Movement>>,
    spans: Vec<Stored<Membership>>,
}

impl<'a> Amid<'a> {
    fn of(reading: &Reading<'_>, span: &Membership, moved: &'a BranchMove<'a>) -> Result<Self> {
        Ok(Self {
            person: span.person_id,
            name: reading.require::<Person>(span.person_id)?.value.name,
            from: span.branch_id,
            moved,
            movements: movements_of(reading, span.person_id)?,
            spans: memberships_of(reading, span.person_id)?,
        })
    }

    /// The spans in the old branch that follow one without a gap: other groups of it.
    fn following(&self, mut end: Option<Day>) -> Vec<&Stored<Membership>> {
        let mut follow = Vec::new();
        let next = |end: Day| {
            let is_next = |span: &&Stored<Membership>| {
                span.from_on == Some(end) && span.to_on != Some(end) && span.branch_id == self.from
            };
            self.spans.iter().find(is_next)
        };
        while let Some(span) = end.and_then(next) {
            end = span.to_on;
            follow.push(span);
        }
        follow
    }

    /// The movement that ended the last span in the old branch, if it has ended.
    fn ending(&self, end: Option<Day>) -> Result<Option<&Stored<Movement>>> {
        let Some(end) = end else { return Ok(None) };
        let goes_on = |span: &Stored<Membership>| span.from_on == Some(end) && self.is_either(span.branch_id);
        let leaves = |each: &Movement| match each.kind {
            MovementKind::BranchMove => each.from_branch_id == Some(self.from),
            kind => kind.direction() < 0 && each.branch_id == self.from,
        };
        let found = self.only(end, leaves, self.spans.iter().any(goes_on))?;
        let regrouped = |each: &Movement| each.reason.as_deref() == Some(self.moved.reason);
        match found.filter(|each| each.kind == MovementKind::BranchMove) {
            Some(each) if each.branch_id == self.moved.to.0 => {
                Err(self.refused(end, "已单独登记调整到新的党支部"))
            }
            // What was split off on that day presupposes that the old branch stood.
            Some(each) if regrouped(each) => Err(self.refused(end, "已随党支部拆分、合并调整过")),
            _ => Ok(found),
        }
    }

    /// The movement that brought somebody into the old branch.
    fn beginning(&self, span: &Membership) -> Result<Option<&Stored<Movement>>> {
        let Some(from) = span.from_on else { return Ok(None) };
        let follows =
            |other: &Stored<Membership>| other.to_on == Some(from) && self.is_either(other.branch_id);
        let comes = |each: &Movement| {
            each.branch_id == self.from
                && (each.kind == MovementKind::BranchMove || each.kind.direction() > 0)
        };
        let found = self.only(from, comes, self.spans.iter().any(follows))?;
        match found.filter(|each| each.from_branch_id == Some(self.moved.to.0)) {
            Some(_) => Err(self.refused(from, "刚由那个党支部调来")),
            None => Ok(found),
        }
    }

    fn is_either(&self, branch: OrganisationId) -> bool {
        branch == self.from || branch == self.moved.to.0
    }

    /// The one movement of that day that fits and can be told otherwise. A change of the group alone has none.
    fn only(
        &self,
        day: Day,
        fits: impl Fn(&Movement) -> bool,
        is_of_group: bool,
    ) -> Result<Option<&Stored<Movement>>> {
        let is_that =
            |each: &&Stored<Movement>| each.occurred_on.is_some_and(|on| on.earliest() == day) && fits(each);
        let found: Vec<&Stored<Movement>> = self.movements.iter().filter(is_that).collect();
        let only = match found[..] {
            [] if is_of_group => return Ok(None),
            [only] => only,
            _ => return Err(self.refused(day, "的党籍或党支部有变动，找不到对应的一笔增减登记")),
        };
        let is_corrected = self.movements.iter().any(|each| each.corrects_id == Some(only.id));
        match only.corrects_id.is_some() || is_corrected {
            true => Err(self.refused(day, &format!("登记的{}更正过", only.kind.label()))),
            false => Ok(Some(only)),
        }
    }

    fn refused(&self, day: Day, what: &str) -> DeskError {
        let (name, day) = (&self.name, day_label(day));
        DeskError::refused(format!(
            "{name}在{day}{what}，这次调整的日期不能早于它。请把日期改到{day}以后；确实要从更早的日期起办理的，先撤销{name}的那次登记，办完后再登记一次。"
        ))
    }

    fn take_span(&self, writing: &mut Writing<'_>, span: &Stored<Membership>, homes: &Homes) -> Result<()> {
        let branch_id = self.moved.to.0;
        let group_id = span.group_id.and_then(|group| homes.get(&group).copied());
        writing.update(span.id, &Membership { branch_id, group_id, ..span.value.clone() })?;
        Ok(())
    }

    /// Tells a movement of the new branch. What a closed month has reported stays as it was reported.
    fn retell(&self, writing: &mut Writing<'_>, movement: Option<&Stored<Movement>>) -> Result<()> {
        let Some(told) = movement else { return Ok(()) };
        if last_closed(writing)?.is_some_and(|closed| told.booked_month <= closed) {
            let day = told.occurred_on.map_or(self.moved.day, |on| on.earliest());
            let what = format!("已登记{}，记在已结账的{}", told.kind.label(), told.booked_month.label());
            return Err(self.refused(day, &what));
        }
        let to = self.moved.to.0;
        let turned = |branch: OrganisationId| if branch == self.from { to } else { branch };
        let new = Movement {
            branch_id: turned(told.branch_id),
            from_branch_id: told.from_branch_id.map(turned),
            ..told.value.clone()
        };
        writing.update(told.id, &new)?;
        Ok(())
    }

    /// Books the move itself.
    fn book(&self, writing: &mut Writing<'_>) -> Result<Option<String>> {
        let booking = Booking::of(writing)?;
        let BranchMove { to: (branch_id, _), day, reason, note } = *self.moved;
        writing.insert(&Movement {
            person_id: self.person,
            kind: MovementKind::BranchMove,
            occurred_on: Some(day.into()),
            booked_month: booking.month(day),
            branch_id,
            from_branch_id: Some(self.from),
            counterpart: None,
            letter_number: None,
            corrects_id: None,
            note: Some(note.to_owned()),
            reason: Some(reason.to_owned()),
        })?;
        Ok(booking.note(day))
    }
}
