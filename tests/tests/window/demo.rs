//! Books for the windows, made by the command line.

use std::path::{Path, PathBuf};

use branchbook_tests::program::branchbook;
use branchbook_tests::window::{Start, Window};
use tempfile::TempDir;

/// Today.
pub const DAY: &str = "2026-11-21";
/// Offices of the demo town. The largest has folios that go over more than one page.
pub const LARGEST: &str = "晨光社区";
pub const COMMUNITY: &str = "银河社区";
pub const STREET: &str = "明湖街道";

/// Runs a command that has to succeed.
pub fn well(words: &[&str]) {
    let done = branchbook(DAY, words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A window on an office of the demo town, and the folder that the town lies in.
pub fn office(name: &str) -> (TempDir, Window) {
    let (folder, book) = town(name);
    let window = window(&book);
    (folder, window)
}

/// A window on a book, today.
pub fn window(book: &Path) -> Window {
    Window::open(&Start { book: Some(book), day: Some(DAY), ..Start::default() })
}

/// The book of an office of the demo town, and the folder that the town lies in.
pub fn town(name: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let demo = folder.path().join("demo");
    well(&["demo", demo.to_str().unwrap()]);
    (folder, demo.join(name))
}
