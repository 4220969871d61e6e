//! Every sheet of the fixture's month as text, read back by calamine: what the office's eyes would compare.
//! `UPDATE_EXPECT=1` writes the texts anew; a change in them is a change of the workbook and needs a reason.

use branchbook_contract::report::ReportMonthly;
use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use expect_test::{ExpectFile, expect_file};

use crate::office::{october, with_month};

fn snapshots() -> Vec<(&'static str, ExpectFile)> {
    vec![
        ("封面与填报说明", expect_file!["snapshots/封面与填报说明.txt"]),
        ("党员队伍", expect_file!["snapshots/党员队伍.txt"]),
        ("党员增减明细", expect_file!["snapshots/党员增减明细.txt"]),
        ("组织生活", expect_file!["snapshots/组织生活.txt"]),
        ("双报到（分单位）", expect_file!["snapshots/双报到（分单位）.txt"]),
        ("服务明细", expect_file!["snapshots/服务明细.txt"]),
        ("积分", expect_file!["snapshots/积分.txt"]),
        ("校验", expect_file!["snapshots/校验.txt"]),
    ]
}

/// A row a line, cells between bars; empty rows and empty cells at the end of a row are left out.
fn text_of(range: &Range<Data>) -> String {
    let mut text = String::new();
    for row in range.rows() {
        let cells: Vec<String> = row.iter().map(|cell| cell.to_string().replace('\n', " ")).collect();
        let line = cells.join("|");
        let line = line.trim_end_matches('|');
        if !line.is_empty() {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[test]
fn every_sheet_of_the_month_says_what_it_said() {
    let (folder, mut desk) = with_month();
    let out = folder.path().join("month.xlsx");
    let report = ReportMonthly { month: october(), out: out.display().to_string(), on: None };
    desk.call(&report).unwrap_or_else(|error| panic!("{}", error.message));
    let mut book = open_workbook::<Xlsx<_>, _>(&out).unwrap();
    let snapshots = snapshots();
    let expected: Vec<&str> = snapshots.iter().map(|(name, _)| *name).collect();
    assert_eq!(book.sheet_names(), expected, "sheets in the order of the form");
    for (name, expect) in snapshots {
        expect.assert_eq(&text_of(&book.worksheet_range(name).unwrap()));
    }
}
