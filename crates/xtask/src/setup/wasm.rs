//! The compiler for WebAssembly: rustup's target, or Debian's rustc with its library sources where rustup cannot download.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup::system;
use crate::{Outcome, exec};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// Where Debian keeps its programs, among them every version of the linker.
const PROGRAMS: &str = "/usr/bin";

/// Who compiles for WebAssembly on this machine.
#[derive(Debug, PartialEq)]
pub enum WasmCompiler {
    /// The compiler in use has the target.
    Target,
    /// Debian's compiler builds the standard library from its sources; `linker` is the newest `wasm-ld`.
    Debian {
        /// File name of the linker, such as `wasm-ld-NN`.
        linker: String,
    },
}

impl WasmCompiler {
    /// Makes a cargo or Trunk command use this compiler.
    pub fn apply(&self, command: &mut Command) {
        if let Self::Debian { linker } = self {
            command
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
    }
}

/// Finds a compiler, or installs one: first rustup's way, then Debian's packages.
///
/// # Errors
/// When neither way works.
pub fn ensure() -> Outcome<WasmCompiler> {
    find().map_or_else(install, Ok)
}

fn find() -> Option<WasmCompiler> {
    if has_target("rustc") {
        return Some(WasmCompiler::Target);
    }
    let linker = newest(file_names(Path::new(PROGRAMS)), "wasm-ld-")?;
    has_library_sources().then_some(WasmCompiler::Debian { linker })
}

fn install() -> Outcome<WasmCompiler> {
    let by_rustup = exec::run(exec::program("rustup").args(["target", "add", TARGET]));
    if by_rustup.is_ok() && has_target("rustc") {
        return Ok(WasmCompiler::Target);
    }
    if !system::has_apt() {
        return Err(format!(
            "the screens need Rust's WebAssembly target. Install it with:\n  rustup target add {TARGET}\nand run the same command again."
        ));
    }
    eprintln!("rustup could not bring the target; taking Debian's compiler for the screens.");
    let names = exec::answer(exec::program("apt-cache").args(["search", "--names-only", "^lld-[0-9]+$"]));
    let packages = names.unwrap_or_default();
    let words = packages.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
    let linker = newest(words, "lld-").unwrap_or_else(|| "lld".to_owned());
    system::install(&format!("rustc-web rust-web-src {linker}"))?;
    find().ok_or_else(|| {
        format!("rustc-web, rust-web-src and {linker} are installed, but make no compiler for {TARGET}")
    })
}

fn has_target(rustc: &str) -> bool {
    sysroot(rustc).is_some_and(|root| {
        file_names(&root.join("lib/rustlib").join(TARGET).join("lib")).any(|name| name.starts_with("libstd-"))
    })
}

fn has_library_sources() -> bool {
    sysroot(DEBIAN_RUSTC)
        .is_some_and(|root| root.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file())
}

fn sysroot(rustc: &str) -> Option<PathBuf> {
    exec::answer(exec::program(rustc).args(["--print", "sysroot"])).map(PathBuf::from)
}

fn file_names(dir: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = dir.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned())
}

/// The name `<prefix><number>` with the greatest number.
fn newest(names: impl Iterator<Item = String>, prefix: &str) -> Option<String> {
    let number = |name: &String| name.strip_prefix(prefix)?.parse::<u32>().ok();
    names.filter(|name| number(name).is_some()).max_by_key(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_linker_is_chosen_by_number_not_by_spelling() {
        let names = ["wasm-ld-9", "wasm-ld-19", "wasm-ld", "wasm-ld-16-extra", "lld-22"].map(str::to_owned);
        assert_eq!(newest(names.into_iter(), "wasm-ld-").as_deref(), Some("wasm-ld-19"));
    }

    #[test]
    fn without_a_numbered_name_there_is_no_newest() {
        assert_eq!(newest(["wasm-ld".to_owned()].into_iter(), "wasm-ld-"), None);
    }

    #[test]
    fn only_the_fallback_changes_the_compiler_of_a_command() {
        let mut command = Command::new("trunk");
        WasmCompiler::Target.apply(&mut command);
        assert_eq!(command.get_envs().count(), 0);
        WasmCompiler::Debian { linker: "wasm-ld-19".to_owned() }.apply(&mut command);
        assert!(
            command.get_envs().any(|(name, value)| name == "RUSTC" && value == Some(DEBIAN_RUSTC.as_ref()))
        );
        assert!(command.get_envs().any(|(_, value)| value == Some("wasm-ld-19".as_ref())));
    }
}
