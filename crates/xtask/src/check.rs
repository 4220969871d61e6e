//! `cargo xtask check`: what a reviewer would otherwise have to look for. Runs every step, then names those that failed.

use crate::test::NATIVE;
use crate::{Outcome, exec, place, programs, setup};

/// Its name and what it does.
type Step = (&'static str, fn() -> Outcome);

const STEPS: [Step; 4] = [
    ("format", format),
    ("clippy", clippy),
    ("documentation", documentation),
    ("dependencies", dependencies),
];

/// Format, clippy, documentation, dependency audit.
///
/// # Errors
/// Naming every step that failed.
pub fn run() -> Outcome {
    setup::ensure()?;
    let failed: Vec<&str> =
        STEPS.iter().filter(|(name, step)| is_failing(name, *step)).map(|(name, _)| *name).collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}; the reasons are above", failed.join(", ")))
    }
}

fn is_failing(name: &str, step: fn() -> Outcome) -> bool {
    eprintln!("── {name}");
    step().map_err(|why| eprintln!("{why}")).is_err()
}

fn format() -> Outcome {
    exec::run(&mut exec::cargo("fmt --all --check"))
}

/// The page apart: beside it the native crates would be compiled anew with its features.
fn clippy() -> Outcome {
    // With what only the tests switch on: it must be read, too, and takes nothing away from what is read without it.
    let driven = programs::DRIVEN_FEATURE;
    let native = exec::run(&mut exec::cargo(&format!(
        "clippy {NATIVE} --features {driven} --all-targets -- -D warnings"
    )));
    let page = exec::run(&mut exec::cargo("clippy -p branchbook-ui --all-targets -- -D warnings"));
    native.and(page)
}

fn documentation() -> Outcome {
    let doc = |what: &str| {
        exec::run(exec::cargo(&format!("doc {what} --no-deps")).env("RUSTDOCFLAGS", "-D warnings"))
    };
    doc(NATIVE).and(doc("-p branchbook-ui"))
}

/// Licences, sources and bans from deny.toml; known vulnerabilities where their database lies on this machine.
fn dependencies() -> Outcome {
    if !has_cargo_deny() {
        eprintln!("The dependency audit is left out: cargo-deny is not here and could not be installed.");
        return Ok(());
    }
    exec::run(&mut exec::cargo("deny --offline --workspace check bans licenses sources"))?;
    if has_advisories() {
        return exec::run(&mut exec::cargo("deny --offline --workspace check advisories"));
    }
    eprintln!(
        "Known vulnerabilities are left out: no advisory database here (`cargo deny fetch` brings it)."
    );
    Ok(())
}

fn has_cargo_deny() -> bool {
    place::program("cargo-deny").is_some() || setup::cargo_install("install cargo-deny --locked").is_ok()
}

fn has_advisories() -> bool {
    let dir = place::cargo_home().map(|home| home.join("advisory-dbs"));
    dir.and_then(|dir| dir.read_dir().ok()).is_some_and(|mut entries| entries.next().is_some())
}
