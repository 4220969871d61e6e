//! The container: length of the manifest (4 bytes, little-endian), manifest, then the packed parts one after the
//! other as the manifest lists them. There are no names but those of the manifest. It must not unpack.

use std::ops::Range;

use crate::error::{Fault, OpenError, SealError};
use crate::limits::MANIFEST;
use crate::manifest::Manifest;

/// Puts a container together.
pub(crate) fn join(manifest: &[u8], parts: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.as_ref().len()).sum::<usize>() + manifest.len() + 4;
    let mut container = Vec::with_capacity(length);
    container.extend_from_slice(&(manifest.len() as u32).to_le_bytes());
    container.extend_from_slice(manifest);
    parts.iter().for_each(|part| container.extend_from_slice(part.as_ref()));
    container
}

/// The bytes of a manifest.
pub(crate) fn write_manifest(manifest: &Manifest) -> Result<Vec<u8>, SealError> {
    let bytes = serde_json::to_vec(manifest).map_err(SealError::Json)?;
    if bytes.len() > MANIFEST {
        return Err(too_large().into());
    }
    Ok(bytes)
}

/// The manifest, and where the parts begin.
pub(crate) fn read_manifest(container: &[u8]) -> Result<(Manifest, usize), OpenError> {
    let (length, rest) = container.split_first_chunk().ok_or(OpenError::Damaged("内容"))?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > MANIFEST {
        return Err(too_large().into());
    }
    let bytes = rest.get(..length).ok_or(OpenError::Damaged("内容"))?;
    let manifest = serde_json::from_slice(bytes).map_err(OpenError::BadManifest)?;
    Ok((manifest, 4 + length))
}

/// Where each part lies. They fill the container exactly.
pub(crate) fn locate(
    manifest: &Manifest,
    begin: usize,
    length: usize,
) -> Result<Vec<Range<usize>>, OpenError> {
    let mut at = begin;
    let mut ranges = Vec::with_capacity(manifest.parts.len());
    for part in &manifest.parts {
        let end = usize::try_from(part.packed).ok().and_then(|packed| at.checked_add(packed));
        let end = end.filter(|end| *end <= length).ok_or(OpenError::Damaged("部件长度"))?;
        ranges.push(at..end);
        at = end;
    }
    if at == length { Ok(ranges) } else { Err(OpenError::Damaged("部件长度")) }
}

fn too_large() -> Fault {
    Fault::TooLarge { what: "清单", limit: MANIFEST as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::manifest;

    #[test]
    fn parts_lie_one_after_the_other_and_fill_the_container() {
        let (manifest, parts) = (manifest(), [vec![1; 10], vec![2; 10]]);
        let container = join(&write_manifest(&manifest).unwrap(), &parts);
        let (read, begin) = read_manifest(&container).unwrap();
        assert_eq!(read, manifest);
        let ranges = locate(&read, begin, container.len()).unwrap();
        let found: Vec<&[u8]> = ranges.into_iter().map(|range| &container[range]).collect();
        assert_eq!(found, parts, "the manifest states 10 bytes for each");
    }

    #[test]
    fn a_byte_more_or_less_is_refused() {
        let manifest = manifest();
        for length in [99, 101, 119, 121] {
            assert!(locate(&manifest, 100, length).is_err(), "{length}: 2 × 10 bytes follow 100");
        }
        assert!(locate(&manifest, 100, 120).is_ok());
        let mut huge = manifest;
        huge.parts[0].packed = u64::MAX;
        assert!(locate(&huge, 100, 120).is_err(), "no overflow");
    }

    #[test]
    fn a_manifest_that_is_too_long_or_missing_is_refused() {
        let said = read_manifest(&u32::MAX.to_le_bytes()).unwrap_err();
        assert!(matches!(said, OpenError::Refused(Fault::TooLarge { .. })), "{said}");
        for bad in [&b""[..], &[1, 0], &[9, 0, 0, 0, b'{']] {
            assert!(matches!(read_manifest(bad), Err(OpenError::Damaged(_))), "{bad:?}");
        }
        assert!(matches!(read_manifest(&[2, 0, 0, 0, b'{', b'}']), Err(OpenError::BadManifest(_))));
    }
}
