//! People, whatever they are to the office: how one is found, which records look like one person, and how two become
//! one.

pub(crate) mod find;
pub(crate) mod follow;
pub(crate) mod merge;
pub(crate) mod role;
pub(crate) mod tag;
pub(crate) mod twin;

#[cfg(test)]
mod tests;
