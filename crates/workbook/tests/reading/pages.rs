//! Pages with tables: what web systems hand out as .xls, what Excel, WPS and LibreOffice save as a page.

use branchbook_workbook::{CellValue, DateSystem, ReadError, Shape, SourceKind, Span};

use crate::made::{marks, read, rows, texts};

const EXCEL: &str = r##"<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><style><!--
td {mso-number-format:General;} br {mso-data-placement:same-cell;}
.xl65 {mso-number-format:"\@";} .xl66 {mso-number-format:"yyyy\0022年\0022m\0022月\0022d\0022日\0022";}
.xl67 {mso-number-format:"0\.00";} --></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>锦华苑&amp;一支部</x:Name>
<x:WorksheetOptions/></x:ExcelWorksheet></x:ExcelWorksheets><x:Date1904/></x:ExcelWorkbook></xml><![endif]--></head>
<body><table border=0 cellpadding=0 style='border-collapse:collapse'>
<col width=72><col width=0 style='display:none;mso-width-source:userset'><col class=xl65 span=2 width=72>
<tr height=18><td colspan=4 class=xl65>花名册</td></tr>
<tr height=18><td>姓名</td><td>编号</td><td>出生</td><td>得分</td></tr>
<tr height=0 style='display:none'><td>离开的人</td><td x:num>1</td><td></td><td></td></tr>
<tr height=18><td x:str="李　明 ">李　明<span style='mso-spacerun:yes'>&nbsp;</span></td><td class=xl65>0012</td>
<td class=xl66 align=right x:num="44841">2026年10月8日</td><td class=xl67 x:num="1998.1">1,998.10</td></tr>
<tr><td x:fmla="=SUM(D1:D3)"></td><td x:bool="TRUE">TRUE</td><td x:err="#N/A">#N/A</td><td x:num="12" x:fmla="=A1">12</td></tr>
<tr><td colspan=3 style='mso-ignore:colspan'></td><td x:num>7</td></tr>
<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td></tr><![endif]></table></body></html>"##;

#[test]
fn a_page_of_excel_gives_what_its_marks_say() {
    let (bytes, _, _) = encoding_rs::GBK.encode(EXCEL);
    let book = read(&bytes).unwrap();
    assert_eq!((book.kind(), book.date_system()), (SourceKind::Html, DateSystem::From1904));
    assert_eq!(book.sheets()[0].name, "锦华苑&一支部");
    let all = rows(&book, 0);
    let row = &all[3];
    let seen: Vec<_> = (0..4).map(|c| (row.text(c), row.cell(c).shape)).collect();
    let expected = [
        ("李　明 ", Shape::General),
        ("0012", Shape::Text),
        ("2026年10月8日", Shape::Day),
        ("1998.10", Shape::Number),
    ];
    assert_eq!(seen, expected);
    assert!(matches!(row.cell(2).value, CellValue::Date(at) if at.to_string() == "2026-10-08 00:00:00"));
    assert_eq!(row.cell(3).value, CellValue::Number(1998.1));
    assert_eq!((all[4].cell(1).value, all[4].cell(2).value), (CellValue::Bool(true), CellValue::Error));
    assert_eq!(all[5].text(3), "7", "a filler takes the place of three cells");
    let told: Vec<_> = marks(&book, 0).into_iter().map(|(_, hidden, lacking)| (hidden, lacking)).collect();
    let none = Vec::new;
    let expected = [
        (false, none()),
        (false, none()),
        (true, none()),
        (false, none()),
        (false, vec![0, 2]),
        (false, none()),
    ];
    assert_eq!(told, expected);
    assert_eq!(book.hidden_columns(0).unwrap().ranges(), [1..=1]);
    assert_eq!(book.merges(0).unwrap(), [Span { top: 0, left: 0, bottom: 0, right: 3 }]);
}

#[test]
fn a_page_of_libreoffice_gives_its_stored_numbers() {
    let page = "<!DOCTYPE html><html><body><table><tr><td sdval=\"36526\" sdnum=\"2052;0;YYYY-MM-DD\">2000-01-01</td>\
                <td sdval=\"0.935\" sdnum=\"2052;0;0.0%\">93.5%</td><td sdnum=\"2052;0;@\">007</td></tr></table>";
    let row = &rows(&read(page.as_bytes()).unwrap(), 0)[0];
    assert_eq!((row.text(0), row.cell(0).shape), ("2000-01-01", Shape::Day));
    assert_eq!((row.text(1), row.cell(1).shape), ("93.5%", Shape::Percent));
    assert_eq!((row.text(2), row.cell(2).shape), ("007", Shape::Text));
}

#[test]
fn cells_over_rows_and_columns_push_the_others_aside() {
    let page = "<table><thead><tr><th rowspan=2>姓名<th colspan=2>时间<th rowspan='2'>备注</tr><tr><th>出生<th>入党</thead>\
                <tbody><tr><td rowspan=3>李明</td><td>一</td><td>二</td><td>三</td></tr><tr><td>四<td>五<td>六\
                <tr><td colspan='2'>七<td>八</table>";
    let book = read(page.as_bytes()).unwrap();
    let expected = [
        vec!["姓名", "时间", "", "备注"],
        vec!["", "出生", "入党"],
        vec!["李明", "一", "二", "三"],
        vec!["", "四", "五", "六"],
        vec!["", "七", "", "八"],
    ];
    assert_eq!(texts(&book, 0), expected);
    let span = |top, left, bottom, right| Span { top, left, bottom, right };
    let expected = [span(0, 0, 1, 0), span(0, 1, 0, 2), span(0, 3, 1, 3), span(2, 0, 4, 0), span(4, 1, 4, 2)];
    assert_eq!(book.merges(0).unwrap(), expected);
    assert_eq!(book.head(0, 40).unwrap().seen(3, 0).text, "李明");
}

#[test]
fn a_cell_that_reaches_beyond_its_table_ends_with_it() {
    let page = "<table><tr><td rowspan=0>一<td rowspan=65000>二<td rowspan=9 colspan=1>三<tr><td>四</table>";
    let book = read(page.as_bytes()).unwrap();
    assert!(book.merges(0).unwrap().iter().all(|span| span.bottom == 1));
    assert_eq!(texts(&book, 0)[1], ["", "", "", "四"]);
    let single = read(b"<table><tr><td rowspan=9>a<td>b</table>").unwrap();
    assert_eq!(single.merges(0).unwrap(), [], "over one row it is no merged range");
}

#[test]
fn text_reads_as_a_browser_shows_it() {
    let page = "\u{feff}<table><tr><td>\n  李&nbsp;明 &lt;二&gt; &#x4E00;&#19968; &amp;nbsp; &ldquo;a&rdquo;</td>\
                <td>&nbsp;</td><td>一<br/>二<p>三</p><div>四</div></td><td><b>五</b><i>六</i> <a href='x'>七</a>\
                <script>if (1 < 2) { '</td>' }</script><!-- 不见 --><span style=\"display: none\">0001<b>x</b></span>八\
                <select><option>甲</select><input value=x></td><td style='display:none'>内部编号</td><td>九</td></tr></table>";
    let seen = &texts(&read(page.as_bytes()).unwrap(), 0)[0];
    assert_eq!(seen, &["李 明 <二> 一一 &nbsp; “a”", "", "一\n二\n三\n四", "五六 七八", "九"]);
}

#[test]
fn forgotten_end_tags_lose_nothing() {
    let pages = [
        "<table><tr><td>一<td>二<tr><td>三<td>四",
        "<table><td>一<td>二<tr><td>三<td>四</table>",
        "<TABLE><TBODY><TR><TD>一</TD><TD>二</TR><TR><TD>三<TD>四</TBODY></TABLE>",
        "<table><tr><td><span style='display:none'>x<td>二<tr><td>三<td>四</table>",
    ];
    for page in pages {
        let seen = texts(&read(page.as_bytes()).unwrap(), 0);
        let first = if page.contains("none") { "" } else { "一" };
        assert_eq!(seen, [[first, "二"], ["三", "四"]], "{page}");
    }
}

#[test]
fn every_table_is_a_sheet_with_the_name_that_stands_before_it() {
    let table = |text: &str| format!("<tr><td>{text}<td>二<tr><td>三<td>四</table>");
    let page = format!(
        "<html><body><h3>第一<br>支部</h3><table>{}<table>{}<table><caption>第三支部</caption>{}\
         <table style='display:none'>{}<table><tr><td></table></body>",
        table("甲"),
        table("乙"),
        table("丙"),
        table("丁")
    );
    let book = read(page.as_bytes()).unwrap();
    let sheets: Vec<_> = book.sheets().iter().map(|s| (s.name.as_str(), s.is_hidden)).collect();
    assert_eq!(sheets, [("第一 支部", false), ("表格2", false), ("第三支部", false), ("表格4", true)]);
    let firsts: Vec<_> = (0..4).map(|at| rows(&book, at)[0].text(0).to_owned()).collect();
    assert_eq!(firsts, ["甲", "乙", "丙", "丁"]);
    assert!(matches!(book.rows(4), Err(ReadError::NoSheet(5))), "a table without content is no sheet");
    assert_eq!(read(format!("<table>{}", table("甲")).as_bytes()).unwrap().sheets()[0].name, "名册");
}

#[test]
fn a_table_inside_a_cell_is_a_sheet_or_the_text_of_the_cell() {
    let page = "<table><tr><td>页眉</td></tr><tr><td><table><tr><td>姓名<td>电话<tr><td>李明<td>\
                <table><tr><td>138</td></tr><tr><td>139</td></tr></table></td></tr></table></td></tr></table>";
    let book = read(page.as_bytes()).unwrap();
    assert_eq!(book.sheets().len(), 2);
    assert_eq!(texts(&book, 0), [["页眉"]], "the inner table is not told twice");
    assert_eq!(texts(&book, 1), [["姓名", "电话"], ["李明", "138\n139"]]);
}

#[test]
fn the_encoding_is_what_the_bytes_prove() {
    let page = |said: &str| format!("<meta charset={said}><table><tr><td>李明<td>䶮</table>");
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(page("utf-16").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let cases = [
        page("gb2312").into_bytes(),
        page("utf-8").into_bytes(),
        encoding_rs::GB18030.encode(&page("gb2312")).0.into_owned(),
        encoding_rs::GB18030.encode(&page("utf-8")).0.into_owned(),
        utf16,
    ];
    for bytes in cases {
        assert_eq!(texts(&read(&bytes).unwrap(), 0), [["李明", "䶮"]]);
    }
    let (big5, _, _) = encoding_rs::BIG5.encode("<meta charset='big5'><table><tr><td>黨員<td>二</table>");
    assert_eq!(texts(&read(&big5).unwrap(), 0), [["黨員", "二"]]);
}

#[test]
fn hidden_rows_are_found_in_every_writing() {
    let page = "<style>.off{display:none}</style><table><colgroup span=2 style='visibility:collapse'></colgroup><col>\
                <col class=off><tr><td>1<tr class=off><td>2<tr hidden><td>3<tr style='DISPLAY: none;'><td>4\
                <tbody style='display:none'><tr><td>5<tr><td>6</tbody><tr style='visibility:collapse'><td>7<tr><td>8</table>";
    let book = read(page.as_bytes()).unwrap();
    let hidden: Vec<_> =
        marks(&book, 0).into_iter().filter(|(_, hidden, _)| *hidden).map(|(n, _, _)| n).collect();
    assert_eq!(hidden, [2, 3, 4, 5, 6, 7]);
    assert_eq!(book.hidden_columns(0).unwrap().ranges(), [0..=1, 3..=3]);
}
