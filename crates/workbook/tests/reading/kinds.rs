//! What each kind of file gives.

use branchbook_workbook::{CellValue, HEAD_ROWS, ReadError, Shape, SourceKind, Span};

use crate::made::{XLS, handmade, ods, read, roster, rows, texts};

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
fn a_quotation_mark_that_is_never_closed_swallows_nobody() {
    let head = "姓名,所在支部,身份证号,备注\n";
    let open = "钱明,第一支部,1,\"没有关的引号\n孙明,第一支部,2,x\n李明,第一支部,3,x\n";
    let late = "钱明,第一支部,1,\"没有关的引号\n孙明,第一支部,2,\"x\"\n";
    for text in [open, late] {
        let book = read((head.to_owned() + text).as_bytes()).unwrap();
        let told =
            book.rows(0).unwrap().find_map(Result::err).map(|error| error.to_string()).unwrap_or_default();
        assert!(told.contains("第 2 行的引号没有成对"), "{text}: {told}");
    }
    let remark = "钱明,第一支部,1,\"第一行\n第二行, 有逗号\"\n";
    let book = read((head.to_owned() + remark).as_bytes()).unwrap();
    assert_eq!(rows(&book, 0).len(), 2, "a remark of two lines is a remark");
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
