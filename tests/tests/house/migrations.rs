//! Migrations are frozen: a book made by any released version must find the same steps in every later one.
//! `frozen-migrations.txt` holds a line `sha256  file name` for each; while a schema version is unreleased its line
//! may be replaced, afterwards never.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::tree;

const LIST: &str = "tests/tests/frozen-migrations.txt";
const MIGRATIONS: &str = "crates/ledger/migrations/";

/// What differs between the list and the (name, contents) of the migrations.
fn differences(list: &str, migrations: &[(String, String)]) -> Vec<String> {
    let listed: Vec<(&str, &str)> = list.lines().filter_map(entry).collect();
    let hash_of = |name: &str| listed.iter().find(|(_, listed)| *listed == name).map(|(hash, _)| *hash);
    let changed = migrations.iter().filter_map(|(name, text)| {
        let hash = sha256(text);
        match hash_of(name) {
            None => Some(format!("{name} is not listed in {LIST}; add:\n{hash}  {name}")),
            Some(frozen) if frozen != hash => {
                Some(format!("{name} was changed after it was frozen; it is now:\n{hash}  {name}"))
            }
            Some(_) => None,
        }
    });
    let is_missing = |name: &str| !migrations.iter().any(|(there, _)| there == name);
    let missing = listed
        .iter()
        .filter(|(_, name)| is_missing(name))
        .map(|(_, name)| format!("{name} is listed, but missing"));
    changed.chain(missing).collect()
}

/// (hash, name) of a line that is no comment.
fn entry(line: &str) -> Option<(&str, &str)> {
    if line.starts_with('#') { None } else { line.split_once("  ") }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[test]
fn migrations_are_frozen() {
    let ours = |(path, text): (String, String)| Some((path.strip_prefix(MIGRATIONS)?.to_owned(), text));
    let migrations: Vec<(String, String)> = tree::files(&["sql"]).into_iter().filter_map(ours).collect();
    tree::assert_none("migrations", &differences(&tree::read(LIST), &migrations));
}

#[test]
fn a_changed_a_missing_and_a_new_migration_are_noticed() {
    // The hash of `abc` is that of FIPS 180-4, example 1.
    let list = "# comment\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  0001.sql\n";
    let with = |files: &[(&str, &str)]| {
        let files: Vec<_> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        differences(list, &files)
    };
    assert!(with(&[("0001.sql", "abc")]).is_empty());
    assert!(with(&[("0001.sql", "abd")])[0].contains("was changed"));
    assert!(with(&[])[0].contains("missing"));
    assert!(with(&[("0001.sql", "abc"), ("0002.sql", "x")])[0].contains("not listed"));
}
