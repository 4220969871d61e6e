//! Honour points: schemes, the booking core, awards by hand, by attendance and by hours, the account, the month.
//!
//! * One score per person and points year. The points year is the calendar year: on 1 January everybody stands at
//!   the base again; nothing is carried over.
//! * Every entry is booked by `book`, which keeps Σ stored counted = the fold of the events, month by month.
//! * A scheme version is valid from a day; each version has accounts of its own, and a person's score of a year
//!   sums what counted under all versions of that year over the base of the newest. An entry is held to the caps of
//!   the version of its day, and what earlier versions counted within the period of a cap has used it up.

mod account;
mod account_of;
pub mod automatic;
mod award;
mod book;
pub mod close;
pub mod figures;
mod fold;
pub mod import;
mod list;
mod origin;
mod recount;
mod reverse;
mod room;
pub(crate) mod scheme;
pub(crate) mod scheme_set;
mod scheme_show;
pub(crate) mod score;
mod weigh;

pub(crate) use account::statement;
pub use close::close_points;
pub use figures::points_month_figures;
pub(crate) use origin::origins;
pub(crate) use recount::settle;

pub(crate) use recount::settle_person;

#[cfg(test)]
mod tests;
