//! Files that are no tables, are damaged, or mean harm.

use std::path::Path;

use branchbook_workbook::{HEAD_ROWS, Limits, ReadError, SourceBook, open};

use crate::made::{XLS, handmade, ods, read, read_with, roster, saved, zipped};
use crate::xml2003;

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
    let cases: [(&[u8], &str); 16] = [
        (b"", "是空的"),
        (b" \r\n\r\n", "是空的"),
        ("\u{feff}\n<html><body>登录已过期<table><tr><td></table></html>".as_bytes(), "其实是网页"),
        (b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>", "另外的文件夹"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a", "网页存档"),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "没有第 1 张工作表",
        ),
        (b"<?xml version='1.0'?><members/>", "XML"),
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
fn an_end_tag_without_its_beginning_is_passed_over() {
    let cell = "<table:table-cell office:value-type='float' office:value='1'/>";
    let table = format!(
        "<table:table></table:table-cell></table:table-row><table:table-row>{cell}</table:table-cell></table:table-row>\
         </table:table-row></table:table>"
    );
    let book = read(&ods(&table)).unwrap();
    assert_eq!(book.rows(0).unwrap().map(|row| row.unwrap().cells.len()).collect::<Vec<_>>(), [1]);
    assert_eq!(book.merges(0).unwrap(), []);
    let page =
        read(b"</td></tr></table></span><table></td></tr><tr></td><td>1</td></td></tr></tr></table></td>")
            .unwrap();
    assert_eq!(page.rows(0).unwrap().count(), 1);
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
        let beside = book.head(at, HEAD_ROWS).is_ok() && book.hidden_columns(at).is_ok();
        book.rows(at).unwrap().marked().all(|row| row.is_ok()) && beside
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
}

/// Text in small: every prefix, and every byte changed in three ways.
#[test]
fn texts_cut_or_changed_at_every_byte_end_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let (csv, _, _) = encoding_rs::GB18030.encode("姓名,\"住址\n\"\n李明,一\n");
    let (spaced, _, _) = encoding_rs::GB18030.encode("姓名  住址  备注\n李　明  一  二\n");
    let page = "<meta charset=gb2312><style>.a{mso-number-format:'\\0022a\\0022'}.b{display:none}</style><h1>一</h1>\
                <!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>甲</x:Name></x:ExcelWorksheet></xml><![endif]-->\
                <table><caption>乙</caption><col span=2 style='display:none'><tr><td rowspan=2 colspan=2>李&nbsp;明<br>\
                <td class=a x:num='1'>1<tr class=b><td><table><tr><td>1<td>2<tr><td>3<td>4</table></td></table>";
    let (page, _, _) = encoding_rs::GB18030.encode(page);
    let xml = xml2003::book(
        "<Styles><Style ss:ID='a'><NumberFormat ss:Format='yyyy/m'/></Style></Styles>",
        "<Worksheet ss:Name='甲'><Table><Column ss:Hidden='1'/><Row ss:Index='2' ss:Hidden='1'><Cell ss:Index='2' \
         ss:MergeAcross='1' ss:StyleID='a'><Data ss:Type='DateTime'>1978-05-01T00:00:00.000</Data></Cell></Row></Table>\
         <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>",
    );
    let round = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let is_sound = exhaust(&path);
        // Many systems flush a file that is written over, but not one that is written anew.
        std::fs::remove_file(&path).unwrap();
        is_sound
    };
    let table = xml.find("<Worksheet").unwrap()..xml.find("</Table>").unwrap();
    for whole in [&csv[..], &spaced, &page, xml.as_bytes()] {
        assert!(round(whole), "the whole is sound");
        for end in 1..whole.len() {
            let is_sound = round(&whole[..end]);
            let is_cut_table = whole == xml.as_bytes() && table.contains(&end);
            assert!(!is_sound || !is_cut_table, "cut at {end} and taken for whole");
            for change in [0x55, 0x01, 0x80] {
                let mut flipped = whole.to_vec();
                flipped[end] ^= change;
                round(&flipped);
            }
        }
    }
}

#[test]
fn a_page_cannot_grow_beyond_the_limits() {
    let base = || Limits { node_bytes: 20_000, ..Limits::default() };
    let cases = [
        (
            "<table>".to_owned() + &"<tr><td>".repeat(30) + "</table>",
            Limits { rows: 10, ..base() },
            "其实是网页",
        ),
        ("<table>".to_owned() + &"<tr><td>一".repeat(30), Limits { rows: 10, ..base() }, "行数"),
        ("<table>".to_owned() + &"<td>一".repeat(30), Limits { columns: 9, ..base() }, "列数"),
        ("<table><tr><td colspan=900 rowspan=2>一".to_owned(), Limits { columns: 9, ..base() }, "列数"),
        (
            "<table>".to_owned() + &"<td colspan=2>一".repeat(30),
            Limits { merges: 9, ..base() },
            "合并单元格数",
        ),
        ("<table><td>一</table>".repeat(30), Limits { sheets: 9, ..base() }, "工作表数"),
        ("<table><td>".repeat(70), base(), "表格套表格的层数"),
        ("<table><td>".to_owned() + &"一<b>".repeat(40_000), base(), "一处内容的字节数"),
        ("<table><td>".to_owned() + &"一".repeat(40_000), base(), "一处内容的字节数"),
        ("<table><td>".to_owned() + &"一".repeat(40_000), Limits::default(), "单元格字数"),
    ];
    for (page, limits, what) in cases {
        let said = match read_with(page.as_bytes(), &limits) {
            Ok(book) => {
                book.rows(0).unwrap().find_map(Result::err).map(|e| e.to_string()).unwrap_or_default()
            }
            Err(error) => error.to_string(),
        };
        assert!(said.contains(what), "「{said}」 should speak of {what}");
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
