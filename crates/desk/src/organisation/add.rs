//! Adds an organisation to the tree.

use branchbook_contract::organisation::{OrganisationAdd, OrganisationSaved};
use branchbook_domain::name::clean_name;
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<OrganisationAdd> for Desk {
    fn handle(&mut self, command: OrganisationAdd, _: &dyn Progress) -> Result<Outcome<OrganisationSaved>> {
        let name = require_name(&command.name)?;
        let book = self.book_mut()?;
        let uid = book.new_uid();
        let parent = book.read(|reading| parent_of(reading, &command))?;
        let siblings = book.read(|reading| organisation::children(reading, parent.id))?;
        if siblings.iter().any(|each| each.name == name && each.to_on.is_none()) {
            return Err(DeskError::field(
                "name",
                format!("{}下面已经有“{name}”，请换一个名称。", parent.name),
            ));
        }
        let last = siblings.iter().map(|each| each.position).max().unwrap_or(0);
        let added = Organisation {
            uid,
            parent_id: Some(parent.id),
            level: command.level,
            name: name.clone(),
            position: command.position.unwrap_or(last + 1),
            from_on: command.from_on,
            to_on: None,
            note: command.note,
            project: None,
            planned_end_on: None,
        };
        let operation = Operation::new(OperationKind::OrganisationAdd, format!("新增组织：{name}"));
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.insert(&added)?))?;
        Ok(outcome_of(written, |organisation| OrganisationSaved { organisation }))
    }
}

/// A name that is not empty, cleaned.
pub(super) fn require_name(text: &str) -> Result<String> {
    let name = clean_name(text);
    if name.is_empty() { Err(DeskError::field("name", "请填写名称。")) } else { Ok(name) }
}

fn parent_of(reading: &Reading<'_>, command: &OrganisationAdd) -> Result<Stored<Organisation>> {
    let parent = match command.parent {
        Some(parent) => reading.get::<Organisation>(parent)?,
        None => organisation::root(reading)?,
    };
    let parent = parent.ok_or_else(|| DeskError::field("parent", "上级组织不存在，请重新选择。"))?;
    if command.level.may_stand_below(parent.level) {
        return Ok(parent);
    }
    let words = format!("{}不能设在{}（{}）下面。", command.level.label(), parent.name, parent.level.label());
    Err(DeskError::field("level", words))
}
