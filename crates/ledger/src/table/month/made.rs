//! The workbooks that were made of a month, as the history of its row names them. Each is kept sealed with the book.

use branchbook_domain::day::{Day, Instant};
use branchbook_domain::key::{FileId, MonthId};
use rusqlite::types::Value;

use super::MonthRow;
use crate::change::{RowImage, row_history};
use crate::entity::Entity as _;
use crate::error::Result;
use crate::field::read_day;
use crate::reading::Reading;

/// A workbook of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeWorkbook {
    /// The kept file.
    pub file: FileId,
    /// When it was first made.
    pub at: Instant,
    /// 填报日期 on its sheets.
    pub filled_on: Option<Day>,
}

/// The workbooks of a month in the order in which they were first made, each once.
pub fn workbooks_of(reading: &Reading<'_>, month: MonthId) -> Result<Vec<MadeWorkbook>> {
    let mut made: Vec<MadeWorkbook> = Vec::new();
    for step in row_history(reading, MonthRow::TABLE, month.0)? {
        let Some((file, filled_on)) = step.after.as_ref().and_then(named) else { continue };
        if made.iter().all(|known| known.file != file) {
            made.push(MadeWorkbook { file, at: step.change.at, filled_on });
        }
    }
    Ok(made)
}

fn named(row: &RowImage) -> Option<(FileId, Option<Day>)> {
    let value = |wanted: &str| row.iter().find(|(column, _)| *column == wanted).map(|(_, value)| value);
    let Some(Value::Integer(file)) = value("sent_file_id") else { return None };
    let filled_on = match value("filled_on") {
        Some(Value::Text(text)) => read_day(text),
        _ => None,
    };
    Some((FileId(*file), filled_on))
}
