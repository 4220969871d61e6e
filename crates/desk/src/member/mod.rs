//! Members: the list, the record, and what is done to one. A person is never deleted: memberships end.

pub(crate) mod add;
pub(crate) mod amid;
pub(crate) mod batch;
pub(crate) mod condition;
mod draft;
mod edit;
mod export;
pub(crate) mod extra;
pub(crate) mod field;
mod figure;
mod find;
pub(crate) mod history;
mod keep;
pub(crate) mod leaving;
mod list;
pub(crate) mod movement;
pub(crate) mod period;
pub(crate) mod post;
mod reason;
mod register;
pub(crate) mod reveal;
mod row;
pub(crate) mod show;
pub(crate) mod turning;
mod wish;
pub(crate) mod word;
mod year;

pub(crate) use condition::require_free;

#[cfg(test)]
pub(crate) mod tests;
