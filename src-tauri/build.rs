//! Prepares the window: checks its configuration, and makes sure that there is a page to put into it.
//! `cargo xtask` builds the real page before the window; a bare `cargo build` in a fresh clone gets a page that says so.

use std::path::Path;
use std::{fs, io};

const PAGE_DIR: &str = "../ui/dist";
const COMMANDS: &[&str] = &["call", "cancel", "pick", "reveal", "print"];
const NOT_BUILT: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>支部台账</title>\
<p>页面尚未编译。请在源代码目录运行 cargo xtask run，然后重新打开。</p></html>\n";

fn main() -> io::Result<()> {
    ensure_page(Path::new(PAGE_DIR))?;
    println!("cargo:rerun-if-changed={PAGE_DIR}");
    // Named here, each command needs a permission in capabilities/main.json.
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).map_err(io::Error::other)
}

fn ensure_page(dir: &Path) -> io::Result<()> {
    let index = dir.join("index.html");
    if index.exists() {
        return Ok(());
    }
    fs::create_dir_all(dir)?;
    fs::write(index, NOT_BUILT)
}
