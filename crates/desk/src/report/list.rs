//! A list as a workbook of one sheet: running numbers, the columns that were asked for, a line that says what it is. The
//! same for the register and for every folio.

use std::fs;

use branchbook_contract::folio::FolioDone;
use branchbook_contract::member::ListColumn;
use branchbook_domain::day::Day;
use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_ledger::{Book, LedgerError, Writing};
use branchbook_workbook::{
    Body, Book as Workbook, Column, Creation, Head, Line, Orientation, Out, Page, Sheet, fit_widths, write,
};

use super::publish;
use crate::desk::Desk;
use crate::error::{DeskError, Result};

/// Width of the running numbers, in half-width characters.
const NUMBER_WIDTH: u16 = 6;
/// Widths of columns that go by what stands in them.
const NARROWEST: u16 = 8;
const WIDEST: u16 = 44;
/// Longest name of a sheet.
const LONGEST: usize = 31;
/// What is kept of the end of a name that is too long: `2026年10月党员名册`.
const TAIL: usize = 14;

/// What the one sheet holds.
pub(crate) struct ListFile {
    /// What stands over the table, and names the sheet as far as a sheet bears it.
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
    /// Writes it to where it is wanted, and records that `what` has left the book, with what is to be noted of it.
    pub(crate) fn hand_out(
        &self,
        desk: &mut Desk,
        (out, usual_name): (&str, &str),
        what: &str,
        note: impl FnOnce(&mut Writing<'_>) -> Result<(), LedgerError>,
    ) -> Result<FolioDone> {
        if self.rows.is_empty() {
            return Err(DeskError::refused("列表是空的，没有导出。有筛选条件的，请放宽后再试。"));
        }
        let today = desk.clock().today();
        let target = publish::free_target(out, usual_name)?;
        let book = desk.book_mut()?;
        publish::require_outside(book, &target)?;
        let bytes = self.made(book, today)?;
        let (path, what) =
            (target.display().to_string(), format!("{what} {} {}", self.rows.len(), self.unit));
        publish::hand_out_noting(book, &bytes, &target, format!("导出{what}：{path}"), note)?;
        Ok(FolioDone { sentence: format!("已导出{what}。"), file: Some(path), ..FolioDone::default() })
    }

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
            name: safe(&self.title),
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

/// Columns as wide as what stands in them, of their titles and whether figures stand below.
pub(crate) fn fitted(titles: &[(&str, bool)], rows: &[Vec<String>]) -> Vec<ListColumn> {
    let heads: Vec<String> = titles.iter().map(|(title, _)| (*title).to_owned()).collect();
    let sample: Vec<Vec<String>> = std::iter::once(heads).chain(rows.iter().cloned()).collect();
    let column = |((title, is_number), width): (&(&str, bool), u16)| ListColumn {
        key: (*title).to_owned(),
        label: (*title).to_owned(),
        width,
        is_number: *is_number,
    };
    titles.iter().zip(fit_widths(&sample, NARROWEST, WIDEST)).map(column).collect()
}

/// A title that a file and a sheet can bear. One that is too long loses its middle: it begins with whose list it is, and
/// what it lists stands at its end.
pub(crate) fn safe(title: &str) -> String {
    let kept: Vec<char> = title.chars().filter(|c| !"[]:*?/\\\"<>|".contains(*c)).collect();
    if kept.len() <= LONGEST {
        return kept.into_iter().collect();
    }
    let (head, tail) = (kept.iter().take(LONGEST - TAIL - 1), kept.iter().skip(kept.len() - TAIL));
    head.chain(&['…']).chain(tail).collect()
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
    use super::{LONGEST, ListFile, hundredths, safe};

    #[test]
    fn a_title_that_is_too_long_keeps_whose_it_is_and_what_it_lists() {
        assert_eq!(safe("银河社区2026年10月党员名册"), "银河社区2026年10月党员名册");
        let long = "明湖街道锦华苑铁路新村第一居民委员会幸福里片区联合社区";
        let [members, moved] = ["党员名册", "党员增减"].map(|part| safe(&format!("{long}2026年10月{part}")));
        assert_eq!(members, "明湖街道锦华苑铁路新村第一居民委…社区2026年10月党员名册");
        assert_eq!(members.chars().count(), LONGEST);
        assert_ne!(members, moved, "or one would be offered to be written over the other");
        assert_eq!(safe("甲/乙[丙]"), "甲乙丙");
        let file = ListFile {
            title: format!("{long}2026年10月党员名册"),
            office: String::new(),
            on: "2026-10-31".parse().unwrap(),
            unit: "条",
            words: String::new(),
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let sheet = file.sheet();
        assert_eq!(
            (sheet.name, sheet.title),
            (members, file.title),
            "over the table there is room for all of it"
        );
    }

    #[test]
    fn only_a_number_is_read_as_one() {
        let read = ["1,204", "+3", "-0.5", "−12.25", "7.", "3.141", "12 并列", "", "-", "2026-10-01", "1e4"];
        let hundredths = read.map(hundredths);
        let numbers = [Some(120_400), Some(300), Some(-50), Some(-1225), Some(700)];
        assert_eq!(hundredths[..5], numbers);
        assert!(hundredths[5..].iter().all(Option::is_none), "{hundredths:?}");
    }
}
