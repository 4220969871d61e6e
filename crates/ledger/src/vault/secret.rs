//! The secrets in memory: data key, keys derived from it, password. All are wiped when dropped and
//! none can be printed. It must not touch a file.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::VaultError;

/// The random 32 bytes that encrypt the book. It never changes in the life of a book.
pub struct DataKey(Zeroizing<[u8; 32]>);

/// A key for one purpose, derived from the data key.
pub struct SubKey(Zeroizing<[u8; 32]>);

/// A password as typed; never empty.
pub struct Password(Zeroizing<String>);

impl DataKey {
    pub(crate) fn generate() -> Result<Self, VaultError> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A second holder of the same key; not `Clone`, so that no copy is made by accident.
    pub(crate) fn same(&self) -> Self {
        Self::from_bytes(&self.0)
    }

    /// The key as 64 hex digits, for `PRAGMA key = "x'…'"` (decisions 23: not the 96-digit form).
    #[must_use]
    pub fn sqlcipher_hex(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in self.0.iter() {
            text.push(hex_digit(byte >> 4));
            text.push(hex_digit(byte & 15));
        }
        text
    }

    /// The key for one purpose, by HKDF-SHA256 (RFC 5869). The purpose is a fixed name such as `files`.
    #[must_use]
    pub fn sub_key(&self, purpose: &str) -> SubKey {
        SubKey(expand(b"branchbook sub-key 1", &*self.0, purpose.as_bytes()))
    }
}

impl SubKey {
    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Password {
    /// Takes a password exactly as typed.
    ///
    /// # Errors
    /// `PasswordEmpty`.
    pub fn new(text: &str) -> Result<Self, VaultError> {
        if text.is_empty() {
            return Err(VaultError::PasswordEmpty);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DataKey(…)")
    }
}

impl fmt::Debug for SubKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SubKey(…)")
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

/// 32 bytes out of HKDF-SHA256.
pub(crate) fn expand(salt: &[u8], secret: &[u8], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let Ok(()) = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, &mut *key) else {
        unreachable!("32 bytes are far below the 8160 that HKDF-SHA256 may give")
    };
    key
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::digest::hex;

    #[test]
    fn keys_for_two_purposes_differ_and_are_not_the_data_key() {
        let key = DataKey::from_bytes(&[7; 32]);
        let files = key.sub_key("files");
        assert_eq!(files.bytes(), key.sub_key("files").bytes());
        assert_ne!(files.bytes(), key.sub_key("parcels").bytes());
        assert_ne!(files.bytes(), key.bytes());
    }

    #[test]
    fn expansion_follows_the_first_test_case_of_rfc_5869() {
        let info = [0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9];
        let salt: Vec<u8> = (0..=12).collect();
        let key = expand(&salt, &[0x0b; 22], &info);
        assert_eq!(hex(&*key), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    #[test]
    fn the_raw_key_has_64_digits() {
        let mut bytes = [0; 32];
        (bytes[0], bytes[31]) = (0x0a, 0xf1);
        let text = DataKey::from_bytes(&bytes).sqlcipher_hex();
        assert_eq!(*text, format!("0a{}f1", "0".repeat(60)));
    }

    #[test]
    fn secrets_are_not_printed() {
        let key = DataKey::from_bytes(&[0x41; 32]);
        let password = Password::new("AAAA").unwrap();
        let said = format!("{key:?}{:?}{password:?}", key.sub_key("x"));
        assert_eq!(said, "DataKey(…)SubKey(…)Password(…)");
        assert!(matches!(Password::new(""), Err(VaultError::PasswordEmpty)));
    }
}
