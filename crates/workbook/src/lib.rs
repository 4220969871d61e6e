//! Spreadsheets as plain grids. Knows nothing of a branch: no name, rule or layout of the domain may enter here.
//!
//! # Reading
//! ```no_run
//! # fn main() -> Result<(), branchbook_workbook::ReadError> {
//! use branchbook_workbook::{HEAD_ROWS, Limits, open};
//! let book = open(std::path::Path::new("花名册.xlsx"), &Limits::default())?;
//! for (at, sheet) in book.sheets().iter().enumerate().filter(|(_, s)| !s.is_hidden) {
//!     let head = book.head(at, HEAD_ROWS)?; // a grid with merged ranges: find the header rows here
//!     for row in book.rows(at)? {
//!         let row = row?; // only rows with something in them; `row.index` is the true position
//!         println!("{} {} {}", sheet.name, row.number(), row.text(1));
//!     }
//!     println!("{} merged ranges", head.merges.len());
//! }
//! # Ok(()) }
//! ```
//! What a file hides is not left out. Who wants to tell asks for it: [`Rows::marked`] hands out each row with whether
//! it is hidden and which of its formulas have no stored result, [`SourceBook::hidden_columns`] names the columns, and
//! [`SourceBook::date_system`] says from which day bare numbers count:
//! ```no_run
//! # fn main() -> Result<(), branchbook_workbook::ReadError> {
//! # let book = branchbook_workbook::open(std::path::Path::new("a"), &branchbook_workbook::Limits::default())?;
//! let hidden = book.hidden_columns(0)?;
//! for marked in book.rows(0)?.marked() {
//!     let marked = marked?;
//!     let seen = marked.row.cells.iter().filter(|cell| !hidden.contains(cell.column)).count();
//!     println!("{} {seen} {} {:?}", marked.row.number(), marked.is_hidden, marked.uncomputed);
//! }
//! # Ok(()) }
//! ```
//! The kind is found by content, never by the extension: .xlsx, .xls (also .et), .ods, separated text, web pages with
//! tables, XML spreadsheets of Excel 2003. Rows are parsed in a thread of their own and arrive
//! through a short channel: memory does not grow with the file, dropping [`Rows`] stops the work, and a panic inside
//! a parser becomes [`ReadError::Damaged`]. Every error is a Chinese sentence that may be shown as it is.
//!
//! # Writing
//! Fill a [`Sheet`], put it into a [`Book`], call [`write`](fn@write). The same value gives the same bytes.
//! [`snapshot`] shows a sheet as text, for tests. [`measure`] is the display width (Chinese 2, Latin 1) and
//! [`fit_widths`] proposes column widths from header and sample.

mod cell;
mod decimal;
mod error;
mod limits;
mod mark;
mod measure;
mod number_format;
mod packed;
mod read;
mod sheet;
mod snapshot;
mod write;

pub use cell::{Cell, CellValue, Grid, HEAD_ROWS, Row, Shape, Span, cell_name};
pub use error::{ReadError, WriteError};
pub use limits::Limits;
pub use mark::{DateSystem, HiddenColumns, MarkedRow};
pub use measure::{fit_widths, line_count, measure};
pub use packed::PackedRow;
pub use read::{MarkedRows, Rows, SheetEntry, SourceBook, SourceKind, open};
pub use sheet::{
    Align, Body, Book, Column, Creation, Head, Line, Orientation, Out, Page, Repeat, RowMaker, RowSink,
    Sheet, TotalsAt, header,
};
pub use snapshot::snapshot;
pub use write::{Written, write};
