//! A parcel opened without any of our code: a script that follows FORMAT.md, with Debian's age, openssl and zstd.
//! Lacking programs fail the test: `cargo xtask setup` brings them.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use branchbook_parcel::{Invitation, OfficeKeys, OfficePublic, Sealed};
use serde_json::Value;

use crate::offices::{Member, community, members, one_of_many, published, sealed, stranger, street};

/// What the script is given: parcel, addressee's key, sender's invitation.
struct Table {
    folder: tempfile::TempDir,
    parcel: PathBuf,
    identity: PathBuf,
    invitation: PathBuf,
}

/// From the community to the street.
fn lay(sealed: &Sealed) -> Table {
    lay_for(sealed, &street(), &community())
}

fn lay_for(sealed: &Sealed, reader: &OfficeKeys, sender: &OfficeKeys) -> Table {
    let folder = tempfile::tempdir().unwrap();
    let parcel = sealed.write_into(folder.path()).unwrap();
    let identity = folder.path().join("identity.txt");
    fs::write(&identity, reader.age_identity().unwrap().as_bytes()).unwrap();
    let invitation = invite(sender, folder.path());
    Table { folder, parcel, identity, invitation }
}

fn invite(keys: &OfficeKeys, folder: &Path) -> PathBuf {
    Invitation::new("幸福社区党委", "0192f3c4", "community", keys).unwrap().write_into(folder).unwrap()
}

/// Runs the script. Lacking programs are not what any test here is about.
fn opened(table: &Table) -> Output {
    for (program, asked) in [("python3", "-V"), ("age", "--version"), ("openssl", "version"), ("zstd", "-V")]
    {
        let answer = Command::new(program).arg(asked).output();
        assert!(answer.is_ok(), "this test needs `{program}`: `cargo xtask setup` brings it");
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = Command::new("python3")
        .arg(here.join("tests/stranger.py"))
        .arg(here.join("FORMAT.md"))
        .args([&table.parcel, &table.identity, &table.invitation])
        .output();
    script.unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_stranger_with_the_format_in_hand_reads_every_row() {
    let sealed = sealed(3000, 1);
    let output = opened(&lay(&sealed));
    assert!(output.status.success(), "{}", complaint(&output));
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read["manifest"], serde_json::to_value(&sealed.manifest).unwrap());
    let rows: Vec<Member> = serde_json::from_value(read["rows"]["member"].clone()).unwrap();
    assert!(rows.into_iter().eq(members(3000)));
    assert_eq!(read["rows"]["points"].as_array().unwrap().len(), 3000);
}

#[test]
fn a_stranger_reads_a_publication_for_a_thousand_offices() {
    let offices: Vec<OfficeKeys> = (0..1000).map(one_of_many).collect();
    let publics: Vec<&OfficePublic> = offices.iter().map(OfficeKeys::public).collect();
    let sealed = published(&publics);
    for reader in [&offices[0], &offices[999], &street()] {
        let output = opened(&lay_for(&sealed, reader, &street()));
        assert!(output.status.success(), "{}", complaint(&output));
        let read: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(read["manifest"], serde_json::to_value(&sealed.manifest).unwrap());
        assert_eq!(read["rows"]["rule"].as_array().unwrap().len(), 1);
    }
    let output = opened(&lay_for(&sealed, &stranger(), &street()));
    assert!(!output.status.success() && complaint(&output).contains("age"), "{}", complaint(&output));
}

#[test]
fn the_stranger_notices_a_changed_header() {
    let mut sealed = sealed(3, 1);
    let at = sealed.bytes.windows(5).position(|window| window == b"0.1.0").unwrap();
    sealed.bytes[at] = b'9';
    let output = opened(&lay(&sealed));
    assert!(!output.status.success(), "the header is under the signature");
    assert!(complaint(&output).contains("openssl"), "{}", complaint(&output));
}

#[test]
fn the_stranger_notices_another_sender() {
    let mut table = lay(&sealed(3, 1));
    table.invitation = invite(&stranger(), table.folder.path());
    let output = opened(&table);
    assert!(!output.status.success() && complaint(&output).contains("header"), "{}", complaint(&output));
}
