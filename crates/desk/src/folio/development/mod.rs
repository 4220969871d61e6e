//! Becoming a member (发展党员): the list of cases, and one case with all its steps. Every date and every conclusion is
//! entered by a person; what the rules say of them is the domain's. Steps that touch the register are offered here and
//! done by the use case of movements.

mod act;
mod agenda;
mod case;
mod due;
mod entry;
mod facts;
mod file;
mod list;
mod open;
mod paper;
mod place;
mod register;
mod row;
mod step;
mod supporter;
mod who;

#[cfg(test)]
mod tests;

pub(crate) use case::OneCase;
pub(crate) use due::tracked_probations;
pub(crate) use list::Cases;

/// The folio of all cases, in requests.
const CASES: &str = "development";
/// The folio of one case, in requests.
const CASE: &str = "case";
