//! What both offices do with parcels: keys, offices that are trusted, the rows that travel. Must not decide what a
//! month means: `upward` makes it, `street` takes it.

pub(crate) mod canonical;
mod end;
pub(crate) mod inbox;
mod invite;
pub(crate) mod kind;
pub(crate) mod list;
pub(crate) mod mark;
pub(crate) mod office;
pub(crate) mod outbox;
pub(crate) mod policy;
pub(crate) mod publication;
pub(crate) mod received;
pub(crate) mod refused;
pub(crate) mod row;
mod trust;
pub(crate) mod words;
