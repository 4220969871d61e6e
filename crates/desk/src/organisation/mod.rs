//! Organisations and places.

mod add;
mod edit;
mod list;
pub(crate) mod name;
mod place;

<<<<<<< HEAD
pub(crate) use list::tree_on;
=======
>>>>>>> lane-care
pub(crate) use name::{Names, exists_on};

#[cfg(test)]
mod tests;
