//! Settings of the office: typed keys with defaults, read by the use cases, shown and changed by the person.
//! A number that a place may choose for itself is here and nowhere in the code (domain.md, third warning).

mod change;
pub mod preference;
mod show;

pub use preference::{ALL, Preference};
