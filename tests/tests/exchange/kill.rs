//! kill -9 while a month is sealed, opened, answered or accepted: either all of it or nothing, and never half a file
//! under a final name.

use std::fs;
use std::path::Path;
use std::time::Duration;

use branchbook_contract::parcel::{ParcelAccept, ParcelOpen, ParcelReceipt, ParcelSeal};
use branchbook_tests::office::{copy_book, open_desk, verification};
use branchbook_tests::program::killed;
use branchbook_tests::random::Random;

use crate::community::{Town, month};

const DAY: &str = "2026-11-03";
/// Rounds of each step: 200 in all.
const ROUNDS: u64 = 50;
/// A run takes about this long; a kill falls anywhere in it.
const LONGEST: u64 = 120_000;

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Kills `words` at a random time in a copy of the book, and then lets it be done to the end.
fn campaign(from: &Path, seed: u64, words: impl Fn(&Path) -> Vec<String>, finish: impl Fn(&Path)) {
    let mut random = Random::new(seed);
    let mut in_time = 0;
    for round in 0..ROUNDS {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book");
        fs::create_dir_all(folder.path().join("out")).unwrap();
        copy_book(from, &book);
        let words = words(folder.path());
        let all: Vec<&str> = ["--book", &text(&book)]
            .into_iter()
            .map(str::to_owned)
            .map(leak)
            .chain(words.iter().map(|word| leak(word.clone())))
            .collect();
        let is_done = killed(DAY, &all, Duration::from_micros(random.below(LONGEST)));
        in_time += u64::from(is_done);
        for file in fs::read_dir(folder.path().join("out")).unwrap() {
            let name = file.unwrap().file_name().to_string_lossy().into_owned();
            assert!(name.ends_with(".zbt") || name.ends_with(".part"), "round {round}: {name}");
        }
        finish(folder.path());
        let mut desk = open_desk(&book, DAY);
        let proof = verification(&mut desk);
        assert!(proof.is_sound, "round {round}: {:?}", proof.damages);
    }
    assert!(in_time < ROUNDS, "no kill came in time");
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

#[test]
fn kills_at_any_point_leave_all_or_nothing() {
    let mut town = Town::of(&[40], "2026-10-20");
    town.on(DAY);
    let [community, street] = [town.communities[0].dir.clone(), town.street.dir.clone()];
    town.communities[0].desk.close().unwrap();

    // Sealing: afterwards it can be sealed, once, and the street takes it.
    let seal = |root: &Path| {
        vec!["parcel", "seal", "--month", "2026-10", "--out"]
            .into_iter()
            .map(str::to_owned)
            .chain([text(&root.join("out"))])
            .collect()
    };
    campaign(&community, 1, seal, |root| {
        let mut desk = open_desk(&root.join("book"), DAY);
        let out = text(&root.join("out"));
        let sealed = desk.call(&ParcelSeal { month: month("2026-10"), out }).unwrap().body;
        assert_eq!(sealed.sequence, 1, "a kill makes no second one");
        desk.close().unwrap();
    });

    // Opening at the street: counted once.
    town.communities[0].desk = open_desk(&community, DAY);
    let sealed = town.seal(0, month("2026-10")).path;
    town.communities[0].desk.close().unwrap();
    town.street.desk.close().unwrap();
    let open = |_: &Path| vec!["parcel".to_owned(), "open".to_owned(), sealed.clone()];
    campaign(&street, 2, open, |root| {
        let mut desk = open_desk(&root.join("book"), DAY);
        desk.call(&ParcelOpen { paths: vec![sealed.clone()], is_preview: false }).unwrap();
        let table = crate::community::roll_up(&mut desk, "2026-10", "2026-10");
        assert_eq!(table.totals[0].roll_up.figures.members, 40);
        desk.close().unwrap();
    });

    // Answering: one receipt, the very same when asked again.
    town.street.desk = open_desk(&street, DAY);
    town.open(&sealed).unwrap();
    town.street.desk.close().unwrap();
    let receipt = |root: &Path| {
        vec!["parcel".to_owned(), "receipt".to_owned(), "--out".to_owned(), text(&root.join("out"))]
    };
    campaign(&street, 3, receipt, |root| {
        let mut desk = open_desk(&root.join("book"), DAY);
        let again =
            ParcelReceipt { out: text(&root.join("out")), month: Some(month("2026-10")), office: None };
        let made = desk.call(&again).unwrap().body;
        assert_eq!((made.receipts.len(), made.receipts[0].is_taken), (1, true));
        desk.close().unwrap();
    });

    // Accepting: taken once.
    town.street.desk = open_desk(&street, DAY);
    let out = text(&town.stick);
    let made = ParcelReceipt { out, month: None, office: None };
    let answer = town.street.desk.call(&made).unwrap().body.receipts.remove(0).path;
    let accept = |_: &Path| vec!["parcel".to_owned(), "accept".to_owned(), answer.clone()];
    campaign(&community, 4, accept, |root| {
        let mut desk = open_desk(&root.join("book"), DAY);
        let accepted = desk.call(&ParcelAccept { path: answer.clone() }).unwrap().body;
        assert!(accepted.is_taken);
        desk.close().unwrap();
    });
}
