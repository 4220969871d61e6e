//! Organisations and places.

mod add;
mod close;
mod edit;
mod list;
pub(crate) mod name;
mod place;

pub(crate) use add::{added, is_free_name, require_free_name};
pub(crate) use close::{PARTICIPANT, close, require_empty};
pub(crate) use edit::edited;
pub(crate) use list::tree_on;
pub(crate) use name::{Names, exists_on};
pub(crate) use place::reassign;

#[cfg(test)]
mod tests;
