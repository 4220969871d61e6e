//! Counts a parcel: the figures of its month, and the register if none newer is held. One operation, all or nothing.

use branchbook_domain::day::Month;
use branchbook_domain::key::{ParcelReceivedId, PartnerId};
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, Partner, Verdict};
use branchbook_ledger::table::roll_up::{self, HeldMember, RollUpRow, members_of};
use branchbook_ledger::{LedgerError, Stored, Writing};

use super::compare::row_hash;
use super::incoming::Incoming;
use crate::exchange::row::MemberRow;
use crate::exchange::{list, office};
use crate::upward::RECEIVED_PARCEL;

/// Places of `YYYY-MM`.
const MONTH_PLACES: usize = 7;

/// Writes what a parcel says.
pub(super) fn apply(
    writing: &mut Writing<'_>,
    incoming: &Incoming,
    kept: &SealedFile,
    name: &str,
) -> Result<(), LedgerError> {
    let received = record(writing, incoming, (kept, name), Verdict::TakenIn)?;
    let row = RollUpRow::new(incoming.community.id, incoming.month, received, incoming.roll_up.clone())?;
    roll_up::put(writing, &row)?;
    let newest = exchange::newest_month(writing, incoming.community.id, ParcelKind::Month)?;
    if newest.is_none_or(|newest| newest <= incoming.month) {
        register(writing, incoming.community.id, incoming.month, &incoming.members)?;
    }
    Ok(())
}

/// Notes the parcel, and that those before it count no more.
pub(super) fn record(
    writing: &mut Writing<'_>,
    incoming: &Incoming,
    (kept, name): (&SealedFile, &str),
    verdict: Verdict,
) -> Result<ParcelReceivedId, LedgerError> {
    let file = keep_file(writing, kept, name, RECEIVED_PARCEL)?;
    let community = &incoming.community;
    for held in exchange::received_of(writing, community.id, ParcelKind::Month, Some(incoming.month))? {
        let replaced = ParcelReceived { verdict: Verdict::Replaced, ..held.value.clone() };
        writing.update(held.id, &replaced)?;
    }
    let manifest = incoming.parcel.manifest();
    let id = writing.insert(&ParcelReceived {
        partner_id: community.id,
        kind: ParcelKind::Month,
        month: Some(incoming.month),
        epoch: i64::from(manifest.epoch),
        sequence: i64::from(manifest.sequence),
        sha256: incoming.parcel.sha256().0.to_vec(),
        file_id: file.0,
        sender: incoming.parcel.sender().to_bytes().to_vec(),
        received_at: writing.at(),
        verdict,
        reasons: list::stored(&incoming.refused)?,
        findings: list::stored(&incoming.findings)?,
    })?;
    note_community(writing, incoming)?;
    Ok(id)
}

/// What the parcel says of the community itself. An older month that comes late says nothing new, but for closing.
fn note_community(writing: &mut Writing<'_>, incoming: &Incoming) -> Result<(), LedgerError> {
    let (community, manifest) = (&incoming.community, incoming.parcel.manifest());
    let closed_to = community.closed_to.max(incoming.closed_to);
    let known = Partner { closed_to, ..community.value.clone() };
    let count = i64::try_from(manifest.chain.count).unwrap_or(i64::MAX);
    let seen = (community.seen_epoch.unwrap_or(0), community.seen_count.unwrap_or(-1));
    if (i64::from(manifest.epoch), count) < seen {
        return writing.update(community.id, &known).map(|_| ());
    }
    let known = Partner { contact: incoming.contact.clone(), ..known };
    writing.update(community.id, &known)?;
    let known = Stored { value: known, ..community.clone() };
    office::note_history(writing, &known, manifest.epoch, &manifest.chain)
}

/// Brings the register that is held to this one. Whoever is not in it any more stays, marked as gone.
fn register(
    writing: &mut Writing<'_>,
    partner: PartnerId,
    month: Month,
    members: &[MemberRow],
) -> Result<(), LedgerError> {
    let mut held = members_of(writing, partner)?;
    for member in members {
        let row = held_member(partner, month, member);
        match held.remove(&member.uid) {
            Some(known) => {
                writing.update(known.id, &row)?;
            }
            None => {
                writing.insert(&row)?;
            }
        }
    }
    for gone in held.into_values().filter(|member| member.is_present) {
        writing.update(gone.id, &HeldMember { is_present: false, ..gone.value })?;
    }
    Ok(())
}

fn held_member(partner_id: PartnerId, month: Month, member: &MemberRow) -> HeldMember {
    let birth = member.fields.get("birth_month").or_else(|| member.fields.get("birth_on"));
    let birth_month = birth.and_then(|birth| birth.get(..MONTH_PLACES)).map(str::to_owned);
    HeldMember {
        partner_id,
        uid: member.uid.clone(),
        name: member.name.clone(),
        branch: member.branch.clone(),
        mark: member.mark.as_ref().map(|mark| mark.as_bytes().to_vec()),
        birth_month,
        row_hash: row_hash(member),
        month,
        is_present: true,
    }
}
