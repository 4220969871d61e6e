//! Sealing the data key and opening it again: XChaCha20-Poly1305 under a key from Argon2id or from the
//! recovery code, and the HMAC over the whole file. It must not touch a file.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::layout::{BODY, Cost, FrontSlot, LENGTH, Layout, RecoverySlot, Sealed, is_hash_whole, plain_hash};
use crate::vault::error::VaultError;
use crate::vault::recovery_code::RecoveryCode;
use crate::vault::secret::{DataKey, random};

const PASSWORD: &str = "password";
const RECOVERY: &str = "recovery";

/// Fills the daily slot of `layout`: sealed by the password, or plain without one.
pub(super) fn fill_front(
    layout: &mut Layout,
    key: &DataKey,
    password: Option<&str>,
    cost: Cost,
) -> Result<(), VaultError> {
    let Some(password) = password else {
        layout.front = FrontSlot::Plain(Zeroizing::new(*key.bytes()));
        return Ok(());
    };
    let salt = random()?;
    let wrapping = password_key(password, cost, &salt)?;
    let sealed = seal(&wrapping, key, &layout.bound_to(PASSWORD))?;
    layout.front = FrontSlot::Password { cost, salt, sealed };
    Ok(())
}

/// Fills the recovery slot of `layout`.
pub(super) fn fill_recovery(
    layout: &mut Layout,
    key: &DataKey,
    code: &RecoveryCode,
) -> Result<(), VaultError> {
    let salt: [u8; 16] = random()?;
    let sealed = seal(&code.wrapping_key(&salt), key, &layout.bound_to(RECOVERY))?;
    layout.recovery = RecoverySlot { salt, sealed };
    Ok(())
}

/// The data key by password; `None` if it does not fit. A plain slot gives its key without one.
pub(super) fn open_front(layout: &Layout, password: Option<&str>) -> Result<Option<DataKey>, VaultError> {
    match (&layout.front, password) {
        (FrontSlot::Plain(key), _) => Ok(Some(DataKey::from_bytes(key))),
        (FrontSlot::Password { .. }, None) => Ok(None),
        (FrontSlot::Password { cost, salt, sealed }, Some(password)) => {
            let wrapping = password_key(password, *cost, salt)?;
            Ok(unseal(&wrapping, sealed, &layout.bound_to(PASSWORD)))
        }
    }
}

/// The data key by recovery code; `None` if it does not fit.
pub(super) fn open_recovery(layout: &Layout, code: &RecoveryCode) -> Option<DataKey> {
    let wrapping = code.wrapping_key(&layout.recovery.salt);
    unseal(&wrapping, &layout.recovery.sealed, &layout.bound_to(RECOVERY))
}

/// The whole file, with both hashes.
pub(super) fn finish(layout: &Layout, key: &DataKey) -> Zeroizing<Vec<u8>> {
    let mut file = layout.encode_body();
    let tag: [u8; 32] = mac(key, &file).finalize().into_bytes().into();
    file.extend_from_slice(&tag);
    let hash = plain_hash(&file);
    file.extend_from_slice(&hash);
    file
}

/// Is every bit of the file as it was written by a holder of the key?
pub(super) fn is_authentic(file: &[u8], key: &DataKey) -> bool {
    file.len() == LENGTH
        && is_hash_whole(file)
        && mac(key, &file[..BODY]).verify_slice(&file[BODY..BODY + 32]).is_ok()
}

fn mac(key: &DataKey, body: &[u8]) -> Hmac<Sha256> {
    let mut padded = Zeroizing::new([0; 64]);
    // RFC 2104: a key shorter than the block is padded with zeros.
    padded[..32].copy_from_slice(key.sub_key("book.key").bytes());
    <Hmac<Sha256> as KeyInit>::new((&*padded).into()).chain_update(body)
}

fn password_key(password: &str, cost: Cost, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let refused = |_| VaultError::NoMemory;
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(refused)?;
    let mut key = Zeroizing::new([0; 32]);
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(password.as_bytes(), salt, &mut *key).map_err(refused)?;
    Ok(key)
}

fn seal(wrapping: &[u8; 32], key: &DataKey, bound_to: &[u8]) -> Result<Sealed, VaultError> {
    let nonce: [u8; 24] = random()?;
    let cipher = XChaCha20Poly1305::new(wrapping.into());
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: key.bytes(), aad: bound_to })
        .map_err(|_| VaultError::NoMemory)?;
    let bytes = sealed.try_into().map_err(|_| VaultError::NoMemory)?;
    Ok(Sealed { nonce, bytes })
}

fn unseal(wrapping: &[u8; 32], sealed: &Sealed, bound_to: &[u8]) -> Option<DataKey> {
    let cipher = XChaCha20Poly1305::new(wrapping.into());
    let payload = Payload { msg: &sealed.bytes, aad: bound_to };
    let plain = Zeroizing::new(cipher.decrypt(&XNonce::from(sealed.nonce), payload).ok()?);
    plain.as_slice().try_into().ok().map(DataKey::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::digest::hex;

    #[test]
    fn argon2id_gives_the_value_of_the_reference_implementation() {
        // phc-winner-argon2, src/test.c: t = 2, m = 2^16, p = 1.
        let cost = Cost { memory: 65_536, passes: 2, lanes: 1 };
        let key = password_key("password", cost, b"somesalt").unwrap();
        assert_eq!(hex(&*key), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }
}
