//! `book.key` beside the database, in two copies: the random data key wrapped by the password and by
//! the recovery code (decisions 22). It must not open the database, nor keep a secret after it returns.
//!
//! Both copies carry the same bytes. A change writes both anew; a power cut between them leaves two
//! whole files of which the one with the higher generation counts, and the other opens nothing any more.

mod copies;
mod layout;
mod slot;

use std::path::Path;

use uuid::Uuid;
use zeroize::Zeroizing;

use self::copies::{Candidate, Copies, FILES, replace_both};
pub use self::copies::{Damage, DamageKind, KEY_FILE, KEY_FILE_COPY, KeyCopy};
pub(crate) use self::layout::Cost;
use self::layout::{FrontSlot, Layout, RecoverySlot, Sealed, is_hash_whole};
use super::error::VaultError;
use super::recovery_code::RecoveryCode;
use super::secret::{DataKey, Password};

/// The key file of a book; all its functions take the folder of the book.
pub struct KeyFile;

/// How a person opens a book.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// By the daily password. A book without a password opens with any.
    Password(&'a str),
    /// By the recovery code as typed.
    Recovery(&'a str),
    /// Without a secret: only a book without a password.
    None,
}

/// An opened key file.
#[derive(Debug)]
pub struct Unlocked {
    /// The key of the book.
    pub key: DataKey,
    /// Copies that are missing, damaged or behind; [`KeyFile::repair`] mends them.
    pub warnings: Vec<Damage>,
    /// What the file says of the book.
    pub statement: KeyStatement,
}

/// What the key file says in plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStatement {
    /// The book.
    pub book_id: Uuid,
    /// When it was made, milliseconds UTC.
    pub created_at: i64,
    /// False: the key lies in plain beside the book, 「未设密码，未加密」.
    pub has_password: bool,
}

impl KeyFile {
    /// Makes the key of a new book. `created_at` in milliseconds UTC. The code is to be shown once.
    ///
    /// # Errors
    /// `KeyFileExists` if either copy is there; `NoRandomness`, `NoMemory`, `Io`.
    pub fn create(
        dir: &Path,
        secret: Option<&Password>,
        book_id: Uuid,
        created_at: i64,
    ) -> Result<(DataKey, RecoveryCode), VaultError> {
        Self::create_at_cost(dir, secret, book_id, created_at, Cost::OFFICE)
    }

    pub(crate) fn create_at_cost(
        dir: &Path,
        secret: Option<&Password>,
        book_id: Uuid,
        created_at: i64,
        cost: Cost,
    ) -> Result<(DataKey, RecoveryCode), VaultError> {
        if FILES.iter().any(|name| dir.join(name).symlink_metadata().is_ok()) {
            return Err(VaultError::KeyFileExists(dir.to_owned()));
        }
        let (key, code) = (DataKey::generate()?, RecoveryCode::generate()?);
        let mut layout = blank(book_id, created_at);
        slot::fill_front(&mut layout, &key, secret.map(Password::as_str), cost)?;
        slot::fill_recovery(&mut layout, &key, &code)?;
        replace_both(dir, &slot::finish(&layout, &key))?;
        Ok((key, code))
    }

    /// Reads what stands in plain, to know whether to ask for a password. Not authenticated.
    ///
    /// # Errors
    /// `KeyFileMissing`, `KeyFileBroken`, `KeyFileNewer`, `Io`.
    pub fn peek(dir: &Path) -> Result<KeyStatement, VaultError> {
        let copies = Copies::read(dir)?;
        let best = copies.candidates().next().ok_or(VaultError::KeyFileBroken)?;
        Ok(statement(best.layout))
    }

    /// Opens the book's key. One whole copy is enough; what is wrong with the other is in the warnings.
    ///
    /// # Errors
    /// `PasswordNeeded`, `WrongPassword`, `WrongRecovery`, the errors of [`RecoveryCode::parse`],
    /// `KeyFileMissing`, `KeyFileBroken`, `KeyFileNewer`, `Io`.
    pub fn unlock(dir: &Path, unlock: Unlock<'_>) -> Result<Unlocked, VaultError> {
        let copies = Copies::read(dir)?;
        let (key, layout) = match unlock {
            Unlock::Recovery(text) => open_by_code(&copies, &RecoveryCode::parse(text)?)?,
            Unlock::Password(password) => open_by_password(&copies, Some(password))?,
            Unlock::None => open_by_password(&copies, None)?,
        };
        Ok(Unlocked { warnings: copies.damages(&key), statement: statement(layout), key })
    }

    /// Sets, changes or takes away the password. The recovery code stays as it is.
    ///
    /// # Errors
    /// `KeyFileForeign` if no copy belongs to `key`; `NoRandomness`, `NoMemory`, `Io` (then nothing changed).
    pub fn change_password(dir: &Path, key: &DataKey, secret: Option<&Password>) -> Result<(), VaultError> {
        Self::change_password_at_cost(dir, key, secret, Cost::OFFICE)
    }

    pub(crate) fn change_password_at_cost(
        dir: &Path,
        key: &DataKey,
        secret: Option<&Password>,
        cost: Cost,
    ) -> Result<(), VaultError> {
        rewrite(dir, key, |layout| slot::fill_front(layout, key, secret.map(Password::as_str), cost))
    }

    /// Makes a new recovery code; the old one opens nothing any more (except older backups).
    ///
    /// # Errors
    /// As [`change_password`](Self::change_password).
    pub fn renew_recovery(dir: &Path, key: &DataKey) -> Result<RecoveryCode, VaultError> {
        let code = RecoveryCode::generate()?;
        rewrite(dir, key, |layout| slot::fill_recovery(layout, key, &code))?;
        Ok(code)
    }

    /// Both at once, in one file: no moment has the one and not the other.
    ///
    /// # Errors
    /// As [`change_password`](Self::change_password).
    pub fn change_password_and_code(
        dir: &Path,
        key: &DataKey,
        secret: Option<&Password>,
    ) -> Result<RecoveryCode, VaultError> {
        let code = RecoveryCode::generate()?;
        rewrite(dir, key, |layout| {
            slot::fill_front(layout, key, secret.map(Password::as_str), Cost::OFFICE)?;
            slot::fill_recovery(layout, key, &code)
        })?;
        Ok(code)
    }

    /// Looks at every bit of both copies. Empty: both are whole and the same.
    ///
    /// # Errors
    /// `Io` if a copy is there but cannot be read.
    pub fn check(dir: &Path, key: &DataKey) -> Result<Vec<Damage>, VaultError> {
        Ok(Copies::read_any(dir)?.damages(key))
    }

    /// Writes both copies anew from the whole one. Answers what was wrong before.
    ///
    /// # Errors
    /// `KeyFileForeign` if no copy is whole; `Io`.
    pub fn repair(dir: &Path, key: &DataKey) -> Result<Vec<Damage>, VaultError> {
        let damages = Self::check(dir, key)?;
        if !damages.is_empty() {
            replace_both(dir, &Self::whole_copy(dir, key)?)?;
        }
        Ok(damages)
    }

    /// The bytes of the newest whole copy, for a backup.
    ///
    /// # Errors
    /// `KeyFileForeign` if no copy is whole; `Io`.
    pub fn whole_copy(dir: &Path, key: &DataKey) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let copies = Copies::read_any(dir)?;
        let newest =
            copies.newest_authentic(key).ok_or_else(|| VaultError::KeyFileForeign(dir.to_owned()))?;
        Ok(Zeroizing::new(newest.bytes.to_vec()))
    }
}

fn blank(book_id: Uuid, created_at: i64) -> Layout {
    let sealed = Sealed { nonce: [0; 24], bytes: [0; 48] };
    let front = FrontSlot::Plain(Zeroizing::new([0; 32]));
    Layout { book_id, created_at, generation: 1, front, recovery: RecoverySlot { salt: [0; 16], sealed } }
}

fn statement(layout: &Layout) -> KeyStatement {
    let Layout { book_id, created_at, .. } = *layout;
    KeyStatement { book_id, created_at, has_password: layout.has_password() }
}

fn rewrite(
    dir: &Path,
    key: &DataKey,
    change: impl FnOnce(&mut Layout) -> Result<(), VaultError>,
) -> Result<(), VaultError> {
    let copies = Copies::read_any(dir)?;
    let newest = copies.newest_authentic(key).ok_or_else(|| VaultError::KeyFileForeign(dir.to_owned()))?;
    let mut layout = newest.layout.clone();
    layout.generation = layout.generation.saturating_add(1);
    change(&mut layout)?;
    match replace_both(dir, &slot::finish(&layout, key)) {
        // Once the first copy is replaced it counts, being whole and newer, whatever became of the second: that one
        // is mended at the next opening, and a new recovery code must not be lost for it.
        Err(_) if is_in_force(dir, key, layout.generation) => Ok(()),
        other => other,
    }
}

fn is_in_force(dir: &Path, key: &DataKey, generation: u32) -> bool {
    let in_force = |copies: Copies| copies.newest_authentic(key).map(|newest| newest.layout.generation);
    Copies::read_any(dir).ok().and_then(in_force) == Some(generation)
}

/// What may be tried. An older copy only where the newer one is not whole: otherwise a power cut between the two
/// renames of a change would leave the old password opening the book through the second copy.
fn triable(copies: &Copies) -> impl Iterator<Item = Candidate<'_>> {
    let whole = copies.candidates().filter(is_whole);
    let newest = whole.max_by_key(|each| each.layout.generation).map(|each| each.layout);
    let is_outdated = move |layout: &Layout| {
        newest.is_some_and(|newest| newest.book_id == layout.book_id && layout.generation < newest.generation)
    };
    copies.candidates().filter(move |each| !is_outdated(each.layout))
}

/// As far as one sees without a secret; a plain key vouches for the file around it.
fn is_whole(each: &Candidate<'_>) -> bool {
    is_hash_whole(each.bytes)
        && match slot::open_front(each.layout, None) {
            Ok(Some(key)) => slot::is_authentic(each.bytes, &key),
            _ => true,
        }
}

/// Tries the copies, the best first; the slow hash runs once for equal slots.
fn open_by_password<'a>(
    copies: &'a Copies,
    password: Option<&str>,
) -> Result<(DataKey, &'a Layout), VaultError> {
    let mut tried: Vec<&FrontSlot> = Vec::new();
    for candidate in triable(copies) {
        let layout = candidate.layout;
        if tried.contains(&&layout.front) {
            continue;
        }
        tried.push(&layout.front);
        let opened = slot::open_front(layout, password)?;
        // A plain key carries no seal of its own: only the whole file can vouch for it.
        let is_sure = |key: &DataKey| layout.has_password() || slot::is_authentic(candidate.bytes, key);
        if let Some(key) = opened.filter(is_sure) {
            return Ok((key, layout));
        }
    }
    Err(refusal(copies, password))
}

fn refusal(copies: &Copies, password: Option<&str>) -> VaultError {
    let is_locked = copies.candidates().any(|candidate| candidate.layout.has_password());
    match password {
        _ if !is_locked || copies.whole_count() == 0 => VaultError::KeyFileBroken,
        None => VaultError::PasswordNeeded,
        Some(_) => VaultError::WrongPassword { is_damaged: copies.whole_count() < FILES.len() },
    }
}

fn open_by_code<'a>(copies: &'a Copies, code: &RecoveryCode) -> Result<(DataKey, &'a Layout), VaultError> {
    let open = |layout: &'a Layout| slot::open_recovery(layout, code).map(|key| (key, layout));
    let opened = triable(copies).find_map(|candidate| open(candidate.layout));
    opened.ok_or_else(|| match copies.whole_count() {
        0 => VaultError::KeyFileBroken,
        whole => VaultError::WrongRecovery { is_damaged: whole < FILES.len() },
    })
}

#[cfg(test)]
mod tests;
