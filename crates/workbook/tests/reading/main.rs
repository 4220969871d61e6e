//! Reading: every kind of file, the dirt that office files carry, and files that mean harm.
#![allow(clippy::unwrap_used, reason = "a failed step ends the test")]

mod agreement;
mod biff;
mod dressed;
mod hidden;
mod hostile;
mod kinds;
mod made;
mod pages;
mod seeds;
mod xml2003;
