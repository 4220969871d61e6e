//! Makes a parcel: rows go into parts as they come, then manifest, signature and age file close around them.
//! The container is the same for the same rows; the age file is not, because age draws its own key, so a parcel
//! is sealed once, kept, and handed out byte for byte. It must not write a file unless asked to.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::address::Address;
use crate::digest::Digest;
use crate::envelope::{self, Header};
use crate::error::{Fault, FileError, SealError};
use crate::fingerprint::Fingerprint;
use crate::keys::{OfficeKeys, OfficePublic};
use crate::kind::Kind;
use crate::limits::Limits;
use crate::manifest::{Chain, Manifest, Office};
use crate::part::{PackedPart, RowWriter};
use crate::{age_file, container, content, file, version};

/// An office as the caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeName {
    /// Letters, digits and `-`, 64 at most; a UUID.
    pub uid: String,
    /// One line, 100 characters at most.
    pub name: String,
}

/// What the caller states about a parcel. The rest of the manifest follows from keys and rows.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Name and version of the program.
    pub program: String,
    /// Who sends it.
    pub sender: OfficeName,
    /// Who may open it. Of a publication the manifest names the sender, whatever stands here.
    pub addressee: OfficeName,
    /// `YYYY-MM`, if it is of a month.
    pub month: Option<String>,
    /// Counts up when the book was restored or copied.
    pub epoch: u32,
    /// Counts up with each parcel, from 1.
    pub sequence: u32,
    /// The book it comes from: letters, digits and `-`, 64 at most.
    pub book_id: String,
    /// [`Sealed::sha256`] of the parcel before this one.
    pub previous: Option<Digest>,
    /// Where the history of the book stands.
    pub chain: Chain,
    /// The sequence of the parcel that this one takes the place of.
    pub replaces: Option<u32>,
    /// Whatever both callers agree on.
    pub about: Map<String, Value>,
}

/// A parcel being filled.
pub struct ParcelWriter {
    kind: Kind,
    limits: Limits,
    parts: Vec<PackedPart>,
}

/// A finished parcel.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Of the whole file: what the next parcel calls `previous`.
    pub sha256: Digest,
    /// What is written inside.
    pub manifest: Manifest,
    /// What it was sealed as.
    pub kind: Kind,
}

impl ParcelWriter {
    /// An empty parcel of a kind.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, limits: Limits::default(), parts: Vec::new() }
    }

    /// Adds a part from rows at hand.
    ///
    /// # Errors
    /// `Refused` if the kind has no such part, or has it already, or a limit is passed; `BadRow`.
    pub fn add<T: Serialize>(
        &mut self,
        part: &str,
        rows: impl IntoIterator<Item = T>,
    ) -> Result<(), SealError> {
        self.write(part, |writer| rows.into_iter().try_for_each(|row| writer.row(&row)))
    }

    /// Adds a part from rows that the closure writes, and that may fail in its own way.
    ///
    /// # Errors
    /// As [`add`](Self::add), or whatever the closure answers; the part is then not added.
    pub fn write<E: From<SealError>>(
        &mut self,
        part: &str,
        fill: impl FnOnce(&mut RowWriter<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.check_new(part).map_err(SealError::from)?;
        let mut writer = RowWriter::begin(part, self.limits)?;
        fill(&mut writer)?;
        self.parts.push(writer.finish()?);
        Ok(())
    }

    /// A digest over the rows that have been added: names, counts and unpacked rows of all parts in the order in which
    /// they were added. Equal rows have an equal one, so a caller that has kept the digest of what it sealed last knows
    /// whether there is anything new; the file itself is another one each time. [`Parcel::content_digest`] finds the
    /// same. It is no part of the format.
    ///
    /// [`Parcel::content_digest`]: crate::Parcel::content_digest
    #[must_use]
    pub fn content_digest(&self) -> Digest {
        content::digest(self.parts.iter().map(|part| (&part.entry, part.rows_sha256)))
    }

    /// Closes the parcel: signed by `keys`, sealed for `addressee`.
    ///
    /// # Errors
    /// `Refused` if the draft breaks a rule or the whole is too large; `Key`; `NoMemory`.
    pub fn seal(
        self,
        draft: Draft,
        keys: &OfficeKeys,
        addressee: &OfficePublic,
    ) -> Result<Sealed, SealError> {
        self.seal_for(draft, keys, &Address::of_one(addressee))
    }

    /// Closes a publication: signed by `keys`, sealed for all addressees and the sender itself. An office that comes
    /// twice counts once; there are at most 1,000.
    ///
    /// # Errors
    /// As [`seal`](Self::seal); `Refused(NotPublishable)` if the kind is no publication.
    pub fn publish(
        self,
        mut draft: Draft,
        keys: &OfficeKeys,
        addressees: &[&OfficePublic],
    ) -> Result<Sealed, SealError> {
        if !self.kind.is_publication {
            return Err(Fault::NotPublishable(self.kind.name.to_owned()).into());
        }
        draft.addressee = draft.sender.clone();
        self.seal_for(draft, keys, &Address::of_publication(keys.public(), addressees)?)
    }

    fn seal_for(self, draft: Draft, keys: &OfficeKeys, address: &Address<'_>) -> Result<Sealed, SealError> {
        let manifest = self.manifest(draft, keys, address.named);
        manifest.check(&[self.kind], &self.limits, address.named)?;
        let parts: Vec<&[u8]> = self.parts.iter().map(|part| &*part.bytes).collect();
        let container = container::join(&container::write_manifest(&manifest)?, &parts);
        drop(self.parts);
        let bytes = close(&manifest.program, &container, keys, address)?;
        if bytes.len() as u64 > self.limits.file {
            return Err(Fault::TooLarge { what: "文件", limit: self.limits.file }.into());
        }
        Ok(Sealed { sha256: Digest::of(&bytes), bytes, manifest, kind: self.kind })
    }

    fn check_new(&self, part: &str) -> Result<(), Fault> {
        self.kind.check_part(part)?;
        if self.parts.iter().any(|packed| packed.entry.name == part) {
            return Err(Fault::DuplicateName(part.to_owned()));
        }
        Ok(())
    }

    fn manifest(&self, draft: Draft, keys: &OfficeKeys, addressee: Fingerprint) -> Manifest {
        Manifest {
            format: version::FORMAT,
            program: draft.program,
            kind: self.kind.name.to_owned(),
            sender: office(draft.sender, keys.public().fingerprint()),
            addressee: office(draft.addressee, addressee),
            month: draft.month,
            epoch: draft.epoch,
            sequence: draft.sequence,
            book_id: draft.book_id,
            previous: draft.previous,
            chain: draft.chain,
            replaces: draft.replaces,
            about: draft.about,
            parts: self.parts.iter().map(|part| part.entry.clone()).collect(),
        }
    }
}

impl Sealed {
    /// `NAME-YYYY年M月-第N次.zbt`, of the sender; without a month `NAME-第N次.zbt`. A publication has `-下发` after the
    /// name, a kind with a label has it at the end.
    #[must_use]
    pub fn file_name(&self) -> String {
        file::parcel_name(&self.kind, &self.manifest)
    }

    /// Writes the parcel into a folder under its name, whole or not at all. Answers the path.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn write_into(&self, folder: &Path) -> Result<PathBuf, FileError> {
        let path = folder.join(self.file_name());
        file::write(&path, &self.bytes)?;
        Ok(path)
    }
}

fn office(named: OfficeName, fingerprint: Fingerprint) -> Office {
    Office { uid: named.uid, name: named.name, fingerprint }
}

/// Signature, age file and envelope around a container, whatever is in it.
pub(crate) fn close(
    program: &str,
    container: &[u8],
    keys: &OfficeKeys,
    address: &Address<'_>,
) -> Result<Vec<u8>, SealError> {
    let payload = container.len() as u64 + 64;
    let header = Header::new(program, keys.public().fingerprint(), address.named, payload);
    let header = envelope::write_header(&header)?;
    let signature = keys.sign(&envelope::message(&header, container));
    let mut file = envelope::front(&header);
    file.reserve_exact(age_file::longest(payload) as usize);
    age_file::encrypt_into(&mut file, &[&signature, container], &address.recipients)?;
    Ok(file)
}
