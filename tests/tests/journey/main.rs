//! One whole month of a community, from a dirty roster to the closed month, as the office lives it: through the desk
//! with typed commands, and once through the command line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

mod again;
mod cli;
mod command;
mod month;
mod office;
mod sheet;
mod snapshot;
