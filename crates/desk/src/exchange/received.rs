//! What came in, as the inbox keeps it. Must not judge it.

use std::path::Path;

use branchbook_domain::day::Month;
use branchbook_domain::key::PartnerId;
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::exchange::{ParcelKind, ParcelReceived, Verdict};
use branchbook_ledger::{Book, LedgerError, Stored, Writing};
use branchbook_parcel::{Kind, Limits, OfficeKeys, Opener, Parcel, open};

use super::office;
use super::outbox::kept_bytes;
use super::row::PartRow;
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

/// The rows of a part, one at a time, each with what the manifest says of it.
pub(crate) fn rows<'p, R: PartRow + 'p>(parcel: &'p Parcel) -> Result<impl Iterator<Item = Result<R>> + 'p> {
    let failed = |error| office::refused(&error);
    let about = &parcel.manifest().about;
    Ok(parcel.rows::<R>(R::PART.code()).map_err(failed)?.map(move |row| {
        let mut row = row.map_err(failed)?;
        row.complete(about);
        Ok(row)
    }))
}

/// The name of a file as the person knows it.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
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
