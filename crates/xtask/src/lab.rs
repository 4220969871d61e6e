//! `cargo xtask bench` and `cargo xtask torture`: measurements and long crash campaigns, which live in `tests/`.

use std::fs;

use crate::{Outcome, exec, page, place, setup};

/// Measures in release, beside the floor of the same run.
///
/// # Errors
/// When it does not compile or a gate is not held.
pub fn bench(arguments: &[String]) -> Outcome {
    if arguments.is_empty() || arguments.iter().any(|group| group == "window") {
        window()?;
    }
    start("run --release -p branchbook-tests --bin bench --", arguments)
}

/// Long campaigns of kills and damaged files.
///
/// # Errors
/// When it does not compile or something acknowledged was lost.
pub fn torture(arguments: &[String]) -> Outcome {
    start("run -p branchbook-tests --bin torture --", arguments)
}

/// The window as it is delivered, but driven, beside the measuring program.
fn window() -> Outcome {
    page::build(&setup::ensure()?)?;
    exec::run(&mut exec::cargo("build --release -p branchbook-window --features drive"))?;
    let folder = place::target().join("release");
    let (built, kept) = (folder.join("branchbook-window"), folder.join("branchbook-window-driven"));
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    fs::copy(&built, &kept).map(drop).map_err(|e| format!("{} could not be written: {e}", kept.display()))
}

fn start(command: &str, arguments: &[String]) -> Outcome {
    exec::run(exec::cargo(command).args(arguments))
}
