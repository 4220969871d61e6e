//! The workbook: the same bytes when it is made again, and a printable file for LibreOffice.

use std::path::{Path, PathBuf};
use std::process::Command;

use branchbook_contract::report::{ReportMade, ReportMonthly};
use branchbook_desk::Desk;
use branchbook_tests::office::open_desk;
use calamine::{Reader as _, Xlsx, open_workbook};

use crate::office::{october, with_month};

/// The sheets that every monthly workbook has (domain.md 5.2).
const SHEETS: [&str; 7] =
    ["党员队伍", "党员增减明细", "组织生活", "双报到（分单位）", "服务明细", "积分", "校验"];

fn report(desk: &mut Desk, out: &Path) -> ReportMade {
    let report = ReportMonthly { month: october(), out: out.display().to_string(), on: None };
    desk.call(&report).unwrap_or_else(|error| panic!("{}", error.message)).body
}

#[test]
fn the_workbook_made_again_has_the_same_bytes() {
    let (folder, mut desk) = with_month();
    let (first, second) = (folder.path().join("甲.xlsx"), folder.path().join("乙.xlsx"));
    report(&mut desk, &first);
    desk.close().unwrap();
    let mut desk = open_desk(&folder.path().join("book"), "2026-11-03");
    let again = report(&mut desk, &second);
    assert!(again.is_same_as_before);
    assert!(std::fs::read(&first).unwrap() == std::fs::read(&second).unwrap(), "two days later, same bytes");
}

#[test]
fn every_sheet_is_there_and_prints() {
    let (folder, mut desk) = with_month();
    let out = folder.path().join("month.xlsx");
    report(&mut desk, &out);
    let names = open_workbook::<Xlsx<_>, _>(&out).unwrap().sheet_names();
    for sheet in SHEETS {
        assert!(names.iter().any(|name| name == sheet), "{sheet} is missing: {names:?}");
    }
    let text = printed(&out);
    assert!(!text.contains("###"), "a column is too narrow for its numbers");
    // The sheet of the points is headed 积分 too; each sheet's title bears its name.
    for sheet in SHEETS {
        let title: String = sheet.chars().take_while(|letter| *letter != '（').collect();
        assert!(text.contains(&title), "no page shows {title}");
    }
}

/// The text of the pages as LibreOffice prints them.
fn printed(workbook: &Path) -> String {
    let folder = workbook.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let words = ["--headless", "--convert-to", "pdf", "--outdir"];
    let output = Command::new("soffice").arg(profile).args(words).arg(folder).arg(workbook).output();
    let output = output.expect("LibreOffice is installed by `cargo xtask test`");
    let pdf: PathBuf = workbook.with_extension("pdf");
    assert!(pdf.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output();
    String::from_utf8(text.expect("pdftotext is installed by `cargo xtask test`").stdout).unwrap()
}
