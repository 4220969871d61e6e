//! Arbitrary bytes as a foreign file: whatever opens is read to its end, in order; every refusal is a sentence.
#![no_main]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use branchbook_workbook::{HEAD_ROWS, Limits, MarkedRow, ReadError, SourceBook, open};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/reading/biff.rs"]
#[allow(dead_code, reason = "the tests make more of it")]
mod biff;
#[path = "../../tests/reading/dressed.rs"]
mod dressed;

/// The readers take a path: they read a file several times instead of holding it.
static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("branchbook-reader-{}", std::process::id())));

fuzz_target!(|bytes: &[u8]| {
    let written = std::fs::write(&*FILE, dressed::dressed(bytes));
    assert!(written.is_ok(), "the file for a round: {written:?}");
    if let Err(error) = read(&FILE) {
        let said = error.to_string();
        assert!(said.ends_with('。') && !matches!(error, ReadError::Missing | ReadError::Changed), "{said}");
    }
});

fn read(path: &Path) -> Result<(), ReadError> {
    let limits = Limits { rows: 2_000, cells: 20_000, part_bytes: 1 << 20, ..Limits::default() };
    let book = open(path, &limits)?;
    assert!(!book.sheets().is_empty());
    // The fifth sheet is read as the first one.
    (0..book.sheets().len().min(4)).try_for_each(|sheet| read_sheet(&book, sheet, &limits))
}

fn read_sheet(book: &SourceBook, sheet: usize, limits: &Limits) -> Result<(), ReadError> {
    let head = book.head(sheet, HEAD_ROWS)?;
    assert!(head.merges.iter().all(|span| span.top <= span.bottom && span.left <= span.right));
    let hidden = book.hidden_columns(sheet)?;
    assert!(hidden.ranges().is_sorted_by(|a, b| a.end() < b.start()));
    let mut next = 0;
    for marked in book.rows(sheet)?.marked() {
        let marked = marked?;
        assert!(marked.row.index >= next, "rows ascend");
        next = marked.row.index + 1;
        check_row(&marked, limits);
    }
    Ok(())
}

fn check_row(MarkedRow { row, uncomputed, .. }: &MarkedRow, limits: &Limits) {
    assert!(!row.cells.is_empty() || !uncomputed.is_empty(), "no row is blank");
    assert!(row.cells.is_sorted_by(|a, b| a.column < b.column), "cells ascend");
    assert!(uncomputed.is_sorted(), "columns ascend");
    assert!(row.width() <= limits.columns);
    assert_eq!(row.pack().unpack(), *row);
}
