//! XML spreadsheets of Excel 2003.

use branchbook_workbook::{CellValue, DateSystem, Limits, ReadError, Shape, SourceKind, Span};

use crate::made::{marks, read, read_with, rows, texts};

/// A book by hand: what stands before the sheets, and the sheets.
pub(crate) fn book(before: &str, sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"\n \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:html=\"http://www.w3.org/TR/REC-html40\">{before}{sheets}</Workbook>"
    )
}

const STYLES: &str = "<Styles><Style ss:ID='Default'><NumberFormat/></Style>\
    <Style ss:ID='s1'><NumberFormat ss:Format='yyyy&quot;年&quot;m&quot;月&quot;;@'/></Style>\
    <Style ss:ID='s2' ss:Parent='s1'><Font/></Style><Style ss:ID='s3'><NumberFormat ss:Format='Short Date'/></Style>\
    <Style ss:ID='s4'><NumberFormat ss:Format='@'/></Style><Style ss:ID='s5'><NumberFormat ss:Format='0.0%'/></Style>\
    <Style ss:ID='loop' ss:Parent='loop'/></Styles>";

#[test]
fn an_xml_spreadsheet_gives_types_formats_and_positions() {
    let sheet = "<Worksheet ss:Name='花名册'><Table ss:ExpandedColumnCount='9'>\
        <Row><Cell ss:MergeAcross='2' ss:MergeDown='1'><Data ss:Type='String'>花名册</Data></Cell>\
        <Cell><Data ss:Type='String'>备注</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell></Row>\
        <Row ss:Index='4'><Cell ss:StyleID='s4'><Data ss:Type='String'>0012</Data></Cell>\
        <Cell ss:Index='3' ss:StyleID='s2'><Data ss:Type='DateTime'>1978-05-01T00:00:00.000</Data></Cell>\
        <Cell><Data ss:Type='DateTime'>2026-10-08T00:00:00.000</Data></Cell>\
        <Cell ss:StyleID='s3'><Data ss:Type='Number'>46303</Data></Cell>\
        <Cell ss:StyleID='s5'><Data ss:Type='Number'>0.935</Data></Cell><Cell><Data ss:Type='Boolean'>1</Data></Cell>\
        <Cell><Data ss:Type='Error'>#N/A</Data></Cell><Cell ss:StyleID='loop'><Data ss:Type='Number'>1998.07</Data></Cell></Row>\
        <Row ss:Span='2'/><Row><Cell><ss:Data ss:Type='String' xmlns='x'><B>李</B><Font> 明</Font>&#10;二&amp;</ss:Data></Cell></Row>\
        </Table></Worksheet>";
    let book = read(book(STYLES, sheet).as_bytes()).unwrap();
    assert_eq!((book.kind(), book.date_system()), (SourceKind::Xml2003, DateSystem::From1900));
    let all = rows(&book, 0);
    assert_eq!(all.iter().map(|r| r.number()).collect::<Vec<_>>(), [1, 4, 8]);
    assert_eq!(all[0].text(3), "备注", "a comment is not the cell's");
    let seen: Vec<_> = (0..9).map(|c| (all[1].text(c), all[1].cell(c).shape)).collect();
    let expected = [
        ("0012", Shape::Text),
        ("", Shape::General),
        ("1978年5月", Shape::Month),
        ("2026-10-08", Shape::Day),
        ("2026/10/8", Shape::Day),
        ("93.5%", Shape::Percent),
        ("TRUE", Shape::General),
        ("#N/A", Shape::General),
        ("1998.07", Shape::General),
    ];
    assert_eq!(seen, expected);
    assert!(matches!(all[1].cell(4).value, CellValue::Date(at) if at.to_string() == "2026-10-08 00:00:00"));
    assert_eq!(all[2].text(0), "李 明\n二&");
    assert_eq!(book.merges(0).unwrap(), [Span { top: 0, left: 0, bottom: 1, right: 2 }]);
}

#[test]
fn an_xml_spreadsheet_tells_what_it_hides_and_lacks() {
    let cell = "<Cell><Data ss:Type='Number'>1</Data></Cell>";
    let sheets = format!(
        "<ExcelWorkbook><Date1904/></ExcelWorkbook><Worksheet ss:Name='甲'><Table><Column/>\
         <Column ss:Index='3' ss:Hidden='1' ss:Span='1'/><Column ss:Width='0'/><Column ss:Width='60'/>\
         <Row>{cell}</Row><Row ss:Hidden='1'>{cell}</Row><Row ss:Height='0'>{cell}</Row>\
         <Row ss:Height='13.5'>{cell}<Cell ss:Formula='=R1C1'/><Cell ss:Formula='=R1C1'><Data ss:Type='String'></Data></Cell></Row>\
         </Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>\
         <Worksheet ss:Name='乙'><Table><Row>{cell}</Row></Table><WorksheetOptions/></Worksheet><Worksheet ss:Name='丙'/>"
    );
    let book = read(book("", &sheets).as_bytes()).unwrap();
    let sheets: Vec<_> = book.sheets().iter().map(|s| (s.name.as_str(), s.is_hidden)).collect();
    assert_eq!(sheets, [("甲", true), ("乙", false), ("丙", false)]);
    assert_eq!(book.date_system(), DateSystem::From1904);
    let expected = [(1, false, vec![]), (2, true, vec![]), (3, true, vec![]), (4, false, vec![1])];
    assert_eq!(marks(&book, 0), expected);
    assert_eq!(book.hidden_columns(0).unwrap().ranges(), [2..=4]);
    assert_eq!((rows(&book, 1).len(), rows(&book, 2).len()), (1, 0));
}

#[test]
fn an_xml_spreadsheet_in_gbk_is_read() {
    let text = book(
        "",
        "<Worksheet ss:Name='名册'><Table><Row><Cell><Data ss:Type='String'>李明</Data></Cell></Row></Table></Worksheet>",
    );
    let text = text.replace("UTF-8", "GB2312");
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    for bytes in [gbk.as_ref(), text.as_bytes()] {
        let book = read(bytes).unwrap();
        assert_eq!(book.sheets()[0].name, "名册");
        assert_eq!(texts(&book, 0), [["李明"]]);
    }
}

#[test]
fn positions_and_sizes_that_make_no_sense_are_refused() {
    let sheet = |row: &str| book("", &format!("<Worksheet ss:Name='a'><Table>{row}</Table></Worksheet>"));
    let data = "<Data ss:Type='String'>一</Data>";
    let cases = [
        (format!("<Row ss:Index='0'><Cell>{data}</Cell></Row>"), "位置错乱"),
        ("<Row ss:Index='9999999'/>".to_owned(), "行号错乱"),
        (format!("<Row ss:Index='5'/><Row ss:Index='2'><Cell>{data}</Cell></Row>"), "行号错乱"),
        (format!("<Row><Cell/><Cell/><Cell ss:Index='1'>{data}</Cell></Row>"), "位置错乱"),
        (format!("<Row><Cell ss:Index='4000000000'>{data}</Cell></Row>"), "列数超出上限"),
        ("<Row><Cell><Data ss:Type='Number'>1e999</Data></Cell></Row>".to_owned(), "数字写法错乱"),
    ];
    for (row, words) in cases {
        let said =
            read(sheet(&row).as_bytes()).unwrap().rows(0).unwrap().find_map(Result::err).unwrap().to_string();
        assert!(said.contains(words), "「{said}」 should speak of {words}");
    }
    let limits = Limits { node_bytes: 1000, ..Limits::default() };
    let long =
        sheet(&format!("<Row><Cell><Data ss:Type='String'>{}</Data></Cell></Row>", "一".repeat(60_000)));
    assert!(matches!(read_with(long.as_bytes(), &limits), Err(ReadError::TooLarge { .. })));
}
