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
pub(crate) mod reveal;
mod row;
pub(crate) mod show;
pub(crate) mod word;
mod year;

#[cfg(test)]
pub(crate) mod tests;
