//! Parcels that were proven and are not taken: each stands in the inbox once, with the sentence that the person was
//! told (decisions 31), outside the comparable dump. Must not decide what is refused.

use std::path::Path;

use branchbook_domain::day::Month;
use branchbook_domain::key::PartnerId;
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelRefused};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Writing};
use branchbook_parcel::Parcel;

use super::kind;
use super::received::RECEIVED_PARCEL;
use crate::error::{DeskError, Result};

/// A proven parcel, and whose.
pub(crate) struct Proof<'a> {
    /// The parcel.
    pub parcel: &'a Parcel,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The file that it came in.
    pub path: &'a Path,
    /// Who sent it.
    pub partner: PartnerId,
    /// What it is.
    pub kind: ParcelKind,
}

/// Notes a refusal; hands on every other answer.
pub(crate) fn noted<T>(book: &mut Book, proof: &Proof<'_>, answer: Result<T>) -> Result<T> {
    if let Err(DeskError::Refused(sentence)) = &answer {
        note(book, proof, sentence);
    }
    answer
}

/// Notes a refusal. One that cannot be noted stands all the same.
pub(crate) fn note(book: &mut Book, proof: &Proof<'_>, reason: &str) {
    if let Err(error) = keep(book, proof, reason) {
        tracing::warn!(?error, "a refused parcel was not noted");
    }
}

fn keep(book: &mut Book, proof: &Proof<'_>, reason: &str) -> Result<()> {
    let sha256 = proof.parcel.sha256().0;
    let is_known = book.read(|reading| {
        let taken = exchange::received_by_hash(reading, &sha256)?.is_some();
        Ok::<_, LedgerError>(taken || exchange::refused_by_hash(reading, &sha256)?.is_some())
    })?;
    if is_known {
        return Ok(());
    }
    let kept = book.seal_file(proof.bytes)?;
    let title = format!("没有接收{}（第{}次）", kind::label(proof.kind), proof.parcel.manifest().sequence);
    let operation = Operation::new(OperationKind::ParcelRefuse, title);
    book.write(&operation, |writing| row(writing, proof, &kept, reason))?;
    Ok(())
}

fn row(
    writing: &mut Writing<'_>,
    proof: &Proof<'_>,
    kept: &SealedFile,
    reason: &str,
) -> Result<(), LedgerError> {
    let name = proof.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = keep_file(writing, kept, &name, RECEIVED_PARCEL)?;
    let manifest = proof.parcel.manifest();
    let row = ParcelRefused {
        partner_id: proof.partner,
        kind: proof.kind,
        month: manifest.month.as_deref().and_then(|month| month.parse::<Month>().ok()),
        epoch: i64::from(manifest.epoch),
        sequence: i64::from(manifest.sequence),
        sha256: proof.parcel.sha256().0.to_vec(),
        file_id: file.0,
        sender: proof.parcel.sender().to_bytes().to_vec(),
        received_at: writing.at(),
        reason: reason.to_owned(),
    };
    writing.insert(&row).map(|_| ())
}
