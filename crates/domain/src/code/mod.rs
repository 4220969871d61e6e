//! Code tables of the Party statistics: what a code is called and what offices write for it.
//! The large tables are text under `assets/codes`. Must not guess: a writing that no table holds is not read.

mod coded;
mod sex;
mod table;

pub(crate) use coded::coded;
pub use sex::Sex;
pub(crate) use table::{CodeTable, code_type};
pub use table::{Education, Nation, NewStratum, WorkPost};
