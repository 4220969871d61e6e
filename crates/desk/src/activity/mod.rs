//! Activities with service hours.

pub(crate) mod cancel;
pub(crate) mod list;
pub(crate) mod participants;
pub(crate) mod record;
pub(crate) mod service;

#[cfg(test)]
mod tests;
