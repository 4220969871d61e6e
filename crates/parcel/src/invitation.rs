//! The invitation: a few printable lines by which one office makes itself known to another. It signs itself, so
//! that what is taken is what was made; whether it was made by the right people is told by the fingerprint over the
//! telephone, never by this file.

use std::path::{Path, PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::digest::{Digest, hex};
use crate::error::{FileError, InvitationError};
use crate::file;
use crate::fingerprint::Fingerprint;
use crate::keys::{KEY_BYTES, OfficeKeys, OfficePublic, decode_recipient};
use crate::limits::INVITATION;
use crate::text;

/// The first line, before the version.
const TITLE: &str = "支部台账邀请函";
/// The version that is written; older ones there are none.
const VERSION: u32 = 1;
/// The labels of the lines, in their order.
const LABELS: [&str; 8] = ["单位", "编号", "类别", "签名公钥", "加密公钥", "指纹", "签名", "校验"];
/// How many of them are signed.
const SIGNED: usize = 6;

/// An office makes itself known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// As people call it.
    pub name: String,
    /// The identity that outlives its name and keys.
    pub uid: String,
    /// What kind of office it is: a name of the caller's, such as `street`.
    pub kind: String,
    /// Its public keys.
    pub public: OfficePublic,
    /// The whole text, as it is written into a file.
    text: String,
}

impl Invitation {
    /// The invitation of the office that holds `keys`.
    ///
    /// # Errors
    /// `Refused` if name, uid or kind do not follow their rules.
    pub fn new(name: &str, uid: &str, kind: &str, keys: &OfficeKeys) -> Result<Self, InvitationError> {
        if let Some(field) = broken_rule(name, uid, kind) {
            return Err(InvitationError::Refused(field));
        }
        let signed = signed_lines(name, uid, kind, keys.public())?;
        let text = with_check(&with_signature(&signed, &keys.sign(signed.as_bytes())));
        let (name, uid, kind) = (name.to_owned(), uid.to_owned(), kind.to_owned());
        Ok(Self { name, uid, kind, public: keys.public().clone(), text })
    }

    /// Reads the text of a file. Line endings, blank lines, blanks around a line and the width of the colon do not
    /// matter; everything else is signed.
    ///
    /// # Errors
    /// Every [`InvitationError`] but `File` and `Refused`.
    pub fn parse(bytes: &[u8]) -> Result<Self, InvitationError> {
        let values = values(lines(bytes)?)?;
        let [name, uid, kind, verifying, sealing, fingerprint, signature, check] = &values;
        let public = public_keys(verifying, sealing)?;
        if let Some(field) = broken_rule(name, uid, kind) {
            return Err(InvitationError::Field(field));
        }
        let signature = BASE64_STANDARD.decode(signature).ok().and_then(|bytes| bytes.try_into().ok());
        let signature: [u8; 64] = signature.ok_or(InvitationError::Field("签名"))?;
        let signed = signed_lines(name, uid, kind, &public)?;
        let text = with_check(&with_signature(&signed, &signature));
        if fingerprint.parse() != Ok(public.fingerprint()) || !text.ends_with(&format!("：{check}\n")) {
            return Err(InvitationError::Mistyped);
        }
        if !public.has_signed(signed.as_bytes(), &signature) {
            return Err(InvitationError::Altered);
        }
        let [name, uid, kind, ..] = values;
        Ok(Self { name, uid, kind, public, text })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and `File`.
    pub fn read(path: &Path) -> Result<Self, InvitationError> {
        Self::parse(&file::read(path, INVITATION as u64)?)
    }

    /// The text to print or to write into a file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a person compares.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.public.fingerprint()
    }

    /// `NAME-邀请函.txt`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-邀请函.txt", file::plain_name(&self.name))
    }

    /// Writes the invitation into a folder under its name, whole or not at all. Answers the path.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn write_into(&self, folder: &Path) -> Result<PathBuf, FileError> {
        let path = folder.join(self.file_name());
        file::write(&path, self.text.as_bytes())?;
        Ok(path)
    }
}

/// The first field that does not follow its rule.
fn broken_rule(name: &str, uid: &str, kind: &str) -> Option<&'static str> {
    let rules = [("单位", text::is_line(name)), ("编号", text::is_token(uid)), ("类别", text::is_name(kind))];
    rules.into_iter().find(|(_, is_kept)| !is_kept).map(|(field, _)| field)
}

/// Title and the six lines under the signature, each with its line feed.
fn signed_lines(name: &str, uid: &str, kind: &str, public: &OfficePublic) -> Result<String, InvitationError> {
    let verifying = BASE64_STANDARD.encode(&public.to_bytes()[..32]);
    let (sealing, fingerprint) = (public.age_recipient()?, public.fingerprint().to_string());
    let values: [&str; SIGNED] = [name, uid, kind, &verifying, &sealing, &fingerprint];
    let lines = LABELS.iter().zip(values).map(|(label, value)| format!("{label}：{value}\n"));
    Ok(format!("{TITLE} {VERSION}\n{}", lines.collect::<String>()))
}

fn with_signature(signed: &str, signature: &[u8; 64]) -> String {
    format!("{signed}{}：{}\n", LABELS[SIGNED], BASE64_STANDARD.encode(signature))
}

/// Adds the check: the first 32 bits of the SHA-256 over all lines before.
fn with_check(lines: &str) -> String {
    format!("{lines}{}：{}\n", LABELS[SIGNED + 1], hex(&Digest::of(lines.as_bytes()).0[..4]))
}

fn public_keys(verifying: &str, sealing: &str) -> Result<OfficePublic, InvitationError> {
    let verifying = BASE64_STANDARD.decode(verifying).ok().and_then(|bytes| bytes.try_into().ok());
    let verifying: [u8; 32] = verifying.ok_or(InvitationError::Field("签名公钥"))?;
    let sealing = decode_recipient(sealing).ok_or(InvitationError::Field("加密公钥"))?;
    let bytes: [u8; KEY_BYTES] =
        std::array::from_fn(|at| if at < 32 { verifying[at] } else { sealing[at - 32] });
    Ok(OfficePublic::from_bytes(&bytes)?)
}

/// The lines that are not blank, with their numbers, after the title.
fn lines(bytes: &[u8]) -> Result<impl Iterator<Item = (usize, &str)>, InvitationError> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= INVITATION);
    let text = text.ok_or(InvitationError::NotAnInvitation)?.trim_start_matches('\u{feff}');
    let mut lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty());
    let title = lines.next().and_then(|(_, line)| line.strip_prefix(TITLE));
    let version = title.and_then(|rest| rest.trim().parse::<u32>().ok());
    match version {
        Some(VERSION) => Ok(lines),
        Some(newer) if newer > VERSION => Err(InvitationError::Newer(newer)),
        _ => Err(InvitationError::NotAnInvitation),
    }
}

/// The value of each label, in order.
fn values<'t>(
    mut lines: impl Iterator<Item = (usize, &'t str)>,
) -> Result<[String; LABELS.len()], InvitationError> {
    let mut values: [String; LABELS.len()] = Default::default();
    for (value, label) in values.iter_mut().zip(LABELS) {
        let (number, line) = lines.next().ok_or(InvitationError::Missing(label))?;
        *value = value_of(line, label).ok_or_else(|| misplaced(number, line, label))?;
    }
    lines.next().map_or(Ok(values), |(number, _)| Err(InvitationError::Unexpected(number)))
}

fn value_of(line: &str, label: &str) -> Option<String> {
    let value = line.strip_prefix(label)?.trim_start();
    value.strip_prefix(['：', ':']).map(|value| value.trim().to_owned())
}

/// Where another line stands than `label`: it is missing if a later one stands there, else the line is foreign.
fn misplaced(number: usize, line: &str, label: &'static str) -> InvitationError {
    let later = LABELS.iter().skip_while(|other| **other != label).skip(1);
    if later.into_iter().any(|other| value_of(line, other).is_some()) {
        return InvitationError::Missing(label);
    }
    InvitationError::Unexpected(number)
}

#[cfg(test)]
#[path = "invitation_tests.rs"]
mod tests;
