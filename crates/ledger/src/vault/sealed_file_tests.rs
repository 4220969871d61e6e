//! Sealed files, flipped, cut, swapped and forgotten.

use super::*;
use crate::vault::DataKey;
use crate::vault::atomic::sweep_unfinished;

fn key() -> SubKey {
    DataKey::from_bytes(&[9; 32]).sub_key(FILES)
}

/// Bytes that do not repeat by chunk.
fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at ^ (at >> 8) ^ (at >> 17)) as u8).collect()
}

#[test]
fn files_of_every_border_size_are_read_back() {
    let dir = tempfile::tempdir().unwrap();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 77] {
        let bytes = plain(length);
        let stored = store(dir.path(), &key(), &bytes[..]).unwrap();
        assert_eq!(stored.size, length as u64);
        assert!(load(dir.path(), &key(), &stored.sha256).unwrap() == bytes, "{length}");
        let chunks = length.div_ceil(CHUNK).max(1);
        let on_disk = fs::metadata(dir.path().join(&stored.sha256)).unwrap().len();
        assert_eq!(on_disk, (START + length + chunks * TAG) as u64);
    }
}

#[test]
fn nothing_of_the_plain_bytes_lies_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let stored = store(dir.path(), &key(), "532599 姓名 电话".repeat(9).as_bytes()).unwrap();
    let bytes = fs::read(dir.path().join(stored.sha256)).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"532599"));
}

#[test]
fn storing_again_changes_nothing_and_mends_a_damaged_file() {
    let dir = tempfile::tempdir().unwrap();
    let stored = store(dir.path(), &key(), &b"same"[..]).unwrap();
    let path = dir.path().join(&stored.sha256);
    let first = fs::read(&path).unwrap();
    let again = store(dir.path(), &key(), &b"same"[..]).unwrap();
    assert_eq!(again, StoredFile { is_new: false, ..stored.clone() });
    assert_eq!(fs::read(&path).unwrap(), first, "the file was not written again");
    fs::write(&path, &first[..20]).unwrap();
    store(dir.path(), &key(), &b"same"[..]).unwrap();
    assert_eq!(load(dir.path(), &key(), &stored.sha256).unwrap(), b"same");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn every_flipped_byte_and_every_cut_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let stored = store(dir.path(), &key(), &plain(300)[..]).unwrap();
    let path = dir.path().join(&stored.sha256);
    let whole = fs::read(&path).unwrap();
    let is_damaged = || matches!(load(dir.path(), &key(), &stored.sha256), Err(VaultError::SealedDamaged(_)));
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x20;
        fs::write(&path, flipped).unwrap();
        assert!(is_damaged(), "byte {at}");
        fs::write(&path, &whole[..at]).unwrap();
        assert!(is_damaged(), "cut at {at}");
    }
    fs::write(&path, [&whole[..], b"x"].concat()).unwrap();
    assert!(is_damaged(), "a byte added");
}

#[test]
fn chunks_cannot_be_dropped_swapped_or_doubled() {
    let dir = tempfile::tempdir().unwrap();
    let stored = store(dir.path(), &key(), &plain(3 * CHUNK)[..]).unwrap();
    let path = dir.path().join(&stored.sha256);
    let whole = fs::read(&path).unwrap();
    let (start, chunks) = whole.split_at(START);
    let [a, b, c] = [0, 1, 2].map(|number| &chunks[number * (CHUNK + TAG)..(number + 1) * (CHUNK + TAG)]);
    for forged in [vec![a, b], vec![b, a, c], vec![a, b, c, c], vec![a, c], vec![]] {
        fs::write(&path, [start, &forged.concat()].concat()).unwrap();
        let answer = load(dir.path(), &key(), &stored.sha256);
        assert!(matches!(answer, Err(VaultError::SealedDamaged(_))), "{} chunks", forged.len());
    }
}

#[test]
fn a_file_under_another_name_or_another_key_does_not_open() {
    let dir = tempfile::tempdir().unwrap();
    let [a, b] = [&b"one"[..], b"two"].map(|bytes| store(dir.path(), &key(), bytes).unwrap().sha256);
    let other = DataKey::from_bytes(&[8; 32]).sub_key(FILES);
    assert!(matches!(load(dir.path(), &other, &a), Err(VaultError::SealedDamaged(_))));
    fs::copy(dir.path().join(&a), dir.path().join(&b)).unwrap();
    assert!(matches!(load(dir.path(), &key(), &b), Err(VaultError::SealedDamaged(_))));
    for name in ["../ledger.db", "", "A"] {
        assert!(matches!(load(dir.path(), &key(), name), Err(VaultError::SealedName(_))), "{name}");
        assert!(matches!(remove(dir.path(), name), Err(VaultError::SealedName(_))), "{name}");
    }
}

#[test]
fn the_check_names_what_is_missing_damaged_or_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let names = [&b"a"[..], b"b", b"c", b"d"].map(|bytes| store(dir.path(), &key(), bytes).unwrap().sha256);
    let [whole, damaged, missing, orphan] = names.clone();
    let expected = BTreeSet::from([whole, damaged.clone(), missing.clone()]);
    let all: BTreeSet<_> = names.into_iter().collect();
    assert_eq!(check_all(dir.path(), &key(), &all).unwrap(), []);
    remove(dir.path(), &missing).unwrap();
    remove(dir.path(), &missing).unwrap();
    let mut bytes = fs::read(dir.path().join(&damaged)).unwrap();
    bytes[30] ^= 1;
    fs::write(dir.path().join(&damaged), bytes).unwrap();
    fs::write(dir.path().join("扫描.jpg"), b"x").unwrap();
    let expected_findings = [
        FileFinding::Missing(missing),
        FileFinding::Damaged(damaged),
        FileFinding::Orphan(orphan),
        FileFinding::Orphan("扫描.jpg".into()),
    ];
    assert_eq!(check_all(dir.path(), &key(), &expected).unwrap(), expected_findings);
    assert_eq!(check_all(&dir.path().join("none"), &key(), &BTreeSet::new()).unwrap(), []);
}

#[test]
fn a_writer_killed_midway_leaves_no_finding_and_a_failing_source_leaves_nothing() {
    struct Breaks(usize);
    impl Read for Breaks {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::UnexpectedEof)?;
            buffer.fill(7);
            Ok(buffer.len())
        }
    }
    let dir = tempfile::tempdir().unwrap();
    assert!(store(dir.path(), &key(), Breaks(2)).is_err());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let mut killed = PendingFile::begin(dir.path()).unwrap();
    killed.file().unwrap().write_all(b"half").unwrap();
    std::mem::forget(killed);
    assert_eq!(check_all(dir.path(), &key(), &BTreeSet::new()).unwrap(), []);
    assert_eq!(sweep_unfinished(dir.path()).unwrap(), 1);
}

#[test]
fn a_source_without_end_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let refused = store_up_to(2, dir.path(), &key(), io::repeat(0));
    assert!(matches!(refused, Err(VaultError::SealedTooLarge { limit: 2 })));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    store_up_to(2, dir.path(), &key(), io::repeat(0).take(2 << 20)).expect("the limit itself is allowed");
}
