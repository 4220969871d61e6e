//! What a movement writes: its own row with its letter, the membership that it begins or ends, and what ends with that.
//! Must not judge.

use branchbook_domain::key::{MovementId, OrganisationId};
use branchbook_domain::member::MovementKind;
use branchbook_ledger::Writing;
use branchbook_ledger::table::membership::{Membership, Movement};
use branchbook_ledger::table::person::Person;

use super::Case;
use crate::error::{DeskError, Result};
use crate::member::leaving::{Left, end_conditions, end_posts};
use crate::member::period::{begins_anew, keep_period};
use crate::points::automatic::open_accounts;

impl Case {
    pub(super) fn write(&self, writing: &mut Writing<'_>) -> Result<Option<MovementId>> {
        let from_branch = self.held.as_ref().map(|held| held.branch_id);
        match self.command.kind {
            MovementKind::BecameFull => self.set_full(writing)?,
            MovementKind::BranchMove => {
                self.close_membership(writing)?;
                self.open_membership(writing)?;
                end_posts(writing, self.person.id, self.left(), self.day)?;
            }
            kind if kind.direction() > 0 => {
                self.open_membership(writing)?;
                self.begin_period(writing)?;
                open_accounts(writing, &[self.person.id], Some(self.day))?;
            }
            _ => {
                self.close_membership(writing)?;
                end_posts(writing, self.person.id, Left::Everything, self.day)?;
                end_conditions(writing, self.person.id, self.day)?;
            }
        }
        if self.command.kind == MovementKind::BranchMove && self.command.branch == from_branch {
            return Ok(None);
        }
        self.record(writing, from_branch).map(Some)
    }

    fn record(&self, writing: &mut Writing<'_>, held: Option<OrganisationId>) -> Result<MovementId> {
        let is_move = self.command.kind == MovementKind::BranchMove;
        let comes = is_move || self.command.kind.direction() > 0;
        let branch = if comes { self.command.branch } else { held };
        let Some(branch_id) = branch else {
            return Err(DeskError::refused("没有可以登记的党支部。"));
        };
        let movement = Movement {
            person_id: self.person.id,
            kind: self.command.kind,
            occurred_on: Some(self.command.occurred_on),
            booked_month: self.month,
            branch_id,
            from_branch_id: held.filter(|_| is_move),
            counterpart: self.command.counterpart.clone(),
            letter_number: self.command.letter_number.clone(),
            corrects_id: None,
            note: self.command.note.clone(),
            reason: self.reason.map(|reason| reason.code().to_owned()),
        };
        let id = writing.insert(&movement)?;
        if let Some(letter) = &self.letter {
            letter.write(writing, self.person.id, id)?;
        }
        Ok(id)
    }

    fn set_full(&self, writing: &mut Writing<'_>) -> Result<()> {
        let person = Person { became_full_on: Some(self.command.occurred_on), ..self.person.value.clone() };
        writing.update(self.person.id, &person)?;
        Ok(())
    }

    /// Who is admitted joined on the day, unless the book knows a day; who is admitted anew joined on that day again
    /// and is on probation.
    fn begin_period(&self, writing: &mut Writing<'_>) -> Result<()> {
        if self.command.kind != MovementKind::Admitted {
            return Ok(());
        }
        let joined = Some(self.command.occurred_on);
        if begins_anew(self.period.left, self.command.kind) {
            keep_period(writing, &self.person, self.day)?;
            let person = Person { joined_on: joined, became_full_on: None, ..self.person.value.clone() };
            writing.update(self.person.id, &person)?;
        } else if self.person.joined_on.is_none() {
            let person = Person { joined_on: joined, ..self.person.value.clone() };
            writing.update(self.person.id, &person)?;
        }
        Ok(())
    }

    fn open_membership(&self, writing: &mut Writing<'_>) -> Result<()> {
        writing.insert(&Membership {
            person_id: self.person.id,
            branch_id: self.require_branch()?,
            group_id: self.command.group,
            from_on: Some(self.day),
            to_on: None,
        })?;
        Ok(())
    }

    fn close_membership(&self, writing: &mut Writing<'_>) -> Result<()> {
        let held = self.require_open()?;
        writing.update(held.id, &Membership { to_on: Some(self.day), ..held.value.clone() })?;
        Ok(())
    }

    /// What somebody who moves leaves behind: the branch, or only the group within it.
    fn left(&self) -> Left {
        let held = self.held.as_ref();
        match held.filter(|held| Some(held.branch_id) == self.command.branch) {
            Some(held) => held.group_id.map_or(Left::Nothing, Left::Group),
            None => held.map_or(Left::Nothing, |held| Left::Branch(held.branch_id)),
        }
    }
}
