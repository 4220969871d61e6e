//! What a run prints: answers on standard output, warnings and errors on standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this module is for")]

use branchbook_contract::CallError;
use serde::Serialize;

/// A line of an answer.
pub fn line(text: impl std::fmt::Display) {
    println!("{text}");
}

/// An answer as JSON on one line.
pub fn json<T: Serialize>(body: &T) {
    match serde_json::to_string(body) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("答复无法写成 JSON：{error}"),
    }
}

/// A warning.
pub fn warning(text: &str) {
    eprintln!("注意：{text}");
}

/// Why nothing was done.
pub fn error(error: &CallError, is_json: bool) {
    if is_json { json(error) } else { eprintln!("{error}") }
}

/// Wrong words.
pub fn usage(sentence: &str) {
    eprintln!("{sentence}\n用 branchbook --help 查看用法。");
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
