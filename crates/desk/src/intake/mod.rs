//! Imports of files from outside: one machinery, five forms. The machinery opens the file, finds the header, skips
//! what is no record, shows what would happen, writes it in one operation and hands back what it could not take.
//! A form knows its fields and decides row by row; it implements [`Form`] and is named in `kinds`.

mod apply;
pub(crate) mod change;
mod content;
mod days;
pub(crate) mod decide;
mod examine;
pub mod field;
mod fit;
pub mod form;
mod guess;
mod header;
mod heading;
mod kept;
mod kinds;
mod look;
mod mapping;
mod neighbour;
mod preview;
pub(crate) mod question;
mod refused;
mod register;
mod remembered;
pub(crate) mod repeat;
pub mod roster;
pub mod row;
mod skip;
mod source;
mod unread;
mod wanted;

#[cfg(test)]
mod tests;

pub use field::FieldSpec;
pub use form::{Context, Form, Planned, Remarks, Verdict};
pub(crate) use look::Looked;
pub use row::{SourceRow, SourceRows};

use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// Reports a step of long work; being told to stop is an error.
pub(crate) fn step(progress: &dyn Progress, stage: &str, done: usize, total: usize) -> Result<()> {
    let (done, total) = (u64::try_from(done).unwrap_or(u64::MAX), u64::try_from(total).unwrap_or(u64::MAX));
    if progress.report(stage, done, total) { Ok(()) } else { Err(DeskError::Cancelled) }
}
