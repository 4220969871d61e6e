//! Writing: what comes out is read back by our reader and by calamine; the look is checked where a number can check it.
#![allow(clippy::unwrap_used, reason = "a failed step ends the test")]

use std::path::Path;

use branchbook_workbook::{
    Body, Book, CellValue, Column, Creation, HEAD_ROWS, Limits, Line, Out, Shape, Sheet, Span, TotalsAt,
    WriteError, header, open, write,
};
use calamine::{Reader as _, open_workbook_auto};
use chrono::{NaiveDate, NaiveDateTime};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn creation() -> Creation {
    let at: NaiveDateTime = day(2026, 11, 3).and_hms_opt(9, 30, 0).unwrap();
    Creation {
        at, title: "银河社区党建月报（2026年10月）".into(), author: "银河社区党委".into()
    }
}

fn members() -> Sheet<'static> {
    let person = |n: i64| {
        vec![
            Out::Int(n),
            Out::text("李　明"),
            Out::text("532599199001010011"),
            Out::Day(day(1998, 7, 1)),
            Out::Fixed(6150, 1),
            Out::Percent(9350, 1),
            Out::text("银河路252号锦华苑15幢1单元103室（长期在外务工，每季度电话联系一次）"),
        ]
    };
    Sheet {
        name: "1 党员队伍".into(),
        mark: "附件1".into(),
        title: "银河社区2026年10月党员队伍情况表".into(),
        lines: vec![Line::ends("填报单位（盖章）：银河社区党委", "填报日期：2026年11月3日")],
        columns: vec![
            Column::centered(6),
            Column::centered(10),
            Column::centered(22),
            Column::centered(12),
            Column::new(8),
            Column::new(10),
            Column::new(30),
        ],
        heads: header(&[
            ["序号", "基本情况", "<", "<", "积分", "<", "家庭住址及备注"],
            ["^", "姓名", "身份证号", "入党时间", "得分", "到会率", "^"],
        ]),
        column_numbers: true,
        body: Body::Made(Box::new(move |sink| (1..=40).try_for_each(|n| sink(&person(n))))),
        totals: vec![vec![
            Out::text("合计"),
            Out::Int(40),
            Out::Dash,
            Out::Dash,
            Out::Fixed(246_000, 1),
            Out::Percent(9350, 1),
            Out::Blank,
        ]],
        totals_at: TotalsAt::Bottom,
        signatures: vec!["单位负责人：".into(), "审核人：".into(), "填表人：".into(), "联系电话：".into()],
        notes: vec!["注：到会率按应到人数计算，经批准请假者不计应到。".into()],
        ..Sheet::default()
    }
}

fn written(folder: &Path, sheet: Sheet<'_>) -> std::path::PathBuf {
    let path = folder.join("月报.xlsx");
    write(&path, &Book { sheets: vec![sheet] }, &creation(), folder).unwrap();
    path
}

#[test]
fn what_is_written_reads_back_with_its_kinds_and_merges() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(&written(folder.path(), members()), &Limits::default()).unwrap();
    assert_eq!(book.sheets()[0].name, "1 党员队伍");
    let head = book.head(0, HEAD_ROWS).unwrap();
    assert_eq!(head.cell(0, 0).text, "附件1");
    assert_eq!(head.seen(1, 6).text, "银河社区2026年10月党员队伍情况表");
    assert_eq!(head.seen(3, 3).text, "基本情况");
    assert_eq!(head.seen(4, 6).text, "家庭住址及备注", "a header cell of two rows");
    assert!(head.merges.contains(&Span { top: 3, left: 1, bottom: 3, right: 3 }));
    assert_eq!(head.cell(5, 6).text, "7", "the column numbers stand below the header");
    let row = head.rows.iter().find(|r| r.index == 6).unwrap();
    let seen: Vec<_> = (0..6).map(|c| (row.text(c), row.cell(c).shape)).collect();
    assert_eq!(
        seen,
        [
            ("1", Shape::Number),
            ("李　明", Shape::Text),
            ("532599199001010011", Shape::Text),
            ("1998-07-01", Shape::Day),
            ("61.5", Shape::Number),
            ("93.5%", Shape::Percent),
        ]
    );
    assert_eq!(row.cell(2).value, CellValue::Text, "an ID number is text");
    let last: Vec<_> = book.rows(0).unwrap().map(Result::unwrap).collect();
    let total = last.iter().find(|r| r.text(0) == "合计").unwrap();
    assert_eq!((total.index, total.text(4), total.text(2)), (46, "2460.0", "—"));
}

#[test]
fn another_reader_sees_the_same_cells() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), members());
    let mut theirs = open_workbook_auto(&path).unwrap();
    let range = theirs.worksheet_range("1 党员队伍").unwrap();
    let book = open(&path, &Limits::default()).unwrap();
    let mut texts = 0;
    for row in book.rows(0).unwrap().map(Result::unwrap) {
        for cell in row.cells.iter().filter(|c| c.value == CellValue::Text) {
            let other = range.get_value((row.index, u32::from(cell.column))).unwrap();
            assert_eq!(other.to_string(), cell.text, "row {}", row.number());
            texts += 1;
        }
    }
    assert!(texts > 120, "{texts} texts compared");
}

#[test]
fn the_same_value_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |name: &str| {
        let path = folder.path().join(name);
        let result = write(&path, &Book { sheets: vec![members()] }, &creation(), folder.path()).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(result.bytes, bytes.len() as u64);
        assert_eq!((result.rows, result.cut_cells), (40, 0));
        bytes
    };
    assert!(bytes("甲.xlsx") == bytes("乙.xlsx"), "two writings differ");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no temporary file stays behind: {left:?}");
}

#[test]
fn a_failed_writing_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("月报.xlsx");
    std::fs::write(&path, b"old").unwrap();
    let mut sheet = members();
    sheet.body = Body::Made(Box::new(|_| Err(WriteError::Source("台账读不出来，请先校验。".into()))));
    let outcome = write(&path, &Book { sheets: vec![sheet] }, &creation(), folder.path());
    assert_eq!(outcome.unwrap_err().to_string(), "台账读不出来，请先校验。");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let attempt = |change: &dyn Fn(&mut Sheet<'_>)| {
        let mut sheet = members();
        change(&mut sheet);
        write(&folder.path().join("a.xlsx"), &Book { sheets: vec![sheet] }, &creation(), folder.path())
            .unwrap_err()
    };
    assert!(matches!(attempt(&|s| s.name = "三会/一课".into()), WriteError::SheetName(_)));
    assert!(matches!(attempt(&|s| s.name = "长".repeat(32)), WriteError::SheetName(_)));
    assert!(matches!(
        attempt(&|s| s.totals = vec![vec![Out::Blank]]),
        WriteError::RowWidth { have: 1, want: 7, .. }
    ));
    assert!(matches!(attempt(&|s| s.heads.truncate(3)), WriteError::Header(_)));
    assert!(matches!(attempt(&|s| s.columns.clear()), WriteError::Header(_)));
    let long = Out::text("长".repeat(32_768));
    let too_long = attempt(&|s| {
        s.totals =
            vec![vec![long.clone(), Out::Blank, Out::Blank, Out::Blank, Out::Blank, Out::Blank, Out::Blank]];
    });
    assert!(matches!(too_long, WriteError::TextTooLong { .. }));
    let twice = Book { sheets: vec![members(), members()] };
    let outcome = write(&folder.path().join("a.xlsx"), &twice, &creation(), folder.path());
    assert!(matches!(outcome, Err(WriteError::SheetName(_))));
}

#[test]
fn a_sheet_of_one_column_and_no_rows_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = Sheet {
        name: "说明".into(),
        title: "填报说明".into(),
        columns: vec![Column::new(80)],
        notes: vec!["一、本表由社区填报。".into()],
        signatures: vec!["负责人：".into(), "填表人：".into()],
        ..Sheet::default()
    };
    let book = open(&written(folder.path(), sheet), &Limits::default()).unwrap();
    let texts: Vec<_> = book.rows(0).unwrap().map(|r| r.unwrap().text(0).to_owned()).collect();
    assert_eq!(texts, ["填报说明", "负责人：            填表人：", "一、本表由社区填报。"]);
}

/// The parts of the file where the print set-up and the widths stand.
fn part(path: &Path, name: &str) -> String {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_sheet_prints_on_a4_landscape_one_page_wide_with_its_header_on_each_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), members());
    let sheet = part(&path, "xl/worksheets/sheet1.xml");
    for wanted in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "horizontalCentered=\"1\"",
        "第 &amp;P 页 共 &amp;N 页",
        "topLeftCell=\"A7\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted} is missing");
    }
    let book = part(&path, "xl/workbook.xml");
    assert!(book.contains("$4:$6"), "header rows are repeated: {book}");
    assert!(book.contains("$A$1:$G$49"), "print area: {book}");
    assert!(part(&path, "docProps/core.xml").contains("2026-11-03T09:30:00Z"), "fixed time");
}

#[test]
fn every_row_stands_once_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = part(&written(folder.path(), members()), "xl/worksheets/sheet1.xml");
    let rows: Vec<u32> =
        sheet.split("<row r=\"").skip(1).map(|t| t.split('"').next().unwrap().parse().unwrap()).collect();
    assert!(rows.is_sorted_by(|a, b| a < b), "Excel repairs a sheet that repeats a row: {rows:?}");
}

#[test]
fn a_column_grows_where_a_number_would_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = Sheet {
        name: "数".into(),
        columns: vec![Column::new(3)],
        body: Body::Held(vec![vec![Out::Int(123_456_789_012)]]),
        ..Sheet::default()
    };
    let xml = part(&written(folder.path(), sheet), "xl/worksheets/sheet1.xml");
    let width =
        xml.split("width=\"").nth(1).and_then(|t| t.split('"').next()).unwrap().parse::<f64>().unwrap();
    assert!(width > 13.0, "12 digits need more than {width}");
}

#[test]
fn long_text_gets_the_height_of_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = Sheet {
        name: "备注".into(),
        columns: vec![Column::new(20)],
        body: Body::Held(vec![vec![Out::text("短")], vec![Out::text("银河社区".repeat(20))]]),
        ..Sheet::default()
    };
    let xml = part(&written(folder.path(), sheet), "xl/worksheets/sheet1.xml");
    let heights: Vec<f64> =
        xml.split(" ht=\"").skip(1).map(|t| t.split('"').next().unwrap().parse().unwrap()).collect();
    assert!(heights[0] < 25.0 && heights[1] > 8.0 * 15.0, "160 wide in 20: {heights:?}");
}
