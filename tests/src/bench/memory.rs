//! Peak memory of whole works, each in a process of its own: this program starts itself again and the child tells the
//! most memory that it ever held (`VmHWM` of /proc, so Linux only). What a process holds that only opens a book is
//! taken off, so that the size of the program itself does not count; everything else does, SQLite's pages too.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::path::Path;
use std::process::Command;

use branchbook_contract::report::ReportMonthly;

use super::roster;
use crate::large::{self, OPEN_MONTH, Size, TODAY};
use crate::office::{new_desk, open_desk};

/// First word of the arguments of a child.
pub const ALONE: &str = "alone";
const ROWS: usize = 100_000;

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    roster::roster(dir, ROWS);
    large::make(&dir.join("book"), Size::large(5)).close().unwrap();
    let nothing = peak_of("nothing", dir);
    let above = |work: &str| peak_of(work, dir).saturating_sub(nothing);
    println!("a process that only opens a book: {nothing} MB; above it:");
    println!("    roster of 100,000 rows: floor {} MB · ours {} MB", above("floor"), above("roster"));
    println!("    monthly workbook of the large community: {} MB [hold ≤ 32 MB]", above("monthly"));
}

/// What a child does.
pub fn alone(work: &str, dir: &Path) {
    match work {
        "roster" => drop(roster::ours(&dir.join("new"), &roster::path(dir, ROWS), ROWS)),
        "floor" => drop(roster::floor(dir, "floor.db", &roster::path(dir, ROWS), ROWS)),
        "monthly" => monthly(dir),
        _ => new_desk(&dir.join("empty"), TODAY).close().unwrap(),
    }
    println!("{}", high_water());
}

fn monthly(dir: &Path) {
    let mut desk = open_desk(&dir.join("book"), TODAY);
    let out = dir.join("月报.xlsx").display().to_string();
    desk.call(&ReportMonthly { month: OPEN_MONTH.parse().unwrap(), out, on: None }).unwrap();
}

fn peak_of(work: &str, dir: &Path) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let output = child.args([ALONE, work]).arg(dir).output().unwrap();
    assert!(output.status.success(), "{work}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap()
}

/// In MB.
fn high_water() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().map_or(0, |kilobytes| kilobytes / 1_024)
}
