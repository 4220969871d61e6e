//! Whether two parcels carry the same rows. The file cannot tell: age draws its own key each time, and a later zstd may
//! pack the same rows otherwise. It is no part of the format and proves nothing to anybody.

use std::io::{ErrorKind, Read};

use sha2::{Digest as _, Sha256};

use crate::digest::Digest;
use crate::error::OpenError;
use crate::manifest::PartEntry;
use crate::part;

/// Bytes unpacked at a time.
const PIECE: usize = 64 * 1024;

/// Of parts in their order, each with the SHA-256 of its unpacked rows. Packing, month, addressee and all else that
/// the manifest says beside names and counts is left out.
pub(crate) fn digest<'e>(parts: impl Iterator<Item = (&'e PartEntry, Digest)>) -> Digest {
    // A name has no blank and no line feed, so nothing can be read in two ways.
    let lines = parts.map(|(entry, rows)| format!("{} {} {rows}\n", entry.name, entry.rows));
    Digest::of(lines.collect::<String>().as_bytes())
}

/// Of the unpacked rows of a part that has been proven.
pub(crate) fn digest_rows(packed: &[u8]) -> Result<Digest, OpenError> {
    let damaged = |_| OpenError::Damaged("部件的压缩内容");
    let mut unpacked = part::unpack(packed).map_err(damaged)?;
    let (mut sha256, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        match unpacked.read(&mut piece) {
            Ok(0) => return Ok(Digest(sha256.finalize().into())),
            Ok(count) => sha256.update(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(damaged(error)),
        }
    }
}
