//! Report-ins of in-service members: slip, list, return, import.

pub(crate) mod add;
pub mod form;
pub(crate) mod list;
pub(crate) mod people;
mod planner;
pub(crate) mod returned;
mod rows;
pub(crate) mod slip;

pub use form::ReportIns;

#[cfg(test)]
mod import_tests;
#[cfg(test)]
mod tests;
