//! The age file inside the envelope: sealed for one X25519 key. It must not know what is inside.

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use age::{DecryptError, Decryptor, EncryptError, Encryptor, Identity, Recipient};

use crate::error::SealError;
use crate::keys::{OfficeKeys, OfficePublic};
use crate::limits::AGE_HEADER;

const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";
/// Begins the last line of the header; no line before it may begin with `---`.
const LAST_LINE: &[u8] = b"\n--- ";
/// Bytes of a chunk before its 16-byte tag.
const CHUNK: u64 = 64 * 1024;
const TAG: u64 = 16;
const NONCE: u64 = 16;

/// Why an age file was not opened.
#[derive(Debug)]
pub(crate) enum Locked {
    /// Shorter than its payload asks for.
    Cut,
    /// It makes no sense, or a check failed.
    Damaged,
    /// No recipient of it is ours.
    NoMatch,
}

/// Appends an age file for one office to `file`; its payload is the pieces one after the other.
pub(crate) fn encrypt_into(
    file: &mut Vec<u8>,
    payload: &[&[u8]],
    addressee: &OfficePublic,
) -> Result<(), SealError> {
    let recipient = addressee.recipient()?;
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn Recipient));
    let mut writer = encryptor.map_err(refused_by_age)?.wrap_output(file).map_err(SealError::NoMemory)?;
    payload.iter().try_for_each(|piece| writer.write_all(piece)).map_err(SealError::NoMemory)?;
    writer.finish().map_err(SealError::NoMemory)?;
    Ok(())
}

/// Bytes of a whole age file at most.
pub(crate) fn longest(payload: u64) -> u64 {
    body_length(payload).saturating_add(AGE_HEADER as u64)
}

fn refused_by_age(error: EncryptError) -> SealError {
    SealError::NoMemory(std::io::Error::other(error))
}

/// Opens an age file whose payload has this length, no more memory than the file itself has bytes.
pub(crate) fn decrypt(sealed: &[u8], payload: u64, keys: &OfficeKeys) -> Result<Vec<u8>, Locked> {
    check_length(sealed, payload)?;
    // age is written not to panic; a stranger's file must not be what proves otherwise.
    catch_unwind(AssertUnwindSafe(|| decrypt_whole(sealed, payload, keys))).unwrap_or(Err(Locked::Damaged))
}

fn decrypt_whole(sealed: &[u8], payload: u64, keys: &OfficeKeys) -> Result<Vec<u8>, Locked> {
    let identity = keys.identity().map_err(|_| Locked::NoMatch)?;
    let decryptor = Decryptor::new_buffered(sealed).map_err(|_| Locked::Damaged)?;
    let opened = decryptor.decrypt(std::iter::once(&identity as &dyn Identity));
    let reader = opened.map_err(|error| match error {
        DecryptError::NoMatchingKeys => Locked::NoMatch,
        _ => Locked::Damaged,
    })?;
    let mut plain = Vec::with_capacity(payload as usize);
    reader.take(payload + 1).read_to_end(&mut plain).map_err(|_| Locked::Damaged)?;
    if plain.len() as u64 == payload { Ok(plain) } else { Err(Locked::Damaged) }
}

/// Compares lengths only: from the payload's follows that of the age file, its header aside.
fn check_length(sealed: &[u8], payload: u64) -> Result<(), Locked> {
    let body = body_length(payload);
    let Some(header) = header_length(sealed) else {
        let is_short = (sealed.len() as u64) < body.saturating_add(FIRST_LINE.len() as u64);
        return Err(if is_short { Locked::Cut } else { Locked::Damaged });
    };
    match ((sealed.len() - header) as u64).cmp(&body) {
        std::cmp::Ordering::Less => Err(Locked::Cut),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(Locked::Damaged),
    }
}

/// Bytes of the age file after its header.
fn body_length(payload: u64) -> u64 {
    let chunks = payload.div_ceil(CHUNK).max(1);
    NONCE.saturating_add(payload).saturating_add(chunks.saturating_mul(TAG))
}

/// Bytes of the header of the age file, if it ends within the limit.
fn header_length(sealed: &[u8]) -> Option<usize> {
    let head = &sealed[..sealed.len().min(AGE_HEADER)];
    if !head.starts_with(FIRST_LINE) {
        return None;
    }
    let last = head.windows(LAST_LINE.len()).position(|window| window == LAST_LINE)? + LAST_LINE.len();
    let end = head[last..].iter().position(|byte| *byte == b'\n')?;
    Some(last + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KEY_BYTES;

    fn keys(seed: u8) -> OfficeKeys {
        OfficeKeys::from_secret(&[seed; KEY_BYTES])
    }

    fn encrypt(payload: &[u8], addressee: &OfficePublic) -> Result<Vec<u8>, SealError> {
        let mut sealed = Vec::new();
        encrypt_into(&mut sealed, &[payload], addressee)?;
        Ok(sealed)
    }

    #[test]
    fn payloads_of_every_length_around_a_chunk_come_back() {
        for length in [1, 2, 65_535, 65_536, 65_537, 131_072, 131_073] {
            let payload = vec![7; length];
            let sealed = encrypt(&payload, keys(1).public()).unwrap();
            assert_eq!(decrypt(&sealed, length as u64, &keys(1)).unwrap(), payload, "{length} bytes");
            let cut = decrypt(&sealed[..sealed.len() - 1], length as u64, &keys(1));
            assert!(matches!(cut, Err(Locked::Cut)), "{length} bytes");
        }
    }

    #[test]
    fn another_key_does_not_fit() {
        let sealed = encrypt(b"payload", keys(1).public()).unwrap();
        assert!(matches!(decrypt(&sealed, 7, &keys(2)), Err(Locked::NoMatch)));
    }

    #[test]
    fn a_wrong_payload_length_is_found_before_anything_is_decrypted() {
        let sealed = encrypt(b"payload", keys(1).public()).unwrap();
        assert!(matches!(decrypt(&sealed, 6, &keys(1)), Err(Locked::Damaged)));
        assert!(matches!(decrypt(&sealed, 8, &keys(1)), Err(Locked::Cut)));
        assert!(matches!(decrypt(&sealed, u64::MAX, &keys(1)), Err(Locked::Cut)), "and no memory asked for");
    }

    #[test]
    fn a_header_of_thousands_of_recipients_is_not_tried() {
        let sealed = encrypt(b"payload", keys(1).public()).unwrap();
        let stanzas = b"-> X25519 AAAA\nAAAA\n".repeat(1000);
        let flooded = [FIRST_LINE, &stanzas, &sealed[FIRST_LINE.len()..]].concat();
        assert!(matches!(decrypt(&flooded, 7, &keys(1)), Err(Locked::Damaged)));
    }
}
