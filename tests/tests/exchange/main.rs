//! Two kinds of offices and a stick: months go up sealed, receipts come back, a publication goes down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

mod border;
mod community;
mod demo;
mod figures;
mod hostile;
mod journey;
mod kill;
mod order;
mod parts;
mod publication;
mod trust;
