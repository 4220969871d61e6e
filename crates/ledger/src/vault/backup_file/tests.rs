//! Backups made, carried, damaged and forged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::vault::atomic::flip;
use crate::vault::error::{BackupFault, VaultError};
use crate::vault::sealed_file::{self, FILES};
use crate::vault::{DataKey, KeyFile, Password, Unlock};

const LIMITS: Limits = Limits { bytes: 1 << 20, members: 20, manifest_bytes: 1 << 14 };

struct Office {
    dir: TempDir,
    files: BTreeSet<String>,
    key_file: Vec<u8>,
}

impl Office {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("copy.db"), [0xa5; 5000]).unwrap();
        let key = DataKey::from_bytes(&[1; 32]).sub_key(FILES);
        let store = |bytes: &[u8]| sealed_file::store(&dir.path().join(FILES), &key, bytes).unwrap().sha256;
        let files = [store(b"roster"), store(b"minutes")].into();
        Self { files, key_file: vec![7; 292], dir }
    }

    fn parts<'a>(&'a self, database: &'a Path, files_dir: &'a Path) -> Parts<'a> {
        Parts { database, key_file: &self.key_file, files_dir, files: &self.files, statement: statement() }
    }

    fn pack(&self) -> PathBuf {
        let out = self.dir.path().join("backup.zip");
        let (database, files) = (self.dir.path().join("copy.db"), self.dir.path().join(FILES));
        pack(&self.parts(&database, &files), &out).unwrap();
        out
    }
}

fn statement() -> Statement {
    let (chain_head, chain_count) = ("ab".repeat(32), "17".into());
    let (book_id, left_out) = (Uuid::from_u128(3), BTreeSet::new());
    Statement { book_id, created_at: 1_793_404_800_000, chain_head, chain_count, left_out }
}

/// Path inside the folder and bytes of all that lies in it.
fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn fault(answer: Result<Manifest, VaultError>) -> BackupFault {
    match answer {
        Err(VaultError::BackupRefused(fault)) => fault,
        other => panic!("not refused: {other:?}"),
    }
}

/// An archive of any members, written to a file of its own.
fn forged(dir: &Path, members: &[(&str, &[u8])], method: CompressionMethod) -> PathBuf {
    let path = dir.join("forged.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

fn manifest_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let part = |bytes: &[u8]| {
        let mut hash = crate::vault::digest::HashingWriter::new(std::io::sink());
        hash.write_all(bytes).unwrap();
        let (sha256, size) = hash.finish();
        Part { sha256, size }
    };
    let parts = parts.iter().map(|(name, bytes)| ((*name).to_owned(), part(bytes))).collect();
    serde_json::to_vec(&Manifest::new(statement(), parts)).unwrap()
}

#[test]
fn a_backup_is_unpacked_as_it_was_packed_on_an_empty_machine() {
    let office = Office::new();
    let backup = office.pack();
    let machine = tempfile::tempdir().unwrap();
    let dir = machine.path().join("new/book");
    let manifest = unpack(&backup, &dir, &LIMITS).unwrap();
    assert_eq!(manifest.statement, statement());
    assert_eq!(verify(&backup, &LIMITS).unwrap(), manifest);
    let found = tree(&dir);
    assert_eq!(found.len(), 5, "{:?}", found.keys());
    assert_eq!(found["ledger.db"], [0xa5; 5000]);
    assert!(found["book.key"] == office.key_file && found["book.key.2"] == office.key_file);
    for name in &office.files {
        assert_eq!(
            found[&format!("files/{name}")],
            fs::read(office.dir.path().join(FILES).join(name)).unwrap()
        );
    }
}

#[test]
fn a_restored_key_file_opens_with_the_password_of_its_day_and_the_code() {
    let office = tempfile::tempdir().unwrap();
    let old = Password::new("old").unwrap();
    let cost = crate::vault::key_file::Cost::TEST;
    let (key, code) = KeyFile::create_at_cost(office.path(), Some(&old), Uuid::nil(), 0, cost).unwrap();
    fs::write(office.path().join("copy.db"), b"pages").unwrap();
    let (database, out) = (office.path().join("copy.db"), office.path().join("b.zip"));
    let key_file = KeyFile::whole_copy(office.path(), &key).unwrap();
    let (files_dir, files) = (office.path().join(FILES), BTreeSet::new());
    let parts = Parts {
        database: &database,
        key_file: &key_file,
        files_dir: &files_dir,
        files: &files,
        statement: statement(),
    };
    pack(&parts, &out).unwrap();
    let new = Password::new("new").unwrap();
    KeyFile::change_password_at_cost(office.path(), &key, Some(&new), cost).unwrap();
    let restored = tempfile::tempdir().unwrap();
    unpack(&out, restored.path(), &LIMITS).unwrap();
    let text = code.to_text();
    for unlock in [Unlock::Password("old"), Unlock::Recovery(&text)] {
        let opened = KeyFile::unlock(restored.path(), unlock).unwrap();
        assert!(opened.key.bytes() == key.bytes() && opened.warnings.is_empty());
    }
    assert!(KeyFile::unlock(restored.path(), Unlock::Password("new")).is_err());
}

#[test]
fn the_same_parts_give_the_same_bytes() {
    let office = Office::new();
    let first = fs::read(office.pack()).unwrap();
    assert!(first == fs::read(office.pack()).unwrap());
}

#[test]
fn a_part_that_is_missing_when_packing_leaves_the_older_backup() {
    let mut office = Office::new();
    let backup = office.pack();
    let before = fs::read(&backup).unwrap();
    let (database, files) = (office.dir.path().join("copy.db"), office.dir.path().join(FILES));
    office.files.insert("0".repeat(64));
    assert!(matches!(pack(&office.parts(&database, &files), &backup), Err(VaultError::Io { .. })));
    office.files = ["../copy.db".to_owned()].into();
    assert!(matches!(pack(&office.parts(&database, &files), &backup), Err(VaultError::SealedName(_))));
    assert!(fs::read(&backup).unwrap() == before);
}

#[test]
fn every_flipped_byte_is_refused_or_harmless_and_a_refusal_leaves_nothing() {
    let office = Office::new();
    let whole = fs::read(office.pack()).unwrap();
    let machine = tempfile::tempdir().unwrap();
    let (file, good) = (machine.path().join("b.zip"), machine.path().join("good"));
    fs::write(&file, &whole).unwrap();
    let manifest = unpack(&file, &good, &LIMITS).unwrap();
    let good = tree(&good);
    let mut refused = 0;
    for at in (0..whole.len()).filter(|at| !(100..5000).contains(at) || at % 61 == 0) {
        let mask = [1, 0x80, 0xff][at % 3];
        flip(&file, at, mask);
        let answer = verify(&file, &LIMITS);
        refused += usize::from(answer.is_err());
        assert!(answer.is_err() || answer.is_ok_and(|same| same == manifest), "byte {at}");
        // Both read by the same code; verifying writes nothing and is quick, so only some are unpacked.
        if at % 64 == 0 {
            let dir = machine.path().join("flipped");
            match unpack(&file, &dir, &LIMITS) {
                Ok(_) => {
                    assert!(tree(&dir) == good, "byte {at} changed what was restored");
                    fs::remove_dir_all(&dir).unwrap();
                }
                Err(_) => assert!(!dir.exists(), "byte {at} left something behind"),
            }
        }
        flip(&file, at, mask);
    }
    assert!(refused > 1000, "{refused}");
}

#[test]
fn a_backup_cut_anywhere_is_refused() {
    let office = Office::new();
    let backup = office.pack();
    let whole = fs::read(&backup).unwrap();
    for length in (0..whole.len()).step_by(37) {
        fs::write(&backup, &whole[..length]).unwrap();
        assert_eq!(fault(verify(&backup, &LIMITS)), BackupFault::Unreadable, "{length}");
    }
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let office = Office::new();
    let backup = office.pack();
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("ledger.db"), b"mine").unwrap();
    assert!(matches!(unpack(&backup, dir.path(), &LIMITS), Err(VaultError::FolderNotEmpty(_))));
    assert_eq!(tree(dir.path())["ledger.db"], b"mine");
}

#[test]
fn foreign_names_never_become_paths() {
    let machine = tempfile::tempdir().unwrap();
    let dir = machine.path().join("into");
    let hex = "a".repeat(64);
    let names = [
        "../evil",
        "/etc/evil",
        "C:\\evil",
        "files/../evil",
        "files\\evil",
        "ledger.db/",
        "LEDGER.DB",
        "book.key.2",
        "files/",
        "tmp/x",
        "./ledger.db",
        &format!("files/{hex}x"),
        &format!("files/{}", hex.to_uppercase()),
    ]
    .map(str::to_owned);
    for name in names {
        let members: [(&str, &[u8]); 2] = [("manifest.json", b"{}"), (&name, b"x")];
        let file = forged(machine.path(), &members, CompressionMethod::Stored);
        let refused = fault(unpack(&file, &dir, &LIMITS));
        assert!(matches!(refused, BackupFault::ForeignName(_)), "{name}: {refused:?}");
        assert_eq!(tree(machine.path()).len(), 1, "{name} left something");
    }
    let parts: [(&str, &[u8]); 2] = [("ledger.db", b"d"), ("book.key", b"k")];
    let listed = manifest_of(&[parts[0], parts[1], ("../evil", b"e")]);
    let file =
        forged(machine.path(), &[parts[0], parts[1], ("manifest.json", &listed)], CompressionMethod::Stored);
    assert_eq!(fault(verify(&file, &LIMITS)), BackupFault::ForeignName("../evil".into()));
}

#[test]
fn bombs_are_refused_before_they_are_read() {
    let machine = tempfile::tempdir().unwrap();
    let zeros = vec![0; 4 << 20];
    let squeezed = forged(machine.path(), &[("ledger.db", &zeros)], CompressionMethod::Deflated);
    assert!(fs::metadata(&squeezed).unwrap().len() < 1 << 16);
    assert_eq!(fault(verify(&squeezed, &LIMITS)), BackupFault::NotStored("ledger.db".into()));
    let large = forged(machine.path(), &[("ledger.db", &zeros)], CompressionMethod::Stored);
    assert_eq!(fault(verify(&large, &LIMITS)), BackupFault::TooLarge);
    let names: Vec<_> = (0..30).map(|number| format!("files/{number:064x}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let many = forged(machine.path(), &members, CompressionMethod::Stored);
    assert_eq!(fault(verify(&many, &LIMITS)), BackupFault::TooMany);
    let manifest = forged(machine.path(), &[("manifest.json", &zeros[..1 << 15])], CompressionMethod::Stored);
    assert_eq!(fault(verify(&manifest, &LIMITS)), BackupFault::TooLarge);
}

#[test]
fn each_disagreement_with_the_manifest_has_its_own_sentence() {
    let machine = tempfile::tempdir().unwrap();
    let [db, key]: [(&str, &[u8]); 2] = [("ledger.db", b"pages"), ("book.key", b"key")];
    let other: (&str, &[u8]) = ("ledger.db", b"other");
    let (whole, no_key) = (manifest_of(&[db, key]), manifest_of(&[db]));
    let file: (&str, &[u8]) = (&format!("files/{}", "a".repeat(64)), b"f");
    let verdict = |members: &[(&str, &[u8])]| {
        fault(verify(&forged(machine.path(), members, CompressionMethod::Stored), &LIMITS))
    };
    let manifest: (&str, &[u8]) = ("manifest.json", &whole);
    assert_eq!(verdict(&[db, key]), BackupFault::PartMissing("manifest.json".into()));
    assert_eq!(verdict(&[key, manifest]), BackupFault::PartMissing("ledger.db".into()));
    assert_eq!(verdict(&[db, ("manifest.json", &no_key)]), BackupFault::PartMissing("book.key".into()));
    assert_eq!(verdict(&[db, key, file, manifest]), BackupFault::PartUnlisted(file.0.into()));
    assert_eq!(verdict(&[other, key, manifest]), BackupFault::PartDamaged("ledger.db".into()));
    assert_eq!(verdict(&[db, key, ("manifest.json", b"{")]), BackupFault::Manifest);
    assert_eq!(verdict(&[db, key, ("manifest.json", b"[]")]), BackupFault::Manifest);
}

#[test]
fn a_newer_format_is_told_apart_from_a_broken_one() {
    let machine = tempfile::tempdir().unwrap();
    let members: [(&str, &[u8]); 1] = [("manifest.json", br#"{"format":2,"other":[]}"#)];
    let file = forged(machine.path(), &members, CompressionMethod::Stored);
    assert!(matches!(verify(&file, &LIMITS), Err(VaultError::BackupNewer(2))));
}

#[test]
fn a_file_that_is_no_archive_is_refused_and_a_missing_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b.zip");
    for bytes in [&b""[..], b"hello", &[0; 4096], b"PK\x05\x06"] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(fault(verify(&path, &LIMITS)), BackupFault::Unreadable);
    }
    assert!(matches!(verify(&dir.path().join("none"), &LIMITS), Err(VaultError::Io { .. })));
}

#[test]
fn members_that_share_bytes_or_names_are_refused() {
    let machine = tempfile::tempdir().unwrap();
    let names = ["files/".to_owned() + &"a".repeat(64), "files/".to_owned() + &"b".repeat(64)];
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let path = forged(machine.path(), &members, CompressionMethod::Stored);
    let bytes = fs::read(&path).unwrap();
    let doubled: Vec<u8> = bytes.iter().map(|byte| if *byte == b'b' { b'a' } else { *byte }).collect();
    fs::write(&path, doubled).unwrap();
    let refused = fault(verify(&path, &LIMITS));
    assert!(matches!(refused, BackupFault::Overlap | BackupFault::Unreadable), "{refused:?}");
}
