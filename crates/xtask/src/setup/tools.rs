//! Programs that build the page, drive the window and pack it: Trunk, wasm-bindgen and tauri-driver by cargo,
//! wasm-opt and the Tauri command line from npm. Each in exactly one version.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Outcome, exec, place};

/// The last Trunk that the project's compiler can build.
const TRUNK: &str = "0.21.14";
/// Stands between the tests of the window and the driver of the web view.
const TAURI_DRIVER: &str = "2.1.0";
/// The npm package that carries wasm-opt (decision 40).
const BINARYEN: &str = "132.0.0";
/// The Tauri command line, prebuilt from npm.
const TAURI_CLI: &str = "2.12.5";

/// Trunk, which turns the screens into a page.
///
/// # Errors
/// When it cannot be installed.
pub fn ensure_trunk() -> Outcome {
    ensure("trunk", TRUNK, &format!("install trunk --version {TRUNK} --locked --force"))
}

/// wasm-bindgen in the version of Cargo.lock: module and tool must agree to the last digit.
///
/// # Errors
/// When Cargo.lock does not name it or it cannot be installed.
pub fn ensure_wasm_bindgen() -> Outcome {
    let lock =
        fs::read_to_string(place::root().join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock does not name wasm-bindgen")?;
    // Not --locked: the tool's own lock file is sometimes older than what it needs.
    ensure("wasm-bindgen", version, &format!("install wasm-bindgen-cli --version {version} --force"))
}

/// tauri-driver, where the window can be driven. It cannot say its version, so cargo is asked what it installed.
///
/// # Errors
/// When it cannot be installed.
pub fn ensure_tauri_driver() -> Outcome {
    let line = format!("tauri-driver v{TAURI_DRIVER}:");
    let installed = exec::answer(&mut exec::cargo("install --list")).unwrap_or_default();
    if !cfg!(target_os = "linux") || installed.lines().any(|known| known == line) {
        return Ok(());
    }
    cargo_install(&format!("install tauri-driver --version {TAURI_DRIVER} --locked --force"))
        .map_err(|why| format!("{why}\ntauri-driver {TAURI_DRIVER} is missing"))
}

/// The `wasm-opt` script; `None` without Node.js, when the page is left as it is.
pub fn find_or_install_wasm_opt() -> Option<PathBuf> {
    place::program("node")?;
    from_npm("binaryen", BINARYEN, "bin/wasm-opt").map_err(|why| eprintln!("{why}")).ok()
}

/// The script of the Tauri command line, which makes packages.
///
/// # Errors
/// When there is no Node.js with npm, or it cannot be installed.
pub fn ensure_tauri_cli() -> Outcome<PathBuf> {
    from_npm("@tauri-apps/cli", TAURI_CLI, "tauri.js")
}

/// A script of an npm package in exactly this version, kept in the target folder.
fn from_npm(package: &str, version: &str, script: &str) -> Outcome<PathBuf> {
    let dir = place::target().join("tools");
    let home = dir.join("node_modules").join(package);
    let script = home.join(script);
    if installed_version(&home).as_deref() == Some(version) && script.is_file() {
        return Ok(script);
    }
    place::program("npm")
        .ok_or_else(|| format!("{package} needs Node.js with npm, from https://nodejs.org"))?;
    fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut npm = exec::program("npm");
    // Saved, or npm would take away what an earlier call brought.
    npm.args(["install", "--save-exact", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    npm.arg(&dir).arg(format!("{package}@{version}"));
    exec::run(&mut npm)?;
    if script.is_file() {
        Ok(script)
    } else {
        Err(format!("{package} {version} holds no {}", script.display()))
    }
}

/// `cargo install …` with a target folder of its own, so that no other build has to wait for it.
///
/// # Errors
/// When cargo fails.
pub fn cargo_install(arguments: &str) -> Outcome {
    eprintln!("installing; this happens once and takes some minutes");
    exec::run(exec::cargo(arguments).env_remove("CARGO_TARGET_DIR"))
}

fn ensure(program: &str, version: &str, install: &str) -> Outcome {
    let has_it =
        || place::program(program).and_then(|path| exec::answer(exec::program(path).arg("--version")));
    if has_it().is_some_and(|answer| is_version(&answer, version)) {
        return Ok(());
    }
    cargo_install(install).map_err(|why| format!("{why}\n{program} {version} is missing"))?;
    match has_it() {
        Some(answer) if is_version(&answer, version) => Ok(()),
        found => Err(format!(
            "{program} {version} was installed, but the search path finds {} first; remove that one",
            found.unwrap_or_else(|| "none".to_owned())
        )),
    }
}

/// Whether an answer such as `trunk 0.21.14` or `wasm-bindgen 0.2.100 (abcdef)` names this version.
fn is_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(version)
}

fn locked_version<'l>(lock: &'l str, package: &str) -> Option<&'l str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

fn installed_version(home: &Path) -> Option<String> {
    let manifest = fs::read_to_string(home.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    manifest["version"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_package_with_exactly_this_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.1.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }

    #[test]
    fn a_version_must_agree_to_the_last_digit() {
        assert!(is_version("wasm-bindgen 0.2.130 (0000000)", "0.2.130"));
        assert!(!is_version("wasm-bindgen 0.2.13", "0.2.130"));
        assert!(!is_version("", "0.2.130"));
    }
}
