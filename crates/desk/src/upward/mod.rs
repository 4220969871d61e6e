//! The community's side: a month goes up sealed, a receipt comes back, and what the street publishes comes down.

mod accept;
mod seal;
mod snapshot;
mod take;

pub(crate) use accept::{RECEIVED_PARCEL, VerdictRow, read_file};
pub(crate) use seal::{SENT_PARCEL, digest, folder, kept_bytes};
