//! The rules of the house, held by reading the repository itself: who may depend on whom, what may stand where.
//! Every rule is a pure function over text, proven on a bad example, and one test that applies it to the files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

mod colours;
mod hiding;
mod layers;
mod migrations;
mod names;
mod readme;
mod source;
mod storage;
mod tree;
