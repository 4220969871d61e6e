//! The community of the fixtures, its files and what it does with them.

use std::path::Path;

use branchbook_contract::intake::{Applied, ImportKind, IntakeApply};
use branchbook_desk::Desk;
use branchbook_domain::day::Month;
use branchbook_tests::office::{new_desk, open_desk};
use tempfile::TempDir;

/// The day on which the roster and the report-ins come into the book.
pub const BEGIN: &str = "2026-10-08";
/// The day on which the month is written up.
pub const END: &str = "2026-11-01";
pub const ROSTER: &str = "党员花名册.xlsx";
pub const UNITS: &str = "驻区单位应报到数.xlsx";
pub const REPORT_INS: &str = "在职党员报到名册.csv";
pub const MEETINGS: &str = "十月组织生活登记.xls";
pub const POINTS: &str = "十月积分登记.xlsx";

/// What is imported, in the order of the office's month.
pub const FILES: [(ImportKind, &str); 5] = [
    (ImportKind::Roster, ROSTER),
    (ImportKind::Units, UNITS),
    (ImportKind::ReportIns, REPORT_INS),
    (ImportKind::Meetings, MEETINGS),
    (ImportKind::Points, POINTS),
];

pub fn october() -> Month {
    "2026-10".parse().unwrap()
}

/// The path of a fixture.
pub fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month").join(name).display().to_string()
}

pub fn import(desk: &mut Desk, kind: ImportKind, name: &str) -> Applied {
    let apply = IntakeApply {
        month: matches!(kind, ImportKind::Meetings | ImportKind::Points).then(october),
        ..IntakeApply::of(kind, fixture(name))
    };
    desk.call(&apply).unwrap_or_else(|error| panic!("{name}: {}", error.message)).body
}

/// A new book with the roster in it, on the day of the roster.
pub fn with_roster() -> (TempDir, Desk, Applied) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = new_desk(&folder.path().join("book"), BEGIN);
    let applied = import(&mut desk, ImportKind::Roster, ROSTER);
    (folder, desk, applied)
}

/// The same book with all five files, on the day after the month.
pub fn with_month() -> (TempDir, Desk) {
    let (folder, mut desk, _) = with_roster();
    import(&mut desk, ImportKind::Units, UNITS);
    import(&mut desk, ImportKind::ReportIns, REPORT_INS);
    desk.close().unwrap();
    let mut desk = open_desk(&folder.path().join("book"), END);
    import(&mut desk, ImportKind::Meetings, MEETINGS);
    import(&mut desk, ImportKind::Points, POINTS);
    (folder, desk)
}

/// How many notes of an import say this.
pub fn notes_with(applied: &Applied, words: &str) -> usize {
    applied.attention.iter().flat_map(|row| &row.notes).filter(|note| note.contains(words)).count()
}
