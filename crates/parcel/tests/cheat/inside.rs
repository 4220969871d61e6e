//! Turns arbitrary bytes into the inside of a file, so that they get as far as the check that they are meant for. A
//! mutation alone would end at the first hash.

use branchbook_parcel::{Digest, Kind, Limits, OfficeKeys, OpenError, Opener, Parcel, open};
use serde_json::{Value, json};

use crate::cheat;

/// The kinds that are opened.
pub const KINDS: [Kind; 2] =
    [Kind::new("month", &["member", "points"]), Kind::publication("policy", &["rule"])];

/// The container of some bytes. The first of them chooses: as they are; with hashes and fingerprints put right; or the
/// bytes as the unpacked rows of a part whose counts are right.
pub fn container(bytes: &[u8], sender: &OfficeKeys, reader: &OfficeKeys) -> Vec<u8> {
    match bytes {
        [mode, rest @ ..] if mode % 3 == 1 => fitted(rest, sender, reader).unwrap_or_else(|| rest.to_vec()),
        [mode, rest @ ..] if mode % 3 == 2 => of_rows(rest, sender, reader),
        [_, rest @ ..] => rest.to_vec(),
        [] => Vec::new(),
    }
}

/// The same container, if it has a manifest at all, with every hash and fingerprint as it should be.
fn fitted(container: &[u8], sender: &OfficeKeys, reader: &OfficeKeys) -> Option<Vec<u8>> {
    let (length, rest) = container.split_first_chunk()?;
    let (manifest, packed) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let mut manifest: Value = serde_json::from_slice(manifest).ok()?;
    let mut at = 0;
    for part in manifest.get_mut("parts")?.as_array_mut()? {
        let end = usize::try_from(part.get("packed")?.as_u64()?).ok()?.checked_add(at)?;
        *part.get_mut("sha256")? = json!(Digest::of(packed.get(at..end)?));
        at = end;
    }
    for (office, keys) in [("sender", sender), ("addressee", reader)] {
        *manifest.get_mut(office)?.get_mut("fingerprint")? = json!(keys.public().fingerprint());
    }
    Some(cheat::container(&manifest, packed))
}

/// A container with one part of these rows, whatever they are.
fn of_rows(rows: &[u8], sender: &OfficeKeys, reader: &OfficeKeys) -> Vec<u8> {
    let packed = zstd::encode_all(rows, 1).unwrap_or_default();
    let count = rows.iter().filter(|byte| **byte == b'\n').count() as u64;
    let parts = json!([cheat::entry("member", count, rows.len() as u64, &packed)]);
    cheat::container(&cheat::manifest(sender.public(), reader.public(), &parts), &packed)
}

/// Opens a file and, if it opens, reads everything that it says. Answers how many rows were read.
///
/// # Errors
/// What the file is refused for.
pub fn read_file(file: &[u8], sender: &OfficeKeys, reader: &OfficeKeys) -> Result<usize, OpenError> {
    read_whole(sender, reader, |opener| open(file, opener))
}

/// The same for whatever opens a parcel.
///
/// # Errors
/// What it is refused for.
pub fn read_whole(
    sender: &OfficeKeys,
    reader: &OfficeKeys,
    open: impl FnOnce(&Opener<'_>) -> Result<Parcel, OpenError>,
) -> Result<usize, OpenError> {
    let senders = [sender.public().clone()];
    let limits = Limits { bytes: 16 << 20, ..Limits::default() };
    let parcel = open(&Opener { keys: reader, senders: &senders, kinds: &KINDS, limits })?;
    parcel.content_digest()?;
    let mut count = 0;
    for part in &parcel.manifest().parts {
        let mut known = KINDS.iter().flat_map(|kind| kind.parts);
        assert!(known.any(|name| *name == part.name), "{part:?} is of no kind");
        let rows = parcel.rows::<Value>(&part.name)?.take_while(Result::is_ok).count();
        assert!(rows as u64 <= part.rows, "{rows} rows of {part:?}");
        count += rows;
    }
    Ok(count)
}
