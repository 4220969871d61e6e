//! Adds an organisation to the tree.

use branchbook_contract::organisation::{OrganisationAdd, OrganisationSaved};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::name::clean_name;
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored};
use uuid::Uuid;

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::happened::refuse_ahead;
use crate::progress::Progress;

impl Handle<OrganisationAdd> for Desk {
    fn handle(&mut self, command: OrganisationAdd, _: &dyn Progress) -> Result<Outcome<OrganisationSaved>> {
        let today = self.clock().today();
        command.from_on.map_or(Ok(()), |from| refuse_ahead("from_on", from, today))?;
        let book = self.book_mut()?;
        let uid = book.new_uid();
        let added = book.read(|reading| added(reading, &command, uid))?;
        let operation = Operation::new(OperationKind::OrganisationAdd, format!("新增组织：{}", added.name));
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.insert(&added)?))?;
        Ok(outcome_of(written, |organisation| OrganisationSaved { organisation }))
    }
}

/// The organisation that is to be set up, or why it cannot be.
pub(crate) fn added(reading: &Reading<'_>, command: &OrganisationAdd, uid: Uuid) -> Result<Organisation> {
    let name = require_name(&command.name)?;
    let parent = parent_of(reading, command)?;
    require_free_name(reading, &parent, &name, None)?;
    let siblings = organisation::children(reading, parent.id)?;
    let last = siblings.iter().map(|each| each.position).max().unwrap_or(0);
    Ok(Organisation {
        uid,
        parent_id: Some(parent.id),
        level: command.level,
        name,
        position: command.position.unwrap_or(last + 1),
        from_on: command.from_on,
        to_on: None,
        note: command.note.clone(),
        project: None,
        planned_end_on: None,
    })
}

/// Brothers are named differently as long as they exist.
pub(crate) fn require_free_name(
    reading: &Reading<'_>,
    parent: &Stored<Organisation>,
    name: &str,
    except: Option<OrganisationId>,
) -> Result<()> {
    match is_free_name(reading, parent.id, name, except)? {
        true => Ok(()),
        false => Err(DeskError::field("name", format!("{}下面已经有“{name}”，请换一个名称。", parent.name))),
    }
}

/// Whether no other organisation of the name stands below a parent.
pub(crate) fn is_free_name(
    reading: &Reading<'_>,
    parent: OrganisationId,
    name: &str,
    except: Option<OrganisationId>,
) -> Result<bool, LedgerError> {
    let siblings = organisation::children(reading, parent)?;
    let others = siblings.iter().filter(|each| each.to_on.is_none() && Some(each.id) != except);
    Ok(others.into_iter().all(|each| each.name != name))
}

/// Characters of a name at most: the longest full names that are in use have about forty.
const LONGEST: usize = 60;

/// A name that is not empty and not too long for a column of a report, cleaned; or what is wrong with it.
pub(crate) fn read_name(text: &str) -> Result<String, String> {
    let name = clean_name(text);
    match name.chars().count() {
        0 => Err("请填写名称。".to_owned()),
        1..=LONGEST => Ok(name),
        _ => Err(format!("名称超过 {LONGEST} 个字，请缩短。")),
    }
}

/// The same of the field of a form.
pub(super) fn require_name(text: &str) -> Result<String> {
    read_name(text).map_err(|words| DeskError::field("name", words))
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
