//! Renames, reorders or ends an organisation. It is ended, never removed, and only when nothing stands in it.

use branchbook_contract::organisation::{OrganisationEdit, OrganisationSaved};
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::membership::counts_on;
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{Operation, OperationKind, Reading};

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
        if let Some(to) = command.to_on {
            book.read(|reading| require_empty(reading, &stored, id, [to, to.max(today)]))?;
        }
        let title = match command.to_on {
            Some(to) => format!("撤销组织：{}（{to} 起）", stored.name),
            None => format!("修改组织：{}", edited.name),
        };
        let operation = Operation::new(OperationKind::OrganisationEdit, title);
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.update(id, &edited)?))?;
        Ok(outcome_of(written, |_| OrganisationSaved { organisation: id }))
    }
}

fn edited(mut organisation: Organisation, command: &OrganisationEdit) -> Result<Organisation> {
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

fn require_empty(
    reading: &Reading<'_>,
    stored: &Organisation,
    id: OrganisationId,
    days: [Day; 2],
) -> Result<()> {
    for day in days {
        let members = counts_on(reading, day)?.get(&id).map_or(0, |count| count.members);
        if members > 0 {
            let words =
                format!("{} {day} 还有党员 {members} 人，请先把他们转到别的党支部或党小组。", stored.name);
            return Err(DeskError::field("to_on", words));
        }
    }
    let below =
        organisation::children(reading, id)?.into_iter().filter(|child| child.to_on.is_none()).count();
    if below > 0 {
        let words = format!("{}下面还有 {below} 个组织，请先撤销它们。", stored.name);
        return Err(DeskError::field("to_on", words));
    }
    Ok(())
}
