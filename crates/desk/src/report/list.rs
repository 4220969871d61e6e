//! A list as a workbook of one sheet: running numbers, the columns that were asked for, a line that says what it is. The
//! same for the register and for every folio.

use std::fs;

use branchbook_contract::member::ListColumn;
use branchbook_domain::day::Day;
use branchbook_ledger::Book;
use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_workbook::{
    Body, Book as Workbook, Column, Creation, Head, Line, Orientation, Out, Page, Sheet, write,
};

use crate::error::Result;

/// Width of the running numbers, in half-width characters.
const NUMBER_WIDTH: u16 = 6;

/// What the one sheet holds.
pub(crate) struct ListFile {
    /// Title of the sheet.
    pub title: String,
    /// Whose list it is.
    pub office: String,
    /// The day of everything in it.
    pub on: Day,
    /// What is counted: 人, 条.
    pub unit: &'static str,
    /// The conditions in words; empty without any.
    pub words: String,
    /// Its columns, besides the running number.
    pub columns: Vec<ListColumn>,
    /// Texts of the rows, one for each column.
    pub rows: Vec<Vec<String>>,
}

impl ListFile {
    /// The bytes of the workbook.
    pub(crate) fn made(&self, book: &Book, today: Day) -> Result<Vec<u8>> {
        let temporary = book.dir().join(TEMPORARY);
        let path = temporary.join("list.xlsx");
        let creation = Creation {
            at: today.and_hms_opt(0, 0, 0).unwrap_or_default(),
            title: self.title.clone(),
            author: book.operator().to_owned(),
        };
        write(&path, &Workbook { sheets: vec![self.sheet()] }, &creation, &temporary)?;
        let bytes = fs::read(&path)?;
        fs::remove_file(&path)?;
        Ok(bytes)
    }

    fn sheet(&self) -> Sheet<'static> {
        let titles = std::iter::once("序号").chain(self.columns.iter().map(|column| column.label.as_str()));
        let widths = std::iter::once(NUMBER_WIDTH).chain(self.columns.iter().map(|column| column.width));
        let mut lines = vec![Line::ends(
            format!("单位：{}", self.office),
            format!("截至 {}，共 {} {}", self.on, self.rows.len(), self.unit),
        )];
        if !self.words.is_empty() {
            lines.push(Line::ends(format!("条件：{}", self.words), String::new()));
        }
        Sheet {
            name: self.title.clone(),
            title: self.title.clone(),
            lines,
            columns: widths.map(Column::new).collect(),
            heads: (0..).zip(titles).map(|(at, title)| head(at, title)).collect(),
            body: Body::Held((1..).zip(&self.rows).map(|(number, row)| self.line(number, row)).collect()),
            page: Page { orientation: Orientation::Landscape, freeze_columns: 2, ..Page::default() },
            ..Sheet::default()
        }
    }

    fn line(&self, number: i64, row: &[String]) -> Vec<Out> {
        let cells = row.iter().zip(&self.columns).map(|(text, column)| cell(text, column.is_number));
        std::iter::once(Out::Int(number)).chain(cells).collect()
    }
}

fn head(column: u16, title: &str) -> Head {
    Head { text: title.to_owned(), row: 0, column, rows: 1, columns: 1 }
}

fn cell(text: &str, is_number: bool) -> Out {
    match hundredths(text).filter(|_| is_number) {
        _ if text.is_empty() => Out::Blank,
        Some(whole) if whole % 100 == 0 => Out::Int(whole / 100),
        Some(parts) => Out::Fixed(parts, 2),
        None => Out::text(text),
    }
}

/// A text that is a number and nothing else, in hundredths: `1,204`, `+3`, `-0.5`. Nothing if it has more decimals.
pub(crate) fn hundredths(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', "");
    let (sign, figures) = match text.strip_prefix(['-', '−']) {
        Some(figures) => (-1, figures),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, decimals) = figures.split_once('.').unwrap_or((figures, ""));
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 2 || !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let parts: i64 = format!("{decimals:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(parts).map(|all| sign * all)
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn only_a_number_is_read_as_one() {
        let read = ["1,204", "+3", "-0.5", "−12.25", "7.", "3.141", "12 并列", "", "-", "2026-10-01", "1e4"];
        let hundredths = read.map(hundredths);
        let numbers = [Some(120_400), Some(300), Some(-50), Some(-1225), Some(700)];
        assert_eq!(hundredths[..5], numbers);
        assert!(hundredths[5..].iter().all(Option::is_none), "{hundredths:?}");
    }
}
