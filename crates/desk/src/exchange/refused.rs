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
use super::received::{RECEIVED_PARCEL, file_name};
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

/// Files of one office that are noted: more would be somebody who fills the book.
const MOST: i64 = 200;

/// Notes a refusal; hands on every other answer.
pub(crate) fn noted<T>(book: &mut Book, proof: &Proof<'_>, answer: Result<T>) -> Result<T> {
    match &answer {
        Err(DeskError::Refused(sentence)) => {
            note(book, proof, sentence);
        }
        Err(DeskError::Invalid(fields)) => {
            let sentences: Vec<&str> = fields.iter().map(|field| field.message.as_str()).collect();
            note(book, proof, &sentences.join(""));
        }
        _ => {}
    }
    answer
}

/// Notes a refusal, and says whether that wrote something. One that cannot be noted stands all the same.
pub(crate) fn note(book: &mut Book, proof: &Proof<'_>, reason: &str) -> bool {
    keep(book, proof, reason).unwrap_or_else(|error| {
        tracing::warn!(?error, "a refused parcel was not noted");
        false
    })
}

fn keep(book: &mut Book, proof: &Proof<'_>, reason: &str) -> Result<bool> {
    let sha256 = proof.parcel.sha256().0;
    let is_enough = book.read(|reading| {
        let taken = exchange::received_by_hash(reading, &sha256)?.is_some();
        let known = taken || exchange::refused_by_hash(reading, &sha256)?.is_some();
        Ok::<_, LedgerError>(known || exchange::refused_of(reading, proof.partner)? >= MOST)
    })?;
    if is_enough {
        return Ok(false);
    }
    let manifest = proof.parcel.manifest();
    let title = format!(
        "没有接收{}{}{}（第 {} 次）",
        manifest.sender.name,
        month_of(proof).map(|month| month.label()).unwrap_or_default(),
        kind::label(proof.kind),
        manifest.sequence
    );
    let operation = Operation::new(OperationKind::ParcelRefuse, title);
    book.write_sealing(
        |sealing| sealing.seal(proof.bytes),
        &operation,
        |writing, kept| row(writing, proof, &kept, reason),
    )?;
    Ok(true)
}

fn month_of(proof: &Proof<'_>) -> Option<Month> {
    proof.parcel.manifest().month.as_deref().and_then(|month| month.parse().ok())
}

fn row(
    writing: &mut Writing<'_>,
    proof: &Proof<'_>,
    kept: &SealedFile,
    reason: &str,
) -> Result<(), LedgerError> {
    let file = keep_file(writing, kept, &file_name(proof.path), RECEIVED_PARCEL)?;
    let manifest = proof.parcel.manifest();
    let row = ParcelRefused {
        partner_id: proof.partner,
        kind: proof.kind,
        month: month_of(proof),
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
