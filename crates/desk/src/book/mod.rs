//! The book as a whole: making, opening, proving, taking back.

mod create;
mod history;
mod open;
mod verify;
