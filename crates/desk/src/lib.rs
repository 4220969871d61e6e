//! Use cases, one folder per capability, and [`Desk::dispatch`]. It knows the ledger, the workbooks and the rules;
//! it must not know a window, a terminal or SQL.

pub mod activity;
pub mod book;
pub mod clock;
pub mod demo;
pub mod desk;
pub mod dispatch;
pub mod error;
pub mod exchange;
pub mod folio;
#[cfg(test)]
mod fresh;
mod happened;
pub mod home;
pub mod intake;
pub mod log;
pub mod meeting;
pub mod member;
pub mod month;
pub mod offer;
pub mod organisation;
pub(crate) mod person;
pub mod points;
pub mod progress;
pub mod report;
pub mod report_in;
pub mod room;
pub mod setting;
pub mod street;
pub mod unit;
pub mod upward;

pub use desk::Desk;
pub use dispatch::{Handle, Outcome};
pub use error::DeskError;
