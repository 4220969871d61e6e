//! The book as a whole: making, opening, proving, taking back.

mod backup;
mod create;
mod export;
pub(crate) mod history;
mod open;
mod password;
mod recovery;
pub(crate) mod tries;
mod verify;

#[cfg(test)]
mod tests;
