//! Parcels between two offices, through the public interface only: what comes through whole, and that everything
//! else is refused in words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step ends the test")]

mod arbitrary;
mod campaign;
#[path = "../cheat/mod.rs"]
mod cheat;
mod content;
mod damage;
#[path = "../cheat/inside.rs"]
mod inside;
mod offices;
mod publication;
mod round_trip;
mod stranger;
mod trust;
