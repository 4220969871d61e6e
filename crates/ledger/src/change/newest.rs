//! The newest change of a kind: when the last backup was written. Reads no body.

use super::operation::OperationKind;
use super::{SUMMARY, Summary, read_summary};
use crate::error::Result;
use crate::reading::Reading;

/// The newest change of a kind, if there is one.
pub fn newest_of(reading: &Reading<'_>, kind: OperationKind) -> Result<Option<Summary>> {
    let sql = format!("SELECT {SUMMARY} FROM change WHERE kind = ? ORDER BY id DESC LIMIT 1");
    reading.one(&sql, &[&kind.code()], read_summary)
}
