//! `cargo xtask package`: the installer of this system, made by Tauri's command line. On Debian it is installed, started
//! and removed again, because an installer that nobody has tried is none.

use std::fs;
use std::path::{Path, PathBuf};

use crate::setup::{self, administrator};
use crate::test::NATIVE;
use crate::{Outcome, exec, page, place};

/// Name of the package and of its program on Debian.
const PACKAGE: &str = "branchbook";
const PROGRAM: &str = "branchbook-window";
/// What only the window tests may hold.
const FORBIDDEN: [&str; 2] = ["BRANCHBOOK_PICK", "__drive"];
/// Seconds that the program has to stay open. `timeout` then ends it with this code.
const OPEN_FOR: &str = "10";
const ENDED_BY_TIMEOUT: i32 = 124;

/// Builds the installer, and tries it where that can be done. With `--debug` it takes what the tests have built: quick,
/// and enough to try the installer itself.
///
/// # Errors
/// When it cannot be built, or does not install, start and go away as it should.
pub fn run(arguments: &[String]) -> Outcome {
    let is_quick = arguments.iter().any(|word| word == "--debug");
    let tools = setup::ensure()?;
    page::build(&tools)?;
    let script = setup::ensure_tauri_cli()?;
    let bundle = if cfg!(windows) { "nsis" } else { "deb" };
    let mut bundler = exec::program("node");
    bundler.arg(script).args(["build", "--bundles", bundle]).current_dir(place::root().join("src-tauri"));
    if is_quick {
        // The selection of the tests: with another one everything would be compiled anew.
        bundler.args(["--debug", "--"]).args(NATIVE.split_whitespace());
    }
    exec::run(&mut bundler)?;
    if bundle != "deb" {
        return Ok(());
    }
    let built = place::target().join(if is_quick { "debug" } else { "release" });
    judge_program(&built.join(PROGRAM))?;
    let package = newest(&built.join("bundle/deb"))?;
    match administrator() {
        Some(prefix) => try_out(prefix, &package)?,
        None => eprintln!("The package is not tried: installing it needs an administrator."),
    }
    println!("The package lies at {}", package.display());
    Ok(())
}

/// What people get answers no dialog from a file.
fn judge_program(program: &Path) -> Outcome {
    let bytes = fs::read(program).map_err(|e| format!("{}: {e}", program.display()))?;
    let holds = |text: &&&str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    match FORBIDDEN.iter().find(holds) {
        Some(text) => Err(format!("the program holds {text}, which belongs to the window tests alone")),
        None => Ok(()),
    }
}

fn newest(dir: &Path) -> Outcome<PathBuf> {
    let files = dir.read_dir().map_err(|e| format!("{}: {e}", dir.display()))?.flatten();
    let packages = files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|e| e == "deb"));
    let changed = |path: &PathBuf| fs::metadata(path).and_then(|about| about.modified()).ok();
    packages.max_by_key(changed).ok_or_else(|| format!("no package lies in {}", dir.display()))
}

/// Installs, looks, starts, removes, looks. Removed in any case.
fn try_out(prefix: &str, package: &Path) -> Outcome {
    exec::run(administered(prefix, "dpkg -i").arg(package))?;
    let tried = look().and_then(|()| start());
    exec::run(administered(prefix, "dpkg -r").arg(PACKAGE))?;
    tried?;
    match left() {
        None => Ok(()),
        Some(path) => Err(format!("{} is still there after the package was removed", path.display())),
    }
}

fn administered(prefix: &str, line: &str) -> std::process::Command {
    let line = format!("{prefix} {line}");
    let mut words = line.split_whitespace();
    let mut command = exec::program(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// The program, its entry in the menu and its icon.
fn files() -> [PathBuf; 3] {
    [
        format!("/usr/bin/{PROGRAM}"),
        format!("/usr/share/applications/{PACKAGE}.desktop"),
        format!("/usr/share/icons/hicolor/128x128/apps/{PROGRAM}.png"),
    ]
    .map(PathBuf::from)
}

fn left() -> Option<PathBuf> {
    files().into_iter().find(|path| path.exists())
}

fn look() -> Outcome {
    let [_, entry, _] = files();
    for path in files() {
        if !path.is_file() {
            return Err(format!("the package does not bring {}", path.display()));
        }
    }
    let text = fs::read_to_string(&entry).map_err(|e| format!("{}: {e}", entry.display()))?;
    for line in ["Name=支部台账", "Exec=branchbook-window", "Icon=branchbook-window"] {
        if !text.lines().any(|known| known.starts_with(line)) {
            return Err(format!("{} has no line {line}", entry.display()));
        }
    }
    Ok(())
}

/// Starts the installed program on a screen without a monitor, as a user without anything.
fn start() -> Outcome {
    let home = place::target().join("package-home");
    fs::remove_dir_all(&home).ok();
    let mut command = exec::program("xvfb-run");
    command.args(["-a", "dbus-run-session", "--", "timeout", OPEN_FOR, PROGRAM]).env("XDG_DATA_HOME", &home);
    let ended = command.status().map_err(|e| format!("xvfb-run could not be started: {e}"))?;
    if ended.code() != Some(ENDED_BY_TIMEOUT) {
        return Err(format!("the installed program did not stay open: {ended}"));
    }
    let log = home.join("app.branchbook.window/log/branchbook.log");
    if log.is_file() { Ok(()) } else { Err("the installed program opened no window".to_owned()) }
}
