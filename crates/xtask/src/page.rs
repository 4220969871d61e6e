//! Builds the page of the window: Trunk compiles it, wasm-opt makes it smaller, and only what changed goes into
//! `ui/dist`, so that an unchanged page does not make the window compile again.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::setup::Tools;
use crate::{Outcome, exec, place};

/// The features every browser engine we run in has had for years (decision 40). Not `-Oz`: that leaves less code, but
/// code in which less repeats, and the page is packed before it travels. `--flatten --rereloop` writes the branches of
/// all functions in one manner.
const WASM_OPT: &str = "--flatten --rereloop -O2 -O2 --enable-bulk-memory \
    --enable-nontrapping-float-to-int --enable-sign-ext --enable-reference-types --enable-multivalue \
    --enable-mutable-globals";
const MODULE: &str = "branchbook-ui_bg.wasm";
/// The module as it travels.
const PACKED: &str = "branchbook-ui_bg.wasm.gz";
/// How Trunk has the page ask for the module.
const ASKS: &str = "'/branchbook-ui_bg.wasm'";
/// How the page comes to the packed one: what the shell has brought, or else asked for before anything else, and unpacked
/// and compiled as it comes.
const UNPACKS: &str = "    <script>{ const fetched = () => WebAssembly.compileStreaming(\
    fetch('/branchbook-ui_bg.wasm.gz').then((packed) => new Response(packed.body.pipeThrough(\
    new DecompressionStream('gzip')), { headers: { 'content-type': 'application/wasm' } }))); \
    window.branchbookModule = window.branchbookModule?.catch(fetched) ?? fetched(); }</script>";
const UNPACKED: &str = "window.branchbookModule";
/// What the page has at hand before it begins.
const FIRST: &str = "    <link rel=\"stylesheet\"";

/// Builds the page into `ui/dist`.
///
/// # Errors
/// When it does not compile.
pub fn build(tools: &Tools) -> Outcome {
    let staged = place::target().join("page");
    trunk(tools, &staged)?;
    join_styles(&staged).map_err(|e| format!("the styles could not be joined: {e}"))?;
    optimise(tools, &staged.join(MODULE))?;
    pack(&staged).map_err(|e| format!("the module of the page could not be packed: {e}"))?;
    let dist = place::root().join("ui/dist");
    mirror(&staged, &dist).map_err(|e| format!("{} could not be written: {e}", dist.display()))
}

fn trunk(tools: &Tools, staged: &Path) -> Outcome {
    let mut command = exec::program("trunk");
    command.args(["build", "--config", "ui/Trunk.toml", "--dist"]).arg(staged);
    command.env("CARGO_TARGET_DIR", place::wasm_target()).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk reads NO_COLOR as a truth value and refuses the usual `1`.
    if env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    tools.wasm.apply(&mut command);
    exec::run(&mut command)
}

/// Puts all styles into one file, in the order of the page: each file is asked of the shell by itself, and twenty take a
/// third of the start.
fn join_styles(staged: &Path) -> io::Result<()> {
    const JOINED: &str = "style.css";
    let page = fs::read_to_string(staged.join("index.html"))?;
    let (mut styles, mut lines) = (String::new(), Vec::<&str>::new());
    for line in page.lines() {
        match style_of(line) {
            Some(name) => {
                styles.push_str(&fs::read_to_string(staged.join(name))?);
                fs::remove_file(staged.join(name))?;
                if lines.last().is_none_or(|last| style_of(last) != Some(JOINED)) {
                    lines.push("    <link rel=\"stylesheet\" href=\"/style.css\"/>");
                }
            }
            None => lines.push(line),
        }
    }
    fs::write(staged.join(JOINED), styles)?;
    fs::write(staged.join("index.html"), lines.join("\n"))
}

/// The file that a line of the page takes styles from.
fn style_of(line: &str) -> Option<&str> {
    line.trim().strip_prefix("<link rel=\"stylesheet\" href=\"/")?.split_once('"').map(|(name, _)| name)
}

/// Makes the module smaller, or takes the result of last time when the module is the same as then.
fn optimise(tools: &Tools, module: &Path) -> Outcome {
    let Some(optimiser) = &tools.optimiser else {
        eprintln!("The page is not made smaller: this needs Node.js with npm. It works all the same.");
        return Ok(());
    };
    let kept_input = place::target().join("page.in.wasm");
    let kept_output = place::target().join("page.out.wasm");
    if !(kept_output.is_file() && is_same(module, &kept_input)) {
        let mut command = exec::program("node");
        command.arg(optimiser).arg(module).arg("-o").arg(&kept_output).args(WASM_OPT.split_whitespace());
        exec::run(&mut command)?;
        copy(module, &kept_input)?;
    }
    copy(&kept_output, module)
}

/// Packs the module. A web view takes what its shell serves in pieces of a few kilobytes, each a turn of two programs, and
/// the module is nearly all that is served: a third of the bytes is a third of that way.
fn pack(staged: &Path) -> io::Result<()> {
    let (page, module) = (staged.join("index.html"), staged.join(MODULE));
    let text = fs::read_to_string(&page)?;
    let Some((head, rest)) = text.split_once(FIRST).filter(|(_, rest)| rest.contains(ASKS)) else {
        return Err(io::Error::other(format!("the page has no {FIRST}, or asks for no {ASKS}")));
    };
    let mut packed = GzEncoder::new(File::create(staged.join(PACKED))?, Compression::best());
    packed.write_all(&fs::read(&module)?)?;
    packed.finish()?;
    fs::remove_file(module)?;
    let rest = without_preload(rest).replace(ASKS, UNPACKED);
    fs::write(page, format!("{head}{UNPACKS}\n{FIRST}{rest}"))
}

/// The page without Trunk's own wish to have the module early, which would have it come twice.
fn without_preload(page: &str) -> String {
    const WISH: &str = "<link rel=\"preload\"";
    match page.split_once(WISH).and_then(|(before, rest)| Some((before, rest.split_once('>')?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => page.to_owned(),
    }
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to).map(drop).map_err(|e| format!("{} could not be written: {e}", to.display()))
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b)
}

/// Makes `to` hold exactly the files of `from`, and touches only those that differ.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let names = names(from)?;
    for stray in self::names(to)?.into_iter().filter(|name| !names.contains(name)) {
        remove(&to.join(stray))?;
    }
    for name in names {
        let (source, place) = (from.join(&name), to.join(&name));
        if source.is_dir() {
            mirror(&source, &place)?;
        } else if !is_same(&source, &place) {
            fs::copy(&source, &place)?;
        }
    }
    Ok(())
}

/// Trunk's own working folders begin with a dot and are no part of the page.
fn names(dir: &Path) -> io::Result<Vec<OsString>> {
    let entries = dir.read_dir()?.collect::<io::Result<Vec<_>>>()?;
    Ok(entries
        .iter()
        .map(fs::DirEntry::file_name)
        .filter(|name| !name.as_encoded_bytes().starts_with(b"."))
        .collect())
}

fn remove(path: &PathBuf) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    fn write(dir: &Path, name: &str, text: &str) {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn styles_become_one_file_in_the_order_of_the_page() {
        let page = tempfile::tempdir().unwrap();
        let link = |name: &str| format!("    <link rel=\"stylesheet\" href=\"/{name}.css\"/>\n");
        let text = format!("<head>\n{}{}<title>x</title>\n</head>", link("tokens"), link("base"));
        write(page.path(), "index.html", &text);
        write(page.path(), "tokens.css", "a{}\n");
        write(page.path(), "base.css", "b{}\n");
        join_styles(page.path()).unwrap();
        let read = |name: &str| fs::read_to_string(page.path().join(name)).unwrap();
        assert_eq!(read("style.css"), "a{}\nb{}\n");
        assert_eq!(read("index.html"), format!("<head>\n{}<title>x</title>\n</head>", link("style")));
        assert!(!page.path().join("base.css").exists());
    }

    #[test]
    fn the_module_travels_packed_and_the_page_unpacks_it() {
        let page = tempfile::tempdir().unwrap();
        let module = "module ".repeat(1000);
        write(page.path(), MODULE, &module);
        let preload =
            format!("<link rel=\"preload\" href=\"/{MODULE}\" as=\"fetch\" type=\"application/wasm\">");
        write(
            page.path(),
            "index.html",
            &format!("<head>\n{FIRST}>\ninit({{ module_or_path: {ASKS} }})\n{preload}</head>"),
        );
        pack(page.path()).unwrap();
        assert!(!page.path().join(MODULE).exists(), "or the program would carry it twice");
        let mut back = String::new();
        let packed = File::open(page.path().join(PACKED)).unwrap();
        io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut back).unwrap();
        assert_eq!(back, module);
        let text = fs::read_to_string(page.path().join("index.html")).unwrap();
        assert_eq!(
            text,
            format!("<head>\n{UNPACKS}\n{FIRST}>\ninit({{ module_or_path: {UNPACKED} }})\n</head>")
        );
    }

    #[test]
    fn a_page_that_asks_for_its_module_in_another_way_is_not_packed() {
        let page = tempfile::tempdir().unwrap();
        write(page.path(), MODULE, "module");
        write(page.path(), "index.html", "init('/other.wasm')");
        assert!(pack(page.path()).is_err());
        assert!(page.path().join(MODULE).exists());
    }

    #[test]
    fn mirroring_copies_what_is_new_and_removes_what_is_gone() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(from.path(), "index.html", "new");
        write(from.path(), "fonts/a", "a");
        write(from.path(), ".stage/x", "working folder");
        write(to.path(), "index.html", "old");
        write(to.path(), "gone.js", "gone");
        mirror(from.path(), to.path()).unwrap();
        assert_eq!(fs::read_to_string(to.path().join("index.html")).unwrap(), "new");
        assert!(to.path().join("fonts/a").is_file());
        assert!(!to.path().join("gone.js").exists() && !to.path().join(".stage").exists());
    }

    #[test]
    fn an_unchanged_file_keeps_its_time() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(from.path(), "style.css", "same");
        write(to.path(), "style.css", "same");
        let file = File::options().write(true).open(to.path().join("style.css")).unwrap();
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        file.set_modified(long_ago).unwrap();
        mirror(from.path(), to.path()).unwrap();
        assert_eq!(
            file.metadata().unwrap().modified().unwrap(),
            long_ago,
            "or the window would compile again"
        );
    }
}
