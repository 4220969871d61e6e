//! Files kept with the book: sources of imports, refused rows, sent workbooks. Sealed on disk before the operation
//! that names them, so that a row never names a file that is not there; and gone again if it is refused.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::key::FileId;

use crate::backup::kept_names;
use crate::book::Book;
use crate::change::operation::Operation;
use crate::error::{LedgerError, Result};
use crate::gate::{Writing, Written};
use crate::reading::Reading;
use crate::table::office::{self, KeptFile};
use crate::vault::digest::hex;
use crate::vault::sealed_file::{self, FILES, FileFinding};
use crate::vault::{KeyFile, SubKey};
use crate::verify::{self, Finding};

/// A file sealed on disk, not yet named by a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// SHA-256 of the plain bytes.
    pub sha256: [u8; 32],
    /// Plain bytes.
    pub size: u64,
    /// Whether it was not there before: then it belongs to the operation that it was sealed for.
    pub is_new: bool,
}

/// Seals the files of one operation, and knows which of them go again if it does not happen.
#[derive(Debug)]
pub struct Sealing<'b> {
    book: &'b Book,
    sealed: Vec<SealedFile>,
}

impl Sealing<'_> {
    /// Seals bytes under `files/`.
    pub fn seal(&mut self, plain: &[u8]) -> Result<SealedFile> {
        let file = self.book.seal_file(plain)?;
        self.sealed.push(file.clone());
        Ok(file)
    }
}

impl Book {
    /// Seals `files` and writes the operation that names them. What was sealed does not stay when a later file cannot be
    /// sealed or the write is refused. Whoever kills the program between the two leaves a file that no row names: it does
    /// no harm, and the next proof of the book tells of it.
    pub fn write_sealing<S, T, E: From<LedgerError>>(
        &mut self,
        files: impl FnOnce(&mut Sealing<'_>) -> Result<S, E>,
        operation: &Operation,
        act: impl FnOnce(&mut Writing<'_>, S) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        let mut sealing = Sealing { book: self, sealed: Vec::new() };
        let named = files(&mut sealing);
        let sealed = sealing.sealed;
        let written = named.and_then(|named| self.write(operation, |writing| act(writing, named)));
        if written.is_err() {
            self.withdraw(&sealed);
        }
        written
    }

    /// Seals bytes under `files/`. The same bytes again cost nothing. What writes an operation that names them is
    /// [`Self::write_sealing`], the only way there is outside of the ledger.
    pub(crate) fn seal_file(&self, plain: &[u8]) -> Result<SealedFile> {
        use sha2::Digest as _;
        let stored = sealed_file::store(&self.dir().join(FILES), &self.files_key(), plain)?;
        let sha256 = sha2::Sha256::digest(plain).into();
        Ok(SealedFile { sha256, size: stored.size, is_new: stored.is_new })
    }

    /// Removes what was sealed for an operation that did not happen. The error that brought us here is the one to tell:
    /// a file that cannot be removed is named by the proof of the book.
    fn withdraw(&mut self, sealed: &[SealedFile]) {
        // The rows of a commit that failed can come back after a crash, and would name the files: rather an orphan.
        if self.fold_if_due().is_err() {
            return;
        }
        for file in sealed.iter().filter(|file| self.is_nobodys(file)) {
            let _ = sealed_file::remove(&self.dir().join(FILES), &hex(&file.sha256));
        }
    }

    /// Whether a file is there for the operation alone that it was sealed for. Bytes that were there before stay: an
    /// operation that was taken back may name them. So does a file that a row names and that was missing until now.
    fn is_nobodys(&self, sealed: &SealedFile) -> bool {
        let known = self.read(|reading| office::kept_file(reading, &sealed.sha256));
        sealed.is_new && matches!(known, Ok(None))
    }

    /// The plain bytes of a kept file.
    pub fn load_file(&self, sha256: &[u8]) -> Result<Vec<u8>> {
        Ok(sealed_file::load(&self.dir().join(FILES), &self.files_key(), &hex(sha256))?)
    }

    /// Proves the book: cipher, structure, foreign keys, history against tables, key file, kept files.
    pub fn verify(&self) -> Result<Vec<Finding>> {
        self.checkpoint()?;
        let mut findings: Vec<Finding> = KeyFile::check(self.dir(), self.key())?
            .iter()
            .map(|damage| Finding::damage(damage.to_string()))
            .collect();
        let proof = self.read(prove)?;
        findings.extend(proof.findings);
        if proof.is_readable {
            findings.extend(self.verify_files()?);
        }
        Ok(findings)
    }

    /// The kept files against the rows that name them.
    pub(crate) fn verify_files(&self) -> Result<Vec<Finding>> {
        let expected = self.read(kept_names)?;
        let found = sealed_file::check_all(&self.dir().join(FILES), &self.files_key(), &expected)?;
        Ok(found.into_iter().map(|each| file_finding(&each)).collect())
    }

    /// Which of these kept files are lost or damaged, with the sentence for each.
    pub(crate) fn lost_files(&self, names: &BTreeSet<String>) -> Result<BTreeMap<String, String>> {
        let found = sealed_file::check_named(&self.dir().join(FILES), &self.files_key(), names)?;
        Ok(found.into_iter().map(|finding| (finding.name().to_owned(), finding.to_string())).collect())
    }

    fn files_key(&self) -> SubKey {
        self.key().sub_key("files")
    }
}

/// What the database itself proves, wherever it lies: the book, the copy for a backup, or a book to be restored.
pub(crate) struct Proof {
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether the file is whole, so that its rows can be asked.
    pub is_readable: bool,
}

/// Cipher, structure and foreign keys; then the history against the tables.
pub(crate) fn prove(reading: &Reading<'_>) -> Result<Proof> {
    let in_file = verify::file(reading)?;
    if !in_file.is_empty() {
        return Ok(Proof { findings: in_file, is_readable: false });
    }
    Ok(Proof { findings: verify::history(reading)?, is_readable: true })
}

/// Names a sealed file in the book; a file that is named already keeps its row.
pub fn keep_file(
    writing: &mut Writing<'_>,
    sealed: &SealedFile,
    name: &str,
    purpose: &str,
) -> Result<FileId> {
    if let Some(known) = office::kept_file(writing, &sealed.sha256)? {
        return Ok(known.id);
    }
    let size =
        i64::try_from(sealed.size).map_err(|_| LedgerError::Refused("文件过大，无法保存。".to_owned()))?;
    let row = KeptFile {
        sha256: sealed.sha256.to_vec(),
        name: name.to_owned(),
        size,
        purpose: purpose.to_owned(),
        added_at: writing.at(),
    };
    writing.insert(&row)
}

fn file_finding(found: &FileFinding) -> Finding {
    let sentence = found.to_string();
    match found {
        FileFinding::Orphan(_) => Finding::note(sentence),
        FileFinding::Missing(_) | FileFinding::Damaged(_) => Finding::damage(sentence),
    }
}
