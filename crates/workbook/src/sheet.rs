//! What a caller fills to get a workbook: plain values, no drawing. How they look is decided in `write`.

use chrono::{NaiveDate, NaiveDateTime};

use crate::WriteError;

/// One cell to be written. There are no formulas: WPS would compute them anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// An empty cell with its border.
    Blank,
    /// A dash, where a form wants nothing left empty.
    Dash,
    /// Text, never read as a number by Excel: IDs and phones too.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Hundredths, shown with 0 to 2 decimals: `Fixed(1250, 1)` is 12.5.
    Fixed(i64, u8),
    /// Ten-thousandths of one, shown as a percentage with 0 to 2 decimals: `Percent(9350, 1)` is 93.5%.
    Percent(i64, u8),
    /// A day, shown as 2026-10-08.
    Day(NaiveDate),
}

impl Out {
    /// Text from anything that is one.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text that a person will see.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Dash => "—".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Int(number) => number.to_string(),
            Self::Fixed(hundredths, decimals) => shown_hundredths(*hundredths, *decimals),
            Self::Percent(parts, decimals) => shown_hundredths(*parts, *decimals) + "%",
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
        }
    }
}

/// Where the text of a column stands. Header cells are always centred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Numbers right, the rest left.
    #[default]
    ByValue,
    /// Everything centred.
    Center,
    /// Everything left.
    Left,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Width in half-width characters: a Chinese character takes 2. Grows by itself where a number would not fit.
    pub width: u16,
    /// Where the text stands.
    pub align: Align,
}

impl Column {
    /// A column with numbers right and text left.
    #[must_use]
    pub fn new(width: u16) -> Self {
        Self { width, align: Align::ByValue }
    }

    /// A centred column: sex, ID, day.
    #[must_use]
    pub fn centered(width: u16) -> Self {
        Self { width, align: Align::Center }
    }
}

/// One header cell with the range it covers, within the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its text.
    pub text: String,
    /// First row within the header, zero-based.
    pub row: u16,
    /// First column, zero-based.
    pub column: u16,
    /// Rows it covers.
    pub rows: u16,
    /// Columns it covers.
    pub columns: u16,
}

/// Header rows from a drawing: `"<"` belongs to the cell on its left, `"^"` to the cell above.
/// `[["姓名", "增加", "<"], ["^", "发展", "转入"]]` is a two-row header. Inside a range of several rows and columns the lower rows are all `"^"`.
#[must_use]
pub fn header<R: AsRef<[&'static str]>>(drawing: &[R]) -> Vec<Head> {
    let at = |row: usize, column: usize| drawing.get(row).and_then(|r| r.as_ref().get(column)).copied();
    let mut heads = Vec::new();
    for (row, line) in drawing.iter().enumerate() {
        for (column, text) in line.as_ref().iter().enumerate() {
            if matches!(*text, "<" | "^") {
                continue;
            }
            let columns = 1 + (column + 1..).take_while(|c| at(row, *c) == Some("<")).count();
            let rows = 1 + (row + 1..).take_while(|r| at(*r, column) == Some("^")).count();
            heads.push(Head {
                text: (*text).to_owned(),
                row: narrow(row),
                column: narrow(column),
                rows: narrow(rows),
                columns: narrow(columns),
            });
        }
    }
    heads
}

/// A line of text across the sheet, without borders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// At the left edge.
    pub left: String,
    /// In the middle.
    pub center: String,
    /// At the right edge.
    pub right: String,
}

impl Line {
    /// Text at both edges.
    pub fn ends(left: impl Into<String>, right: impl Into<String>) -> Self {
        Self { left: left.into(), center: String::new(), right: right.into() }
    }

    /// Text at the left edge.
    pub fn left(left: impl Into<String>) -> Self {
        Self { left: left.into(), ..Self::default() }
    }
}

/// Takes one row after another.
pub type RowSink<'s> = &'s mut dyn FnMut(&[Out]) -> Result<(), WriteError>;

/// Makes the rows of a table, one after another.
pub type RowMaker<'a> = Box<dyn Fn(RowSink<'_>) -> Result<(), WriteError> + 'a>;

/// The rows of a table.
pub enum Body<'a> {
    /// Held in memory.
    Held(Vec<Vec<Out>>),
    /// Made one by one, for tables that need not be held. Called once for each writing or snapshot and must give
    /// the same rows each time; an error of its own comes as [`WriteError::Source`] with a sentence.
    Made(RowMaker<'a>),
}

impl Body<'_> {
    /// Gives every row to the sink, in order.
    ///
    /// # Errors
    /// What the sink or the maker of the rows says.
    pub fn each(&self, sink: RowSink<'_>) -> Result<(), WriteError> {
        match self {
            Self::Held(rows) => rows.iter().try_for_each(|row| sink(row)),
            Self::Made(make) => make(sink),
        }
    }
}

impl Default for Body<'_> {
    fn default() -> Self {
        Self::Held(Vec::new())
    }
}

/// Where the total rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TotalsAt {
    /// Above the rows.
    Top,
    /// Below the rows.
    #[default]
    Bottom,
}

/// Which way the paper lies; always A4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Orientation {
    /// Landscape.
    #[default]
    Landscape,
    /// Portrait.
    Portrait,
}

/// Which rows are printed again on each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeat {
    /// The header rows.
    #[default]
    Header,
    /// Title, lines and header rows.
    All,
    /// None.
    Nothing,
}

/// Print set-up of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which way the paper lies.
    pub orientation: Orientation,
    /// Rows printed again on each page.
    pub repeat: Repeat,
    /// Columns that stay when scrolling sideways.
    pub freeze_columns: u16,
    /// Text at the top of each page; `&` codes as Excel knows them, a plain `&` is `&&`. Empty for none.
    pub header: String,
    /// Text at the foot of each page, same codes.
    pub footer: String,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            orientation: Orientation::Landscape,
            repeat: Repeat::Header,
            freeze_columns: 0,
            header: String::new(),
            footer: "第 &P 页 共 &N 页".to_owned(),
        }
    }
}

/// One sheet: title, lines, header, rows, totals, signatures, notes.
#[derive(Default)]
pub struct Sheet<'a> {
    /// Name on the tab: at most 31 characters, none of `[ ] : * ? / \`.
    pub name: String,
    /// A mark above the title at the left, such as 附件1. Empty for none.
    pub mark: String,
    /// Title. Empty for none.
    pub title: String,
    /// Lines between title and header: 填报单位 at the left, 填报日期 at the right.
    pub lines: Vec<Line>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Header cells, see [`header`]. They must cover every column of every header row once.
    pub heads: Vec<Head>,
    /// Whether a row 1, 2, 3 … stands below the header.
    pub column_numbers: bool,
    /// Rows.
    pub body: Body<'a>,
    /// Total rows, printed bold.
    pub totals: Vec<Vec<Out>>,
    /// Where the total rows stand.
    pub totals_at: TotalsAt,
    /// Signatures below the table, spread over the width: 单位负责人： 审核人： 填表人：
    pub signatures: Vec<String>,
    /// Notes below all, one a line.
    pub notes: Vec<String>,
    /// Print set-up.
    pub page: Page,
}

/// A workbook to be written.
#[derive(Default)]
pub struct Book<'a> {
    /// Sheets in order.
    pub sheets: Vec<Sheet<'a>>,
}

/// What the file says of itself. Nothing here may come from the machine's clock (decisions.md 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Creation {
    /// Time of creation.
    pub at: NaiveDateTime,
    /// Title in the file's properties.
    pub title: String,
    /// Author in the file's properties.
    pub author: String,
}

fn narrow(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn shown_hundredths(hundredths: i64, decimals: u8) -> String {
    let places = u32::from(decimals.min(2));
    let step = 10_u64.pow(2 - places);
    let rounded = (hundredths.unsigned_abs() + step / 2) / step;
    let unit = 10_u64.pow(places);
    let sign = if hundredths < 0 && rounded > 0 { "-" } else { "" };
    match places {
        0 => format!("{sign}{rounded}"),
        _ => format!("{sign}{}.{:0width$}", rounded / unit, rounded % unit, width = places as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_shown_with_the_asked_decimals() {
        let cases = [
            (Out::Fixed(1250, 1), "12.5"),
            (Out::Fixed(1255, 1), "12.6"),
            (Out::Fixed(-5, 2), "-0.05"),
            (Out::Fixed(-4, 1), "0.0"),
            (Out::Fixed(100, 0), "1"),
            (Out::Percent(9350, 1), "93.5%"),
            (Out::Percent(10000, 0), "100%"),
        ];
        for (out, shown) in cases {
            assert_eq!(out.shown(), shown, "{out:?}");
        }
    }

    #[test]
    fn a_drawn_header_becomes_rectangles() {
        let heads = header(&[["姓名", "增加", "<"], ["^", "发展", "转入"]]);
        let seen: Vec<_> =
            heads.iter().map(|h| (h.text.as_str(), h.row, h.column, h.rows, h.columns)).collect();
        assert_eq!(
            seen,
            [("姓名", 0, 0, 2, 1), ("增加", 0, 1, 1, 2), ("发展", 1, 1, 1, 1), ("转入", 1, 2, 1, 1)]
        );
    }
}
