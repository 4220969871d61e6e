//! How much memory the two largest works hold at most. Allocations are counted, which no load of the machine can
//! disturb: bytes of the Rust heap by a counting allocator, SQLite's own memory (page caches, dirty pages included) by
//! its own counter. Not counted: the program, stacks, what libraries in C allocate beside SQLite (compression).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]
#![allow(clippy::print_stdout)] // the figures are worth reading

use std::sync::{Mutex, MutexGuard, PoisonError};

use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_contract::report::ReportMonthly;
use branchbook_tests::bench::roster::roster;
use branchbook_tests::floor::Floor;
use branchbook_tests::large::{self, OPEN_MONTH, Size, TODAY};
use branchbook_tests::office::new_desk;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The counters are those of the whole process: one measurement at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The most that a work holds beyond what was held before it, in MB: Rust heap, SQLite.
fn peaks(name: &str, work: impl FnOnce()) -> (f64, f64) {
    const MEGA: f64 = 1_048_576.0;
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    Floor::sqlite_memory_peak();
    work();
    let (heap, sqlite) = (HEAP.peak_usage() - before, Floor::sqlite_memory_peak());
    let (heap, sqlite) = (heap as f64 / MEGA, sqlite as f64 / MEGA);
    println!("{name}: Rust heap {heap:.1} MB, SQLite {sqlite:.1} MB");
    (heap, sqlite)
}

#[test]
fn the_monthly_workbook_of_the_large_community_is_written_in_little_memory() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    // The age of a book adds nothing to a month (see `gates`): one year is enough.
    let mut desk = large::make(&folder.path().join("book"), Size::large(1));
    let out = folder.path().join("月报.xlsx").display().to_string();
    let report = ReportMonthly { month: OPEN_MONTH.parse().unwrap(), out, on: None };
    desk.book().unwrap().checkpoint().unwrap();
    let (heap, sqlite) = peaks("monthly workbook", || drop(desk.call(&report).unwrap()));
    assert!(heap + sqlite <= 32.0, "heap {heap:.1} MB and SQLite {sqlite:.1} MB");
}

/// All rows become one change of one transaction, whose pages go into the log before it ends. The two peaks are not even
/// of one time: SQLite's comes when the rows are decided.
#[test]
fn a_roster_of_a_hundred_thousand_rows_is_imported_in_bounded_memory() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let path = roster(folder.path(), 100_000).display().to_string();
    let mut desk = new_desk(&folder.path().join("book"), TODAY);
    let kind = ImportKind::Roster;
    let import = IntakeApply::of(kind, path);
    let (heap, sqlite) = peaks("roster of 100,000 rows", || {
        assert_eq!(desk.call(&import).unwrap().body.counts.new, 100_000);
    });
    assert!(heap + sqlite <= 60.0, "heap {heap:.1} MB and SQLite {sqlite:.1} MB");
}
