//! The age file inside the envelope: sealed for one X25519 key or for many. It must not know what is inside.

use std::io::{self, BufRead, Read, Write};
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

/// Appends an age file for these offices to `file`; its payload is the pieces one after the other.
pub(crate) fn encrypt_into(
    file: &mut Vec<u8>,
    payload: &[&[u8]],
    offices: &[&OfficePublic],
) -> Result<(), SealError> {
    let recipients = offices.iter().map(|office| office.recipient()).collect::<Result<Vec<_>, _>>()?;
    let encryptor =
        Encryptor::with_recipients(recipients.iter().map(|recipient| recipient as &dyn Recipient));
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
    SealError::NoMemory(io::Error::other(error))
}

/// Opens an age file whose payload has this length, no more memory than the file itself has bytes.
pub(crate) fn decrypt(sealed: &[u8], payload: u64, keys: &OfficeKeys) -> Result<Vec<u8>, Locked> {
    let header = check_length(sealed, payload)?;
    // age is written not to panic; a stranger's file must not be what proves otherwise.
    catch_unwind(AssertUnwindSafe(|| decrypt_whole(HeaderFirst { sealed, header }, payload, keys)))
        .unwrap_or(Err(Locked::Damaged))
}

fn decrypt_whole(sealed: HeaderFirst<'_>, payload: u64, keys: &OfficeKeys) -> Result<Vec<u8>, Locked> {
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

/// Gives age its whole header at the first request for a line. It asks line by line and begins anew with each, which
/// for a thousand recipients takes a second and for a hostile header within the limit minutes.
struct HeaderFirst<'f> {
    sealed: &'f [u8],
    /// Bytes of the header that have not been given.
    header: usize,
}

impl Read for HeaderFirst<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.sealed.read(into)
    }
}

impl BufRead for HeaderFirst<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(self.sealed)
    }

    fn consume(&mut self, count: usize) {
        self.sealed = &self.sealed[count..];
    }

    fn read_until(&mut self, end: u8, into: &mut Vec<u8>) -> io::Result<usize> {
        let header = std::mem::take(&mut self.header);
        if header == 0 {
            return self.sealed.read_until(end, into);
        }
        into.extend_from_slice(&self.sealed[..header]);
        self.consume(header);
        Ok(header)
    }
}

/// Compares lengths only: from the payload's follows that of the age file, its header aside. Answers the header's.
fn check_length(sealed: &[u8], payload: u64) -> Result<usize, Locked> {
    let body = body_length(payload);
    let Some(header) = header_length(sealed) else {
        let is_short = (sealed.len() as u64) < body.saturating_add(FIRST_LINE.len() as u64);
        return Err(if is_short || is_begun_header(sealed) { Locked::Cut } else { Locked::Damaged });
    };
    match ((sealed.len() - header) as u64).cmp(&body) {
        std::cmp::Ordering::Less => Err(Locked::Cut),
        std::cmp::Ordering::Equal => Ok(header),
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

/// Whether the file ends while it is still a header. What follows a header is no text, so one whose end has been
/// damaged is not mistaken for it.
fn is_begun_header(sealed: &[u8]) -> bool {
    let is_text = |byte: &u8| byte.is_ascii_graphic() || b" \n".contains(byte);
    sealed.len() < AGE_HEADER && sealed.starts_with(FIRST_LINE) && sealed.iter().all(is_text)
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
        encrypt_into(&mut sealed, &[payload], &[addressee])?;
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
        let stanzas = b"-> X25519 AAAA\nAAAA\n".repeat(10_000);
        let flooded = [FIRST_LINE, &stanzas, &sealed[FIRST_LINE.len()..]].concat();
        assert!(matches!(decrypt(&flooded, 7, &keys(1)), Err(Locked::Damaged)));
    }

    #[test]
    fn a_header_of_many_lines_within_the_limit_is_read_once() {
        let sealed = encrypt(b"payload", keys(1).public()).unwrap();
        let flooded = [FIRST_LINE, &b"-> a\n\n".repeat(21_000), &sealed[FIRST_LINE.len()..]].concat();
        assert!(header_length(&flooded).is_some(), "within the limit");
        let begun = std::time::Instant::now();
        assert!(matches!(decrypt(&flooded, 7, &keys(1)), Err(Locked::Damaged)));
        assert!(begun.elapsed().as_secs() < 20, "line by line it takes minutes: {:?}", begun.elapsed());
    }

    #[test]
    fn each_of_many_recipients_opens_it() {
        let offices: Vec<OfficeKeys> = (1..=50).map(keys).collect();
        let publics: Vec<&OfficePublic> = offices.iter().map(OfficeKeys::public).collect();
        let mut sealed = Vec::new();
        encrypt_into(&mut sealed, &[b"pay", b"load"], &publics).unwrap();
        for keys in &offices {
            assert_eq!(decrypt(&sealed, 7, keys).unwrap(), b"payload");
        }
        assert!(matches!(decrypt(&sealed, 7, &keys(51)), Err(Locked::NoMatch)));
        for cut in 0..sealed.len() {
            assert!(matches!(decrypt(&sealed[..cut], 7, &offices[49]), Err(Locked::Cut)), "{cut} bytes");
        }
    }
}
