//! The monthly workbook of a month says the same at every age of the book: cell by cell, and so in bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

use std::path::Path;

use branchbook_contract::report::ReportMonthly;
use branchbook_tests::large::{self, OPEN_MONTH, Size};
use calamine::{Data, Reader as _, Xlsx, open_workbook};

/// Sheets by name, each with its cells row by row.
type Sheets = Vec<(String, Vec<Vec<Data>>)>;

/// The cells of the monthly workbook of a tenth of the large community after this many years, and its bytes.
fn workbook(dir: &Path, years: i32) -> (Sheets, u64) {
    let mut desk = large::make(&dir.join(format!("book{years}")), Size::tenth(years));
    let path = dir.join(format!("{years}.xlsx"));
    let out = path.display().to_string();
    desk.call(&ReportMonthly { month: OPEN_MONTH.parse().unwrap(), out, on: None }).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
    let sheets = book.worksheets().into_iter().map(|(name, range)| (name, rows(range)));
    (sheets.collect(), std::fs::metadata(&path).unwrap().len())
}

#[test]
fn a_workbook_does_not_grow_with_the_age_of_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let (young, few) = workbook(folder.path(), 1);
    let (old, many) = workbook(folder.path(), 20);
    let cells: usize = young.iter().flat_map(|(_, rows)| rows).map(Vec::len).sum();
    assert!(cells > 1_000, "{cells} cells are too few to compare");
    for ((name, young), (_, old)) in young.iter().zip(&old) {
        assert_eq!(young.len(), old.len(), "rows of {name}");
        for (at, (young, old)) in young.iter().zip(old).enumerate() {
            assert_eq!(young, old, "{name}, row {}", at + 1);
        }
    }
    // The same cells: what may differ is how well they happen to be compressed.
    assert!(few.abs_diff(many) * 200 <= few, "{few} bytes after one year, {many} after twenty");
}
