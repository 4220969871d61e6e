//! Reading: every kind of file, the dirt that office files carry, and files that mean harm.
#![allow(clippy::unwrap_used, reason = "a failed step ends the test")]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use branchbook_workbook::{
    CellValue, HEAD_ROWS, Limits, ReadError, Row, Shape, SourceBook, SourceKind, Span, open,
};
use rust_xlsxwriter::{Format, Workbook};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

const XLS: &[u8] = include_bytes!("fixtures/roster.xls");

fn saved(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn read(bytes: &[u8]) -> Result<SourceBook, ReadError> {
    read_with(bytes, &Limits::default())
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<SourceBook, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder, "名册.xlsx", bytes);
    let book = open(&path, limits);
    // The rows are read from the file later: keep it for the length of the test process.
    std::mem::forget(folder);
    book
}

fn rows(book: &SourceBook, sheet: usize) -> Vec<Row> {
    book.rows(sheet).unwrap().collect::<Result<_, _>>().unwrap()
}

fn texts(book: &SourceBook, sheet: usize) -> Vec<Vec<String>> {
    rows(book, sheet).iter().map(|r| (0..r.width()).map(|c| r.text(c).to_owned()).collect()).collect()
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook by hand: what stands in workbook, styles, shared strings and the one sheet.
fn handmade(book: &str, styles: &str, strings: &str, sheet: &str) -> Vec<u8> {
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
fn roster() -> Vec<u8> {
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

#[test]
fn an_xlsx_gives_its_header_merges_formats_and_hidden_sheets() {
    let book = read(&roster()).unwrap();
    assert_eq!(book.kind(), SourceKind::Xlsx);
    let sheets: Vec<_> = book.sheets().iter().map(|s| (s.name.as_str(), s.is_hidden)).collect();
    assert_eq!(sheets, [("花名册", false), ("隐藏", true)]);
    let head = book.head(0, HEAD_ROWS).unwrap();
    assert_eq!(head.rows.len(), 40, "the head ends at its row, the sheet does not");
    assert_eq!(head.merge_at(2, 0), Some(Span { top: 1, left: 0, bottom: 2, right: 0 }));
    assert_eq!((head.seen(1, 3).text.as_str(), head.seen(2, 0).text.as_str()), ("时间", "姓名"));
    let all = rows(&book, 0);
    assert_eq!(all.len(), 61);
    let seen: Vec<_> = (1..5).map(|c| (all[3].text(c), all[3].cell(c).shape)).collect();
    assert_eq!(
        seen,
        [
            ("2026年10月8日", Shape::Day),
            ("2026.10", Shape::Month),
            ("2026/10/8", Shape::Day),
            ("1998.07", Shape::General)
        ]
    );
    assert!(matches!(all[3].cell(1).value, CellValue::Date(at) if at.to_string() == "2026-10-08 00:00:00"));
    assert_eq!(all[60].text(0), "532599199001011000", "digits that Excel lost stay lost, as a number");
    assert!(matches!(all[60].cell(0).value, CellValue::Number(_)));
    assert_eq!(all[60].cell(1).value, CellValue::Bool(true));
    assert_eq!(rows(&book, 1), [], "an empty sheet has no rows");
    assert!(matches!(book.rows(2), Err(ReadError::NoSheet(3))));
}

#[test]
fn the_1904_system_builtin_cjk_dates_rich_text_and_prefixes_are_understood() {
    let styles = "<numFmts/><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>\
                  <cellXfs><xf numFmtId='0'/><xf numFmtId='31'/><xf numFmtId='57'/></cellXfs>";
    let strings = "<si><r><t>李</t></r><r><t xml:space='preserve'> 明</t></r><rPh><t>lǐ</t></rPh></si><si/>\
                   <si><t>第一行_x000D_\n第二行&amp;&#20116;</t></si>";
    let sheet = "<x:sheetData><x:row><x:c t='s'><x:v>0</x:v></x:c><x:c s='1'><x:v>44841</x:v></x:c>\
                 <x:c s='2'><x:v>44841</x:v></x:c><x:c t='s'><x:v>1</x:v></x:c><x:c t='s'><x:v>2</x:v></x:c>\
                 <x:c t='inlineStr'><x:is><x:t>在册</x:t></x:is></x:c><x:c t='e'><x:v>#N/A</x:v></x:c>\
                 <x:c t='str'><x:f>A1&amp;\"\"</x:f><x:v>李 明</x:v></x:c><x:c t='d'><x:v>2026-10-08</x:v></x:c>\
                 <x:c r='AA1' s='1'><x:v>-3</x:v></x:c></x:row></x:sheetData>\
                 <x:mergeCells><x:mergeCell ref='A1:B2'/></x:mergeCells>";
    let book = read(&handmade("<workbookPr date1904='1'/>", styles, strings, sheet)).unwrap();
    let row = &rows(&book, 0)[0];
    let expected = [
        "李 明",
        "2026年10月8日",
        "2026年10月",
        "",
        "第一行\n第二行&五",
        "在册",
        "#N/A",
        "李 明",
        "2026-10-08",
    ];
    let seen: Vec<_> = (0..9).map(|c| row.text(c)).collect();
    assert_eq!(seen, expected);
    assert_eq!(row.cell(6).value, CellValue::Error);
    assert!(matches!(row.cell(8).value, CellValue::Date(_)));
    assert_eq!(row.text(26), "-3", "a serial outside the calendar stays a number");
    assert_eq!(book.merges(0).unwrap(), [Span { top: 0, left: 0, bottom: 1, right: 1 }]);
}

#[test]
fn an_xls_gives_formats_merges_hidden_sheets_and_long_strings() {
    let book = read(XLS).unwrap();
    assert_eq!(book.kind(), SourceKind::Xls);
    assert!(book.sheets()[1].is_hidden);
    let head = book.head(0, HEAD_ROWS).unwrap();
    assert_eq!(head.seen(0, 5).text, "银河社区党员花名册");
    let all = rows(&book, 0);
    let row = &all[3];
    let seen: Vec<_> = (0..5).map(|c| row.text(c)).collect();
    assert_eq!(seen, ["李　明", "2", "1998年7月3日", "61.50", "TRUE"]);
    assert_eq!(row.cell(2).shape, Shape::Day);
    for (row, number) in all[2..6].iter().zip(2..) {
        assert_eq!(
            row.text(5),
            format!("备注{number} {}", "银河里小区".repeat(500)),
            "across CONTINUE records"
        );
    }
    assert_eq!((all[6].text(3), all[6].text(4)), ("1998.07", "4"));
}

const ODS_HEAD: &str = "<office:document-content><office:automatic-styles><style:style style:name='ta2'>\
    <style:table-properties table:display='false'/></style:style></office:automatic-styles><office:spreadsheet>";

fn ods(tables: &str) -> Vec<u8> {
    let content = format!("{ODS_HEAD}{tables}</office:spreadsheet></office:document-content>");
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

#[test]
fn an_ods_gives_what_its_program_showed() {
    let book = read(&ods(
        "<table:table table:name='名册' table:style-name='ta1'>\
         <table:table-row><table:table-cell table:number-columns-spanned='3' office:value-type='string'><text:p>花名册</text:p>\
         <office:annotation><text:p>批注</text:p></office:annotation></table:table-cell><table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>\
         <table:table-row table:number-rows-repeated='2'><table:table-cell/></table:table-row>\
         <table:table-row table:number-rows-repeated='2'><table:table-cell office:value-type='string'><text:p>李<text:s text:c='2'/>明</text:p><text:p>二</text:p></table:table-cell>\
         <table:table-cell office:value-type='date' office:date-value='2026-10-08'><text:p>2026年10月8日</text:p></table:table-cell>\
         <table:table-cell office:value-type='float' office:value='1998.07'><text:p>1998.07</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated='2' office:value-type='percentage' office:value='0.935'><text:p>93.5%</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>\
         <table:table table:name='隐藏' table:style-name='ta2'><table:table-row><table:table-cell office:value-type='boolean' office:boolean-value='true'/></table:table-row></table:table>",
    ))
    .unwrap();
    assert_eq!(book.kind(), SourceKind::Ods);
    assert_eq!(book.sheets().iter().map(|s| s.is_hidden).collect::<Vec<_>>(), [false, true]);
    let all = rows(&book, 0);
    assert_eq!(all.iter().map(|r| r.index).collect::<Vec<_>>(), [0, 3, 4]);
    let seen: Vec<_> = (0..5).map(|c| all[2].text(c)).collect();
    assert_eq!(seen, ["李  明\n二", "2026年10月8日", "1998.07", "93.5%", "93.5%"]);
    assert_eq!(all[1].cell(1).shape, Shape::Day);
    assert_eq!(book.merges(0).unwrap(), [Span { top: 0, left: 0, bottom: 0, right: 2 }]);
    assert_eq!(rows(&book, 1)[0].cell(0).value, CellValue::Bool(true));
}

#[test]
fn a_csv_is_text_in_any_encoding_and_separator() {
    let (gb, _, _) = encoding_rs::GB18030.encode("姓名,身份证\r\n\"李,明\",\"532599199001010011\t\"\r\n");
    let utf16: Vec<u8> = [0xfeff_u16]
        .into_iter()
        .chain("姓名\t住址\n李明\t一\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let cases: [(&[u8], [[&str; 2]; 2]); 5] = [
        (&gb, [["姓名", "身份证"], ["李,明", "532599199001010011\t"]]),
        ("\u{feff}姓名,住址\n李明,\"一\n二\"\n".as_bytes(), [["姓名", "住址"], ["李明", "一\n二"]]),
        ("姓名;住址\n李明;一,二\n".as_bytes(), [["姓名", "住址"], ["李明", "一,二"]]),
        ("姓名\t住址\n李明\t 一 ".as_bytes(), [["姓名", "住址"], ["李明", " 一 "]]),
        (&utf16, [["姓名", "住址"], ["李明", "一"]]),
    ];
    for (bytes, expected) in cases {
        let book = read(bytes).unwrap();
        assert_eq!(book.kind(), SourceKind::Csv);
        assert_eq!(book.sheets()[0].name, "名册");
        assert_eq!(texts(&book, 0), expected);
    }
}

#[test]
fn blank_lines_of_a_csv_count_as_rows() {
    for line in ["\n", "\r\n", "\r"] {
        for end in ["", line] {
            let text = ["", "a,b", "", "\"c\nx\",d", "e,f", "", "", "g,h"].join(line) + end;
            let book = read(text.as_bytes()).unwrap();
            let seen: Vec<_> = rows(&book, 0).iter().map(|r| r.index).collect();
            assert_eq!(seen, [1, 3, 4, 7], "line end {line:?}, last {end:?}");
        }
    }
}

/// The xls fixture with another name for its stream.
fn renamed_stream(name: &str) -> Vec<u8> {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let (old, new) = (wide("Workbook"), wide(name));
    let mut bytes = XLS.to_vec();
    let at = bytes.windows(old.len()).position(|w| w == old).unwrap();
    bytes[at..at + 64].fill(0);
    bytes[at..at + new.len()].copy_from_slice(&new);
    bytes[at + 64] = u8::try_from(new.len() + 2).unwrap();
    bytes
}

#[test]
fn what_is_no_readable_table_is_refused_by_its_name() {
    let word = zipped(&[("[Content_Types].xml", ""), ("word/document.xml", "")]);
    let binary = zipped(&[("[Content_Types].xml", ""), ("xl/workbook.bin", "")]);
    let cases: [(&[u8], &str); 13] = [
        (b"", "是空的"),
        (b" \r\n\r\n", "是空的"),
        (b"\xef\xbb\xbf\n<html><table><tr><td>1</td></tr></table></html>", "其实是网页"),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "Excel 2003",
        ),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"MZ\x90\0\x03\0\0\0", "程序"),
        (b"\x09\x08\x08\0\0\x05\x05\0", "Excel 95"),
        (&word, "Word 文档"),
        (&binary, "二进制工作簿"),
        (&renamed_stream("EncryptedPackage"), "打开密码"),
        (&renamed_stream("Book"), "Excel 95"),
        (&renamed_stream("WordDocument"), "Word 文档"),
    ];
    for (bytes, words) in cases {
        let said = read(bytes).unwrap_err().to_string();
        assert!(said.contains(words), "「{said}」 should speak of {words}");
        assert!(said.contains('请'), "「{said}」 must say what to do");
    }
    let missing = open(Path::new("/nowhere/名册.xlsx"), &Limits::default());
    assert!(matches!(missing, Err(ReadError::Missing)));
}

#[test]
fn a_part_that_unpacks_without_measure_is_refused() {
    let sheet = format!("<sheetData>{}</sheetData>", " ".repeat(96 << 20));
    let book = read(&handmade("", "", "", &sheet)).unwrap();
    let limits = Limits { ratio: 50, node_bytes: u64::MAX, ..Limits::default() };
    let strict = read_with(&handmade("", "", "", &sheet), &limits).unwrap();
    let end = |book: &SourceBook| book.rows(0).unwrap().last();
    assert!(
        matches!(end(&book), Some(Err(ReadError::TooLarge { .. } | ReadError::Bomb))),
        "one text of 96 MB"
    );
    assert!(matches!(end(&strict), Some(Err(ReadError::Bomb))));
    assert!(matches!(strict.merges(0), Err(ReadError::Bomb)), "the way to the merged ranges is guarded too");
}

#[test]
fn a_repeated_cell_is_not_unfolded_beyond_the_limits() {
    let cell = "<table:table-cell table:number-columns-repeated='REPEAT' office:value-type='string'><text:p>一</text:p></table:table-cell>";
    let wide = format!(
        "<table:table><table:table-row>{}</table:table-row></table:table>",
        cell.replace("REPEAT", "4000000000")
    );
    let long = format!(
        "<table:table><table:table-row table:number-rows-repeated='4000000000'>{}</table:table-row></table:table>",
        cell.replace("REPEAT", "1")
    );
    let limits = Limits { rows: 1000, ..Limits::default() };
    for (table, what) in [(wide, "列数"), (long, "行数")] {
        let book = read_with(&ods(&table), &limits).unwrap();
        let last = book.rows(0).unwrap().last();
        assert!(matches!(&last, Some(Err(ReadError::TooLarge { what: w, .. })) if *w == what), "{last:?}");
    }
}

#[test]
fn limits_are_named_with_their_number() {
    let bytes = roster();
    let check = |limits: Limits| match read_with(&bytes, &limits) {
        Ok(book) => book.rows(0).unwrap().find_map(Result::err).map(|e| e.to_string()).unwrap_or_default(),
        Err(error) => error.to_string(),
    };
    let base = Limits::default;
    let cases = [
        (Limits { file_bytes: 100, ..base() }, "文件字节数超出上限（100）"),
        (Limits { rows: 10, ..base() }, "行数超出上限（10）"),
        (Limits { columns: 3, ..base() }, "列数超出上限（3）"),
        (Limits { cells: 20, ..base() }, "单元格数超出上限（20）"),
        (Limits { cell_chars: 3, ..base() }, "单元格字数超出上限（3）"),
        (Limits { parts: 3, ..base() }, "压缩包内的部件数超出上限（3）"),
        (Limits { sheets: 1, ..base() }, "工作表数超出上限（1）"),
        (Limits { shared_bytes: 20, ..base() }, "共享文字的字节数超出上限（20）"),
        (Limits { total_bytes: 500, ..base() }, "展开后的字节数超出上限（500）"),
    ];
    for (limits, words) in cases {
        let said = check(limits);
        assert!(said.contains(words), "「{said}」 should say {words}");
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    for twin in ["xl/twin_b.xml", "xl/TWIN_a.xml"] {
        let mut bytes = zipped(&[("[Content_Types].xml", ""), ("xl/twin_a.xml", "一"), (twin, "二")]);
        if twin == "xl/twin_b.xml" {
            let old = twin.as_bytes();
            for at in 0..bytes.len() - old.len() {
                if &bytes[at..at + old.len()] == old {
                    bytes[at..at + old.len()].copy_from_slice(b"xl/twin_a.xml");
                }
            }
        }
        assert!(matches!(read(&bytes), Err(ReadError::DuplicatePart(_))), "{twin}");
    }
}

/// Reads everything there is; only the absence of a panic and an end matter.
fn exhaust(path: &Path) -> bool {
    let Ok(book) = open(path, &Limits::default()) else { return false };
    (0..book.sheets().len()).all(|at| {
        let head = book.head(at, HEAD_ROWS).is_ok();
        book.rows(at).unwrap().all(|row| row.is_ok()) && head
    })
}

#[test]
fn files_cut_or_flipped_anywhere_end_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let table = "<table:table><table:table-row><table:table-cell office:value-type='float' office:value='1'/></table:table-row></table:table>";
    let sources = [
        roster(),
        XLS.to_vec(),
        ods(table),
        handmade("", "", "<si><t>一</t></si>", "<sheetData><row><c t='s'><v>0</v></c></row></sheetData>"),
    ];
    for (number, whole) in sources.iter().enumerate() {
        assert!(exhaust(&saved(&folder, "whole", whole)), "source {number} is sound");
        for end in (97..whole.len()).step_by(97) {
            let cut = exhaust(&saved(&folder, "cut", &whole[..end]));
            assert!(!cut || number == 1, "source {number} cut at {end} was taken for whole");
            let mut flipped = whole.clone();
            flipped[end] ^= 0x55;
            exhaust(&saved(&folder, "flipped", &flipped));
        }
    }
    let (gb, _, _) = encoding_rs::GB18030.encode("姓名,\"住址\n\"\n李明,一\n");
    for end in 1..gb.len() {
        exhaust(&saved(&folder, "cut", &gb[..end]));
    }
}

#[test]
fn a_file_that_changes_after_opening_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder, "名册.csv", b"a,b\n1,2\n");
    let book = open(&path, &Limits::default()).unwrap();
    std::fs::write(&path, b"a,b\n1,2\n3,4\n").unwrap();
    assert!(matches!(book.rows(0).unwrap().next(), Some(Err(ReadError::Changed))));
}
