//! The same month by the command line, as a technician's script would do it.

use branchbook_tests::program::{answer, branchbook};

use crate::office::{self, BEGIN, END, fixture};

#[test]
fn the_month_goes_through_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book").display().to_string();
    let made =
        branchbook(BEGIN, &["init", &dir, "--office", "community", "--name", "晨光社区", "--no-password"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let import = |day: &str, kind: &str, name: &str| {
        answer(day, &["--book", &dir, "import", kind, &fixture(name), "--month", "2026-10"])
    };
    let roster = import(BEGIN, "roster", office::ROSTER);
    assert_eq!(roster["counts"]["new"], 312, "{roster}");
    import(BEGIN, "units", office::UNITS);
    assert_eq!(import(BEGIN, "report-ins", office::REPORT_INS)["counts"]["new"], 847);
    import(END, "meetings", office::MEETINGS);
    assert_eq!(import(END, "points", office::POINTS)["counts"]["new"], 614);
    let members = answer(END, &["--book", &dir, "member", "list"]);
    assert_eq!(members.as_array().map(Vec::len), Some(312), "one array with every row");
    let out = folder.path().join("month.xlsx").display().to_string();
    answer(END, &["--book", &dir, "check", "--month", "2026-10"]);
    answer(END, &["--book", &dir, "report", "monthly", "--month", "2026-10", "--out", &out]);
    assert!(std::fs::metadata(&out).unwrap().len() > 10_000);
    let proof = answer(END, &["--book", &dir, "verify"]);
    assert_eq!(proof["is_sound"], true, "{proof}");
}
