//! Long crash campaigns: `cargo xtask torture [ROUNDS [SEED]]`. The same rounds as the test, more of them.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)] // a campaign speaks on the terminal and ends at the first loss

use std::path::Path;

use branchbook_tests::office::new_desk;
use branchbook_tests::random::Random;
use branchbook_tests::torture;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, dir, round] = words.as_slice()
        && flag == "--child"
    {
        torture::write_until_killed(Path::new(dir), round.parse().unwrap());
    }
    let number = |at: usize, default: u64| words.get(at).map_or(default, |word| word.parse().unwrap());
    campaign(number(0, 2_000), number(1, 1));
}

fn campaign(rounds: u64, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    new_desk(&dir, "2026-10-01").close().unwrap();
    let program = std::env::current_exe().unwrap();
    let mut random = Random::new(seed);
    let mut acknowledged = 0;
    for round in 0..rounds {
        acknowledged += torture::round(&program, &dir, round, &mut random);
        if round % 50 == 49 {
            println!("{} rounds, {acknowledged} acknowledged operations, nothing lost", round + 1);
        }
    }
    println!(
        "{rounds} kills (seed {seed}): {acknowledged} acknowledged operations, none lost, every proof clean"
    );
}
