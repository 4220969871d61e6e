//! Organisation life (三会一课): recording gatherings with their people, votes and resolutions, listing, cancelling,
//! correcting, what is attached to them, and what is due. Nothing recorded is edited: a gathering is cancelled and recorded anew.

mod attach;
mod cancel;
mod conflict;
mod correct;
mod detach;
mod due;
mod enter;
mod hand_out;
mod holiday;
pub(crate) mod import;
mod kept;
pub(crate) mod list;
mod prepare;
mod record;
mod register;
mod roll;
pub(crate) mod shown;
mod span;
mod tally;
pub(crate) mod verdict;

#[cfg(test)]
mod tests;
