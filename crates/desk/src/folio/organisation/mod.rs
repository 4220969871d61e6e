//! Organisations in time as folios: terms of office, posts and vacancies, the tree, temporary branches with those who
//! take part, places. What they share stands here. Must not say what a rule demands: the domain does.

pub(super) mod participant;
pub(super) mod place;
pub(super) mod term;
pub(super) mod tree;
pub(super) mod vacancy;

#[cfg(test)]
mod tests;

use branchbook_contract::book::Office;
use branchbook_contract::folio::{FolioCell, FolioControl, FolioLink, FolioSubject};
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::office::{key, setting};
use branchbook_ledger::table::organisation::{Organisation, list_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::done;
use super::value::choice;
use crate::error::Result;
use crate::happened::refuse_ahead;
use crate::organisation::Names;

/// What these folios belong to.
const GROUP: &str = "组织";

/// Whether the book is a community's: its terms are longer.
fn is_community(reading: &Reading<'_>) -> Result<bool, LedgerError> {
    Ok(setting::<Office>(reading, key::OFFICE)? == Some(Office::Community))
}

/// The organisation that a folio is narrowed to.
fn subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Option<FolioSubject>> {
    let Some(id) = subject else { return Ok(None) };
    let id = OrganisationId(id);
    reading.require::<Organisation>(id)?;
    let opens = Some(FolioLink::Folio("organisations".to_owned(), Some(id.0)));
    Ok(Some(FolioSubject { label: Names::of(reading)?.distinct(id), opens, is_only: false }))
}

/// The organisations of a day to choose from.
fn choices(
    reading: &Reading<'_>,
    day: Day,
    fits: impl Fn(&Stored<Organisation>) -> bool,
) -> Result<FolioControl> {
    let names = Names::on(reading, day)?;
    let list = list_on(reading, day)?;
    let named = list.iter().filter(|each| fits(each)).map(|each| choice(each.id.0, names.distinct(each.id)));
    Ok(FolioControl::Pick(named.collect()))
}

/// A name that leads to a folio of the same organisation or place.
fn leading(text: impl Into<String>, folio: &str, id: i64) -> FolioCell {
    let opens = Some(FolioLink::Folio(folio.to_owned(), Some(id)));
    FolioCell { text: text.into(), opens, ..FolioCell::default() }
}

/// A count for a shell.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
