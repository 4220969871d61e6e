//! Opening a foreign file: what kind it is, which sheets it has, and the way to their rows. Parsing happens in the
//! modules below, always in a thread of its own (`guard`).

mod archive;
mod biff;
mod container;
mod csv;
mod encoding;
mod format_name;
mod guard;
mod html;
mod ods;
mod separator;
mod sniff;
mod xls;
mod xlsx;
mod xml;
mod xml2003;

use std::path::Path;
use std::sync::Arc;

use crate::cell::{Grid, Span};
use crate::mark::{DateSystem, HiddenColumns};
use crate::{Limits, ReadError};

use guard::{Halt, Sink, guarded, spawn_rows};
pub use guard::{MarkedRows, Rows};
use sniff::{FileStamp, Found};

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// Office Open XML workbook (also .xlsm, and newer .et).
    Xlsx,
    /// Excel 97–2003 workbook (also older .et).
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Separated text.
    Csv,
    /// A page with tables, whatever its name.
    Html,
    /// XML spreadsheet of Excel 2003.
    Xml2003,
}

impl SourceKind {
    /// Its name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Xlsx => "Excel 工作簿（.xlsx）",
            Self::Xls => "Excel 97–2003 工作簿（.xls）",
            Self::Ods => "OpenDocument 表格（.ods）",
            Self::Csv => "文本表格（.csv、.txt）",
            Self::Html => "网页表格（.html）",
            Self::Xml2003 => "Excel 2003 XML 表格（.xml）",
        }
    }
}

/// A sheet of a foreign file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    /// Name on the tab; of a page, the caption of the table or the heading before it. A .csv, and a page that names
    /// nothing, have the file's name without extension.
    pub name: String,
    /// Whether the file hides it.
    pub is_hidden: bool,
}

/// A foreign file that was understood so far as to list its sheets.
#[derive(Debug)]
pub struct SourceBook {
    kind: SourceKind,
    sheets: Vec<SheetEntry>,
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Xlsx(Arc<xlsx::Parts>),
    Xls(Arc<xls::Stream>),
    Ods(Arc<ods::Plan>),
    Csv(Arc<csv::Plan>),
    Html(Arc<html::Plan>),
    Xml2003(Arc<xml2003::Plan>),
}

/// Opens a file. Its kind is found by content; the extension is not looked at.
///
/// # Errors
/// A sentence for every file that is not a spreadsheet, asks for a password, is damaged or passes a limit.
pub fn open(path: &Path, limits: &Limits) -> Result<SourceBook, ReadError> {
    let (path, limits) = (path.to_owned(), limits.clone());
    guarded(move || open_here(&path, &limits))
}

impl SourceBook {
    /// What the file turned out to be.
    #[must_use]
    pub fn kind(&self) -> SourceKind {
        self.kind
    }

    /// Its sheets, in the order of the tabs.
    #[must_use]
    pub fn sheets(&self) -> &[SheetEntry] {
        &self.sheets
    }

    /// The first rows of a sheet with all its merged ranges. `rows` counts positions, empty ones too.
    ///
    /// # Errors
    /// Damage, a limit, or a sheet that does not exist.
    pub fn head(&self, sheet: usize, rows: u32) -> Result<Grid, ReadError> {
        let mut grid = Grid { rows: Vec::new(), merges: self.merges(sheet)? };
        for row in self.rows(sheet)? {
            let row = row?;
            if row.index >= rows {
                break;
            }
            grid.rows.push(row);
        }
        Ok(grid)
    }

    /// All rows of a sheet that have something in them, from the first.
    ///
    /// # Errors
    /// A sheet that does not exist. Damage and limits come with the rows.
    pub fn rows(&self, sheet: usize) -> Result<Rows, ReadError> {
        self.require_sheet(sheet)?;
        let source = self.source.clone();
        spawn_rows(self.limits().clone(), move |sink| source.send_rows(sheet, sink))
    }

    /// All merged ranges of a sheet.
    ///
    /// # Errors
    /// Damage, a limit, or a sheet that does not exist.
    pub fn merges(&self, sheet: usize) -> Result<Vec<Span>, ReadError> {
        self.require_sheet(sheet)?;
        let source = self.source.clone();
        guarded(move || source.merges(sheet))
    }

    /// The hidden columns of a sheet.
    ///
    /// # Errors
    /// Damage, a limit, or a sheet that does not exist.
    pub fn hidden_columns(&self, sheet: usize) -> Result<HiddenColumns, ReadError> {
        self.require_sheet(sheet)?;
        let source = self.source.clone();
        guarded(move || source.hidden_columns(sheet))
    }

    /// From which day the book counts. A bare number in a column of days must be reckoned with it.
    #[must_use]
    pub fn date_system(&self) -> DateSystem {
        DateSystem::of(match &self.source {
            Source::Xlsx(parts) => parts.is_1904,
            Source::Xls(stream) => stream.is_1904,
            Source::Ods(plan) => plan.is_1904,
            Source::Csv(_) => false,
            Source::Html(plan) => plan.is_1904,
            Source::Xml2003(plan) => plan.is_1904,
        })
    }

    fn require_sheet(&self, sheet: usize) -> Result<(), ReadError> {
        if sheet < self.sheets.len() { Ok(()) } else { Err(ReadError::NoSheet(sheet + 1)) }
    }

    fn limits(&self) -> &Limits {
        match &self.source {
            Source::Xlsx(parts) => &parts.limits,
            Source::Xls(stream) => &stream.limits,
            Source::Ods(plan) => &plan.limits,
            Source::Csv(plan) => &plan.limits,
            Source::Html(plan) => &plan.limits,
            Source::Xml2003(plan) => &plan.limits,
        }
    }
}

impl Source {
    fn send_rows(&self, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
        match self {
            Self::Xlsx(parts) => xlsx::send_rows(parts, sheet, sink),
            Self::Xls(stream) => xls::send_rows(stream, sheet, sink),
            Self::Ods(plan) => ods::send_rows(plan, sheet, sink),
            Self::Csv(plan) => csv::send_rows(plan, sink),
            Self::Html(plan) => html::send_rows(plan, sheet, sink),
            Self::Xml2003(plan) => xml2003::send_rows(plan, sheet, sink),
        }
    }

    fn merges(&self, sheet: usize) -> Result<Vec<Span>, ReadError> {
        match self {
            Self::Xlsx(parts) => xlsx::merges(parts, sheet),
            Self::Xls(stream) => xls::merges(stream, sheet),
            Self::Ods(plan) => ods::merges(plan, sheet),
            Self::Csv(_) => Ok(Vec::new()),
            Self::Html(plan) => html::merges(plan, sheet),
            Self::Xml2003(plan) => xml2003::merges(plan, sheet),
        }
    }

    fn hidden_columns(&self, sheet: usize) -> Result<HiddenColumns, ReadError> {
        match self {
            Self::Xlsx(parts) => xlsx::hidden_columns(parts, sheet),
            Self::Xls(stream) => xls::hidden_columns(stream, sheet),
            Self::Ods(plan) => ods::hidden_columns(plan, sheet),
            Self::Csv(_) => Ok(HiddenColumns::default()),
            Self::Html(plan) => html::hidden_columns(plan, sheet),
            Self::Xml2003(plan) => xml2003::hidden_columns(plan, sheet),
        }
    }
}

fn open_here(path: &Path, limits: &Limits) -> Result<SourceBook, ReadError> {
    let stamp = FileStamp::take(path, limits)?;
    let (kind, sheets, source) = match sniff::sniff(&stamp, limits)? {
        Found::Xlsx => {
            let (sheets, parts) = xlsx::open(stamp, limits)?;
            (SourceKind::Xlsx, sheets, Source::Xlsx(Arc::new(parts)))
        }
        Found::Xls(bytes) => {
            let (sheets, stream) = xls::open(bytes, limits)?;
            (SourceKind::Xls, sheets, Source::Xls(Arc::new(stream)))
        }
        Found::Ods => {
            let (sheets, plan) = ods::open(stamp, limits)?;
            (SourceKind::Ods, sheets, Source::Ods(Arc::new(plan)))
        }
        Found::Csv => {
            let plan = csv::open(stamp, limits)?;
            let entry = SheetEntry { name: file_name(path), is_hidden: false };
            (SourceKind::Csv, vec![entry], Source::Csv(Arc::new(plan)))
        }
        Found::Html => {
            let (sheets, plan) = html::open(stamp, &file_name(path), limits)?;
            (SourceKind::Html, sheets, Source::Html(Arc::new(plan)))
        }
        Found::Xml2003 => {
            let (sheets, plan) = xml2003::open(stamp, limits)?;
            (SourceKind::Xml2003, sheets, Source::Xml2003(Arc::new(plan)))
        }
    };
    if sheets.is_empty() {
        return Err(ReadError::NoSheet(1));
    }
    Ok(SourceBook { kind, sheets, source })
}

/// The name of a file without extension.
fn file_name(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
