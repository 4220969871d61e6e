//! The street's side: parcels of communities come in, are counted or sent back, and are answered; what goes down.

mod apply;
mod compare;
mod give_back;
mod incoming;
mod open;
mod overview;
mod publish;
pub(crate) mod receipt;
mod reminders;
pub(crate) mod report;
mod roll_up;
mod rows;
pub(crate) mod state;
