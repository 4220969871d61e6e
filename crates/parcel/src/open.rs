//! Opens a parcel, in this order: lengths, decryption, signature, addressee, manifest, hashes and counts of all
//! parts. Only then are there rows. A file that fails anywhere has told the caller nothing but an error.

use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::age_file::{self, Locked};
use crate::digest::Digest;
use crate::envelope::{self, Envelope, Header};
use crate::error::OpenError;
use crate::file;
use crate::fingerprint::Fingerprint;
use crate::keys::{OfficeKeys, OfficePublic};
use crate::kind::Kind;
use crate::limits::Limits;
use crate::manifest::Manifest;
use crate::part::{self, Rows};
use crate::{container, content};

/// Who opens, from whom and what.
#[derive(Debug, Clone, Copy)]
pub struct Opener<'a> {
    /// The keys of the office that opens.
    pub keys: &'a OfficeKeys,
    /// The offices whose signature counts.
    pub senders: &'a [OfficePublic],
    /// The kinds of parcels that are taken.
    pub kinds: &'a [Kind],
    /// How much a parcel may ask for.
    pub limits: Limits,
}

/// A parcel whose signature and addressee have been proven, and nothing else. A caller that keeps a verdict on
/// each parcel of a known office goes through here: what fails from now on is the sender's fault.
#[derive(Debug)]
pub struct Authentic {
    sender: OfficePublic,
    header: Header,
    sha256: Digest,
    container: Vec<u8>,
}

/// A parcel that has been proven whole. Rows can be read as often as needed.
#[derive(Debug)]
pub struct Parcel {
    manifest: Manifest,
    sender: OfficePublic,
    sha256: Digest,
    container: Vec<u8>,
    ranges: Vec<Range<usize>>,
    line_limit: usize,
}

/// Opens the bytes of a file.
///
/// # Errors
/// Every [`OpenError`] but `File` and `MissingPart`; `BadRow` for lines that are no objects.
pub fn open(bytes: &[u8], opener: &Opener<'_>) -> Result<Parcel, OpenError> {
    unseal(bytes, opener)?.verify(opener)
}

/// Reads a file, no more of it than the limit allows, and opens it.
///
/// # Errors
/// As [`open`], and `File`.
pub fn open_file(path: &Path, opener: &Opener<'_>) -> Result<Parcel, OpenError> {
    open(&file::read(path, opener.limits.file)?, opener)
}

/// The first half of [`open`]: decryption, signature, addressee.
///
/// # Errors
/// Those that say nothing about a known sender: `NotAParcel`, `Cut`, `Damaged`, `Newer`, `Older`,
/// `UnknownAlgorithm`, `Misaddressed`, `NotAmongAddressees`, `UnknownSender`, `Forged`, `Refused(TooLarge)`.
pub fn unseal(bytes: &[u8], opener: &Opener<'_>) -> Result<Authentic, OpenError> {
    let envelope = envelope::parse(bytes, &opener.limits)?;
    let mut payload = decrypt(&envelope, opener.keys)?;
    let signature = *payload.first_chunk().ok_or(OpenError::Damaged("签名"))?;
    payload.drain(..signature.len());
    let sender = check_signature(&envelope, &payload, &signature, opener.senders)?;
    check_addressee(&envelope.header, opener.keys)?;
    Ok(Authentic { sender, header: envelope.header, sha256: Digest::of(bytes), container: payload })
}

/// Decrypts whatever the header says of the addressee: the keys decide, the header only explains.
fn decrypt(envelope: &Envelope<'_>, keys: &OfficeKeys) -> Result<Vec<u8>, OpenError> {
    age_file::decrypt(envelope.sealed, envelope.header.payload, keys).map_err(|locked| match locked {
        Locked::Cut => OpenError::Cut,
        Locked::Damaged => OpenError::Damaged("密文"),
        Locked::NoMatch => no_match(&envelope.header, keys.public().fingerprint()),
    })
}

/// Why the key of the reader does not fit, as far as the header knows.
fn no_match(header: &Header, ours: Fingerprint) -> OpenError {
    match header.addressee {
        // The header names us and the key does not fit: not a matter of the address.
        addressee if addressee == ours => OpenError::Damaged("密钥"),
        sender if sender == header.sender => OpenError::NotAmongAddressees { sender, ours },
        addressee => OpenError::Misaddressed { addressee, ours },
    }
}

fn check_signature(
    envelope: &Envelope<'_>,
    container: &[u8],
    signature: &[u8; 64],
    senders: &[OfficePublic],
) -> Result<OfficePublic, OpenError> {
    let stated = envelope.header.sender;
    let known = senders.iter().find(|sender| sender.fingerprint() == stated);
    let sender = known.ok_or(OpenError::UnknownSender(stated))?;
    if !sender.has_signed(&envelope::message(envelope.header_bytes, container), signature) {
        return Err(OpenError::Forged(stated));
    }
    Ok(sender.clone())
}

/// A parcel that was sealed for another office and sealed again for us is not ours either. A publication names its
/// sender; whether it is of such a kind is told by the manifest.
fn check_addressee(header: &Header, keys: &OfficeKeys) -> Result<(), OpenError> {
    let (addressee, ours) = (header.addressee, keys.public().fingerprint());
    if [ours, header.sender].contains(&addressee) {
        return Ok(());
    }
    Err(OpenError::Misaddressed { addressee, ours })
}

#[allow(unexpected_cfgs, reason = "cargo-fuzz sets `fuzzing`; in any other program this is empty")]
impl Authentic {
    /// A container as if it had come through the first half. For the fuzz targets only, which would spend all their
    /// time on curves.
    #[cfg(fuzzing)]
    #[doc(hidden)]
    #[must_use]
    pub fn believed(container: Vec<u8>, sender: &OfficePublic, addressee: &OfficePublic) -> Self {
        let (from, to) = (sender.fingerprint(), addressee.fingerprint());
        let header = Header::new("branchbook 0.1.0", from, to, container.len() as u64 + 64);
        Self { sender: sender.clone(), header, sha256: Digest::of(&container), container }
    }
}

impl Authentic {
    /// The keys that have signed it.
    #[must_use]
    pub fn sender(&self) -> &OfficePublic {
        &self.sender
    }

    /// Of the whole file.
    #[must_use]
    pub fn sha256(&self) -> Digest {
        self.sha256
    }

    /// The second half of [`open`]: manifest, hashes and counts of every part.
    ///
    /// # Errors
    /// `BadManifest`, `Contradiction`, `Refused`, `Damaged`, `HashMismatch`, `CountMismatch`, `BadRow`.
    pub fn verify(self, opener: &Opener<'_>) -> Result<Parcel, OpenError> {
        let (manifest, begin) = container::read_manifest(&self.container)?;
        check_repeated(&manifest, &self.header)?;
        manifest.check(opener.kinds, &opener.limits, opener.keys.public().fingerprint())?;
        let ranges = container::locate(&manifest, begin, self.container.len())?;
        for (entry, range) in manifest.parts.iter().zip(&ranges) {
            part::verify(entry, &self.container[range.clone()], &opener.limits)?;
        }
        let Self { sender, sha256, container, .. } = self;
        Ok(Parcel { manifest, sender, sha256, container, ranges, line_limit: opener.limits.line })
    }
}

/// The manifest repeats what the header says.
fn check_repeated(manifest: &Manifest, header: &Header) -> Result<(), OpenError> {
    let pairs = [
        ("格式", manifest.format == header.format),
        ("程序", manifest.program == header.program),
        ("发件单位", manifest.sender.fingerprint == header.sender),
        ("收件单位", manifest.addressee.fingerprint == header.addressee),
    ];
    let differs = pairs.iter().find(|(_, is_equal)| !is_equal);
    differs.map_or(Ok(()), |(what, _)| Err(OpenError::Contradiction(what)))
}

impl Parcel {
    /// What the parcel says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The keys that have signed it.
    #[must_use]
    pub fn sender(&self) -> &OfficePublic {
        &self.sender
    }

    /// Of the whole file.
    #[must_use]
    pub fn sha256(&self) -> Digest {
        self.sha256
    }

    /// The digest over the rows that [`ParcelWriter::content_digest`] gave for them; it unpacks every part once more.
    ///
    /// # Errors
    /// None in practice: all parts have been unpacked before.
    ///
    /// [`ParcelWriter::content_digest`]: crate::ParcelWriter::content_digest
    pub fn content_digest(&self) -> Result<Digest, OpenError> {
        let parts = self.manifest.parts.iter().zip(&self.ranges);
        let digests: Result<Vec<_>, OpenError> = parts
            .map(|(entry, range)| Ok((entry, content::digest_rows(&self.container[range.clone()])?)))
            .collect();
        Ok(content::digest(digests?.into_iter()))
    }

    /// The rows of a part, one at a time.
    ///
    /// # Errors
    /// `MissingPart`; each row may be `BadRow`.
    pub fn rows<T: DeserializeOwned>(&self, part: &str) -> Result<Rows<'_, T>, OpenError> {
        let mut parts = self.manifest.parts.iter().zip(&self.ranges);
        let found = parts.find(|(entry, _)| entry.name == part);
        let (entry, range) = found.ok_or_else(|| OpenError::MissingPart(part.to_owned()))?;
        Rows::begin(&entry.name, &self.container[range.clone()], self.line_limit)
    }
}
