//! Months: which month an entry belongs to, where a month stands, what is wrong in it, closing it.

pub mod booking;
pub(crate) mod branch;
pub mod calendar;
mod check;
mod close;
pub(crate) mod duty;
pub(crate) mod finding;
mod list;
mod record;
pub(crate) mod row;
mod show;

pub use booking::{Booking, booking_month, last_closed};
pub use calendar::Calendar;
pub(crate) use check::{findings, findings_beside};

#[cfg(test)]
mod tests;
