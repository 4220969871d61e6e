//! Finds what a machine lacks for building and testing, and installs it on Debian and Ubuntu.
//! Looks at the machine itself every time (no note of an earlier run that could be wrong), in well under a second.

mod system;
mod tools;
mod wasm;

use std::path::PathBuf;

use crate::Outcome;

pub use system::administrator;
pub use tools::{cargo_install, ensure_tauri_cli};
pub use wasm::WasmCompiler;

/// What the later steps use.
pub struct Tools {
    /// Which compiler makes WebAssembly on this machine.
    pub wasm: WasmCompiler,
    /// The `wasm-opt` script, where Node.js can run it.
    pub optimiser: Option<PathBuf>,
}

/// Installs what is missing.
///
/// # Errors
/// With a sentence that names what is missing and the command that installs it, where xtask cannot do it itself.
pub fn ensure() -> Outcome<Tools> {
    system::ensure()?;
    let wasm = wasm::ensure()?;
    tools::ensure_trunk()?;
    tools::ensure_wasm_bindgen()?;
    tools::ensure_tauri_driver()?;
    Ok(Tools { wasm, optimiser: tools::find_or_install_wasm_opt() })
}
