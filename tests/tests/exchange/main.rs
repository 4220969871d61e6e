//! Two kinds of offices and a stick: months go up sealed, receipts come back, a publication goes down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

mod attached;
mod border;
// What a sender can do who keeps no rule: shared with the tests of the parcels themselves.
#[allow(dead_code, reason = "the tests of the parcels use the rest")]
#[path = "../../../crates/parcel/tests/cheat/mod.rs"]
mod cheat;
mod community;
mod demo;
mod figures;
mod histories;
mod hostile;
mod journey;
mod kill;
mod listed;
mod order;
mod parts;
mod publication;
mod reasons;
mod trust;
mod unwritten;
