//! What goes out, whatever it is: what a parcel states of this book, the row that keeps it, and handing out the very same
//! file again. Must not know what a parcel says.

use std::path::Path;

use branchbook_domain::day::Month;
use branchbook_domain::key::{FileId, ParcelSentId, PartnerId};
use branchbook_ledger::kept::{SealedFile, keep_file};
use branchbook_ledger::table::exchange::{ParcelKind, ParcelSent, SentState};
use branchbook_ledger::table::office::KeptFile;
use branchbook_ledger::{Book, LedgerError, Writing};
use branchbook_parcel::{Digest, Draft, OfficeName, SealError, Sealed};
use serde_json::{Map, Value};

use super::office;
use crate::error::{DeskError, Result};
use crate::report::publish;

/// Purpose of kept parcels that went out.
const SENT_PARCEL: &str = "sent_parcel";

/// What is stated of a parcel beside what the book itself says.
pub(crate) struct Stated<'a> {
    /// Its month.
    pub month: Option<Month>,
    /// 第几次.
    pub sequence: i64,
    /// What went out before it.
    pub previous: Option<&'a ParcelSent>,
    /// The sequence whose place it takes.
    pub replaces: Option<i64>,
    /// Whatever its kind says beside its rows.
    pub about: Map<String, Value>,
}

/// What a parcel states, with this office, its epoch and its history.
pub(crate) fn draft(book: &Book, addressee: OfficeName, stated: Stated<'_>) -> Result<Draft> {
    let sender = book.read(office::own_name)?;
    Ok(Draft {
        program: office::program(),
        addressee,
        month: stated.month.map(|month| month.to_string()),
        epoch: book.read(office::epoch)?,
        sequence: u32::try_from(stated.sequence).unwrap_or(u32::MAX),
        book_id: sender.uid.clone(),
        sender,
        previous: stated.previous.and_then(|sent| sent.sha256.as_slice().try_into().ok().map(Digest)),
        chain: office::chain(book),
        replaces: stated
            .replaces
            .and_then(|replaced| u32::try_from(replaced).ok())
            .filter(|before| *before > 0),
        about: stated.about,
    })
}

/// Why a parcel could not be sealed.
pub(crate) fn unsealed(error: &SealError) -> DeskError {
    DeskError::refused(error.to_string())
}

/// A parcel as the outbox keeps it.
pub(crate) struct Letter<'a> {
    /// For whom; `None`: for all.
    pub partner: Option<PartnerId>,
    /// What it is.
    pub kind: ParcelKind,
    /// Its month.
    pub month: Option<Month>,
    /// A hash of what it says.
    pub content: [u8; 32],
    /// Where it stands.
    pub state: SentState,
    /// Name of its file.
    pub file_name: &'a str,
}

/// Keeps a sealed parcel.
pub(crate) fn record(
    writing: &mut Writing<'_>,
    letter: &Letter<'_>,
    sealed: &Sealed,
    kept: &SealedFile,
) -> Result<ParcelSentId, LedgerError> {
    let file = keep_file(writing, kept, letter.file_name, SENT_PARCEL)?;
    let manifest = &sealed.manifest;
    writing.insert(&ParcelSent {
        partner_id: letter.partner,
        kind: letter.kind,
        month: letter.month,
        epoch: i64::from(manifest.epoch),
        sequence: i64::from(manifest.sequence),
        sha256: sealed.sha256.0.to_vec(),
        content: letter.content.to_vec(),
        file_id: file.0,
        file_name: letter.file_name.to_owned(),
        sealed_at: writing.at(),
        replaces: manifest.replaces.map(i64::from),
        chain_count: office::count_of(&manifest.chain),
        chain_head: manifest.chain.head.0.to_vec(),
        state: letter.state,
        answered_at: None,
        reasons: None,
    })
}

/// Hands out the very bytes that were sealed; what is handed out is recorded under a title.
pub(crate) fn hand_out_again(book: &mut Book, sent: &ParcelSent, target: &Path, title: String) -> Result<()> {
    let bytes = kept_bytes(book, sent.file_id)?;
    publish::hand_out(book, &bytes, target, title)
}

/// The bytes of a kept file.
pub(crate) fn kept_bytes(book: &Book, file: i64) -> Result<Vec<u8>> {
    let file = book.read(|reading| reading.require::<KeptFile>(FileId(file)))?;
    Ok(book.load_file(&file.sha256)?)
}
