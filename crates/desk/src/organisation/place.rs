//! Places that organisations look after: grids, courtyards, buildings, stairwells.

use branchbook_contract::organisation::{PlaceAdd, PlaceList, PlaceRow, PlaceSaved};
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::organisation::{Organisation, Place, PlaceCare, cares_of, places_on};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<PlaceList> for Desk {
    fn handle(&mut self, command: PlaceList, _: &dyn Progress) -> Result<Outcome<Vec<PlaceRow>>> {
        let day = command.on.unwrap_or_else(|| self.clock().today());
        let places = self.book()?.read(|reading| places_on(reading, day))?;
        Ok(Outcome::unchanged(places.into_iter().map(row).collect()))
    }
}

impl Handle<PlaceAdd> for Desk {
    fn handle(&mut self, command: PlaceAdd, _: &dyn Progress) -> Result<Outcome<PlaceSaved>> {
        let name = super::add::require_name(&command.name)?;
        let book = self.book_mut()?;
        book.read(|reading| require_known(reading, &command))?;
        let operation =
            Operation::new(OperationKind::PlaceAdd, format!("新增{}：{name}", command.kind.label()));
        let place = Place {
            parent_id: command.parent,
            kind: command.kind,
            name,
            organisation_id: command.organisation,
            from_on: command.from_on,
            to_on: None,
        };
        let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.insert(&place)?))?;
        Ok(outcome_of(written, |place| PlaceSaved { place }))
    }
}

/// Gives a place to another organisation from a day: who looked after it before stays known.
pub(crate) fn reassign(
    writing: &mut Writing<'_>,
    place: &Stored<Place>,
    organisation: Option<OrganisationId>,
    day: Day,
) -> Result<(), LedgerError> {
    let since = cares_of(writing, place.id)?.into_iter().map(|care| care.to_on).max();
    writing.insert(&PlaceCare {
        place_id: place.id,
        organisation_id: place.organisation_id,
        from_on: since.or(place.from_on),
        to_on: day,
    })?;
    writing.update(place.id, &Place { organisation_id: organisation, ..place.value.clone() })?;
    Ok(())
}

fn require_known(reading: &Reading<'_>, command: &PlaceAdd) -> Result<()> {
    if let Some(parent) = command.parent
        && reading.get::<Place>(parent)?.is_none()
    {
        return Err(DeskError::field("parent", "上一级地点不存在，请重新选择。"));
    }
    if let Some(organisation) = command.organisation
        && reading.get::<Organisation>(organisation)?.is_none()
    {
        return Err(DeskError::field("organisation", "负责的组织不存在，请重新选择。"));
    }
    Ok(())
}

fn row(stored: Stored<Place>) -> PlaceRow {
    PlaceRow {
        place: stored.id,
        parent: stored.parent_id,
        kind: stored.kind,
        organisation: stored.organisation_id,
        name: stored.value.name,
    }
}
