//! The window beside an empty window of the same shell: how long it takes to open, and what it holds in memory after ten
//! screens. How long the register takes from the press to painted rows, and the search from the key to its rows, at 3,000
//! and at 100,000 members. Beside that the sizes of what is delivered.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{Pair, median};
use crate::large::{self, Size, TODAY};
use crate::window::{Start, Walk, Window};

const ROUNDS: usize = 9;
const SCREENS: usize = 10;
const PRESSES: usize = 15;
const MANY: usize = 100_000;
/// Over the empty window.
const START_HOLD_MS: f64 = 150.0;
const MEMORY_AIM_MB: f64 = 80.0;
const WASM_HOLD_KB: f64 = 500.0;
const PAINT_AIM_MS: f64 = 100.0;

/// Goes to a page by the link in the side bar.
const GO: &str = "document.querySelector('nav a[href=\"#/PAGE\"]').click()";
/// Rows of the register stand on the screen with what belongs in them.
const ROWS: &str = "location.hash.startsWith('#/members') && !(window.__drive?.pending) \
    && [...document.querySelectorAll('main tr.row b')].filter((name) => flat(name.textContent)).length > 5";
/// Paints the whole page again, with nothing asked and nothing changed: what this machine takes for that alone.
const REPAINT: &str = "const page = document.querySelector('main'); \
    page.style.opacity = page.style.opacity === '0.99' ? '0.98' : '0.99'";
/// Types a text into the search of the register, as a key does: what stands there, and the event.
const TYPE: &str = "const box = document.querySelector('main input[type=search]'); box.focus(); \
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, 'TEXT'); \
    box.dispatchEvent(new InputEvent('input', { bubbles: true, data: 'TEXT' }))";

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    large::make(&book, Size { years: 1, ..Size::large(1) }).close().unwrap();
    let start = Start { book: Some(&book), day: None, ..Start::default() };
    let empty = Start { is_empty: true, ..start.clone() };
    let pair = Pair::run(ROUNDS, |_| opened(&empty), |_| opened(&start));
    let over = (pair.ours().as_secs_f64() - pair.floor().as_secs_f64()) * 1000.0;
    pair.print("from the start to the first usable screen", None);
    println!("  over the empty window: {over:.0} ms {}", word(over, START_HOLD_MS));
    steps(&start);
    memory(&empty, &start);
    register(&start, 3_000);
    let many = folder.path().join("many");
    large::make(&many, Size { members: MANY, years: 1, ..Size::large(1) }).close().unwrap();
    register(&Start { book: Some(&many), ..start }, MANY);
    sizes();
    println!("book of 3,000 members, today {TODAY}");
}

fn opened(start: &Start) -> Duration {
    Window::open_at_once(start).usable_after()
}

/// Where the start goes.
fn steps(start: &Start) {
    let rounds: Vec<_> = (0..ROUNDS).map(|_| Window::open(start).steps()).collect();
    let shown = (0..rounds[0].len()).map(|step| {
        let ms = median(rounds.iter().map(|round| round[step].1).collect());
        format!("{} {ms:.0}", rounds[0][step].0)
    });
    println!("  ms from the start of the program: {}", shown.collect::<Vec<_>>().join(" · "));
}

fn memory(empty: &Start, start: &Start) {
    let floor = {
        // It never comes to rest, because there is nothing that could be there.
        let window = Window::open_at_once(empty);
        window.usable_after();
        held(&window)
    };
    let window = Window::open(start);
    let first = held(&window);
    let mut addresses = Walk::everywhere_quietly(&window, SCREENS);
    addresses.truncate(SCREENS);
    addresses.iter().for_each(|address| window.go(address));
    let ours = held(&window);
    println!(
        "memory: empty window {floor:.0} MB · first screen {first:.0} MB · after {} screens {ours:.0} MB, over it {:.0} MB {}",
        addresses.len(),
        ours - floor,
        word(ours - floor, MEMORY_AIM_MB)
    );
}

/// The register of so many members: opened from another page, and searched.
fn register(start: &Start, members: usize) {
    let window = Window::open(start);
    let opened = times(|round| {
        window.go(["#/points", "#/meetings", "#/report"][round % 3]);
        window.paints_in(&GO.replace("PAGE", "members"), ROWS)
    });
    let repaint = times(|_| window.paints_in(REPAINT, "true"));
    println!("register of {members}, the same page painted again with nothing asked: {repaint:.0} ms");
    let shown = |what: &str, ms: f64| {
        println!(
            "{what}: {ms:.0} ms, over the repaint {:.0} ms {}",
            ms - repaint,
            word(ms - repaint, PAINT_AIM_MS)
        );
    };
    shown(&format!("register of {members}, from the press to painted rows"), opened);
    let searched = times(|round| {
        let text = ["z", "wang", "lj", "13"][round % 4];
        window
            .paints_in(&TYPE.replace("TEXT", text), &format!("location.hash.includes('q={text}') && {ROWS}"))
    });
    shown(&format!("register of {members}, from the key to painted results"), searched);
}

/// Median of many rounds, in milliseconds.
fn times(round: impl FnMut(usize) -> Duration) -> f64 {
    median((0..PRESSES).map(round).map(|time| time.as_secs_f64() * 1000.0).collect())
}

fn word(value: f64, goal: f64) -> String {
    format!("[≤ {goal:.0}: {}]", if value <= goal { "reached" } else { "NOT REACHED" })
}

/// Megabytes of the program and of the processes of its web view, shared pages by their share.
fn held(window: &Window) -> f64 {
    let groups = window.groups();
    let belongs =
        |id: &u32| group_and_name(*id).is_some_and(|(group, name)| groups.contains(&group) && is_ours(&name));
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(belongs).filter_map(share).sum::<f64>() / 1024.0
}

fn is_ours(name: &str) -> bool {
    name.starts_with("branchbook") || name.starts_with("WebKitWebProces") || name.starts_with("WebKitNetwork")
}

fn group_and_name(id: u32) -> Option<(u32, String)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (head, rest) = stat.rsplit_once(')')?;
    let name = head.split_once('(')?.1.to_owned();
    Some((rest.split_whitespace().nth(2)?.parse().ok()?, name))
}

/// Kilobytes.
fn share(id: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let line = text.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn sizes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let module = root.join("target/page.out.wasm");
    match (fs::metadata(&module), packed(&module)) {
        (Ok(plain), Some(packed)) => {
            let (plain, packed) = (plain.len() as f64 / 1024.0, packed / 1024.0);
            println!(
                "module of the page: {plain:.0} KB, brotli {packed:.0} KB {}",
                word(packed, WASM_HOLD_KB)
            );
        }
        _ => println!("module of the page: not built, or no Node.js to pack it"),
    }
    match newest_package(&root.join("target/release/bundle/deb")) {
        Some(path) => println!(
            "package {}: {:.1} MB",
            path.file_name().unwrap().to_string_lossy(),
            fs::metadata(&path).unwrap().len() as f64 / 1_048_576.0
        ),
        None => println!("package: not built, `cargo xtask package` makes it"),
    }
}

/// Bytes after brotli in its strongest setting, by Node.js, which has it built in.
fn packed(module: &Path) -> Option<f64> {
    let script = "const z = require('zlib'); process.stdout.write(String(z.brotliCompressSync(\
        require('fs').readFileSync(process.argv[1])).length))";
    let output = Command::new("node").args(["-e", script]).arg(module).output().ok()?;
    String::from_utf8(output.stdout).ok()?.parse().ok()
}

fn newest_package(dir: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == "deb"))
        .max_by_key(|path| fs::metadata(path).and_then(|m| m.modified()).ok())
}
