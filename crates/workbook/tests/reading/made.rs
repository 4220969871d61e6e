//! Files made by hand, and the short ways to what is in them.

use std::io::Write as _;
use std::path::PathBuf;

use branchbook_workbook::{Limits, MarkedRow, ReadError, Row, SourceBook, open};
use rust_xlsxwriter::{Format, Workbook};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

pub(crate) const XLS: &[u8] = include_bytes!("../fixtures/roster.xls");

pub(crate) fn saved(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

pub(crate) fn read(bytes: &[u8]) -> Result<SourceBook, ReadError> {
    read_with(bytes, &Limits::default())
}

pub(crate) fn read_with(bytes: &[u8], limits: &Limits) -> Result<SourceBook, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder, "名册.xlsx", bytes);
    let book = open(&path, limits);
    // The rows are read from the file later: keep it for the length of the test process.
    std::mem::forget(folder);
    book
}

pub(crate) fn rows(book: &SourceBook, sheet: usize) -> Vec<Row> {
    book.rows(sheet).unwrap().collect::<Result<_, _>>().unwrap()
}

/// What the file says of each row: its number, whether it is hidden, the columns without a result.
pub(crate) fn marks(book: &SourceBook, sheet: usize) -> Vec<(u32, bool, Vec<u16>)> {
    let told = |marked: MarkedRow| (marked.row.number(), marked.is_hidden, marked.uncomputed);
    book.rows(sheet).unwrap().marked().map(|marked| told(marked.unwrap())).collect()
}

pub(crate) fn texts(book: &SourceBook, sheet: usize) -> Vec<Vec<String>> {
    rows(book, sheet).iter().map(|r| (0..r.width()).map(|c| r.text(c).to_owned()).collect()).collect()
}

pub(crate) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook by hand: what stands in workbook, styles, shared strings and the one sheet.
pub(crate) fn handmade(book: &str, styles: &str, strings: &str, sheet: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id='rId1' Type='{kind}/worksheet' Target='worksheets/sheet1.xml'/>\
         <Relationship Id='rId2' Type='{kind}/styles' Target='styles.xml'/>\
         <Relationship Id='rId3' Type='{kind}/sharedStrings' Target='/xl/sharedStrings.xml'/></Relationships>"
    );
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            &format!("<workbook>{book}<sheets><sheet name='名册' r:id='rId1'/></sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/styles.xml", &format!("<styleSheet>{styles}</styleSheet>")),
        ("xl/sharedStrings.xml", &format!("<sst>{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}

/// A roster as rust_xlsxwriter makes it: merged two-row header, dates in several formats, numbers.
pub(crate) fn roster() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("花名册").unwrap();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 4, "银河社区党员花名册", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "姓名", &plain).unwrap();
    sheet.merge_range(1, 1, 1, 3, "时间", &plain).unwrap();
    for (column, text) in [(1, "出生"), (2, "入党"), (3, "转正"), (4, "得分")] {
        sheet.write_string(2, column, text).unwrap();
    }
    let formats = ["yyyy\"年\"m\"月\"d\"日\"", "yyyy.mm", "[$-804]yyyy/m/d;@"];
    for row in 3..60 {
        sheet.write_string(row, 0, "李　明").unwrap();
        for (column, code) in (1..).zip(formats) {
            sheet.write_number_with_format(row, column, 46_303, &Format::new().set_num_format(code)).unwrap();
        }
        sheet.write_number(row, 4, 1998.07).unwrap();
    }
    sheet.write_number(60, 0, 532_599_199_001_011_234_f64).unwrap();
    sheet.write_boolean(60, 1, true).unwrap();
    workbook.add_worksheet().set_name("隐藏").unwrap().set_hidden(true);
    workbook.save_to_buffer().unwrap()
}

pub(crate) const ODS_HEAD: &str = "<office:document-content><office:automatic-styles><style:style style:name='ta2'>\
    <style:table-properties table:display='false'/></style:style></office:automatic-styles><office:spreadsheet>";

pub(crate) fn ods(tables: &str) -> Vec<u8> {
    let content = format!("{ODS_HEAD}{tables}</office:spreadsheet></office:document-content>");
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}
