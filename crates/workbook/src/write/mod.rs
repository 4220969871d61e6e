//! Writing a workbook: constant memory, row after row, to a temporary file that takes the target's name only when it
//! is whole and on the disk. The same value gives the same bytes.

mod grid;
mod look;
mod pen;
mod print;

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::WriteError;
use crate::sheet::{Book, Creation, Sheet};
use chrono::{Datelike, Timelike};
use pen::Pen;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Size of the file.
    pub bytes: u64,
    /// Rows of all tables, without headers and totals.
    pub rows: u64,
    /// Cells whose text needs more height than Excel gives a row: they are cut on paper.
    pub cut_cells: u64,
}

/// Writes a workbook to `path`. `temporary` is a folder for the text of cells while they wait: it must be as safe
/// as the target (decisions.md 24).
///
/// # Errors
/// A disk that refuses, names that Excel refuses, rows that do not fit the columns, or what the maker of rows says.
/// The file at `path` is then as it was.
pub fn write(
    path: &Path,
    book: &Book<'_>,
    creation: &Creation,
    temporary: &Path,
) -> Result<Written, WriteError> {
    check_names(&book.sheets)?;
    let mut workbook = Workbook::new();
    workbook.set_tempdir(temporary).map_err(|e| library(&e))?;
    workbook.set_properties(&properties(creation)?);
    let (mut rows, mut cut_cells) = (0, 0);
    for sheet in &book.sheets {
        let worksheet = workbook.add_worksheet_with_constant_memory().map_err(|e| library(&e))?;
        worksheet.set_name(&sheet.name).map_err(|e| library(&e))?;
        let mut pen = Pen::new(worksheet, &sheet.name);
        rows += grid::draw(sheet, &mut pen)?;
        cut_cells += pen.cut_cells();
    }
    let bytes = save(path, &mut workbook)?;
    Ok(Written { bytes, rows, cut_cells })
}

fn save(path: &Path, workbook: &mut Workbook) -> Result<u64, WriteError> {
    let draft = draft_path(path);
    let outcome = save_draft(&draft, workbook).and_then(|bytes| {
        std::fs::rename(&draft, path).map_err(|e| disk(path, e))?;
        sync_folder(path)?;
        Ok(bytes)
    });
    if outcome.is_err() {
        // The draft may not even exist; the first error is the one to tell.
        let _ = std::fs::remove_file(&draft);
    }
    outcome
}

fn save_draft(draft: &Path, workbook: &mut Workbook) -> Result<u64, WriteError> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(draft);
    let file = file.map_err(|e| disk(draft, e))?;
    let mut buffered = BufWriter::with_capacity(128 << 10, file);
    workbook.save_to_writer(&mut buffered).map_err(|error| match error {
        XlsxError::IoError(source) => disk(draft, source),
        other => library(&other),
    })?;
    buffered.flush().map_err(|e| disk(draft, e))?;
    let file = buffered.into_inner().map_err(|e| disk(draft, e.into_error()))?;
    file.sync_all().map_err(|e| disk(draft, e))?;
    file.metadata().map(|about| about.len()).map_err(|e| disk(draft, e))
}

/// A name beside the target that no two programs share.
fn draft_path(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

/// The new name must be on the disk too. Windows has no such thing for folders.
fn sync_folder(path: &Path) -> Result<(), WriteError> {
    if cfg!(unix) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| disk(folder, e))?;
    }
    Ok(())
}

fn properties(creation: &Creation) -> Result<DocProperties, WriteError> {
    let at = creation.at;
    let narrow = |number: u32| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(1900);
    let day = ExcelDateTime::from_ymd(year, narrow(at.month()), narrow(at.day())).map_err(|e| library(&e))?;
    let time = day
        .and_hms(narrow(at.hour()).into(), narrow(at.minute()), narrow(at.second()))
        .map_err(|e| library(&e))?;
    Ok(DocProperties::new()
        .set_title(&creation.title)
        .set_author(&creation.author)
        .set_creation_datetime(&time))
}

fn check_names(sheets: &[Sheet<'_>]) -> Result<(), WriteError> {
    for (at, sheet) in sheets.iter().enumerate() {
        let name = sheet.name.as_str();
        let taken = sheets[..at].iter().any(|other| other.name.to_lowercase() == name.to_lowercase());
        let length = name.encode_utf16().count();
        let edge = name.starts_with('\'') || name.ends_with('\'');
        if taken || edge || !(1..=31).contains(&length) || name.contains(['[', ']', ':', '*', '?', '/', '\\'])
        {
            return Err(WriteError::SheetName(sheet.name.clone()));
        }
    }
    Ok(())
}

fn disk(path: &Path, source: std::io::Error) -> WriteError {
    WriteError::Io { path: path.display().to_string(), source }
}

fn library(error: &XlsxError) -> WriteError {
    WriteError::Library(error.to_string())
}
