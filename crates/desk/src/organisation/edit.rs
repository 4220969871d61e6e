//! Renames, reorders or ends an organisation. It is ended, never removed, and only when nothing stands in it.

use branchbook_contract::organisation::{OrganisationEdit, OrganisationSaved};
use branchbook_ledger::table::organisation::Organisation;
use branchbook_ledger::{Operation, OperationKind};

use super::close::{close, require_empty};
use super::turn::Naming;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<OrganisationEdit> for Desk {
    fn handle(&mut self, command: OrganisationEdit, _: &dyn Progress) -> Result<Outcome<OrganisationSaved>> {
        let id = command.organisation;
        let today = self.clock().today();
        let book = self.book_mut()?;
        let stored = book.read(|reading| Ok::<_, DeskError>(reading.require::<Organisation>(id)?))?;
        let edited = edited(stored.value.clone(), &command)?;
        let naming = match command.is_correction {
            true => Naming::Corrected,
            false => Naming::From(command.named_on.unwrap_or(today)),
        };
        book.read(|reading| {
            naming.require_possible(reading, &stored, &edited, ("named_on", today))?;
            match command.to_on {
                Some(to) => require_empty(reading, &stored, [to, to.max(today)]),
                None => Ok(()),
            }
        })?;
        let title = match command.to_on {
            Some(to) => format!("撤销组织：{}（{to} 起）", stored.name),
            None => naming.title(&stored, &edited),
        };
        let operation = Operation::new(OperationKind::OrganisationEdit, title);
        let written = book.write(&operation, |writing| {
            naming.write(writing, &stored, &edited)?;
            match command.to_on {
                Some(to) => close(writing, id, &edited, to),
                None => Ok(()),
            }
        })?;
        Ok(outcome_of(written, |()| OrganisationSaved { organisation: id }))
    }
}

/// The organisation as the edit leaves it.
pub(crate) fn edited(mut organisation: Organisation, command: &OrganisationEdit) -> Result<Organisation> {
    if let Some(name) = &command.name {
        organisation.name = super::add::require_name(name)?;
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
