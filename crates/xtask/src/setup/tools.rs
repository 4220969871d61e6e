//! Programs that build the page: Trunk and wasm-bindgen from crates.io, wasm-opt from npm. Each in exactly one version.

use std::fs;
use std::path::PathBuf;

use crate::{Outcome, exec, place};

/// The last Trunk that the project's compiler can build.
const TRUNK: &str = "0.21.14";
/// The npm package that carries wasm-opt (decision 40).
const BINARYEN: &str = "132.0.0";

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

/// The `wasm-opt` script; `None` without Node.js, when the page is left as it is.
pub fn find_or_install_wasm_opt() -> Option<PathBuf> {
    place::program("node")?;
    let dir = place::target().join("tools");
    let script = dir.join("node_modules/binaryen/bin/wasm-opt");
    if installed_binaryen(&dir).as_deref() == Some(BINARYEN) && script.is_file() {
        return Some(script);
    }
    place::program("npm")?;
    fs::create_dir_all(&dir).ok()?;
    let mut npm = exec::program("npm");
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    npm.arg(&dir).arg(format!("binaryen@{BINARYEN}"));
    exec::run(&mut npm).map_err(|why| eprintln!("{why}")).ok()?;
    script.is_file().then_some(script)
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

fn installed_binaryen(dir: &std::path::Path) -> Option<String> {
    let manifest = fs::read_to_string(dir.join("node_modules/binaryen/package.json")).ok()?;
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
