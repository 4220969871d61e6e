//! `cargo xtask test`: set-up, the page, every test. The last lines printed are the runner's own summary.

use std::collections::VecDeque;

use crate::exec::{self, Stream};
use crate::phases::Phases;
use crate::{Outcome, page, place, programs, setup};

/// The screens run in WebAssembly only; they are built as the page and tested in the window.
pub const NATIVE: &str = "--workspace --exclude branchbook-ui";
/// More closing lines than this say nothing more.
const CLOSING_LINES: usize = 60;

/// Runs everything and prints how long it took.
///
/// # Errors
/// At the first phase that fails.
pub fn run() -> Outcome {
    let mut phases = Phases::default();
    let mut closing = VecDeque::new();
    let outcome = run_phases(&mut phases, &mut closing);
    eprintln!("\n{}", phases.summary());
    for line in &closing {
        eprintln!("{line}");
    }
    outcome
}

fn run_phases(phases: &mut Phases, closing: &mut VecDeque<String>) -> Outcome {
    let tools = phases.time("set-up", setup::ensure)?;
    phases.time("page", || page::build(&tools))?;
    // The whole-program tests start the real programs, which the runner alone would not build.
    phases.time("programs", programs::build)?;
    let (went_well, lines) = phases.time("tests", run_tests)?;
    *closing = lines;
    if !went_well {
        return Err(failure(closing).to_owned());
    }
    phases.time("examples in documentation", || {
        exec::run(&mut exec::cargo(&format!("test --quiet --doc {NATIVE}")))
    })
}

fn run_tests() -> Outcome<(bool, VecDeque<String>)> {
    let colour = if exec::is_watched() { "always" } else { "never" };
    if place::program("cargo-nextest").is_some() {
        let mut command = exec::cargo(&format!("nextest run --no-fail-fast --color {colour} {NATIVE}"));
        exec::follow(&mut command, Stream::Err, keep_nextest)
    } else {
        let mut command =
            exec::cargo(&format!("test --color {colour} {NATIVE} --lib --bins --tests --no-fail-fast"));
        exec::follow(&mut command, Stream::Out, keep_libtest)
    }
}

/// A runner that never came to its closing lines has run no test.
fn failure(closing: &VecDeque<String>) -> &'static str {
    if closing.is_empty() {
        "the tests could not be built; the reason is in the runner's output above"
    } else {
        "tests failed; they are named in the lines above"
    }
}

/// nextest closes with a `Summary` line and, below it, the failed tests.
fn keep_nextest(kept: &mut VecDeque<String>, line: &str) {
    if line.contains("Summary") && line.contains(" run") {
        kept.clear();
        kept.push_back(line.to_owned());
    } else if !kept.is_empty() {
        push_bounded(kept, line);
    }
}

/// The plain runner closes each binary with one line, and names each failed test.
fn keep_libtest(kept: &mut VecDeque<String>, line: &str) {
    if line.starts_with("test result:") || (line.starts_with("test ") && line.contains("FAILED")) {
        push_bounded(kept, line);
    }
}

fn push_bounded(kept: &mut VecDeque<String>, line: &str) {
    if kept.len() == CLOSING_LINES {
        kept.remove(1);
    }
    kept.push_back(line.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(keep: impl Fn(&mut VecDeque<String>, &str), output: &str) -> Vec<String> {
        let mut kept = VecDeque::new();
        output.lines().for_each(|line| keep(&mut kept, line));
        kept.into()
    }

    #[test]
    fn the_summary_of_nextest_and_the_failures_below_it_are_kept() {
        let output = "        PASS [   0.1s] a b\n     Summary [   1.2s] 3 tests run: 2 passed, 1 failed\n        FAIL [ 0.2s] a c\n";
        let lines = closing(keep_nextest, output);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("1 failed") && lines[1].contains("FAIL"));
    }

    #[test]
    fn the_plain_runner_keeps_one_line_for_each_binary_and_each_failure() {
        let output =
            "running 2 tests\ntest a ... ok\ntest b ... FAILED\ntest result: FAILED. 1 passed; 1 failed\n";
        assert_eq!(
            closing(keep_libtest, output),
            ["test b ... FAILED", "test result: FAILED. 1 passed; 1 failed"]
        );
    }

    #[test]
    fn tests_that_were_never_built_are_not_called_failed() {
        assert!(failure(&VecDeque::new()).contains("could not be built"));
        assert!(failure(&VecDeque::from(["Summary 1 test run".to_owned()])).contains("tests failed"));
    }

    #[test]
    fn many_failures_never_push_out_the_summary() {
        let output = format!("Summary 100 tests run\n{}", "FAIL\n".repeat(100));
        let lines = closing(keep_nextest, &output);
        assert_eq!(lines.len(), CLOSING_LINES);
        assert!(lines[0].starts_with("Summary"), "the first line stays");
    }
}
