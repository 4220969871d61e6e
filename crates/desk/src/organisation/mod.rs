//! Organisations and places.

mod add;
mod close;
mod edit;
mod list;
pub(crate) mod name;
mod place;
mod turn;

pub(crate) use add::{added, is_free_name, read_name, require_free_name};
pub(crate) use close::{PARTICIPANT, close, require_empty};
pub(crate) use edit::{Edit, require_running};
pub(crate) use list::tree_on;
pub(crate) use name::{Names, community, exists_on};
pub(crate) use place::reassign;
pub(crate) use turn::require_turn;

#[cfg(test)]
mod tests;
