//! Units: what they owe by their own word, what was reported, what their people do.

pub(crate) mod entry;
pub(crate) mod expect;
pub mod finding;
pub mod form;
pub(crate) mod list;
pub(crate) mod named;
pub(crate) mod set;
pub(crate) mod show;

#[cfg(test)]
pub(crate) mod office;
#[cfg(test)]
mod tests;

pub use form::Units;
