//! The keys of an office: one pair to sign with, one pair to seal for. Secrets are wiped when dropped and
//! cannot be printed. It must not store them anywhere: that is the caller's business.

use std::fmt;

use age::x25519::{Identity, Recipient};
use bech32::{Bech32, Hrp};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::error::KeyError;
use crate::fingerprint::Fingerprint;

/// Bytes of the secrets, and also of the public keys: 32 for signing, then 32 for sealing.
pub const KEY_BYTES: usize = 64;

const SECRET_PREFIX: Hrp = Hrp::parse_unchecked("age-secret-key-");
const PUBLIC_PREFIX: Hrp = Hrp::parse_unchecked("age");

/// Both secret keys of an office.
pub struct OfficeKeys {
    signing: SigningKey,
    opening: StaticSecret,
    public: OfficePublic,
}

/// Both public keys of an office, as another office knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct OfficePublic {
    verifying: VerifyingKey,
    sealing: PublicKey,
}

impl OfficeKeys {
    /// New keys, from the randomness of the system.
    ///
    /// # Errors
    /// `NoRandomness`.
    pub fn generate() -> Result<Self, KeyError> {
        let mut secret = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(&mut *secret).map_err(|_| KeyError::NoRandomness)?;
        Ok(Self::from_secret(&secret))
    }

    /// The keys of 64 random bytes: those of [`secret`](Self::secret), or new ones of the caller's own.
    #[must_use]
    pub fn from_secret(secret: &[u8; KEY_BYTES]) -> Self {
        let (signing, opening) = (Zeroizing::new(half(secret, 0)), Zeroizing::new(half(secret, 32)));
        let (signing, opening) = (SigningKey::from_bytes(&signing), StaticSecret::from(*opening));
        let public = OfficePublic { verifying: signing.verifying_key(), sealing: (&opening).into() };
        Self { signing, opening, public }
    }

    /// The 64 bytes to keep, in an encrypted place only.
    #[must_use]
    pub fn secret(&self) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut secret = Zeroizing::new([0; KEY_BYTES]);
        secret[..32].copy_from_slice(self.signing.as_bytes());
        secret[32..].copy_from_slice(self.opening.as_bytes());
        secret
    }

    /// What other offices may know.
    #[must_use]
    pub fn public(&self) -> &OfficePublic {
        &self.public
    }

    /// The line `AGE-SECRET-KEY-1…` with which the program `age` opens what was sealed for this office.
    ///
    /// # Errors
    /// None in practice: `Unusable` if 32 bytes could not be written as Bech32.
    pub fn age_identity(&self) -> Result<Zeroizing<String>, KeyError> {
        let bytes = Zeroizing::new(self.opening.to_bytes());
        let lower = bech32::encode::<Bech32>(SECRET_PREFIX, &*bytes).map_err(|_| KeyError::Unusable)?;
        Ok(Zeroizing::new(Zeroizing::new(lower).to_uppercase()))
    }

    pub(crate) fn identity(&self) -> Result<Identity, KeyError> {
        self.age_identity()?.parse().map_err(|_| KeyError::Unusable)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

impl OfficePublic {
    /// Two public keys, refused if no honest program makes them.
    ///
    /// # Errors
    /// `Unusable`.
    pub fn from_bytes(bytes: &[u8; KEY_BYTES]) -> Result<Self, KeyError> {
        let verifying = VerifyingKey::from_bytes(&half(bytes, 0)).map_err(|_| KeyError::Unusable)?;
        let sealing = PublicKey::from(half(bytes, 32));
        let is_canonical = verifying.to_edwards().compress().as_bytes() == verifying.as_bytes();
        if !is_canonical || verifying.is_weak() || !is_contributory(&sealing) {
            return Err(KeyError::Unusable);
        }
        Ok(Self { verifying, sealing })
    }

    /// 32 bytes Ed25519, 32 bytes X25519.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; KEY_BYTES] {
        let mut bytes = [0; KEY_BYTES];
        bytes[..32].copy_from_slice(self.verifying.as_bytes());
        bytes[32..].copy_from_slice(self.sealing.as_bytes());
        bytes
    }

    /// What a person compares.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.verifying.as_bytes(), self.sealing.as_bytes())
    }

    /// The line `age1…` for which the program `age` seals.
    ///
    /// # Errors
    /// None in practice: `Unusable` if 32 bytes could not be written as Bech32.
    pub fn age_recipient(&self) -> Result<String, KeyError> {
        bech32::encode::<Bech32>(PUBLIC_PREFIX, self.sealing.as_bytes()).map_err(|_| KeyError::Unusable)
    }

    pub(crate) fn recipient(&self) -> Result<Recipient, KeyError> {
        self.age_recipient()?.parse().map_err(|_| KeyError::Unusable)
    }

    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.verifying.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// The 32 bytes of an `age1…` line.
pub(crate) fn decode_recipient(line: &str) -> Option<[u8; 32]> {
    let checked = bech32::primitives::decode::CheckedHrpstring::new::<Bech32>(line).ok()?;
    let bytes: Vec<u8> = checked.byte_iter().collect();
    (checked.hrp() == PUBLIC_PREFIX).then_some(bytes)?.try_into().ok()
}

/// With one of the twelve points of small order the shared secret is zero whoever computes it, and age panics.
fn is_contributory(key: &PublicKey) -> bool {
    StaticSecret::from([0x42; 32]).diffie_hellman(key).was_contributory()
}

fn half(bytes: &[u8; KEY_BYTES], from: usize) -> [u8; 32] {
    std::array::from_fn(|at| bytes[from + at])
}

impl fmt::Debug for OfficeKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "OfficeKeys({})", self.public.fingerprint())
    }
}

impl fmt::Debug for OfficePublic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "OfficePublic({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(seed: u8) -> OfficeKeys {
        OfficeKeys::from_secret(&[seed; KEY_BYTES])
    }

    #[test]
    fn keys_come_back_from_their_secret() {
        let made = OfficeKeys::generate().unwrap();
        let kept = OfficeKeys::from_secret(&made.secret());
        assert_eq!(kept.public(), made.public());
        assert!(made.public().has_signed(b"m", &kept.sign(b"m")));
        assert!(!made.public().has_signed(b"n", &kept.sign(b"m")));
        assert_ne!(OfficeKeys::generate().unwrap().public(), made.public());
    }

    #[test]
    fn age_derives_the_same_public_key() {
        let keys = keys(7);
        let of_age = keys.identity().unwrap().to_public().to_string();
        assert_eq!(of_age, keys.public().age_recipient().unwrap());
        let bytes = decode_recipient(&of_age).unwrap();
        assert_eq!(bytes, half(&keys.public().to_bytes(), 32));
    }

    #[test]
    fn public_keys_are_read_back() {
        let public = keys(1).public().clone();
        assert_eq!(OfficePublic::from_bytes(&public.to_bytes()), Ok(public));
    }

    #[test]
    fn keys_that_bind_nobody_are_refused() {
        let good = keys(1).public().to_bytes();
        let with = |at: usize, half: [u8; 32]| {
            let mut bytes = good;
            bytes[at..at + 32].copy_from_slice(&half);
            OfficePublic::from_bytes(&bytes)
        };
        let one = std::array::from_fn(|at| u8::from(at == 0));
        assert_eq!(with(0, one), Err(KeyError::Unusable), "the neutral element signs everything");
        for low in [[0; 32], one] {
            assert_eq!(with(32, low), Err(KeyError::Unusable), "everybody knows the shared secret");
        }
        assert_eq!(with(0, [0xff; 32]), Err(KeyError::Unusable), "a second way of writing another key");
        let two = std::array::from_fn(|at| if at == 0 { 2 } else { 0 });
        assert_eq!(with(0, two), Err(KeyError::Unusable), "not a point");
    }

    #[test]
    fn secrets_are_not_printed() {
        let said = format!("{:?}", keys(1));
        assert_eq!(said.chars().filter(|c| !c.is_ascii()).count(), 8, "the fingerprint only: {said}");
    }
}
