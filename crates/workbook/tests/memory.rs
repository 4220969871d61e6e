//! Memory: reading a large register must not hold it. Alone in its program, because the peak of a process is measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed step ends the test")]

use std::path::Path;

use branchbook_workbook::{HEAD_ROWS, Limits, open};
use zip::write::SimpleFileOptions;

const ROWS: u32 = 100_000;
const PEOPLE_COLUMNS: u32 = 5;
const COLUMNS: u32 = 15;

/// 100,000 rows of 15 cells: five texts of their own in each row (name, ID, phone, address, post), the rest shared.
fn make_register(path: &Path) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut part = |name: &str, write: &mut dyn FnMut(&mut dyn std::io::Write)| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        write(&mut std::io::BufWriter::new(&mut zip));
    };
    part("[Content_Types].xml", &mut |out| out.write_all(b"<Types/>").unwrap());
    part("xl/workbook.xml", &mut |out| {
        out.write_all("<workbook><sheets><sheet name='名册' r:id='a'/></sheets></workbook>".as_bytes())
            .unwrap();
    });
    part("xl/_rels/workbook.xml.rels", &mut |out| {
        write!(out, "<Relationships><Relationship Id='a' Type='{kind}/worksheet' Target='s.xml'/>").unwrap();
        write!(out, "<Relationship Id='b' Type='{kind}/sharedStrings' Target='t.xml'/></Relationships>")
            .unwrap();
    });
    part("xl/t.xml", &mut |out| {
        write!(out, "<sst>").unwrap();
        for n in 0..ROWS * PEOPLE_COLUMNS {
            write!(out, "<si><t>银河路{n}号锦华苑</t></si>").unwrap();
        }
        write!(out, "</sst>").unwrap();
    });
    part("xl/s.xml", &mut |out| {
        write!(out, "<worksheet><sheetData>").unwrap();
        for row in 0..ROWS {
            write!(out, "<row r='{}'>", row + 1).unwrap();
            for column in 0..COLUMNS {
                let text = if column < PEOPLE_COLUMNS { row * PEOPLE_COLUMNS + column } else { column };
                write!(out, "<c t='s'><v>{text}</v></c>").unwrap();
            }
            write!(out, "</row>").unwrap();
        }
        write!(out, "</sheetData></worksheet>").unwrap();
    });
    zip.finish().unwrap();
}

/// The same register as a page, rows hidden here and there, and as an XML spreadsheet.
fn make_texts(page: &Path, xml: &Path) {
    use std::io::Write as _;
    let create = |path| std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let (mut page, mut xml) = (create(page), create(xml));
    write!(page, "<meta charset=utf-8><table>").unwrap();
    write!(xml, "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>")
        .unwrap();
    write!(xml, "<Worksheet><Table>").unwrap();
    for row in 0..ROWS {
        write!(page, "<tr{}>", if row % 9 == 0 { " style='display:none'" } else { "" }).unwrap();
        write!(xml, "<Row>").unwrap();
        for column in 0..COLUMNS {
            write!(page, "<td>银河路{row}号锦华苑{column}").unwrap();
            write!(xml, "<Cell><Data Type='String'>银河路{row}号锦华苑{column}</Data></Cell>").unwrap();
        }
        write!(xml, "</Row>").unwrap();
    }
    write!(page, "</table>").unwrap();
    write!(xml, "</Table></Worksheet></Workbook>").unwrap();
}

/// The highest memory of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_register_of_100_000_rows_is_read_within_40_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    let [book, page, xml] = ["名册.xlsx", "名册.xls", "名册.xml"].map(|name| folder.path().join(name));
    make_register(&book);
    make_texts(&page, &xml);
    for path in [page, xml, book] {
        let book = open(&path, &Limits::default()).unwrap();
        assert_eq!(book.head(0, HEAD_ROWS).unwrap().rows.len(), 40);
        let cells: usize = book.rows(0).unwrap().map(|row| row.unwrap().cells.len()).sum();
        assert_eq!(cells, 1_500_000);
        let peak = peak();
        assert!(peak < 40 << 10, "{:?}: the peak of the process was {peak} KiB", book.kind());
    }
}
