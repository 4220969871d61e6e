//! `cargo xtask bench` and `cargo xtask torture`: measurements and long crash campaigns, which live in `tests/`.

use crate::{Outcome, exec};

/// Measures in release, beside the floor of the same run.
///
/// # Errors
/// When it does not compile or a gate is not held.
pub fn bench(arguments: &[String]) -> Outcome {
    start("run --release -p branchbook-tests --bin bench --", arguments)
}

/// Long campaigns of kills and damaged files.
///
/// # Errors
/// When it does not compile or something acknowledged was lost.
pub fn torture(arguments: &[String]) -> Outcome {
    start("run -p branchbook-tests --bin torture --", arguments)
}

fn start(command: &str, arguments: &[String]) -> Outcome {
    exec::run(exec::cargo(command).args(arguments))
}
