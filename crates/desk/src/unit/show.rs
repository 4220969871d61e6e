//! One unit, its telephone number masked.

use branchbook_contract::unit::{Expectation, Unit, UnitDraft, UnitShow};
use branchbook_domain::day::Day;
use branchbook_domain::key::UnitId;
use branchbook_domain::mask::{mask_phone, masked_text};
use branchbook_ledger::table::unit::figures::unit_figures_on;
use branchbook_ledger::table::unit::{self, UnitExpectation};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::finding::findings;
use super::list::row;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<UnitShow> for Desk {
    fn handle(&mut self, command: UnitShow, _progress: &dyn Progress) -> Result<Outcome<Unit>> {
        let on = command.on.unwrap_or_else(|| self.clock().today());
        Ok(Outcome::unchanged(self.book()?.read(|reading| show(reading, command.unit, on))?))
    }
}

fn show(reading: &Reading<'_>, id: UnitId, on: Day) -> Result<Unit> {
    let stored = reading.require::<unit::Unit>(id)?;
    // A unit that is gone by that day is shown as it stood on its last one.
    let on = stored.to_on.filter(|to| *to <= on).and_then(|to| to.pred_opt()).unwrap_or(on);
    let on = stored.from_on.map_or(on, |from| on.max(from));
    let missing = LedgerError::Missing { table: "unit", id: id.0 };
    let figures =
        unit_figures_on(reading, on)?.units.into_iter().find(|row| row.unit == id).ok_or(missing)?;
    let figures = row(figures);
    Ok(Unit {
        findings: findings(&figures),
        draft: draft(stored.value),
        expectations: unit::expectations(reading, id)?.into_iter().map(expectation).collect(),
        figures,
    })
}

/// What is known of it, as lists show it: the form of the unit shows the number in full, which is recorded.
fn draft(unit: unit::Unit) -> UnitDraft {
    UnitDraft {
        name: unit.name,
        kind: unit.kind.map(masked_text),
        party_organisation: unit.party_organisation.map(masked_text),
        secretary: unit.secretary.map(masked_text),
        contact: unit.contact.map(masked_text),
        phone: unit.phone.as_deref().map(mask_phone),
        member_count: unit.member_count,
        is_paired: unit.is_paired,
        from_on: unit.from_on,
        to_on: unit.to_on,
        note: unit.note.map(masked_text),
    }
}

fn expectation(stored: Stored<UnitExpectation>) -> Expectation {
    let UnitExpectation { expected_count, stated_on, source, .. } = stored.value;
    Expectation { expectation: stored.id, count: expected_count, stated_on, source: masked_text(source) }
}
