//! Organisations and places.

mod add;
mod edit;
mod list;
pub(crate) mod name;
mod place;

pub(crate) use name::Names;

#[cfg(test)]
mod tests;
