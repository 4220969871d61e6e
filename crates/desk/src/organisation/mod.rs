//! Organisations and places.

mod add;
mod edit;
mod list;
pub(crate) mod name;
mod place;

pub(crate) use list::tree_on;
pub(crate) use name::{Names, exists_on};

#[cfg(test)]
mod tests;
