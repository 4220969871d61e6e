//! Members: the list, the record, and what is done to one. A person is never deleted: memberships end.

mod add;
mod condition;
mod draft;
mod edit;
mod export;
mod figure;
mod find;
mod history;
mod list;
mod movement;
mod post;
mod reason;
mod row;
mod show;
pub(crate) mod word;
mod year;

pub(crate) use condition::require_free;

#[cfg(test)]
pub(crate) mod tests;
