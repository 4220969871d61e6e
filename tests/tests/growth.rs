//! The monthly workbook of a month says the same at every age of the book: cell by cell, and so in bytes; and the sealed
//! month is as large.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]

use std::path::Path;

use branchbook_contract::book::{BookCreate, Office};
use branchbook_contract::parcel::{ParcelInvite, ParcelSeal, ParcelTrust};
use branchbook_contract::report::ReportMonthly;
use branchbook_desk::Desk;
use branchbook_tests::large::{self, OPEN_MONTH, Size};
use branchbook_tests::office::clock;
use calamine::{Data, Reader as _, Xlsx, open_workbook};

/// Sheets by name, each with its cells row by row.
type Sheets = Vec<(String, Vec<Vec<Data>>)>;

/// The cells of the monthly workbook of a tenth of the large community after this many years, and its bytes.
fn workbook(dir: &Path, years: i32) -> (Sheets, u64, u64) {
    let mut desk = large::make(&dir.join(format!("book{years}")), Size::tenth(years));
    let path = dir.join(format!("{years}.xlsx"));
    let out = path.display().to_string();
    desk.call(&ReportMonthly { month: OPEN_MONTH.parse().unwrap(), out, on: None }).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let rows = |range: calamine::Range<Data>| range.rows().map(<[Data]>::to_vec).collect();
    let sheets = book.worksheets().into_iter().map(|(name, range)| (name, rows(range)));
    (sheets.collect(), std::fs::metadata(&path).unwrap().len(), parcel(dir, &mut desk, years))
}

/// Bytes of the sealed month.
fn parcel(dir: &Path, desk: &mut Desk, years: i32) -> u64 {
    let folder = dir.join(format!("stick{years}"));
    std::fs::create_dir_all(&folder).unwrap();
    let out = folder.display().to_string();
    let mut street = Desk::new(clock(large::TODAY));
    let create = BookCreate {
        dir: folder.join("street").display().to_string(),
        office: Office::Street,
        name: "明湖街道".to_owned(),
        operator: None,
        password: None,
    };
    street.call(&create).unwrap();
    let path = street.call(&ParcelInvite { out: out.clone() }).unwrap().body.path;
    desk.call(&ParcelTrust { path, confirm_changed_keys: false }).unwrap();
    let sealed = desk.call(&ParcelSeal { month: OPEN_MONTH.parse().unwrap(), out }).unwrap().body;
    std::fs::metadata(sealed.path).unwrap().len()
}

#[test]
fn a_workbook_and_a_parcel_do_not_grow_with_the_age_of_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let (young, few, light) = workbook(folder.path(), 1);
    let (old, many, heavy) = workbook(folder.path(), 20);
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
    // The same rows; signatures and keys are as long, keys of rows have more digits in an older book.
    assert!(
        light.abs_diff(heavy) * 50 <= light,
        "{light} bytes of parcel after one year, {heavy} after twenty"
    );
}
