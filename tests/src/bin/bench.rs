//! `cargo xtask bench [GROUP …]`: our works beside their floors, in release. Groups: entry, bulk, roster, monthly,
//! search, folio, memory, parcel, window; all of them if none is named.
#![allow(clippy::print_stdout, clippy::panic)] // a measurement speaks on the terminal

use std::path::Path;

#[cfg(target_os = "linux")]
use branchbook_tests::bench::window;
use branchbook_tests::bench::{bulk, entry, folio, memory, monthly, parcel, roster, search};

const GROUPS: &[(&str, fn())] = &[
    ("entry", entry::run),
    ("bulk", bulk::run),
    ("roster", roster::run),
    ("monthly", monthly::run),
    ("search", search::run),
    ("folio", folio::run),
    ("memory", memory::run),
    ("parcel", parcel::run),
    #[cfg(target_os = "linux")]
    ("window", window::run),
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let [memory::ALONE, work, dir] = wanted.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return memory::alone(work, Path::new(dir));
    }
    for word in &wanted {
        assert!(
            GROUPS.iter().any(|(name, _)| name == word),
            "no group is called {word}: {:?}",
            GROUPS.iter().map(|(name, _)| name).collect::<Vec<_>>()
        );
    }
    if cfg!(debug_assertions) {
        println!("Not a release build: the ratios say little. Use `cargo xtask bench`.");
    }
    for (name, run) in GROUPS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            println!("── {name}");
            run();
        }
    }
}
