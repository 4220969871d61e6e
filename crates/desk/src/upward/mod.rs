//! The community's side: a month goes up sealed, a receipt comes back, and what the street publishes comes down.

mod accept;
mod change;
mod seal;
mod snapshot;
mod take;

pub(crate) use accept::{VerdictRow, read_file};
pub(crate) use seal::folder;
