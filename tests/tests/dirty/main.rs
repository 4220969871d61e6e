//! Files as offices hand them in, each with one kind of dirt and named after it (`fixtures/dirty/<kind>`, made by
//! `make.py` there). Each is previewed, imported, imported again and taken back in a book that knows most of its people;
//! what the program makes of it stands beside this file in `plans/<kind>/<file>.txt`. A file without a plan fails, a plan
//! without a file too. `UPDATE_EXPECT=1` writes the plans anew: a change in one is a change of what clerks get, and needs
//! a reason.
//! Must not look behind the desk except for what a new member became.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failure ends the test

mod corpus;
mod office;
mod plan;
mod property;
