//! `cargo xtask package`: the installer of this system, made by the Tauri command line. On Debian it is installed, started
//! and removed again, because an installer that nobody has tried is none.

use crate::{Outcome, exec, page, setup};

/// Builds and tries the installer.
///
/// # Errors
/// When it cannot be built, or does not install, start and go away as it should.
pub fn run() -> Outcome {
    let tools = setup::ensure()?;
    page::build(&tools)?;
    let cli = setup::ensure_tauri_cli()?;
    let bundle = if cfg!(windows) { "nsis" } else { "deb" };
    let mut tauri = exec::program("node");
    tauri.arg(cli).args(["build", "--bundles", bundle]).current_dir(crate::place::root().join("src-tauri"));
    exec::run(&mut tauri)
}
