//! What came in, as the inbox keeps it. Must not judge it.

use branchbook_domain::day::Month;
use branchbook_domain::key::PartnerId;
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::exchange::{ParcelKind, ParcelReceived, Verdict};
use branchbook_ledger::{Book, LedgerError, Stored, Writing};
use branchbook_parcel::{Kind, Limits, OfficeKeys, Opener, Parcel, open};

use super::office;
use super::outbox::kept_bytes;
use crate::error::{DeskError, Result};

/// Purpose of kept parcels that came in.
pub(super) const RECEIVED_PARCEL: &str = "received_parcel";

/// A kept parcel, proven with the keys that it was proven with when it came.
pub(crate) fn reopen(
    book: &Book,
    keys: &OfficeKeys,
    held: &Stored<ParcelReceived>,
    kinds: &[Kind],
) -> Result<Parcel> {
    let sender = office::public(&held.sender).ok_or(LedgerError::Corrupt {
        table: "parcel_received",
        id: held.id.0,
        column: "sender",
    })?;
    let opener = Opener { keys, senders: &[sender], kinds, limits: Limits::default() };
    open(&kept_bytes(book, held.file_id)?, &opener)
        .map_err(|error| DeskError::refused(format!("当时收到的文件打不开了（{error}）。请运行“校验台账”。")))
}

/// Keeps the file, and gives the row of a proven parcel that is taken in.
pub(crate) fn kept_row(
    writing: &mut Writing<'_>,
    parcel: &Parcel,
    (partner_id, kind, month): (PartnerId, ParcelKind, Option<Month>),
    (kept, name): (&SealedFile, &str),
) -> Result<ParcelReceived, LedgerError> {
    let file = keep_file(writing, kept, name, RECEIVED_PARCEL)?;
    let manifest = parcel.manifest();
    Ok(ParcelReceived {
        partner_id,
        kind,
        month,
        epoch: i64::from(manifest.epoch),
        sequence: i64::from(manifest.sequence),
        sha256: parcel.sha256().0.to_vec(),
        file_id: file.0,
        sender: parcel.sender().to_bytes().to_vec(),
        received_at: writing.at(),
        chain_count: office::count_of(&manifest.chain),
        chain_head: manifest.chain.head.0.to_vec(),
        verdict: Verdict::TakenIn,
        receipt_id: None,
        reasons: None,
        findings: None,
    })
}
