//! The files of the repository that the rules look at. Reads, never writes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{Source, mark_test_modules};

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 5] = ["target", "dist", "gen", "node_modules", ".git"];

/// Root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the workspace").to_path_buf()
}

/// The text of a file named from the root.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Every file with one of these endings, as (path from the root with `/`, text), in order of path.
pub fn files(endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root(), endings, &mut found);
    found.sort();
    found
}

/// Every Rust file of the repository.
pub fn sources() -> Vec<Source> {
    let mut sources: Vec<Source> =
        files(&["rs"]).into_iter().map(|(path, text)| Source::new(&path, &text)).collect();
    assert!(sources.len() > 20, "the walk has lost its way: only {} Rust files", sources.len());
    mark_test_modules(&mut sources);
    sources
}

/// Fails with every finding on a line of its own.
pub fn assert_none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

fn walk(dir: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    for entry in dir.read_dir().expect("a folder of the repository can be read").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(&format!(".{ending}"))) {
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let from_root = path.strip_prefix(root()).expect("walked from the root");
            found.push((from_root.to_string_lossy().replace('\\', "/"), text));
        }
    }
}
