//! A mark in place of an ID number (decisions 33): the same for one person in every community of a street, and of no
//! use to whoever lacks the street's secret.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The secret in hex, as it is kept in the book and travels inside a sealed publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    /// Reads hex; `None` if it is none, or too short to be a secret.
    pub(crate) fn read(hex: &str) -> Option<Self> {
        let pairs = hex.as_bytes().chunks(2);
        let bytes: Option<Vec<u8>> =
            pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
        bytes.filter(|bytes| bytes.len() == 32).map(Self)
    }

    /// The mark of an ID number, in hex.
    pub(crate) fn mark(&self, id_number: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(id_number.as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_hmac_sha256_as_published() {
        // As Python's hmac gives it for this key of 32 bytes.
        let secret = Secret::read(&"0b".repeat(32)).unwrap();
        let mark = "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7";
        assert_eq!(secret.mark("Hi There"), mark);
        assert_ne!(secret.mark("532101197805061233"), secret.mark("532101197805061234"));
        assert_ne!(secret.mark("1"), Secret::read(&"0c".repeat(32)).unwrap().mark("1"));
    }

    #[test]
    fn what_is_no_secret_is_none() {
        for wrong in ["", "0b", "zz", &"0b".repeat(31), &"0b".repeat(33), &"党".repeat(32)] {
            assert_eq!(Secret::read(wrong), None, "{wrong}");
        }
    }
}
