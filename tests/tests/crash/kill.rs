//! kill -9 at random points of single entries and of imports.

use branchbook_tests::office::new_desk;
use branchbook_tests::program::path_of;
use branchbook_tests::random::Random;
use branchbook_tests::torture;

#[test]
fn two_hundred_kills_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let program = path_of("torture");
    let mut random = Random::new(20_261_122);
    let mut acknowledged = 0;
    // A fresh book every 20 rounds keeps the proof of each round short.
    for book in 0..10 {
        let dir = folder.path().join(format!("book{book}"));
        new_desk(&dir, "2026-10-01").close().unwrap();
        for round in 0..20 {
            acknowledged += torture::round(&program, &dir, round, &mut random);
        }
    }
    assert!(acknowledged > 200, "the kills came before anything was written: {acknowledged}");
}
