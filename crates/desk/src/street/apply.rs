//! Counts a parcel: the figures of its month, and the register if none newer is held. One operation, all or nothing.

use branchbook_domain::day::Month;
use branchbook_domain::key::{ParcelReceivedId, PartnerId};
use branchbook_ledger::kept::SealedFile;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, Partner, Verdict};
use branchbook_ledger::table::roll_up::{self, HeldMember, RollUpRow, members_of};
use branchbook_ledger::{LedgerError, Writing};

use super::compare::row_hash;
use super::incoming::Incoming;
use crate::exchange::received::kept_row;
use crate::exchange::row::MemberRow;
use crate::exchange::{list, office};

/// Places of `YYYY-MM`.
const MONTH_PLACES: usize = 7;

/// Writes what a parcel says.
pub(super) fn apply(
    writing: &mut Writing<'_>,
    incoming: &Incoming,
    kept: &SealedFile,
    name: &str,
) -> Result<ParcelReceivedId, LedgerError> {
    let received = record(writing, incoming, (kept, name))?;
    let row = RollUpRow::new(
        incoming.proven.community.id,
        incoming.month,
        received,
        incoming.contents.roll_up.clone(),
    )?;
    roll_up::put(writing, &row)?;
    let is_newest = incoming.proven.community.register_month.is_none_or(|held| held <= incoming.month);
    if is_newest {
        register(writing, incoming.proven.community.id, incoming.month, &incoming.contents.members)?;
    }
    note_community(writing, incoming, received, is_newest)?;
    Ok(received)
}

/// Notes the parcel, and that those before it count no more.
fn record(
    writing: &mut Writing<'_>,
    incoming: &Incoming,
    file: (&SealedFile, &str),
) -> Result<ParcelReceivedId, LedgerError> {
    let community = &incoming.proven.community;
    for held in exchange::received_of(writing, community.id, ParcelKind::Month, Some(incoming.month))? {
        let replaced = ParcelReceived { verdict: Verdict::Replaced, ..held.value.clone() };
        writing.update(held.id, &replaced)?;
    }
    let whose = (community.id, ParcelKind::Month, Some(incoming.month));
    let row = kept_row(writing, &incoming.proven.parcel, whose, file)?;
    let reasons = list::stored(&incoming.contents.refused)?;
    let findings = list::stored(&incoming.contents.findings)?;
    writing.insert(&ParcelReceived { reasons, findings, ..row })
}

/// What the parcel says of the community itself; an older one that comes late says nothing new. The row is written each
/// time, so that an earlier parcel is not undone under a later one.
fn note_community(
    writing: &mut Writing<'_>,
    incoming: &Incoming,
    received: ParcelReceivedId,
    is_newest: bool,
) -> Result<(), LedgerError> {
    let (community, manifest) = (&incoming.proven.community, incoming.proven.parcel.manifest());
    let stated = (Some(i64::from(manifest.epoch)), Some(office::count_of(&manifest.chain)));
    let mut known = Partner { last_received_id: Some(received), ..office::seen(community, manifest) };
    if stated >= (community.seen_epoch, community.seen_count) {
        known.contact.clone_from(&incoming.contents.contact);
        known.closed_to = incoming.contents.closed_to;
    }
    if is_newest {
        known.register_month = Some(incoming.month);
    }
    writing.update(community.id, &known).map(|_| ())
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
            Some(known) if known.row_hash == row.row_hash && known.is_present => {}
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
