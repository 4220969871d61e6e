//! What a crash, a flipped bit or a second program can do to a book: nothing that goes unnoticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

mod flip;
mod interrupt;
mod kill;
mod program;
