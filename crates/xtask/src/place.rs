//! Where things lie: the root of the repository, the target folders, programs on the search path.
//! Creates nothing.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Root of the workspace, from where this crate was compiled.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The folder of native builds: `target/`, or what `CARGO_TARGET_DIR` says.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The folder of WebAssembly builds, apart because another compiler may fill it.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// The search path, with cargo's own folder at its end unless it is in it: installed tools arrive there.
pub fn search_path() -> OsString {
    let given = env::var_os("PATH").unwrap_or_default();
    let mut dirs: Vec<PathBuf> = env::split_paths(&given).collect();
    dirs.extend(cargo_home().map(|home| home.join("bin")).filter(|bin| !dirs.contains(bin)));
    env::join_paths(dirs).unwrap_or(given)
}

/// The first program of that name on the search path.
pub fn program(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path()).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

/// Cargo's home, where registries and audit databases lie.
pub fn cargo_home() -> Option<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Some(home.into());
    }
    env::home_dir().map(|home| home.join(".cargo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_folder_of_the_workspace_manifest() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[workspace]"), "the root manifest declares the workspace");
    }

    #[test]
    fn a_program_that_does_not_exist_is_not_found() {
        assert_eq!(program("branchbook-no-such-program"), None);
    }
}
