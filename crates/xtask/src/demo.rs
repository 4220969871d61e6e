//! `cargo xtask run`: the main job from end to end on a demo community that the program makes itself.
//! Everything lies in the target folder and is made afresh each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::test::NATIVE;
use crate::{Outcome, exec, place, setup};

/// Makes the demo and the latest monthly workbook of its first community, and says where they lie.
///
/// # Errors
/// When the set-up, the build or one of the two commands fails.
pub fn run() -> Outcome {
    setup::ensure()?;
    // The same selection as the tests: with another one everything would be compiled anew.
    exec::run(&mut exec::cargo(&format!("build {NATIVE} --bin branchbook")))?;
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
    Ok(())
}

fn branchbook() -> Command {
    Command::new(place::target().join("debug").join(format!("branchbook{}", std::env::consts::EXE_SUFFIX)))
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
