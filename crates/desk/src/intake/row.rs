//! A row of a file as the forms see it: its cells by field; and all rows of a file, packed, because an import holds
//! them until everything is decided. Must not decide what a row means.

use std::sync::Arc;

use branchbook_contract::intake::SourceColumn;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::id_number::{IdReading, read_id, read_numeric_id, read_numeric_id_text};
use branchbook_domain::office_day::{
    DateSystem, DayContext, DayNote, DayProblem, ReadDay, read_day, read_serial,
};
use branchbook_domain::text::{is_blank_mark, tidy, tidy_words};
use branchbook_workbook::{Cell, CellValue, PackedRow, Row, Shape};

use super::field::{FieldSpec, REASON, fold_title};
use super::form::Context;

/// Which column of a sheet holds which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Name of the sheet.
    pub sheet: String,
    /// Place of the sheet among those that are read.
    pub order: usize,
    /// Fields of the form.
    pub fields: &'static [FieldSpec],
    /// Column of each field.
    pub columns: Vec<Option<u16>>,
    /// Of each field: whether its column holds a month written `yyyy.0m` (decisions 2).
    pub two_digit_months: Vec<bool>,
    /// From which day the book counts bare numbers.
    pub date_system: DateSystem,
    /// First row that can hold a record, zero-based.
    pub below: u32,
    /// Whether titles stand above the records.
    pub is_titled: bool,
    /// All columns with their titles.
    pub titles: Vec<SourceColumn>,
    /// Whether a saved assignment was used.
    pub is_mapping_saved: bool,
    /// Key of the titles, for a saved assignment.
    pub header_key: String,
    /// The branch that the title above the table names.
    pub branch_above: Option<String>,
}

impl Layout {
    fn position(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.key == key)
    }

    /// Column of a field. Asked for every cell: keys are compared only with those of the columns that are there.
    pub fn column(&self, key: &str) -> Option<u16> {
        let columns = self.fields.iter().zip(&self.columns);
        let mut there = columns.filter_map(|(field, column)| Some((field.key, (*column)?)));
        there.find_map(|(known, column)| (known == key).then_some(column))
    }

    /// What the file calls a field.
    pub fn title(&self, key: &str) -> &str {
        let field = self.fields.iter().find(|field| field.key == key);
        field.map_or("", |field| field.title)
    }

    /// A sentence if the form asks for a column that tells one person from another, and the sheet has none.
    pub fn tells_nobody_apart(&self) -> Option<String> {
        let telling = || self.fields.iter().filter(|field| field.tells_apart);
        if telling().next().is_none() || telling().any(|field| self.column(field.key).is_some()) {
            return None;
        }
        let titles: Vec<&str> = telling().map(|field| field.title).collect();
        Some(format!(
            "表里没有「{}」中的任何一栏，同名的人分不清，不能导入；请补上其中一栏，或指定哪一栏是它。",
            titles.join("」「")
        ))
    }

    /// Whether its rows are those that an import has handed back: the last column tells why, and no field is read from it.
    pub fn is_handed_back(&self) -> bool {
        self.titles.iter().any(|title| title.field.is_none() && fold_title(&title.title) == REASON)
    }

    fn has_two_digit_months(&self, key: &str) -> bool {
        self.position(key).and_then(|at| self.two_digit_months.get(at)).copied().unwrap_or(false)
    }
}

/// A row that holds a record.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// Row in the sheet, from 1.
    pub number: u32,
    pub(crate) row: Row,
    pub(crate) layout: Arc<Layout>,
}

impl SourceRow {
    /// Name of the sheet that the row stands in.
    pub fn sheet_name(&self) -> &str {
        &self.layout.sheet
    }

    /// Its place in the file: by sheet, then by row.
    pub(crate) fn place(&self) -> (usize, u32) {
        (self.layout.order, self.number)
    }

    /// Whether the sheet has a column for the field.
    pub fn has(&self, key: &str) -> bool {
        self.layout.column(key).is_some()
    }

    /// The cell of a field; a blank one if the sheet has no such column.
    pub fn cell(&self, key: &str) -> &Cell {
        self.row.cell(self.layout.column(key).unwrap_or(u16::MAX))
    }

    /// The text of a field as it stands; empty if there is none.
    pub fn text(&self, key: &str) -> &str {
        &self.cell(key).text
    }

    /// The text of a field, tidied; nothing for a dash, 无 and the like.
    pub fn value(&self, key: &str) -> Option<String> {
        self.said(key).map(tidy)
    }

    /// The same of a field that is kept as it was written: Chinese punctuation stays, as in a form.
    pub fn words(&self, key: &str) -> Option<String> {
        self.said(key).map(tidy_words)
    }

    fn said(&self, key: &str) -> Option<&str> {
        Some(self.text(key)).filter(|text| !is_blank_mark(text))
    }

    /// Reads a field as a date: formatted cells by their day, plain numbers as serials or `1998.07`, texts as
    /// offices write them.
    ///
    /// # Errors
    /// `Blank` for an empty cell, `Word` for a word such as 预备, or why it is no date.
    pub fn day(&self, key: &str, context: &Context<'_>) -> Result<ReadDay, DayProblem> {
        let context = DayContext {
            today: context.today,
            month: context.month,
            column_has_two_digit_months: self.layout.has_two_digit_months(key),
        };
        day_of(self.cell(key), &context, self.layout.date_system)
    }

    /// Reads a field as an ID number; numeric cells tell what the spreadsheet has destroyed.
    pub fn id_number(&self, key: &str) -> IdReading {
        let cell = self.cell(key);
        match cell.value {
            CellValue::Number(value) => read_numeric_id(value),
            CellValue::Date(_) => read_numeric_id_text(&cell.text),
            _ => read_id(&cell.text),
        }
    }

    /// Reads a field as a whole number of zero or more, `1,024` and `30人` among them; `None` if it is blank or none.
    pub fn count(&self, key: &str) -> Option<i64> {
        whole_number(&self.value(key)?)
    }

    /// A sentence about a field: 「第 12 行 · 身份证号：…」; the sheet is named by whoever shows it.
    pub fn say(&self, key: &str, sentence: &str) -> String {
        say(self.number, self.layout.title(key), sentence)
    }

    /// A sentence about the row as a whole: 「第 12 行：…」.
    pub fn say_all(&self, sentence: &str) -> String {
        say_all(self.number, sentence)
    }
}

fn say(number: u32, title: &str, sentence: &str) -> String {
    format!("第 {number} 行 · {title}：{sentence}")
}

fn say_all(number: u32, sentence: &str) -> String {
    format!("第 {number} 行：{sentence}")
}

/// A number of people or things as spreadsheets show it.
fn whole_number(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(['人', '名', '个', '家', '场', '次']).trim();
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = without_thousands(whole)?;
    let is_whole =
        !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) && rest.bytes().all(|b| b == b'0');
    if is_whole { whole.parse().ok() } else { None }
}

/// `1,024` without its comma; nothing if the commas stand anywhere else than before three figures.
fn without_thousands(figures: &str) -> Option<String> {
    let mut groups = figures.split(',');
    let first = groups.next()?;
    let groups: Vec<&str> = groups.collect();
    let fits = groups.is_empty() || (1..=3).contains(&first.len());
    (fits && groups.iter().all(|group| group.len() == 3)).then(|| first.to_owned() + &groups.concat())
}

/// A row that waits to be read.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    packed: PackedRow,
    pub(crate) layout: Arc<Layout>,
}

impl WaitingRow {
    pub(crate) fn new(packed: PackedRow, layout: Arc<Layout>) -> Self {
        Self { packed, layout }
    }

    /// The row with its cells.
    pub fn open(&self) -> SourceRow {
        let row = self.packed.unpack();
        SourceRow { number: row.number(), row, layout: Arc::clone(&self.layout) }
    }

    /// Row in the sheet, from 1.
    pub fn number(&self) -> u32 {
        self.packed.number()
    }

    /// Name of the sheet that the row stands in.
    pub fn sheet_name(&self) -> &str {
        &self.layout.sheet
    }

    /// A sentence about a field, as [`SourceRow::say`].
    pub fn say(&self, key: &str, sentence: &str) -> String {
        say(self.number(), self.layout.title(key), sentence)
    }

    /// A sentence about the row as a whole, as [`SourceRow::say_all`].
    pub fn say_all(&self, sentence: &str) -> String {
        say_all(self.number(), sentence)
    }

    /// Its place in the file: by sheet, then by row.
    pub(crate) fn place(&self) -> (usize, u32) {
        (self.layout.order, self.number())
    }
}

/// The rows of a file, sheet by sheet. Copies share them.
#[derive(Debug, Clone, Default)]
pub struct SourceRows(Arc<Vec<WaitingRow>>);

impl From<Vec<WaitingRow>> for SourceRows {
    fn from(rows: Vec<WaitingRow>) -> Self {
        Self(Arc::new(rows))
    }
}

impl SourceRows {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The row at a position.
    pub fn get(&self, at: usize) -> Option<SourceRow> {
        self.0.get(at).map(WaitingRow::open)
    }

    /// The rows one after the other; each is unpacked when its turn comes.
    pub fn iter(&self) -> impl Iterator<Item = SourceRow> {
        self.0.iter().map(WaitingRow::open)
    }

    pub(crate) fn waiting(&self) -> &[WaitingRow] {
        &self.0
    }
}

fn day_of(cell: &Cell, context: &DayContext, system: DateSystem) -> Result<ReadDay, DayProblem> {
    match cell.value {
        CellValue::Date(at) if matches!(cell.shape, Shape::Day | Shape::General | Shape::MonthDay) => {
            plausible(at.date(), context)
        }
        CellValue::Date(at) if cell.shape == Shape::Month => {
            let month = Month::of(at.date());
            Ok(ReadDay { day: month.into(), notes: Vec::new() })
        }
        CellValue::Number(value) if is_serial(value) => {
            let day = read_serial(value, system)?;
            let note = DayNote::FromSerial { serial: format!("{value}"), day };
            Ok(ReadDay { day: day.into(), notes: vec![note] })
        }
        _ => read_day(&cell.text, context),
    }
}

/// A formatted date goes through the same borders as a written one.
fn plausible(day: Day, context: &DayContext) -> Result<ReadDay, DayProblem> {
    read_day(&day.format("%Y-%m-%d").to_string(), context)
}

/// Five digits: from 1927 on. Less is a year or a month, more is no serial.
fn is_serial(value: f64) -> bool {
    (10_000.0..100_000.0).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::whole_number;

    #[test]
    fn a_number_is_read_as_spreadsheets_show_it() {
        for (text, number) in [
            ("47", Some(47)),
            ("47人", Some(47)),
            ("35 名", Some(35)),
            ("1,024", Some(1_024)),
            ("1,024,000.00", Some(1_024_000)),
            ("12.0", Some(12)),
            ("12.5", None),
            ("1,02", None),
            ("1024,000", None),
            (",024", None),
            ("-1", None),
            ("两", None),
            ("", None),
        ] {
            assert_eq!(whole_number(text), number, "{text}");
        }
    }
}
