//! Files that were refused: kept as they came, still sealed, with a line that says when and why (decisions 31).
//! Must not touch the book.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use branchbook_domain::day::Instant;
use sha2::{Digest as _, Sha256};

use super::mark::hex;
use crate::error::{DeskError, Result};

/// Folder beside the book.
const REFUSED: &str = "inbox/refused";
/// What came when, and why it was refused.
const LOG: &str = "refused.log";
/// How a parcel begins (FORMAT.md).
const MAGIC: &[u8] = b"ZBT1\r\n\x1a\n";
/// In place of the hash of a file that was not kept.
const NOT_KEPT: &str = "-";
/// No more than this is kept of one file: what is larger was refused for its size.
const MOST_BYTES: u64 = 64 << 20;
/// Files that are kept; beyond them only the line is written.
const MOST_FILES: usize = 200;

/// Keeps a refused file aside; hands on every other answer. The file itself is where it was: the refusal stands without
/// our copy.
pub(crate) fn kept_aside<T>(book: &Path, file: &Path, at: Instant, answer: Result<T>) -> Result<T> {
    if let Err(DeskError::Refused(why)) = &answer
        && let Err(error) = keep_refused(book, file, at, why)
    {
        tracing::warn!(?error, "a refused file was not kept");
    }
    answer
}

/// Keeps a copy of a refused file and notes why it was refused. The same file again only adds a line.
fn keep_refused(book: &Path, file: &Path, at: Instant, why: &str) -> Result<()> {
    let folder = book.join(REFUSED);
    fs::create_dir_all(&folder)?;
    let sha256 = match fs::metadata(file) {
        Ok(known) if known.is_file() && known.len() <= MOST_BYTES => copy(&folder, &fs::read(file)?)?,
        _ => NOT_KEPT.to_owned(),
    };
    let line = format!("{}\t{sha256}\t{}\n", at.0, one_line(why));
    OpenOptions::new().create(true).append(true).open(folder.join(LOG))?.write_all(line.as_bytes())?;
    Ok(())
}

/// Only what begins like a parcel is kept: anything else may hold people in the open.
fn copy(folder: &Path, bytes: &[u8]) -> Result<String> {
    if !bytes.starts_with(MAGIC) {
        return Ok(NOT_KEPT.to_owned());
    }
    let name = hex(&Sha256::digest(bytes));
    let target = folder.join(&name);
    if !target.exists() && fs::read_dir(folder)?.count() <= MOST_FILES {
        let draft = folder.join(format!(".{name}.part"));
        fs::write(&draft, bytes)?;
        fs::rename(&draft, &target)?;
    }
    Ok(name)
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}
