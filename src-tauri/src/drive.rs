//! For the window tests and measurements only, and not in the program that people get: a file plays the person at the
//! dialogs, the page keeps its complaints, and the window can be opened without the page.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use tauri::utils::config::WindowConfig;
use tauri::{WebviewUrl, Wry};

/// Names a file with one JSON list of paths a line; each dialog takes the next line.
const ANSWERS: &str = "BRANCHBOOK_PICK";
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// The next answer; nobody chooses anything when there are no more lines. `None` leaves it to the real dialogs.
pub fn answer() -> Option<String> {
    let file = std::env::var_os(ANSWERS)?;
    let lines = fs::read_to_string(file).unwrap_or_default();
    let line = lines.lines().nth(TAKEN.fetch_add(1, Ordering::Relaxed));
    Some(line.unwrap_or("[]").to_owned())
}

/// The window as a driver can take it: WebKit drives no web view without a store. Where a measurement asks for what the
/// shell alone costs, nothing is in it.
pub fn adapted(config: &WindowConfig) -> WindowConfig {
    let empty = is_empty().then(|| "about:blank".parse().ok()).flatten();
    let url = empty.map_or_else(|| config.url.clone(), WebviewUrl::External);
    WindowConfig { url, incognito: false, ..config.clone() }
}

/// Whether nothing is in the window.
fn is_empty() -> bool {
    std::env::var_os("BRANCHBOOK_EMPTY").is_some()
}

/// How the page comes to its module where a test does not take the usual way.
const MODULE: &str = "BRANCHBOOK_MODULE";
/// As if it could not be compiled.
const BREAK: &str = "WebAssembly.compileStreaming = () => Promise.reject(new Error('broken by a test'));";

/// Whether the module comes with the window.
pub fn brings_module() -> bool {
    !is_empty() && std::env::var_os(MODULE).is_none()
}

/// Makes the page keep what it complains about.
pub fn watched(
    builder: tauri::WebviewWindowBuilder<'_, Wry, tauri::App>,
) -> tauri::WebviewWindowBuilder<'_, Wry, tauri::App> {
    let is_broken = std::env::var_os(MODULE).is_some_and(|way| way == "broken");
    builder.initialization_script(include_str!("drive.js")).initialization_script(if is_broken {
        BREAK
    } else {
        ""
    })
}
