//! The programs as the tests start them: all of the workspace, and the window a second time with what only tests need.

use std::fs;

use crate::test::NATIVE;
use crate::{Outcome, exec, place};

/// The window with answers in place of the system's dialogs.
pub const DRIVEN_FEATURE: &str = "branchbook-window/drive";

const WINDOW: &str = "branchbook-window";
const DRIVEN: &str = "branchbook-window-driven";

/// Builds every program. The window that people get is the last to be built, so that it lies under its own name.
///
/// # Errors
/// When something does not compile.
pub fn build() -> Outcome {
    build_driven()?;
    exec::run(&mut exec::cargo(&format!("build --bins {NATIVE}")))
}

/// Builds the programs with the window as tests drive it, and keeps that under a name of its own.
///
/// # Errors
/// When something does not compile.
pub fn build_driven() -> Outcome {
    exec::run(&mut exec::cargo(&format!("build --bins {NATIVE} --features {DRIVEN_FEATURE}")))?;
    let (built, kept) = (path(WINDOW), path(DRIVEN));
    fs::copy(&built, &kept).map(drop).map_err(|e| format!("{} could not be written: {e}", kept.display()))
}

/// Where a program of the tests' profile lies.
pub fn path(name: &str) -> std::path::PathBuf {
    place::target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The window that people get, as the tests' profile builds it.
pub fn window() -> std::path::PathBuf {
    path(WINDOW)
}

/// Whether the window can be driven without building anything.
pub fn has_driven() -> bool {
    path(DRIVEN).is_file()
}
