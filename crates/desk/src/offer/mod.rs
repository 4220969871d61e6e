//! Service posts and their claims.

pub(crate) mod category;
pub(crate) mod claim;
pub(crate) mod list;
pub(crate) mod post;
pub(crate) mod set;
