//! A short campaign of seeded mutations behind a right signature, so that it runs with every test; the long one is in
//! `fuzz/`. It looks for panics and for files that open without being what they say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use branchbook_parcel::{OpenError, ParcelWriter, write_file};
use serde_json::json;

use crate::cheat;
use crate::inside::{KINDS, container, read_file};
use crate::offices::{community, draft, stranger, street};

/// A few seconds, in which every byte of the small containers is hit.
const ROUNDS: u64 = 5000;

/// SplitMix64: the same numbers everywhere and for ever.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Sound insides, one for each way of reading the first byte.
fn sound() -> Vec<Vec<u8>> {
    let rows = b"{\"n\":1}\n{\"n\":2,\"name\":\"\xe5\xbc\xa0\"}\n";
    let packed = zstd::encode_all(&rows[..], 3).unwrap();
    let parts = json!([
        cheat::entry("member", 2, rows.len() as u64, &packed),
        cheat::entry("points", 2, rows.len() as u64, &packed),
    ]);
    let manifest = cheat::manifest(community().public(), street().public(), &parts);
    let whole = cheat::container(&manifest, &packed.repeat(2));
    vec![[&[0], &whole[..]].concat(), [&[1], &whole[..]].concat(), [&[2], &rows[..]].concat()]
}

/// An inside that is sound but for the name of its part: mutations seldom make one.
fn badly_named() -> Vec<u8> {
    let packed = zstd::encode_all(&b"{}\n"[..], 3).unwrap();
    let parts = json!([cheat::entry("../member", 1, 3, &packed)]);
    let manifest = cheat::manifest(community().public(), street().public(), &parts);
    [&[0], &cheat::container(&manifest, &packed)[..]].concat()
}

/// The seeds of the fuzz targets, by their paths below `fuzz/seeds`.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let [plain, fitted, rows] = sound().try_into().unwrap();
    let (sender, reader) = (community(), street());
    let month = cheat::seal(&plain[1..], &sender, reader.public()).unwrap();
    let mut writer = ParcelWriter::new(KINDS[1]);
    writer.add("rule", [json!({ "points": 5 })]).unwrap();
    let policy = writer.publish(draft(1), &sender, &[reader.public(), stranger().public()]).unwrap().bytes;
    vec![
        ("open/month.zbt", month),
        ("open/policy.zbt", policy),
        ("inside/plain", plain),
        ("inside/fitted", fitted),
        ("inside/rows", rows),
    ]
}

fn seed_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name)
}

#[test]
fn the_kept_seeds_still_open() {
    let (sender, reader) = (community(), street());
    for (name, _) in seeds() {
        let kept = fs::read(seed_path(name)).unwrap();
        let file = match name.starts_with("open/") {
            true => kept,
            false => cheat::seal(&container(&kept, &sender, &reader), &sender, reader.public()).unwrap(),
        };
        let read = read_file(&file, &sender, &reader);
        assert!(matches!(read, Ok(1..)), "{name} is of an older format, `renew_the_seeds`: {read:?}");
    }
}

#[test]
#[ignore = "writes the seeds anew after a change of the format: `cargo test -p branchbook-parcel renew -- --ignored`"]
fn renew_the_seeds() {
    for (name, bytes) in seeds() {
        write_file(&seed_path(name), &bytes).unwrap();
    }
}

/// One to four changes; the first byte stays.
fn mutate(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    const TELLING: [&[u8]; 10] = [
        b"\xff\xff\xff\xff",
        b"\0",
        b"\n",
        b"{",
        b"\"",
        b"null",
        b"-1",
        b"18446744073709551616",
        b"[[",
        b"../",
    ];
    for _ in 0..=numbers.below(4) {
        let at = 1 + numbers.below(bytes.len() - 1);
        let end = (at + numbers.below(12)).min(bytes.len());
        match numbers.below(6) {
            0 => bytes[at..end].iter_mut().for_each(|byte| *byte ^= 1 << numbers.below(8)),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.truncate(end),
            4 => drop(bytes.splice(at..at, TELLING[numbers.below(TELLING.len())].iter().copied())),
            _ => drop(bytes.splice(at..end, TELLING[numbers.below(TELLING.len())].iter().copied())),
        }
        if bytes.len() < 2 {
            bytes.push(b'{');
        }
    }
}

/// The name of a refusal without what it says of this file.
fn verdict(read: &Result<usize, OpenError>) -> String {
    let named = match read {
        Ok(_) => "opened".to_owned(),
        Err(OpenError::Refused(fault)) => format!("{fault:?}"),
        Err(error) => format!("{error:?}"),
    };
    named.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_owned()
}

#[test]
fn thousands_of_mutations_behind_a_right_signature_do_no_harm() {
    let (sender, reader) = (community(), street());
    let starts: Vec<Vec<u8>> = sound().into_iter().chain([badly_named()]).collect();
    let mut numbers = Numbers(2026);
    let mut verdicts = BTreeMap::<String, u32>::new();
    for round in 0..ROUNDS {
        let at = usize::try_from(round).unwrap();
        let bytes = match starts.get(at) {
            Some(start) => start.clone(),
            None => {
                let mut bytes = starts[numbers.below(starts.len())].clone();
                mutate(&mut bytes, &mut numbers);
                bytes
            }
        };
        let file = cheat::seal(&container(&bytes, &sender, &reader), &sender, reader.public()).unwrap();
        let verdict = verdict(&read_file(&file, &sender, &reader));
        *verdicts.entry(verdict).or_default() += 1;
    }
    for reached in ["opened", "BadManifest", "HashMismatch", "CountMismatch", "BadRow", "Damaged", "BadName"]
    {
        assert!(verdicts.contains_key(reached), "no mutation got as far as {reached}: {verdicts:?}");
    }
    for outside in ["Forged", "UnknownSender", "Misaddressed", "Cut", "NotAParcel"] {
        assert!(!verdicts.contains_key(outside), "the seal is right: {verdicts:?}");
    }
}
