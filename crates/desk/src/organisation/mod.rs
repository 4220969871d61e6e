//! Organisations and places.

mod add;
mod edit;
mod list;
mod name;
mod place;

pub(crate) use name::{Names, exists_on};

#[cfg(test)]
mod tests;
