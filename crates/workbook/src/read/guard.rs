//! Where parsers run: a thread with a generous stack, so that a panic is an error and not the end of the program,
//! and a short channel, so that rows never pile up. Knows no file format.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use crate::cell::Row;
use crate::mark::MarkedRow;
use crate::{Limits, ReadError};

const STACK: usize = 16 << 20;
const BATCH: usize = 128;
const BATCHES_WAITING: usize = 2;

type Batch = Result<Vec<MarkedRow>, ReadError>;

/// Why a parser stopped before the end.
pub(crate) enum Halt {
    /// Nobody wants more rows.
    Unwanted,
    /// The file is at fault.
    Failed(ReadError),
}

impl From<ReadError> for Halt {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

impl Halt {
    /// The error of a sheet whose rows nobody was to receive.
    pub(crate) fn into_error(self, sheet: usize) -> ReadError {
        match self {
            Self::Failed(error) => error,
            Self::Unwanted => ReadError::NoSheet(sheet + 1),
        }
    }
}

/// The rows of a sheet, as they are parsed, without a word on what is hidden: see [`Rows::marked`]. Dropping it stops
/// the parser.
#[derive(Debug)]
pub struct Rows(MarkedRows);

impl Rows {
    /// The rows with what the file tells about each of them; those, too, that hold nothing but formulas without a
    /// stored result.
    #[must_use]
    pub fn marked(self) -> MarkedRows {
        self.0
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.next()? {
                Ok(marked) if marked.row.cells.is_empty() => {}
                Ok(marked) => return Some(Ok(marked.row)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The rows of a sheet with what the file tells about them. Dropping it stops the parser.
#[derive(Debug)]
pub struct MarkedRows {
    batches: Receiver<Batch>,
    waiting: std::vec::IntoIter<MarkedRow>,
}

impl Iterator for MarkedRows {
    type Item = Result<MarkedRow, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.waiting.next() {
                return Some(Ok(row));
            }
            match self.batches.recv().ok()? {
                Ok(batch) => self.waiting = batch.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Where a parser puts its rows. Counts them against the limits.
pub(crate) struct Sink {
    sender: SyncSender<Batch>,
    batch: Vec<MarkedRow>,
    rows: u64,
    cells: u64,
    limits: Limits,
}

impl Sink {
    /// Takes a row; one with nothing in it is passed over.
    pub(crate) fn push(&mut self, row: impl Into<MarkedRow>) -> Result<(), Halt> {
        let mut row = row.into();
        if row.is_blank() {
            return Ok(());
        }
        self.count(&row)?;
        row.tell_errors();
        self.batch.push(row);
        if self.batch.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn count(&mut self, MarkedRow { row, uncomputed, .. }: &MarkedRow) -> Result<(), ReadError> {
        self.rows += 1;
        self.cells += (row.cells.len() + uncomputed.len()) as u64;
        check_limit("行数", self.rows, self.limits.rows)?;
        check_limit("单元格数", self.cells, self.limits.cells)?;
        let last = uncomputed.last().map_or(0, |column| column.saturating_add(1));
        check_limit("列数", u64::from(row.width().max(last)), u64::from(self.limits.columns))?;
        let longest = row.cells.iter().map(|c| c.text.len()).max().unwrap_or(0);
        if longest > self.limits.cell_chars {
            let chars = row.cells.iter().map(|c| c.text.chars().count()).max().unwrap_or(0);
            check_limit("单元格字数", chars as u64, self.limits.cell_chars as u64)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Halt> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.sender.send(Ok(batch)).map_err(|_| Halt::Unwanted)
    }
}

/// Refuses what is more than its limit.
pub(crate) fn check_limit(what: &'static str, have: u64, limit: u64) -> Result<(), ReadError> {
    if have > limit { Err(ReadError::too_large(what, limit)) } else { Ok(()) }
}

/// Runs a parser to its end in a thread of its own.
pub(crate) fn guarded<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ReadError> + Send + 'static,
) -> Result<T, ReadError> {
    let thread =
        Builder::new().name("workbook".into()).stack_size(STACK).spawn(work).map_err(ReadError::Io)?;
    thread.join().unwrap_or_else(|_| Err(panicked()))
}

/// Starts a parser that hands out rows.
pub(crate) fn spawn_rows(
    limits: Limits,
    work: impl FnOnce(&mut Sink) -> Result<(), Halt> + Send + 'static,
) -> Result<Rows, ReadError> {
    let (sender, batches) = sync_channel(BATCHES_WAITING);
    let last = sender.clone();
    let run = move || {
        let mut sink = Sink { sender, batch: Vec::with_capacity(BATCH), rows: 0, cells: 0, limits };
        work(&mut sink).and_then(|()| sink.flush())
    };
    let watched = move || {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        if let Some(error) = match outcome {
            Ok(Err(Halt::Failed(error))) => Some(error),
            Ok(_) => None,
            Err(_) => Some(panicked()),
        } {
            // Nobody listening is no fault.
            let _ = last.send(Err(error));
        }
    };
    Builder::new().name("workbook".into()).stack_size(STACK).spawn(watched).map_err(ReadError::Io)?;
    Ok(Rows(MarkedRows { batches, waiting: Vec::new().into_iter() }))
}

fn panicked() -> ReadError {
    ReadError::damaged("内容不合格式")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{Cell, CellValue, Shape};

    fn row(index: u32) -> Row {
        let cell = Cell { column: 0, value: CellValue::Text, text: "一".into(), shape: Shape::General };
        Row { index, cells: vec![cell] }
    }

    #[test]
    fn a_panic_becomes_a_sentence() {
        let outcome: Result<(), _> = guarded(|| panic!("index out of range"));
        assert!(matches!(outcome, Err(ReadError::Damaged(_))));
        let rows = spawn_rows(Limits::default(), |sink| {
            sink.push(row(0))?;
            panic!("deep inside")
        });
        let seen: Vec<_> = rows.unwrap().collect();
        assert!(
            matches!(seen.last(), Some(Err(ReadError::Damaged(_)))),
            "rows end with the error, not in silence"
        );
    }

    #[test]
    fn a_parser_stops_when_its_rows_are_dropped() {
        let (tell, told) = sync_channel(1);
        let rows = spawn_rows(Limits::default(), move |sink| {
            let outcome = (0..u32::MAX).try_for_each(|index| sink.push(row(index)));
            let _ = tell.send(matches!(outcome, Err(Halt::Unwanted)));
            outcome
        });
        assert_eq!(rows.unwrap().take(3).count(), 3);
        assert!(told.recv().unwrap(), "the parser was told that nobody wants more");
    }

    #[test]
    fn more_rows_than_allowed_are_refused() {
        let limits = Limits { rows: 5, ..Limits::default() };
        let rows = spawn_rows(limits, |sink| (0..6).try_for_each(|index| sink.push(row(index))));
        let last = rows.unwrap().last();
        assert!(matches!(last, Some(Err(ReadError::TooLarge { what: "行数", limit: 5 }))));
    }
}
