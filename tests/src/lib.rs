//! Whole-program tests: what several of them need. Everything here goes through the same doors as the window and
//! the command line; only [`floor`] knows SQL, to measure against it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on says so by ending

pub mod bench;
pub mod floor;
pub mod large;
pub mod office;
pub mod program;
pub mod random;
pub mod register;
pub mod torture;
#[cfg(target_os = "linux")]
pub mod window;
