//! What a file is, by its first bytes and its parts. Parses no cells.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use encoding_rs::{Encoding, UTF_8};

use super::archive::Archive;
use super::container::Container;
use super::guard::check_limit;
use crate::{Limits, ReadError};

/// A file with the marks by which a later change is noticed.
#[derive(Debug, Clone)]
pub(crate) struct FileStamp {
    path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
}

/// What a file turned out to be.
pub(crate) enum Found {
    Xlsx,
    /// With the bytes of its workbook stream.
    Xls(Vec<u8>),
    Ods,
    Csv,
    Html,
    Xml2003,
}

impl FileStamp {
    /// Looks at a file and refuses one that is too large or empty.
    pub(crate) fn take(path: &Path, limits: &Limits) -> Result<Self, ReadError> {
        let about = std::fs::metadata(path).map_err(io_error)?;
        if about.is_dir() {
            return Err(ReadError::NotASpreadsheet("文件夹"));
        }
        check_limit("文件字节数", about.len(), limits.file_bytes)?;
        if about.len() == 0 {
            return Err(ReadError::Empty);
        }
        Ok(Self { path: path.to_owned(), length: about.len(), modified: about.modified().ok() })
    }

    /// Opens the file if it is still the same.
    pub(crate) fn open(&self) -> Result<File, ReadError> {
        let file = File::open(&self.path).map_err(io_error)?;
        let about = file.metadata().map_err(io_error)?;
        if about.len() != self.length || about.modified().ok() != self.modified {
            return Err(ReadError::Changed);
        }
        Ok(file)
    }
}

/// Finds what a file is.
pub(crate) fn sniff(stamp: &FileStamp, limits: &Limits) -> Result<Found, ReadError> {
    let mut first = Vec::with_capacity(4096);
    stamp.open()?.take(4096).read_to_end(&mut first).map_err(io_error)?;
    if first.starts_with(b"PK") {
        return sniff_archive(stamp, limits);
    }
    if first.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return sniff_container(stamp);
    }
    refuse_other_kinds(&first)?;
    let marked_up = sniff_markup(&first)?;
    let wide = first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]);
    if !wide && first.contains(&0) {
        return Err(ReadError::NotASpreadsheet("程序或图片一类的文件"));
    }
    Ok(marked_up.unwrap_or(Found::Csv))
}

fn sniff_archive(stamp: &FileStamp, limits: &Limits) -> Result<Found, ReadError> {
    let mut archive = Archive::open(stamp, limits)?;
    if let Some(kind) = archive.small_text("mimetype")? {
        return match kind.trim() {
            "application/vnd.oasis.opendocument.spreadsheet"
            | "application/vnd.oasis.opendocument.spreadsheet-template" => Ok(Found::Ods),
            _ => Err(ReadError::NotASpreadsheet("别的办公文档")),
        };
    }
    let other = [
        ("xl/workbook.bin", ReadError::BinaryBook),
        ("word/document.xml", ReadError::NotASpreadsheet("Word 文档")),
        ("ppt/presentation.xml", ReadError::NotASpreadsheet("演示文稿")),
    ];
    if let Some((_, error)) = other.into_iter().find(|(part, _)| archive.has(part)) {
        return Err(error);
    }
    if archive.has("[content_types].xml") || archive.has("xl/workbook.xml") {
        return Ok(Found::Xlsx);
    }
    Err(ReadError::NotASpreadsheet("压缩包"))
}

fn sniff_container(stamp: &FileStamp) -> Result<Found, ReadError> {
    let mut bytes = Vec::new();
    stamp.open()?.read_to_end(&mut bytes).map_err(io_error)?;
    let container = Container::open(&bytes)?;
    if container.has("EncryptedPackage") {
        return Err(ReadError::Encrypted);
    }
    if container.has("Workbook") {
        return container.stream("Workbook").map(Found::Xls);
    }
    Err(match () {
        () if container.has("Book") => ReadError::OldFormat,
        () if container.has("WordDocument") => ReadError::NotASpreadsheet("Word 文档"),
        () if container.has("PowerPoint Document") => ReadError::NotASpreadsheet("演示文稿"),
        () => ReadError::NotASpreadsheet("别的办公文档"),
    })
}

fn refuse_other_kinds(first: &[u8]) -> Result<(), ReadError> {
    let magics: [(&[u8], &str); 8] = [
        (b"%PDF", "PDF 文件"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"GIF8", "图片"),
        (b"Rar!", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b", "压缩包"),
        (b"{\\rtf", "Word 文档"),
    ];
    if let Some((_, what)) = magics.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Err(ReadError::NotASpreadsheet(what));
    }
    if matches!(first, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) {
        return Err(ReadError::OldFormat);
    }
    Ok(())
}

/// What a file with tags is; `None` for text without.
fn sniff_markup(first: &[u8]) -> Result<Option<Found>, ReadError> {
    let encoding = Encoding::for_bom(first).map_or(UTF_8, |(encoding, _)| encoding);
    let text = encoding.decode(first).0.to_ascii_lowercase();
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("mime-version:") || start.contains("content-type: multipart/related") {
        return Err(ReadError::WebArchive);
    }
    let has_rows = start.contains("<table") && (start.contains("<tr") || start.contains("<td"));
    if !start.starts_with('<') {
        return Ok(has_rows.then_some(Found::Html));
    }
    let has = |mark: &&str| start.contains(*mark);
    if has(&"urn:schemas-microsoft-com:office:spreadsheet") && !has(&"<html") {
        return Ok(Some(Found::Xml2003));
    }
    let marks =
        ["<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<style", "<div", "<script", "<!--"];
    if marks.iter().any(has) {
        return Ok(Some(Found::Html));
    }
    if start.starts_with("<?xml") { Err(ReadError::NotASpreadsheet("XML 文件")) } else { Ok(None) }
}

/// A system error as our own.
pub(crate) fn io_error(error: std::io::Error) -> ReadError {
    if error.kind() == ErrorKind::NotFound { ReadError::Missing } else { ReadError::Io(error) }
}
