//! The monthly workbook of the large community after five years, beside the library writing the same cells.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::path::Path;
use std::time::Duration;

use branchbook_contract::report::ReportMonthly;
use branchbook_desk::Desk;
use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, FormatBorder, Workbook};

use super::{Goal, Pair, median, time};
use crate::large::{self, OPEN_MONTH, Size};

const ROUNDS: usize = 7;
const GOAL: Goal = Goal { hold: 1.25, aim: 1.1 };

/// Measures and prints; also how the time grows with the age of the book.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, made) = time(|| large::make(&folder.path().join("book"), Size::large(5)));
    println!("large community of five years made in {:.1} s", made.as_secs_f64());
    let out = folder.path().join("月报.xlsx");
    report(&mut desk, &out);
    let cells = cells(&out);
    let count: usize = cells.iter().map(|(_, range)| range.used_cells().count()).sum();
    let copy = folder.path().join("copy.xlsx");
    let pair = Pair::run(ROUNDS, |_| time(|| write(&cells, &copy)).1, |_| report(&mut desk, &out));
    pair.print(&format!("monthly workbook, {count} cells"), Some(GOAL));
    growth(folder.path());
}

fn growth(dir: &Path) {
    let mut times = [1, 20].map(|years| {
        let mut desk = large::make(&dir.join(format!("years{years}")), Size::tenth(years));
        let out = dir.join("growth.xlsx");
        median((0..ROUNDS).map(|_| report(&mut desk, &out).as_secs_f64()).collect())
    });
    times[1] /= times[0];
    println!("monthly workbook, 20 years ÷ 1 year: {:.2} [hold ≤ 1.15]", times[1]);
}

fn report(desk: &mut Desk, out: &Path) -> Duration {
    let report =
        ReportMonthly { month: OPEN_MONTH.parse().unwrap(), out: out.display().to_string(), on: None };
    let (reply, took) = time(|| desk.call(&report));
    reply.unwrap();
    took
}

fn cells(file: &Path) -> Vec<(String, Range<Data>)> {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    workbook.worksheets()
}

/// The same cells by the library alone, in constant memory and with a border.
fn write(sheets: &[(String, Range<Data>)], out: &Path) {
    let mut workbook = Workbook::new();
    let border = Format::new().set_border(FormatBorder::Thin);
    for (name, range) in sheets {
        let sheet = workbook.add_worksheet_with_constant_memory().unwrap().set_name(name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let (row, column) =
                (top + u32::try_from(row).unwrap(), u16::try_from(left as usize + column).unwrap());
            match cell {
                Data::Float(number) => sheet.write_number_with_format(row, column, *number, &border),
                Data::Int(number) => sheet.write_number_with_format(row, column, *number as f64, &border),
                other => sheet.write_string_with_format(row, column, other.to_string(), &border),
            }
            .unwrap();
        }
    }
    workbook.save(out).unwrap();
}
