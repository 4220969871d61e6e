//! `cargo xtask run`: the main job from end to end on a demo community that the program makes itself.
//! Everything lies in the target folder and is made afresh each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::test::NATIVE;
use crate::{Outcome, exec, page, place, programs, setup};

/// Remembers which of the demo's books is that of its first community.
const NOTE: &str = "demo.book";

/// Makes the demo and the latest monthly workbook of its first community, says where they lie, and opens the window on
/// it where there is a screen.
///
/// # Errors
/// When the set-up, the build or one of the two commands fails.
pub fn run() -> Outcome {
    let tools = setup::ensure()?;
    let has_screen = has_screen();
    if has_screen {
        page::build(&tools)?;
    }
    let programs = if has_screen { "--bins" } else { "--bin branchbook" };
    // The same selection as the tests: with another one everything would be compiled anew.
    exec::run(&mut exec::cargo(&format!("build {NATIVE} {programs}")))?;
    let book = make()?;
    if !has_screen {
        println!("There is no screen here, so the window stays closed.");
        return Ok(());
    }
    println!("The window is open on it; this ends when you close the window.");
    exec::run(exec::program(programs::window()).arg("--book").arg(book))
}

/// Whether a window can be shown to somebody.
fn has_screen() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The book of the first community of the demo that lies here already, or of a new one.
///
/// # Errors
/// When it cannot be made.
pub fn find_or_make() -> Outcome<PathBuf> {
    let note = place::target().join(NOTE);
    let known = fs::read_to_string(&note).ok().map(|text| PathBuf::from(text.trim()));
    match known.filter(|book| book.join("ledger.db").is_file()) {
        Some(book) => Ok(book),
        None => make(),
    }
}

/// Makes demo and workbook, says where they lie, and answers the book of the first community.
fn make() -> Outcome<PathBuf> {
    let folder = place::target().join("demo");
    clear(&folder)?;
    let reply = exec::capture(branchbook().arg("--json").arg("demo").arg(&folder))?;
    let unnamed = |key: &str| format!("`branchbook demo` did not name {key}; it answered:\n{reply}");
    let month = named(&reply, "latest_month").ok_or_else(|| unnamed("latest_month"))?;
    let book = PathBuf::from(named(&reply, "dir").ok_or_else(|| unnamed("dir"))?);
    let workbook = folder.with_file_name(format!("demo-{month}.xlsx"));
    exec::run(report(&mut branchbook(), &book, &month, &workbook))?;
    println!("\nA street and five communities lie in   {}", folder.display());
    println!("Its workbook of {month} lies at {}", workbook.display());
    let program = branchbook().get_program().to_owned();
    println!("Look around with {} --book {} member list", Path::new(&program).display(), book.display());
    let note = place::target().join(NOTE);
    fs::write(&note, book.display().to_string()).map_err(|e| format!("{}: {e}", note.display()))?;
    Ok(book)
}

fn branchbook() -> Command {
    Command::new(programs::path("branchbook"))
}

fn report<'a>(command: &'a mut Command, book: &Path, month: &str, workbook: &Path) -> &'a mut Command {
    command.arg("--book").arg(book).args(["report", "monthly", "--month", month]).arg("--out").arg(workbook)
}

/// An earlier demo is thrown away: it holds nothing but what the program invented.
fn clear(book: &Path) -> Outcome {
    if !book.exists() {
        return Ok(());
    }
    fs::remove_dir_all(book).map_err(|e| format!("{} could not be cleared: {e}", book.display()))
}

/// What the reply gives under a key, at whatever depth.
fn named(reply: &str, key: &str) -> Option<String> {
    let last_line = || reply.lines().last().and_then(|line| serde_json::from_str(line).ok());
    let value: Value = serde_json::from_str(reply).ok().or_else(last_line)?;
    find(&value, key)?.as_str().map(str::to_owned)
}

fn find<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(map) => map.get(key).or_else(|| map.values().find_map(|inner| find(inner, key))),
        Value::Array(items) => items.iter().find_map(|inner| find(inner, key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_found_in_every_shape_of_reply() {
        for reply in [
            r#"{"latest_month":"2026-10","members":312}"#,
            r#"{"ok":true,"reply":{"latest_month":"2026-10"}}"#,
            "making the demo\n{\"latest_month\":\"2026-10\"}",
        ] {
            assert_eq!(named(reply, "latest_month").as_deref(), Some("2026-10"), "{reply}");
        }
    }

    #[test]
    fn a_reply_without_a_month_gives_none() {
        for reply in ["", "done", r#"{"latest_month":null}"#, r#"{"months":["2026-10"]}"#] {
            assert_eq!(named(reply, "latest_month"), None, "{reply}");
        }
    }
}
