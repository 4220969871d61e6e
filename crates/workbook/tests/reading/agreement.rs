//! One table through every kind of file: the same cells at the same places, the same merged ranges.

use std::fmt::Write as _;

use branchbook_workbook::{SourceBook, SourceKind, Span};
use rust_xlsxwriter::{Format, Workbook};

use crate::made::{ods, read, rows, texts};
use crate::{biff, xml2003};

/// A header of two rows with merged cells, a blank row, people, a merged name.
const TABLE: [[&str; 4]; 6] = [
    ["姓名", "时间", "", "备注 <甲> & \"乙\""],
    ["", "出生", "入党", ""],
    ["", "", "", ""],
    ["李　明", "1978-05-01", "1998.07", "0012"],
    ["", "1980-12-31", "2001.7", "第一行\n第二行"],
    ["王芳", "", "2026", "谭𬱖"],
];
const MERGES: [Span; 3] = [
    Span { top: 0, left: 0, bottom: 1, right: 0 },
    Span { top: 0, left: 1, bottom: 0, right: 2 },
    Span { top: 3, left: 0, bottom: 4, right: 0 },
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn merge_at(row: usize, column: usize) -> Option<Span> {
    MERGES.into_iter().find(|span| span.contains(u32::try_from(row).unwrap(), u16::try_from(column).unwrap()))
}

/// Whether a place lies in a merged range without being its corner.
fn is_covered(row: usize, column: usize) -> bool {
    merge_at(row, column).is_some_and(|span| (span.top as usize, usize::from(span.left)) != (row, column))
}

/// Columns and rows of the range whose corner is here.
fn reach(row: usize, column: usize) -> (u32, u32) {
    merge_at(row, column)
        .map_or((1, 1), |span| (u32::from(span.right - span.left) + 1, span.bottom - span.top + 1))
}

fn xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for span in MERGES {
        sheet.merge_range(span.top, span.left, span.bottom, span.right, "", &Format::new()).unwrap();
    }
    for (row, line) in (0..).zip(TABLE) {
        for (column, text) in (0..).zip(line).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn xls() -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, line) in (0..).zip(TABLE) {
        for (column, text) in (0..).zip(line).filter(|(_, text)| !text.is_empty()) {
            cells.extend(biff::label(row, column, text));
        }
    }
    let mut merges = vec![3];
    for span in MERGES {
        merges.extend([span.top, span.bottom].map(|row| u16::try_from(row).unwrap()));
        merges.extend([span.left, span.right]);
    }
    cells.extend(biff::record(0xe5, &biff::words(&merges)));
    biff::xls(&[], &cells)
}

fn open_document() -> Vec<u8> {
    let mut table = String::from("<table:table table:name='名册'>");
    for (row, line) in TABLE.iter().enumerate() {
        table.push_str("<table:table-row>");
        for (column, text) in line.iter().enumerate() {
            if is_covered(row, column) {
                table.push_str("<table:covered-table-cell/>");
                continue;
            }
            let (columns, rows) = reach(row, column);
            write!(
                table,
                "<table:table-cell office:value-type='string' table:number-columns-spanned='{columns}'"
            )
            .unwrap();
            write!(table, " table:number-rows-spanned='{rows}'>").unwrap();
            text.lines().for_each(|line| write!(table, "<text:p>{}</text:p>", escaped(line)).unwrap());
            table.push_str("</table:table-cell>");
        }
        table.push_str("</table:table-row>");
    }
    ods(&(table + "</table:table>"))
}

fn page() -> Vec<u8> {
    let mut page = String::from("<html><body><table border=1>\n");
    for (row, line) in TABLE.iter().enumerate() {
        page.push_str("<tr>");
        for (column, text) in line.iter().enumerate().filter(|(column, _)| !is_covered(row, *column)) {
            let (columns, rows) = reach(row, column);
            let text = escaped(text).replace('\n', "<br>");
            write!(page, "\n  <td colspan={columns} rowspan='{rows}'> {text} </td>").unwrap();
        }
        page.push_str("\n</tr>");
    }
    (page + "</table></body></html>").into_bytes()
}

fn xml() -> Vec<u8> {
    let mut table = String::from("<Worksheet ss:Name='名册'><Table>");
    for (row, line) in TABLE.iter().enumerate() {
        write!(table, "<Row ss:Index='{}'>", row + 1).unwrap();
        for (column, text) in line.iter().enumerate().filter(|(column, _)| !is_covered(row, *column)) {
            let (columns, rows) = reach(row, column);
            write!(table, "<Cell ss:Index='{}'", column + 1).unwrap();
            write!(table, " ss:MergeAcross='{}' ss:MergeDown='{}'>", columns - 1, rows - 1).unwrap();
            write!(table, "<Data ss:Type='String'>{}</Data></Cell>", escaped(text).replace('\n', "&#10;"))
                .unwrap();
        }
        table.push_str("</Row>");
    }
    xml2003::book("", &(table + "</Table></Worksheet>")).into_bytes()
}

fn separated(mark: char) -> Vec<u8> {
    let field = |text: &str| {
        if text.contains(['\n', '"']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let line = |line: &[&str; 4]| line.map(field).join(&mark.to_string());
    TABLE.iter().map(line).collect::<Vec<_>>().join("\r\n").into_bytes()
}

fn cells(book: &SourceBook) -> Vec<(u32, u16, String)> {
    let all = rows(book, 0).into_iter().map(|row| (row.index, row.cells));
    all.flat_map(|(row, cells)| cells.into_iter().map(move |cell| (row, cell.column, cell.text))).collect()
}

#[test]
fn the_same_table_gives_the_same_cells_from_every_kind() {
    let mut expected = Vec::new();
    for (row, line) in (0..).zip(TABLE) {
        let filled = (0..).zip(line).filter(|(_, text)| !text.is_empty());
        expected.extend(filled.map(|(column, text)| (row, column, text.to_owned())));
    }
    let kinds = [
        (SourceKind::Xlsx, xlsx()),
        (SourceKind::Xls, xls()),
        (SourceKind::Ods, open_document()),
        (SourceKind::Html, page()),
        (SourceKind::Xml2003, xml()),
        (SourceKind::Csv, separated(',')),
        (SourceKind::Csv, separated('\t')),
        (SourceKind::Csv, separated('|')),
        (SourceKind::Csv, separated('，')),
    ];
    for (kind, bytes) in kinds {
        let book = read(&bytes).unwrap();
        assert_eq!(book.kind(), kind);
        assert_eq!(cells(&book), expected, "{kind:?}");
        if kind != SourceKind::Csv {
            let mut merges = book.merges(0).unwrap();
            merges.sort_by_key(|span| (span.top, span.left));
            assert_eq!(merges, MERGES, "{kind:?}");
        }
    }
}

#[test]
fn a_text_file_set_with_blanks_has_columns() {
    let typed = "花名册\r\n\r\n姓名      性别  电话\r\n李　明    男    13800000000\r\n王 芳　　女　　139\r\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(typed);
    for bytes in [typed.as_bytes(), &gbk] {
        let book = read(bytes).unwrap();
        assert_eq!(rows(&book, 0).iter().map(|row| row.number()).collect::<Vec<_>>(), [1, 3, 4, 5]);
        let expected = [
            vec!["花名册"],
            vec!["姓名", "性别", "电话"],
            vec!["李　明", "男", "13800000000"],
            vec!["王 芳", "女", "139"],
        ];
        assert_eq!(texts(&book, 0), expected);
    }
    let words = read("姓名 性别 电话\n李明 男 138\n王芳 女 139\n".as_bytes()).unwrap();
    assert_eq!(texts(&words, 0)[2], ["王芳", "女", "139"]);
    let names = read("姓名\n李　明\n王  芳\n欧阳修\n".as_bytes()).unwrap();
    assert_eq!(texts(&names, 0)[2], ["王  芳"], "a name with blanks inside is one cell");
}
