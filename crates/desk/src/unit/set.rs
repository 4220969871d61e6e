//! Registers a unit, or changes one.

use branchbook_contract::unit::{UnitDraft, UnitSaved, UnitSet};
use branchbook_domain::key::UnitId;
use branchbook_domain::mask::{mask_phone, unmask_text};
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::unit::{self, Unit};
use branchbook_ledger::{Operation, OperationKind, Reading, Writing};
use uuid::Uuid;

use super::entry::{Wrong, filled};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<UnitSet> for Desk {
    fn handle(&mut self, command: UnitSet, _progress: &dyn Progress) -> Result<Outcome<UnitSaved>> {
        let draft = self.book()?.read(|reading| unmasked(reading, command.unit, command.draft))?;
        check(&draft)?;
        let phone = draft.phone.as_deref().map(read_phones).unwrap_or_default();
        let warnings = phone.findings.iter().map(|finding| finding.sentence()).collect();
        let unit = entity(&draft, &phone.text());
        let title = format!("登记单位：{}", unit.name);
        let operation = Operation::new(OperationKind::UnitSet, title);
        let written = self.book_mut()?.write(&operation, |writing| save(writing, command.unit, unit))?;
        Ok(outcome_of(written, |unit| UnitSaved { unit, warnings }))
    }
}

/// The draft with what its stars stand for, where it comes back as it was shown.
fn unmasked(reading: &Reading<'_>, id: Option<UnitId>, draft: UnitDraft) -> Result<UnitDraft> {
    let Some(id) = id else { return Ok(draft) };
    let stored = reading.require::<Unit>(id)?.value;
    let text = |given: Option<String>, stored: &Option<String>| match (given, stored) {
        (Some(given), Some(stored)) => Some(unmask_text(&given, stored)),
        (given, _) => given,
    };
    let is_same = draft.phone.is_some() && draft.phone == stored.phone.as_deref().map(mask_phone);
    Ok(UnitDraft {
        kind: text(draft.kind, &stored.kind),
        party_organisation: text(draft.party_organisation, &stored.party_organisation),
        secretary: text(draft.secretary, &stored.secretary),
        contact: text(draft.contact, &stored.contact),
        phone: if is_same { stored.phone } else { draft.phone },
        note: text(draft.note, &stored.note),
        ..draft
    })
}

fn check(draft: &UnitDraft) -> Result<()> {
    let mut wrong = Wrong::default();
    wrong.unless(!draft.name.trim().is_empty(), "name", "请填写单位名称。");
    wrong.unless(draft.member_count.is_none_or(|count| count >= 0), "member_count", "在职党员数不能小于 0。");
    let in_order = draft.from_on.zip(draft.to_on).is_none_or(|(from, to)| from < to);
    wrong.unless(in_order, "to_on", "结束日期要晚于开始日期。");
    wrong.finish()
}

fn entity(draft: &UnitDraft, phone: &str) -> Unit {
    Unit {
        uid: Uuid::nil(),
        name: squeeze(&draft.name),
        kind: filled(draft.kind.as_deref()),
        party_organisation: filled(draft.party_organisation.as_deref()),
        secretary: filled(draft.secretary.as_deref()),
        contact: filled(draft.contact.as_deref()),
        phone: filled(Some(phone)),
        member_count: draft.member_count,
        is_paired: draft.is_paired,
        from_on: draft.from_on,
        to_on: draft.to_on,
        note: filled(draft.note.as_deref()),
    }
}

fn save(writing: &mut Writing<'_>, id: Option<UnitId>, unit: Unit) -> Result<UnitId> {
    require_free_name(writing, id, &unit.name)?;
    let Some(id) = id else {
        return Ok(writing.insert(&Unit { uid: writing.new_uid(), ..unit })?);
    };
    let uid = writing.require::<Unit>(id)?.uid;
    writing.update(id, &Unit { uid, ..unit })?;
    Ok(id)
}

fn require_free_name(reading: &Reading<'_>, id: Option<UnitId>, name: &str) -> Result<()> {
    let known = unit::unit_by_name(reading, name)?;
    if known.is_some_and(|known| Some(known.id) != id) {
        let sentence = format!("「{name}」已经登记过，请直接修改那一条。");
        return Err(DeskError::field("name", sentence));
    }
    Ok(())
}
