//! Points through the desk, on a small office: two branches, a few members, a clock that stands.

mod facts;
mod import;
mod ledger;
mod look;
mod month;
mod office;
mod use_cases;
