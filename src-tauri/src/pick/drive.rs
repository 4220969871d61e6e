//! For the window tests only, and not in the program that people get: a file plays the person at the dialogs.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Names a file with one JSON list of paths a line; each dialog takes the next line.
const ANSWERS: &str = "BRANCHBOOK_PICK";
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// The next answer; nobody chooses anything when there are no more lines. `None` leaves it to the real dialogs.
pub fn answer() -> Option<String> {
    let file = std::env::var_os(ANSWERS)?;
    let lines = fs::read_to_string(file).unwrap_or_default();
    let line = lines.lines().nth(TAKEN.fetch_add(1, Ordering::Relaxed));
    Some(line.unwrap_or("[]").to_owned())
}
