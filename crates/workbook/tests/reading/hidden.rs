//! What a file hides, what it has not computed, from which day it counts: told by every kind.

use branchbook_workbook::{DateSystem, SourceBook};

use crate::biff;
use crate::made::{handmade, marks, ods, read, rows};

fn ranges(book: &SourceBook) -> Vec<(u16, u16)> {
    book.hidden_columns(0).unwrap().ranges().iter().map(|range| (*range.start(), *range.end())).collect()
}

#[test]
fn an_xlsx_tells_its_hidden_rows_and_columns() {
    let sheet = "<cols><col min='2' max='3' hidden='1'/><col min='4' max='4' width='0' customWidth='1'/>\
                 <col min='5' max='6' width='9'/><col min='9' max='16384' hidden='true'/></cols><sheetData>\
                 <row r='1'><c><v>1</v></c></row><row r='2' hidden='1'><c><v>2</v></c></row>\
                 <row r='3' ht='0' customHeight='1'><c><v>3</v></c></row>\
                 <row r='4' ht='13.5' hidden='0'><c><v>4</v></c></row><row r='5' hidden='1'/></sheetData>";
    let book = read(&handmade("", "", "", sheet)).unwrap();
    let hidden: Vec<_> = marks(&book, 0).into_iter().map(|(number, hidden, _)| (number, hidden)).collect();
    assert_eq!(hidden, [(1, false), (2, true), (3, true), (4, false)]);
    assert_eq!(ranges(&book), [(1, 3), (8, 16_383)]);
    assert_eq!(rows(&book, 0).len(), 4, "the plain way to the rows leaves nothing out");
}

#[test]
fn an_xls_tells_its_hidden_rows_and_columns() {
    let column =
        |first, last, width, flags| biff::record(0x7d, &biff::words(&[first, last, width, 0, flags, 0]));
    let cells = [
        column(1, 2, 2048, 1),
        column(3, 3, 0, 0),
        column(5, 6, 2048, 0),
        biff::row(0, 0x80ff, 0),
        biff::row(1, 0x00ff, 0x20),
        biff::row(2, 0, 0x40),
        (0..4).flat_map(|row| biff::label(row, 0, "李明")).collect(),
    ];
    let book = read(&biff::xls(&[], &cells.concat())).unwrap();
    let hidden: Vec<_> = marks(&book, 0).into_iter().map(|(number, hidden, _)| (number, hidden)).collect();
    assert_eq!(hidden, [(1, false), (2, true), (3, true), (4, false)]);
    assert_eq!(ranges(&book), [(1, 3)]);
}

#[test]
fn an_ods_tells_its_hidden_rows_and_columns() {
    let row = |marks: &str| {
        format!(
            "<table:table-row{marks}><table:table-cell office:value-type='float' office:value='1'/></table:table-row>"
        )
    };
    let table = "<table:table><table:table-column/>\
         <table:table-column table:number-columns-repeated='2' table:visibility='collapse'/>\
         <table:table-column table:style-name='co0'/><table:table-column table:style-name='co1'/>"
        .to_owned()
        + &row("")
        + &row(" table:visibility='collapse'")
        + &row(" table:visibility='filter' table:number-rows-repeated='2'")
        + &row(" table:style-name='ro0'")
        + &row(" table:visibility='visible'")
        + "</table:table>";
    let styles = "<style:style style:name='co0'><style:table-column-properties style:column-width='0cm'/></style:style>\
         <style:style style:name='co1'><style:table-column-properties style:column-width='0.5cm'/></style:style>\
         <style:style style:name='ro0'><style:table-row-properties style:row-height='0.00in'/></style:style>";
    let book = read(&ods(&format!("{styles}{table}"))).unwrap();
    let hidden: Vec<_> = marks(&book, 0).into_iter().map(|(_, hidden, _)| hidden).collect();
    assert_eq!(hidden, [false, true, true, true, true, false]);
    assert_eq!(ranges(&book), [(1, 3)]);
}

#[test]
fn a_formula_without_a_stored_result_is_told_from_a_blank_cell() {
    let sheet = "<sheetData><row><c><v>1</v></c><c><f>A1+1</f></c><c><f>A1+1</f><v></v></c><c/>\
                 <c><f>A1+1</f><v/></c><c t='str'><f>\"\"</f><v></v></c><c t='str'><f>A1</f></c>\
                 <c><f t='shared' si='0'/></c><c><f>A1+1</f><v>2</v></c></row>\
                 <row><c><f>SUM(A1:A9)</f></c></row><row><c/></row></sheetData>";
    let book = read(&handmade("", "", "", sheet)).unwrap();
    assert_eq!(marks(&book, 0), [(1, false, vec![1, 2, 4, 6, 7]), (2, false, vec![0])]);
    assert_eq!(rows(&book, 0).len(), 1, "a row of such formulas alone is no row of cells");

    let no_text = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
    let empty_text = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
    let shown = biff::record(0x207, &biff::text("李明"));
    let cells = [
        biff::formula(0, 0, no_text),
        shown,
        biff::formula(0, 1, no_text),
        biff::formula(0, 2, empty_text),
        biff::formula(1, 3, no_text),
    ];
    let book = read(&biff::xls(&[], &cells.concat())).unwrap();
    assert_eq!(marks(&book, 0), [(1, false, vec![1]), (2, false, vec![3])]);
    assert_eq!(rows(&book, 0)[0].text(0), "李明");

    let book = read(&ods(
        "<table:table><table:table-row><table:table-cell table:formula='of:=[.B1]' table:number-columns-repeated='2'/>\
         <table:table-cell table:formula='of:=&quot;&quot;' office:value-type='string'/>\
         <table:table-cell table:formula='of:=1' office:value-type='float' office:value='1'/></table:table-row></table:table>",
    ));
    assert_eq!(marks(&book.unwrap(), 0), [(1, false, vec![0, 1])]);
}

#[test]
fn a_book_tells_from_which_day_it_counts() {
    let sheet = "<sheetData><row><c><v>44841</v></c></row></sheetData>";
    let xlsx = |mark: &str| read(&handmade(mark, "", "", sheet)).unwrap().date_system();
    assert_eq!(xlsx("<workbookPr date1904='1'/>"), DateSystem::From1904);
    assert_eq!(xlsx("<workbookPr/>"), DateSystem::From1900);
    let cell = biff::number(0, 0, 0, 44_841.0);
    let xls =
        |mode| read(&biff::xls(&biff::record(0x22, &biff::words(&[mode])), &cell)).unwrap().date_system();
    assert_eq!((xls(1), xls(0)), (DateSystem::From1904, DateSystem::From1900));
    let from = |day: &str| {
        let table = format!(
            "<table:calculation-settings><table:null-date table:date-value='{day}'/></table:calculation-settings>\
             <table:table><table:table-row><table:table-cell office:value-type='float' office:value='1'/></table:table-row></table:table>"
        );
        read(&ods(&table)).unwrap().date_system()
    };
    assert_eq!((from("1904-01-01"), from("1899-12-30")), (DateSystem::From1904, DateSystem::From1900));
    assert_eq!(read("甲,1\n".as_bytes()).unwrap().date_system(), DateSystem::From1900);
}
