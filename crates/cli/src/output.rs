//! What a run prints: answers on standard output, warnings and errors on standard error.
//! A reader that has seen enough (`| head -1`) is no error: what is left is not printed, the work goes on.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use branchbook_contract::{CallError, Code};
use branchbook_desk::error::io_words;
use serde::Serialize;

/// Whether an answer could not be written: the disk behind a redirection is full.
static IS_LOST: AtomicBool = AtomicBool::new(false);

/// Whether a part of the answer did not reach its reader, other than by the reader's own will.
pub fn is_lost() -> bool {
    IS_LOST.load(Ordering::Relaxed)
}

/// A line of an answer.
pub fn line(text: impl Display) {
    if let Err(error) = writeln!(io::stdout(), "{text}")
        && error.kind() != ErrorKind::BrokenPipe
        && !IS_LOST.swap(true, Ordering::Relaxed)
    {
        complain(format_args!("要做的事已做完，但答复没有写全：{}。", io_words(&error)));
    }
}

/// An answer as JSON on one line.
pub fn json<T: Serialize>(body: &T) {
    match serde_json::to_string(body) {
        Ok(text) => line(text),
        Err(error) => {
            IS_LOST.store(true, Ordering::Relaxed);
            complain(format_args!("答复无法写成 JSON，请把这句话告诉维护人员：{error}"));
        }
    }
}

/// A warning.
pub fn warning(text: &str) {
    complain(format_args!("注意：{text}"));
}

/// Why nothing was done.
pub fn error(error: &CallError, is_json: bool) {
    if is_json { json(error) } else { complain(error) }
}

/// Wrong words.
pub fn usage(sentence: &str, is_json: bool) {
    if is_json {
        json(&CallError { code: Code::Malformed, message: sentence.to_owned(), fields: Vec::new() });
    } else {
        complain(format_args!("{sentence}\n用 branchbook --help 查看用法。"));
    }
}

/// A line on standard error. Nobody is left to be told that it cannot be written.
fn complain(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A table with a header, columns padded to their display width.
pub fn table(header: &[&str], rows: &[Vec<String>]) {
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| measure(cell));
            cells.chain([measure(header[column])]).max().unwrap_or(0)
        })
        .collect();
    line(joined(header.iter().copied(), &widths));
    for row in rows {
        line(joined(row.iter().map(String::as_str), &widths));
    }
}

fn joined<'a>(cells: impl Iterator<Item = &'a str>, widths: &[usize]) -> String {
    let padded = cells
        .zip(widths)
        .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(measure(cell)))));
    padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// Display width: a Chinese character takes two columns.
fn measure(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}
