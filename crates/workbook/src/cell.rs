//! What a reader hands out: cells, rows, merged ranges, and the head of a sheet as a grid.
//! Positions are zero-based everywhere; only `number()` and `cell_name` count from 1, for people.

use chrono::NaiveDateTime;

/// Rows that a caller should look at to find the header.
pub const HEAD_ROWS: u32 = 40;

/// What the file says a cell is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellValue {
    /// Nothing.
    Blank,
    /// Text: see [`Cell::text`]. Every cell of a .csv is text.
    Text,
    /// A number. An ID number stored so has lost its last digits.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A number with a date or time format, or an ISO date. A bare time lies on 1899-12-31.
    Date(NaiveDateTime),
    /// A formula error such as `#N/A`.
    Error,
}

/// The kind of number format of a cell: what a person sees of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// No format, or one that changes nothing.
    #[default]
    General,
    /// A number format such as `0.00`.
    Number,
    /// A percentage.
    Percent,
    /// The text format `@`.
    Text,
    /// A date with year, month and day; perhaps with a time.
    Day,
    /// Year and month only: the stored day means nothing.
    Month,
    /// Month and day only: the stored year may mean nothing.
    MonthDay,
    /// A year only.
    Year,
    /// A time of day or a duration.
    Time,
}

impl Shape {
    /// Whether the format makes a date or time of a number.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, Self::Day | Self::Month | Self::MonthDay | Self::Year | Self::Time)
    }
}

/// One cell with something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Column, zero-based.
    pub column: u16,
    /// What it is.
    pub value: CellValue,
    /// The text as a person sees it, decimals as formatted, without digit grouping: `1998.07`, `93.5%`,
    /// `1978年5月`. Up to 15 significant digits, as Excel shows. Line breaks are `\n`.
    pub text: String,
    /// Kind of number format.
    pub shape: Shape,
}

impl Cell {
    /// Whether the number format is one of a date or time.
    #[must_use]
    pub fn is_date_format(&self) -> bool {
        self.shape.is_date()
    }
}

static BLANK: Cell = Cell { column: 0, value: CellValue::Blank, text: String::new(), shape: Shape::General };

/// One row: its cells with something in them, by column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Position in the sheet, zero-based. In a .csv: the record, blank lines counted.
    pub index: u32,
    /// Cells, ascending by column, no blanks.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column; a blank one where there is none.
    #[must_use]
    pub fn cell(&self, column: u16) -> &Cell {
        self.cells.binary_search_by_key(&column, |c| c.column).map_or(&BLANK, |at| &self.cells[at])
    }

    /// The text of a column; empty where there is none.
    #[must_use]
    pub fn text(&self, column: u16) -> &str {
        &self.cell(column).text
    }

    /// The row number that a person sees, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.index.saturating_add(1)
    }

    /// One more than the last used column.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.cells.last().map_or(0, |c| c.column.saturating_add(1))
    }
}

/// A merged range; all four borders belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}

impl Span {
    /// Whether a position lies inside.
    #[must_use]
    pub fn contains(&self, row: u32, column: u16) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

/// The head of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The non-empty rows among the first rows.
    pub rows: Vec<Row>,
    /// All merged ranges of the sheet, also those below the head (merged names in the body).
    pub merges: Vec<Span>,
}

impl Grid {
    /// The cell of a position itself, blank inside a merged range except at its first corner.
    #[must_use]
    pub fn cell(&self, row: u32, column: u16) -> &Cell {
        self.rows.binary_search_by_key(&row, |r| r.index).map_or(&BLANK, |at| self.rows[at].cell(column))
    }

    /// The merged range over a position.
    #[must_use]
    pub fn merge_at(&self, row: u32, column: u16) -> Option<Span> {
        self.merges.iter().copied().find(|m| m.contains(row, column))
    }

    /// The cell that a person sees at a position: inside a merged range, its first corner.
    #[must_use]
    pub fn seen(&self, row: u32, column: u16) -> &Cell {
        match self.merge_at(row, column) {
            Some(span) => self.cell(span.top, span.left),
            None => self.cell(row, column),
        }
    }

    /// One more than the last used column of the head.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.rows.iter().map(Row::width).max().unwrap_or(0)
    }
}

/// The name of a position as a person sees it: `(0, 27)` is `AB1`.
#[must_use]
pub fn cell_name(row: u32, column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row.saturating_add(1)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(column: u16, text: &str) -> Cell {
        Cell { column, value: CellValue::Text, text: text.into(), shape: Shape::General }
    }

    #[test]
    fn a_position_has_the_name_that_excel_gives_it() {
        for (row, column, name) in
            [(0, 0, "A1"), (0, 25, "Z1"), (9, 26, "AA10"), (0, 701, "ZZ1"), (0, 702, "AAA1")]
        {
            assert_eq!(cell_name(row, column), name);
        }
    }

    #[test]
    fn every_cell_of_a_merged_range_shows_its_first_corner() {
        let rows = vec![Row { index: 2, cells: vec![text(1, "双报到")] }];
        let grid = Grid { rows, merges: vec![Span { top: 2, left: 1, bottom: 3, right: 4 }] };
        assert_eq!(grid.seen(3, 4).text, "双报到");
        assert_eq!(grid.cell(3, 4).value, CellValue::Blank, "the position itself stays blank");
        assert_eq!(grid.seen(3, 5).value, CellValue::Blank, "outside the range nothing is seen");
    }
}
