//! The real programs, found beside the test executable in the target folder. `cargo xtask test` builds them first.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// The path of a program of this workspace.
pub fn path_of(name: &str) -> PathBuf {
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{name} has not been built: run the tests by `cargo xtask test`");
    path
}

/// Runs `branchbook` with a fixed day and answers what it printed.
pub fn branchbook(day: &str, words: &[&str]) -> Output {
    branchbook_with(day, &[], words)
}

/// The same with variables.
pub fn branchbook_with(day: &str, variables: &[(&str, &str)], words: &[&str]) -> Output {
    command(day, words).envs(variables.iter().copied()).output().unwrap()
}

/// Starts `branchbook`, kills it after a while and says whether it had come to a good end by then.
pub fn killed(day: &str, words: &[&str], after: Duration) -> bool {
    let mut child = command(day, words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap().success()
}

fn command(day: &str, words: &[&str]) -> Command {
    let mut command = Command::new(path_of("branchbook"));
    command.env("BRANCHBOOK_CLOCK", day).stdin(Stdio::null()).args(words);
    for secret in ["BRANCHBOOK_PASSWORD", "BRANCHBOOK_BACKUP_PASSWORD", "BRANCHBOOK_RECOVERY_CODE"] {
        command.env_remove(secret);
    }
    command
}

/// Runs `branchbook --json`, expects it to be refused, and answers the exit code and what it said.
pub fn refusal(day: &str, words: &[&str]) -> (i32, serde_json::Value) {
    let output = branchbook(day, &[&["--json"], words].concat());
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success(), "branchbook {words:?} was not refused: {said}");
    let body = serde_json::from_str(&said).unwrap_or_else(|error| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        panic!("branchbook {words:?} said no JSON ({error}): {said}{complaint}")
    });
    (output.status.code().unwrap(), body)
}

/// Runs `branchbook --json`, expects it to succeed, and answers what it said.
pub fn answer(day: &str, words: &[&str]) -> serde_json::Value {
    let output = branchbook(day, &[&["--json"], words].concat());
    let (said, complaint) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "branchbook {words:?}: {said}{complaint}");
    serde_json::from_str(&said)
        .unwrap_or_else(|error| panic!("branchbook {words:?} said no JSON ({error}): {said}"))
}
