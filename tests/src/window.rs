//! The real window, driven: opens the program on a book, finds things as a screen reader names them, clicks, types,
//! waits and takes pictures. Knows no screen of the product; the tests do.

mod display;
mod hand;
mod screen;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use branchbook_desk::clock::SystemClock;
use branchbook_domain::day::Clock as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::error::WebDriverResult;
use thirtyfour::session::scriptret::ScriptRet;
use thirtyfour::{Capabilities, WebDriver};
use tokio::runtime::Runtime;

use crate::program;
use display::Display;
pub use walk::Walk;

/// The window as people get it.
pub const PRODUCT: &str = "branchbook-window";
/// The same with answers in place of the dialogs of the system, made by `cargo xtask test`.
pub const DRIVEN: &str = "branchbook-window-driven";

/// Characters of the name of a picture at most.
const LONGEST_NAME: usize = 60;

const PAGE: &str = include_str!("window/page.js");
/// Longer than any screen may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(15);
/// A page that has not changed for so long has come to rest.
const QUIET: Duration = Duration::from_millis(150);

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Size {
    /// The screen of the office.
    pub const OFFICE: Self = Self { width: 1366, height: 768 };
    /// What is left of it for the page: less the title bar and the task bar.
    pub const PAGE: Self = Self { width: 1366, height: 690 };
    /// The screen of a newer office.
    pub const WIDE: Self = Self { width: 1920, height: 1080 };
    /// The screen of the office at 125 %.
    pub const LARGE_TYPE: Self = Self { width: 1093, height: 550 };
}

impl std::str::FromStr for Size {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("a size is written 1366x768, not {text}");
        let (width, height) = text.split_once('x').ok_or_else(wrong)?;
        Ok(Self { width: width.parse().map_err(|_| wrong())?, height: height.parse().map_err(|_| wrong())? })
    }
}

/// How a window is to be opened.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// Folder of the book; `None` for a user who has none yet.
    pub book: Option<&'a Path>,
    /// Size of the window and of the screen.
    pub size: Size,
    /// Today, `2026-11-21`.
    pub day: Option<&'a str>,
    /// What the person chooses in the dialogs of the system, one after another; more can be said by [`Window::will_pick`].
    pub picks: &'a [Vec<PathBuf>],
    /// Without the page: what the shell alone costs.
    pub is_empty: bool,
    /// Another way for the page to come to its module: `fetched`, or `broken`.
    pub module: Option<&'a str>,
    /// Of a person who uses the keys alone.
    pub is_mouseless: bool,
    /// The program.
    pub program: PathBuf,
}

impl Default for Start<'_> {
    fn default() -> Self {
        Self {
            book: None,
            size: Size::OFFICE,
            day: None,
            picks: &[],
            is_empty: false,
            module: None,
            is_mouseless: false,
            program: program::path_of(DRIVEN),
        }
    }
}

/// An open window; it is closed when it goes.
pub struct Window {
    runtime: Runtime,
    driver: Option<WebDriver>,
    display: Display,
    home: TempDir,
    begun_at: branchbook_domain::day::Instant,
    is_mouseless: bool,
    /// Windows of one process are open one after another.
    _turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::new(());

impl Window {
    /// Opens the window and waits until its page is at rest.
    pub fn open(start: &Start) -> Self {
        let window = Self::open_at_once(start);
        window.settle();
        window
    }

    /// Opens the window and does not wait for its page.
    pub fn open_at_once(start: &Start) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let home = tempfile::tempdir().expect("a folder for the window");
        prepare_home(home.path(), start);
        let picks = home.path().join("picks").display().to_string();
        let mut variables = vec![("BRANCHBOOK_PICK", picks.as_str())];
        if start.is_empty {
            variables.push(("BRANCHBOOK_EMPTY", "1"));
        }
        variables.extend(start.module.map(|way| ("BRANCHBOOK_MODULE", way)));
        let display = Display::start(start.size, home.path(), &variables);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let begun_at = SystemClock.now();
        let driver = runtime.block_on(WebDriver::new(display.address(), capabilities(start)));
        let log = || std::fs::read_to_string(home.path().join("driver.log")).unwrap_or_default();
        let driver = driver.unwrap_or_else(|why| panic!("the window does not open: {why}\n{}", log()));
        Self {
            runtime,
            driver: Some(driver),
            display,
            home,
            begun_at,
            is_mouseless: start.is_mouseless,
            _turn: turn,
        }
    }

    /// How long it took from starting the program until a title had been painted and no call was under way, by the clock
    /// of the page. An empty window is usable as soon as it has painted itself.
    pub fn usable_after(&self) -> Duration {
        // No script of the shell runs in an empty window: that one is asked as soon as it answers.
        let script = "const done = arguments[0]; const tell = (at) => done(performance.timeOrigin + at); \
            const look = () => window.__drive.usable ? tell(window.__drive.usable) : setTimeout(look, 20); \
            window.__drive ? look() : requestAnimationFrame(() => tell(performance.now()));";
        let at = self.ask_later(script, vec![]).as_f64().expect("milliseconds");
        Duration::from_secs_f64((at - self.begun_ms()) / 1000.0)
    }

    /// When the program was started, in milliseconds as the page counts them.
    fn begun_ms(&self) -> f64 {
        self.begun_at.millis() as f64
    }

    /// What the start was made of, in milliseconds from the start of the program: the web view begins with the page, has
    /// its module at work, first shows something, asks for the first and has the last answer, last changes something.
    pub fn steps(&self) -> [(&'static str, f64); 6] {
        let script = "const { asked, started, first, last } = window.__drive, origin = performance.timeOrigin; \
            const calls = asked.filter((one) => one.what.includes('call')); \
            return [0, started, first, calls[0].begin, Math.max(...calls.map((one) => one.end)), last] \
                .map((at) => origin + at)";
        let at: [f64; 6] = serde_json::from_value(self.ask(script, vec![])).expect("six times");
        let begun = self.begun_ms();
        let what = ["page", "module", "first sight", "first question", "last answer", "last change"];
        std::array::from_fn(|step| (what[step], at[step] - begun))
    }

    /// How long it takes from `act` until `is_there` holds and what it speaks of has been painted; both are scripts.
    pub fn paints_in(&self, act: &str, is_there: &str) -> Duration {
        let script = format!(
            "const done = arguments[0]; const begin = performance.now(); {act}; \
             const painted = () => setTimeout(() => done(performance.now() - begin)); \
             const look = () => requestAnimationFrame(({is_there}) ? painted : look); look();"
        );
        let spent = self.ask_later(&script, vec![]).as_f64().expect("milliseconds");
        self.settle();
        Duration::from_secs_f64(spent / 1000.0)
    }

    /// Groups of processes that belong to this window, for measurements.
    pub fn groups(&self) -> [u32; 2] {
        self.display.groups()
    }

    /// The folder of this window's user.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Runs a script in the page, behind the functions of `page.js`; what it returns comes back.
    pub fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.run(script, arguments).json().clone()
    }

    /// The same for a script that ends by calling the last of its arguments.
    pub fn ask_later(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.try_later(script, arguments).unwrap_or_else(|why| panic!("the page does not answer: {why}"))
    }

    fn try_later(&self, script: &str, arguments: Vec<Value>) -> WebDriverResult<Value> {
        let script = format!("{PAGE}\n{script}");
        let answer = self.runtime.block_on(self.driver().execute_async(script, arguments))?;
        Ok(answer.json().clone())
    }

    /// Waits until the page is at rest: nothing changes and no call is under way.
    pub fn settle(&self) {
        let times = vec![json!(QUIET.as_millis()), json!(PATIENCE.as_millis())];
        let script = "rest(arguments[0], arguments[1]).then(arguments[2])";
        let start = Instant::now();
        let is_calm = loop {
            match self.try_later(script, times.clone()) {
                Ok(is_calm) => break is_calm,
                // The page is being loaded anew: the one that was asked is gone.
                Err(why) if why.to_string().contains("unload") && start.elapsed() < PATIENCE => {}
                Err(why) => panic!("the page does not answer: {why}"),
            }
        };
        assert_eq!(is_calm, json!(true), "the page does not come to rest; it shows:\n{}", self.text());
    }

    /// Goes to an address of the program, as a click on a link to it would, and waits until it is there.
    pub fn go(&self, address: &str) {
        let script = "const a = document.createElement('a'); a.href = arguments[0]; \
                      document.body.append(a); a.click(); a.remove();";
        self.ask(script, vec![json!(address)]);
        self.settle();
    }

    /// The address in the window, without the name of the program.
    pub fn address(&self) -> String {
        words(&self.ask("return location.href.slice(location.origin.length)", vec![]))
    }

    /// What the person will choose in the next dialog of the system that nothing was said for yet.
    pub fn will_pick(&self, paths: &[&Path]) {
        let file = self.home.path().join("picks");
        let mut lines = std::fs::read_to_string(&file).expect("the answers of the dialogs");
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&json!(paths).to_string());
        std::fs::write(&file, lines).expect("the answers of the dialogs");
    }

    /// Everything that can be read on the page.
    pub fn text(&self) -> String {
        words(&self.ask("return document.body.innerText", vec![]))
    }

    /// Waits until the page shows these words.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("the page to show “{text}”"), || self.text().contains(text));
    }

    /// Waits until the words are gone.
    pub fn wait_until_gone(&self, text: &str) {
        self.wait_until(&format!("“{text}” to go"), || !self.text().contains(text));
    }

    fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_so() {
            if start.elapsed() > PATIENCE {
                self.picture("failed");
                panic!("waited in vain for {what}; the page at {} shows:\n{}", self.address(), self.text());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Takes a picture of the screen into `target/screenshots/<name>.png`: what a person would see, dialogs included.
    pub fn picture(&self, name: &str) -> PathBuf {
        // An address may be longer than the name of a file may be.
        let short: String = name.chars().take(LONGEST_NAME).collect();
        let path = pictures().join(format!("{short}.png"));
        std::fs::create_dir_all(pictures()).expect("the folder of pictures");
        screen::photograph(self.display.frame(), &path);
        path
    }

    /// What the page has complained about since it was loaded: errors of scripts, of the console, of the policy.
    pub fn complaints(&self) -> Vec<String> {
        let list = self.ask(
            "return window.__drive ? window.__drive.complaints : ['the page keeps no complaints']",
            vec![],
        );
        serde_json::from_value(list).expect("a list of sentences")
    }

    fn run(&self, script: &str, arguments: Vec<Value>) -> ScriptRet {
        let script = format!("{PAGE}\n{script}");
        let answer = self.runtime.block_on(self.driver().execute(script, arguments));
        answer.unwrap_or_else(|why| panic!("the page does not answer: {why}"))
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("the window is open")
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // What was lost here is ended with the display.
            self.runtime
                .block_on(async { tokio::time::timeout(Duration::from_secs(5), driver.quit()).await.ok() });
        }
    }
}

/// Where pictures go.
pub fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target").join("screenshots")
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The window remembers where it stood, so its size is set by what it remembers.
fn prepare_home(home: &Path, start: &Start) {
    let data = home.join("data/app.branchbook.window");
    std::fs::create_dir_all(&data).expect("a folder for the program");
    let Size { width, height } = start.size;
    let frame = json!({ "x": 0, "y": 0, "width": width, "height": height, "is_maximized": false });
    std::fs::write(data.join("window.json"), frame.to_string()).expect("the size of the window");
    let lines: Vec<String> = start.picks.iter().map(|paths| json!(paths).to_string()).collect();
    std::fs::write(home.join("picks"), lines.join("\n")).expect("the answers of the dialogs");
}

fn capabilities(start: &Start) -> Capabilities {
    let book = start.book.into_iter().flat_map(|book| ["--book".to_owned(), book.display().to_string()]);
    let day = start.day.into_iter().flat_map(|day| ["--clock".to_owned(), day.to_owned()]);
    let options = json!({ "application": start.program, "args": book.chain(day).collect::<Vec<_>>() });
    let mut capabilities = Capabilities::new();
    capabilities.set("tauri:options", options).expect("plain JSON");
    capabilities
}
