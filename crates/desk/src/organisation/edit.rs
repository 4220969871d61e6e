//! Renames, reorders, puts right or ends an organisation: the one piece behind the command and behind the forms of the
//! tree. It is ended, never removed, and only when nothing stands in it.

use branchbook_contract::organisation::{OrganisationEdit, OrganisationSaved};
use branchbook_domain::day::Day;
use branchbook_ledger::table::membership::joined_before;
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::{Book, Operation, OperationKind, Reading, Stored, Writing, Written};

use super::add::{require_free_name, require_name};
use super::close::{close, require_empty};
use super::turn::{Naming, first_turn};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::happened::refuse_ahead;
use crate::progress::Progress;

impl Handle<OrganisationEdit> for Desk {
    fn handle(&mut self, command: OrganisationEdit, _: &dyn Progress) -> Result<Outcome<OrganisationSaved>> {
        let organisation = command.organisation;
        let today = self.clock().today();
        let book = self.book_mut()?;
        let stored =
            book.read(|reading| Ok::<_, DeskError>(reading.require::<Organisation>(organisation)?))?;
        let written = Edit::of(&stored, &command, today)?.make(book, "named_on", today)?;
        Ok(outcome_of(written, |()| OrganisationSaved { organisation }))
    }
}

/// An edit of an organisation.
pub(crate) struct Edit<'a> {
    /// As it stands.
    stored: &'a Stored<Organisation>,
    /// As it is to be; a form may say more of it than the command.
    pub new: Organisation,
    /// What a new name means.
    naming: Naming,
}

impl<'a> Edit<'a> {
    /// What a command asks for.
    pub(crate) fn of(
        stored: &'a Stored<Organisation>,
        command: &OrganisationEdit,
        today: Day,
    ) -> Result<Self> {
        let naming = match command.is_correction {
            true => Naming::Corrected,
            false => Naming::From(command.named_on.unwrap_or(today)),
        };
        Ok(Self { stored, new: edited(stored.value.clone(), command)?, naming })
    }

    /// The operation in words.
    pub(crate) fn title(&self) -> String {
        match self.new.to_on {
            Some(to) => format!("撤销组织：{}（{to} 起）", self.stored.name),
            None => self.naming.title(self.stored, &self.new),
        }
    }

    /// Makes it, or refuses what cannot be; `named_on` is the field that asks from when a new name holds.
    pub(crate) fn make(&self, book: &mut Book, named_on: &str, today: Day) -> Result<Written<()>> {
        book.read(|reading| self.require_possible(reading, (named_on, today)))?;
        let operation = Operation::new(OperationKind::OrganisationEdit, self.title());
        book.write(&operation, |writing| self.write(writing))
    }

    fn require_possible(&self, reading: &Reading<'_>, (named_on, today): (&str, Day)) -> Result<()> {
        let Self { stored, new, naming } = self;
        require_running(stored)?;
        if let Some(parent) = stored.parent_id.filter(|_| new.name != stored.name) {
            let parent = reading.require::<Organisation>(parent)?;
            require_free_name(reading, &parent, &new.name, Some(stored.id))?;
        }
        naming.require_possible(reading, stored, new, (named_on, today))?;
        if let Some(from) = new.from_on.filter(|_| stored.from_on != new.from_on) {
            self.require_beginning(reading, (from, today))?;
        }
        match new.to_on {
            Some(to) => require_end(reading, stored, (to, today)),
            None => Ok(()),
        }
    }

    /// It began on a day that has come, before anything turned of it and before anybody stood in it.
    fn require_beginning(&self, reading: &Reading<'_>, (from, today): (Day, Day)) -> Result<()> {
        let Self { stored, new, naming } = self;
        refuse_ahead("from_on", from, today)?;
        let named = naming.named_on(stored, new);
        let turned = first_turn(reading, stored)?.into_iter().chain(named).min();
        if let Some(turned) = turned.filter(|turned| *turned < from) {
            let words = format!("{}从 {turned} 起改名或调整了上级，成立日期不能晚于这一天。", stored.name);
            return Err(DeskError::field("from_on", words));
        }
        require_nobody_before(reading, stored, from)
    }

    fn write(&self, writing: &mut Writing<'_>) -> Result<()> {
        let Self { stored, new, naming } = self;
        match new.to_on {
            None => Ok(naming.write(writing, stored, new)?),
            Some(to) => close(writing, stored.id, new, to),
        }
    }
}

/// What was ended stays as it was.
pub(crate) fn require_running(stored: &Organisation) -> Result<()> {
    match stored.to_on {
        Some(to) => Err(DeskError::refused(format!("{} 已在 {to} 撤销，不能再办理。", stored.name))),
        None => Ok(()),
    }
}

/// The organisation as the edit leaves it.
fn edited(mut organisation: Organisation, command: &OrganisationEdit) -> Result<Organisation> {
    // A new name that holds from today on would begin after the end.
    if command.name.is_some() && command.to_on.is_some() {
        return Err(DeskError::field("name", "改名和撤销请分两次办理。"));
    }
    if let Some(name) = &command.name {
        organisation.name = require_name(name)?;
    }
    if let Some(note) = &command.note {
        organisation.note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
    }
    if let (Some(from), Some(to)) = (organisation.from_on, command.to_on)
        && to <= from
    {
        return Err(DeskError::field("to_on", format!("撤销日期应晚于成立日期 {from}。")));
    }
    organisation.position = command.position.unwrap_or(organisation.position);
    organisation.to_on = command.to_on.or(organisation.to_on);
    Ok(organisation)
}

/// A branch cannot be younger than its members' time in it.
fn require_nobody_before(reading: &Reading<'_>, stored: &Stored<Organisation>, from: Day) -> Result<()> {
    match joined_before(reading, stored.id, from)? {
        0 => Ok(()),
        members => {
            let words =
                format!("{from} 之前{}已有党员 {members} 人，成立日期不能晚于他们编入的日期。", stored.name);
            Err(DeskError::field("from_on", words))
        }
    }
}

/// The root is never ended, a temporary branch with everybody who takes part, and the others once they are empty.
fn require_end(reading: &Reading<'_>, stored: &Stored<Organisation>, (to, today): (Day, Day)) -> Result<()> {
    refuse_ahead("to_on", to, today)?;
    if stored.parent_id.is_none() {
        return Err(DeskError::refused(format!("{}是本单位的最上级组织，不能撤销。", stored.name)));
    }
    if stored.level == Level::TemporaryBranch {
        let words = format!("{}是临时党支部，请用“期满结束”。", stored.name);
        return Err(DeskError::refused(words));
    }
    require_empty(reading, stored, [to, today])
}
