//! Writes the planned entries of an import, all in one batch.

use branchbook_domain::key::{PersonId, PointsSchemeId};
use branchbook_ledger::Writing;
use branchbook_ledger::table::points::EntrySource;

use std::collections::BTreeMap;

use super::PlannedEntry;
use crate::error::{DeskError, Result};
use crate::intake::step;
use crate::month::Booking;
use crate::points::account_of::ensure_accounts;
use crate::points::book::{NewEntry, book};
use crate::points::scheme::Schemes;
use crate::progress::Progress;

/// Books the plan. A row of a closed month goes into the first open one.
pub(super) fn apply(writing: &mut Writing<'_>, plan: &[PlannedEntry], progress: &dyn Progress) -> Result<()> {
    step(progress, "记分", 0, plan.len())?;
    let mut schemes = Schemes::of(writing)?;
    let booking = Booking::of(writing)?;
    let mut by_scheme: BTreeMap<PointsSchemeId, Vec<PersonId>> = BTreeMap::new();
    for entry in plan {
        if let Some(version) = schemes.on(writing, entry.occurred_on)? {
            by_scheme.entry(version.id).or_default().push(entry.person);
        }
    }
    let mut accounts = BTreeMap::new();
    for (scheme, people) in by_scheme {
        accounts.insert(scheme, ensure_accounts(writing, scheme, &people, None)?);
    }
    let mut batch = Vec::with_capacity(plan.len());
    for entry in plan {
        let changed = || DeskError::refused("积分方案在预览后有改动，请重新预览后再导入。");
        let version = schemes.on(writing, entry.occurred_on)?.ok_or_else(changed)?;
        let account = accounts.get(&version.id).and_then(|people| people.get(&entry.person));
        batch.push(NewEntry {
            account: *account.ok_or_else(changed)?,
            scheme: version.id,
            item: version.item_id(&entry.item).ok_or_else(changed)?,
            occurred_on: entry.occurred_on,
            booked_month: booking.month(entry.occurred_on),
            raw: entry.raw,
            reverses: None,
            source: EntrySource::Import,
            source_id: None,
            note: entry.note.clone(),
        });
    }
    book(writing, &mut schemes, &batch)?;
    step(progress, "记分", plan.len(), plan.len())
}
