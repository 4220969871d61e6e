//! What a driven window needs around it: a screen without a monitor, a message bus, and the driver. Each window has its
//! own, so that two runs on one machine do not see each other, and all of it ends with the window.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Size;

const PATIENCE: Duration = Duration::from_secs(20);

/// The driver ends when its standard input does, that is when we do, and the bus ends with it.
const UNTIL_WE_GO: &str = r#""$0" "$@" & read -r _; kill $!; wait"#;
/// Xvfb calls its picture so.
const FRAME: &str = "Xvfb_screen0";

/// A program with everything that it started, ended together.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // A group of its own was made for it, so this reaches nothing else.
        Command::new("kill")
            .args(["-TERM", "--", &format!("-{}", self.0.id())])
            .stderr(Stdio::null())
            .status()
            .ok();
        let start = Instant::now();
        while matches!(self.0.try_wait(), Ok(None)) && start.elapsed() < Duration::from_secs(3) {
            std::thread::sleep(Duration::from_millis(10));
        }
        Command::new("kill")
            .args(["-KILL", "--", &format!("-{}", self.0.id())])
            .stderr(Stdio::null())
            .status()
            .ok();
        self.0.wait().ok();
    }
}

/// A screen with a driver on it. The driver goes first when both end.
pub struct Display {
    driver: Group,
    screen: Group,
    port: u16,
    frame: PathBuf,
}

impl Display {
    /// Starts screen, bus and driver; `home` takes what the window and the web view write.
    pub fn start(size: Size, home: &Path, variables: &[(&str, &str)]) -> Self {
        let (screen, number) = screen(size, home);
        let (port, native) = (free_port(), free_port());
        let log = File::create(home.join("driver.log")).expect("the log of the driver can be written");
        let mut command = Command::new("dbus-run-session");
        command.args([
            "--",
            "sh",
            "-c",
            UNTIL_WE_GO,
            "tauri-driver",
            "--port",
            &port.to_string(),
            "--native-port",
            &native.to_string(),
        ]);
        command.env("DISPLAY", format!(":{number}")).envs(surroundings(home)).envs(variables.iter().copied());
        command.env_remove("WAYLAND_DISPLAY").stdin(Stdio::piped());
        command.stdout(log.try_clone().expect("a second handle")).stderr(log).process_group(0);
        let driver =
            command.spawn().unwrap_or_else(|why| panic!("dbus-run-session does not start ({why}): {REMEDY}"));
        let display = Self { driver: Group(driver), screen, port, frame: home.join(FRAME) };
        display.await_port(port, home);
        display.await_port(native, home);
        display
    }

    /// Where the driver listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The file in which the screen keeps its picture.
    pub fn frame(&self) -> &Path {
        &self.frame
    }

    /// Everything that runs here, for measurements: ids of the groups of processes.
    pub fn groups(&self) -> [u32; 2] {
        [self.driver.0.id(), self.screen.0.id()]
    }

    fn await_port(&self, port: u16, home: &Path) {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let said = || std::fs::read_to_string(home.join("driver.log")).unwrap_or_default();
            assert!(start.elapsed() < PATIENCE, "the driver does not answer: {REMEDY}\n{}", said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

const REMEDY: &str = "`cargo xtask setup` installs what the window tests need";

/// A screen of exactly this size; the server itself chooses a free number.
fn screen(size: Size, home: &Path) -> (Group, u32) {
    // Ends when we do, however that happens: a test that is killed leaves nothing behind.
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "Xvfb"]);
    command.args([
        "-displayfd",
        "1",
        "-nolisten",
        "tcp",
        "-screen",
        "0",
        &format!("{}x{}x24", size.width, size.height),
    ]);
    command.arg("-fbdir").arg(home);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().unwrap_or_else(|why| panic!("Xvfb does not start ({why}): {REMEDY}"));
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("Xvfb names its screen");
    let number = line.trim().parse().unwrap_or_else(|_| panic!("Xvfb named no screen but “{line}”"));
    (Group(child), number)
}

fn surroundings(home: &Path) -> Vec<(&'static str, String)> {
    let folder = |name: &str| home.join(name).display().to_string();
    vec![
        ("XDG_DATA_HOME", folder("data")),
        ("XDG_CACHE_HOME", folder("cache")),
        ("XDG_CONFIG_HOME", folder("config")),
        ("GDK_BACKEND", "x11".to_owned()),
        ("LC_ALL", "C.UTF-8".to_owned()),
        ("LANGUAGE", "zh_CN".to_owned()),
        // Neither a screen reader nor a graphics card is here; looking for them costs a second.
        ("NO_AT_BRIDGE", "1".to_owned()),
        ("WEBKIT_DISABLE_COMPOSITING_MODE", "1".to_owned()),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".to_owned()),
    ]
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr()).expect("a free port").port()
}
