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
pub(crate) mod movement;
mod post;
mod row;
mod show;
pub(crate) mod word;
mod year;

#[cfg(test)]
pub(crate) mod tests;
