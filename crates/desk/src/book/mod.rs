//! The book as a whole: making, opening, proving, taking back.

mod backup;
mod create;
mod export;
mod history;
mod open;
mod password;
mod recovery;
mod verify;
