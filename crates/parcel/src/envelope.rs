//! The outside of a file: magic, length, header, age file. Anybody can read it; nothing in it is to be believed
//! before the signature inside has been checked. It must not decrypt.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::error::{Fault, OpenError, SealError};
use crate::fingerprint::Fingerprint;
use crate::limits::{HEADER, Limits};
use crate::version;

/// The first eight bytes. The tail shows at once that some program has exchanged line endings.
pub(crate) const MAGIC: &[u8; 8] = b"ZBT1\r\n\x1a\n";
/// What every signed message begins with.
const SIGNED: &[u8; 4] = b"ZBT1";

/// The header, in the order in which its fields are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub format: u32,
    pub program: String,
    pub sealing: String,
    pub signature: String,
    pub digest: String,
    pub packing: String,
    pub sender: Fingerprint,
    pub addressee: Fingerprint,
    /// Bytes inside the age file: so that a file that was cut can be told from one that was damaged.
    pub payload: u64,
}

/// The only field that is looked at before the format is known.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

/// A file, taken apart.
#[derive(Debug)]
pub(crate) struct Envelope<'f> {
    pub header: Header,
    pub header_bytes: &'f [u8],
    pub sealed: &'f [u8],
}

/// The algorithms of format 1, in the words of the header.
const ALGORITHMS: [&str; 4] = ["age-v1-X25519", "Ed25519", "SHA-256", "zstd"];

impl Header {
    /// The header of a parcel of today's format.
    pub(crate) fn new(program: &str, sender: Fingerprint, addressee: Fingerprint, payload: u64) -> Self {
        let [sealing, signature, digest, packing] = ALGORITHMS.map(str::to_owned);
        let (format, program) = (version::FORMAT, program.to_owned());
        Self { format, program, sealing, signature, digest, packing, sender, addressee, payload }
    }

    fn parse(bytes: &[u8]) -> Result<Self, OpenError> {
        let damaged = |_| OpenError::Damaged("封面");
        let Versioned { format } = serde_json::from_slice(bytes).map_err(damaged)?;
        version::check(format, version::FORMAT)?;
        let header: Self = serde_json::from_slice(bytes).map_err(damaged)?;
        header.check_algorithms()?;
        Ok(header)
    }

    fn check_algorithms(&self) -> Result<(), OpenError> {
        let stated = [&self.sealing, &self.signature, &self.digest, &self.packing];
        let nouns = ["加密", "签名", "校验", "压缩"];
        let mut pairs = stated.into_iter().zip(ALGORITHMS).zip(nouns);
        let foreign = pairs.find(|((stated, ours), _)| stated != ours);
        foreign.map_or(Ok(()), |(_, noun)| Err(OpenError::UnknownAlgorithm(noun)))
    }
}

/// What is signed: `ZBT1`, the bytes of the header, the SHA-256 of the container.
pub(crate) fn message(header: &[u8], container: &[u8]) -> Vec<u8> {
    [SIGNED, header, &Digest::of(container).0].concat()
}

/// Takes a file apart and looks at nothing but lengths, format and algorithms.
pub(crate) fn parse<'f>(file: &'f [u8], limits: &Limits) -> Result<Envelope<'f>, OpenError> {
    if file.len() as u64 > limits.file {
        return Err(Fault::TooLarge { what: "文件", limit: limits.file }.into());
    }
    let (header_bytes, sealed) = split(file)?;
    Ok(Envelope { header: Header::parse(header_bytes)?, header_bytes, sealed })
}

fn split(file: &[u8]) -> Result<(&[u8], &[u8]), OpenError> {
    let Some(rest) = file.strip_prefix(MAGIC) else {
        let is_begun = MAGIC.starts_with(file) && !file.is_empty();
        return Err(if is_begun { OpenError::Cut } else { OpenError::NotAParcel });
    };
    let (length, rest) = rest.split_first_chunk().ok_or(OpenError::Cut)?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > HEADER {
        return Err(Fault::TooLarge { what: "封面", limit: HEADER as u64 }.into());
    }
    rest.split_at_checked(length).ok_or(OpenError::Cut)
}

/// The bytes of a header.
pub(crate) fn write_header(header: &Header) -> Result<Vec<u8>, SealError> {
    let bytes = serde_json::to_vec(header).map_err(SealError::Json)?;
    if bytes.len() > HEADER {
        return Err(Fault::TooLarge { what: "封面", limit: HEADER as u64 }.into());
    }
    Ok(bytes)
}

/// Everything of a file before the age file; `header` has passed [`write_header`].
pub(crate) fn front(header: &[u8]) -> Vec<u8> {
    [MAGIC, &(header.len() as u32).to_le_bytes()[..], header].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header::new("branchbook 0.1.0", Fingerprint([1; 8]), Fingerprint([2; 8]), 100)
    }

    fn join(header: &[u8], sealed: &[u8]) -> Vec<u8> {
        [&front(header), sealed].concat()
    }

    fn file(header: &str) -> Vec<u8> {
        join(header.as_bytes(), b"sealed")
    }

    fn refused(file: &[u8]) -> OpenError {
        parse(file, &Limits::default()).unwrap_err()
    }

    #[test]
    fn an_envelope_comes_apart_as_it_was_put_together() {
        let bytes = write_header(&header()).unwrap();
        let whole = join(&bytes, b"sealed");
        let envelope = parse(&whole, &Limits::default()).unwrap();
        assert_eq!((envelope.header, envelope.sealed), (header(), &b"sealed"[..]));
        assert_eq!(envelope.header_bytes, bytes);
    }

    #[test]
    fn what_is_no_parcel_is_told_from_what_was_cut() {
        for foreign in [&b""[..], b"PK\x03\x04", b"age-encryption.org/v1", b"ZBT1\n\x1a\n"] {
            assert!(matches!(refused(foreign), OpenError::NotAParcel), "{foreign:?}");
        }
        let whole = join(&write_header(&header()).unwrap(), b"");
        for length in 1..whole.len() {
            assert!(matches!(refused(&whole[..length]), OpenError::Cut), "{length} bytes");
        }
    }

    #[test]
    fn a_newer_format_is_named_before_anything_else_of_it_is_read() {
        let newer = refused(&file(r#"{"format":2,"lattice":"who knows"}"#));
        assert!(matches!(newer, OpenError::Newer { found: 2, newest: 1 }), "{newer}");
        assert!(matches!(refused(&file(r#"{"format":0}"#)), OpenError::Older { .. }));
        assert!(matches!(refused(&file(r#"{"program":"x"}"#)), OpenError::Damaged(_)));
        assert!(matches!(refused(&file("")), OpenError::Damaged(_)));
    }

    #[test]
    fn a_foreign_algorithm_is_named() {
        let json = serde_json::to_string(&header()).unwrap();
        for (ours, noun) in ALGORITHMS.into_iter().zip(["加密", "签名", "校验", "压缩"]) {
            let said = refused(&file(&json.replace(ours, "rot13"))).to_string();
            assert!(said.contains(noun), "{said}");
        }
    }

    #[test]
    fn lengths_are_limited() {
        let mut long = file("{}");
        long[MAGIC.len()..MAGIC.len() + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(refused(&long), OpenError::Refused(Fault::TooLarge { what: "封面", .. })));
        let narrow = Limits { file: 10, ..Limits::default() };
        let refused = parse(&file("{}"), &narrow).unwrap_err();
        assert!(matches!(refused, OpenError::Refused(Fault::TooLarge { what: "文件", .. })));
    }
}
