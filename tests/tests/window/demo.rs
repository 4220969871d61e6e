//! Books for the windows, made by the command line.

use branchbook_tests::program::branchbook;

/// Today.
pub const DAY: &str = "2026-11-21";
/// Two offices of the demo town.
pub const COMMUNITY: &str = "银河社区";
pub const STREET: &str = "明湖街道";

/// Runs a command that has to succeed.
pub fn well(words: &[&str]) {
    let done = branchbook(DAY, words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
}
