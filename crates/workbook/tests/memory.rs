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

/// The highest memory of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_register_of_100_000_rows_is_read_within_40_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("名册.xlsx");
    make_register(&path);
    let book = open(&path, &Limits::default()).unwrap();
    assert_eq!(book.head(0, HEAD_ROWS).unwrap().rows.len(), 40);
    let cells: usize = book.rows(0).unwrap().map(|row| row.unwrap().cells.len()).sum();
    assert_eq!(cells, 1_500_000);
    let peak = peak();
    assert!(peak < 40 << 10, "the peak of the process was {peak} KiB");
}
