//! 双报到: the lists of its page: units with their figures, report-ins, activities. The posts are a folio with forms of
//! their own (`service_post`).

pub(super) mod activity;
pub(super) mod person;
pub(super) mod unit;

#[cfg(test)]
mod tests;

/// What these lists belong to.
const GROUP: &str = "双报到";
