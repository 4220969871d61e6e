//! Any bytes as a file that gets past the container: what stands in a zip archive or a compound file is reached only
//! by bytes that are put into a sound one. Used by the tests and by `fuzz`.

use std::io::Write as _;

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::biff;

const BOOK: &str = "<workbook><sheets><sheet name='a' r:id='s'/></sheets></workbook>";
const RELATIONS: &str = "<Relationships><Relationship Id='s' Type='x/worksheet' Target='s.xml'/>\
    <Relationship Id='t' Type='x/sharedStrings' Target='t.xml'/><Relationship Id='y' Type='x/styles' Target='y.xml'/>\
    </Relationships>";
const SHEET: &str = "<sheetData><row><c t='s'><v>0</v></c><c s='1'><v>46303</v></c></row></sheetData>";
const STRINGS: &str = "<sst><si><t>一</t></si></sst>";
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='200' formatCode='yyyy\"年\"m;@'/></numFmts>\
    <cellXfs><xf numFmtId='0'/><xf numFmtId='200'/><xf numFmtId='10'/></cellXfs></styleSheet>";

/// The first byte says what the rest is dressed as; without a known one the bytes are the file.
pub(crate) fn dressed(bytes: &[u8]) -> Vec<u8> {
    let Some((kind, rest)) = bytes.split_first() else { return Vec::new() };
    match kind {
        b's' => xlsx(rest, STRINGS.as_bytes(), STYLES.as_bytes()),
        b't' => xlsx(SHEET.as_bytes(), rest, STYLES.as_bytes()),
        b'y' => xlsx(SHEET.as_bytes(), STRINGS.as_bytes(), rest),
        b'o' => {
            zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", rest)])
        }
        b'c' => biff::xls(&[], rest),
        b'g' => biff::xls(rest, &biff::number(0, 0, 0, 46_303.0)),
        _ => bytes.to_vec(),
    }
}

fn xlsx(sheet: &[u8], strings: &[u8], styles: &[u8]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/s.xml", sheet),
        ("xl/t.xml", strings),
        ("xl/y.xml", styles),
    ])
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(*name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
