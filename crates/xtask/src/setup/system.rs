//! Packages of the operating system. Installs them with apt-get; elsewhere it says what is missing and how to get it.

use std::path::Path;

use crate::{Outcome, exec, place};

/// How to find out whether something is there, on any Linux.
enum Probe {
    Program(&'static str),
    Library(&'static str),
    Header(&'static str),
    ChineseFont,
}

/// One thing that building or testing needs.
struct Need {
    what: &'static str,
    probe: Probe,
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    /// The command on macOS; `None` where the system brings it.
    mac: Option<&'static str>,
    /// What to do on Windows; `None` where the system or Rust's own set-up brings it.
    windows: Option<&'static str>,
}

/// Everything, in the order in which a person would install it.
const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler (for SQLCipher and OpenSSL)",
        probe: Probe::Program("cc"),
        debian: "build-essential",
        fedora: "gcc",
        arch: "base-devel",
        mac: Some("xcode-select --install"),
        windows: None,
    },
    Need {
        what: "make (for OpenSSL)",
        probe: Probe::Program("make"),
        debian: "make",
        fedora: "make",
        arch: "make",
        mac: Some("xcode-select --install"),
        windows: None,
    },
    Need {
        what: "Perl (for OpenSSL)",
        probe: Probe::Program("perl"),
        debian: "perl",
        fedora: "perl",
        arch: "perl",
        mac: Some("brew install perl"),
        windows: Some("winget install StrawberryPerl.StrawberryPerl"),
    },
    Need {
        what: "pkg-config",
        probe: Probe::Program("pkg-config"),
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
        mac: None,
        windows: None,
    },
    Need {
        what: "WebKitGTK 4.1 (for the window)",
        probe: Probe::Library("webkit2gtk-4.1"),
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
        mac: None,
        windows: None,
    },
    Need {
        what: "libxdo (for the window)",
        probe: Probe::Header("/usr/include/xdo.h"),
        debian: "libxdo-dev",
        fedora: "libxdo-devel",
        arch: "xdotool",
        mac: None,
        windows: None,
    },
    Need {
        what: "librsvg (for the window)",
        probe: Probe::Library("librsvg-2.0"),
        debian: "librsvg2-dev",
        fedora: "librsvg2-devel",
        arch: "librsvg",
        mac: None,
        windows: None,
    },
    Need {
        what: "a Chinese font (for pictures of workbooks)",
        probe: Probe::ChineseFont,
        debian: "fontconfig fonts-noto-cjk",
        fedora: "fontconfig google-noto-sans-cjk-fonts",
        arch: "fontconfig noto-fonts-cjk",
        mac: None,
        windows: None,
    },
    Need {
        what: "Xvfb (a screen for the tests of the window)",
        probe: Probe::Program("Xvfb"),
        debian: "xvfb xauth",
        fedora: "xorg-x11-server-Xvfb",
        arch: "xorg-server-xvfb",
        mac: None,
        windows: None,
    },
    Need {
        what: "dbus-run-session (the tests of the window have a message bus of their own)",
        probe: Probe::Program("dbus-run-session"),
        debian: "dbus-daemon dbus-x11",
        fedora: "dbus-daemon",
        arch: "dbus",
        mac: None,
        windows: None,
    },
    Need {
        what: "WebKitWebDriver (drives the window in tests)",
        probe: Probe::Program("WebKitWebDriver"),
        debian: "webkit2gtk-driver",
        fedora: "/usr/bin/WebKitWebDriver",
        arch: "webkit2gtk-4.1",
        mac: None,
        windows: None,
    },
    Need {
        what: "LibreOffice Calc (a test opens the workbook in it)",
        probe: Probe::Program("soffice"),
        debian: "libreoffice-calc",
        fedora: "libreoffice-calc",
        arch: "libreoffice-fresh",
        mac: Some("brew install --cask libreoffice"),
        windows: Some("winget install TheDocumentFoundation.LibreOffice"),
    },
    Need {
        what: "pdftotext (a test reads the printed workbook)",
        probe: Probe::Program("pdftotext"),
        debian: "poppler-utils",
        fedora: "poppler-utils",
        arch: "poppler",
        mac: Some("brew install poppler"),
        windows: Some("winget install oschwartz10612.Poppler"),
    },
    Need {
        what: "age (a test opens a parcel with it)",
        probe: Probe::Program("age"),
        debian: "age",
        fedora: "age",
        arch: "age",
        mac: Some("brew install age"),
        windows: None,
    },
    Need {
        what: "Python (a test reads a parcel by its description)",
        probe: Probe::Program("python3"),
        debian: "python3",
        fedora: "python3",
        arch: "python",
        mac: Some("brew install python"),
        windows: None,
    },
    Need {
        what: "openssl 3 (a test checks the signature of a parcel)",
        probe: Probe::Program("openssl"),
        debian: "openssl",
        fedora: "openssl",
        arch: "openssl",
        mac: Some("brew install openssl"),
        windows: None,
    },
    Need {
        what: "zstd (a test unpacks the parts of a parcel)",
        probe: Probe::Program("zstd"),
        debian: "zstd",
        fedora: "zstd",
        arch: "zstd",
        mac: Some("brew install zstd"),
        windows: None,
    },
];

/// The systems we can name a command for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum System {
    Debian,
    Fedora,
    Arch,
    OtherLinux,
    Mac,
    Windows,
}

/// Installs what is missing with apt-get.
///
/// # Errors
/// On other systems, or without the right to install: which things are missing, with the command to install them.
pub fn ensure() -> Outcome {
    let system = this_system();
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| need.is_missing(system)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if system == System::Debian {
        install(&debian_packages(&missing))
    } else {
        Err(explain(system, &missing))
    }
}

/// Installs packages with apt-get, as root or through sudo.
///
/// # Errors
/// With the command for an administrator, when there is no right to install, or apt-get's own failure.
pub fn install(packages: &str) -> Outcome {
    let command = format!("apt-get install -y --no-install-recommends {packages}");
    let Some(prefix) = administrator() else {
        return Err(format!("system packages are missing; ask an administrator to run:\n  {command}"));
    };
    // Fails without a network; the lists that are there may be new enough.
    exec::run(&mut apt(&format!("{prefix} apt-get update")))
        .unwrap_or_else(|why| eprintln!("{why}; going on with the package lists that are here"));
    exec::run(&mut apt(&format!("{prefix} {command}")))
        .map_err(|why| format!("{why}\nsystem packages are missing: {packages}"))
}

/// Whether this is Debian, Ubuntu or one of their children.
pub fn has_apt() -> bool {
    this_system() == System::Debian
}

fn apt(line: &str) -> std::process::Command {
    let mut words = line.split_whitespace();
    let mut command = exec::program(words.next().unwrap_or_default());
    command.args(words);
    command
}

/// What stands before `apt-get`: `None` when nobody here may install.
pub fn administrator() -> Option<&'static str> {
    if exec::answer(exec::program("id").arg("-u")).as_deref() == Some("0") {
        return Some("env DEBIAN_FRONTEND=noninteractive");
    }
    place::program("sudo").map(|_| "sudo env DEBIAN_FRONTEND=noninteractive")
}

impl Need {
    fn is_missing(&self, system: System) -> bool {
        match system {
            System::Mac if self.mac.is_none() => false,
            System::Windows if self.windows.is_none() => false,
            _ => !self.probe.is_there(),
        }
    }

    fn package(&self, system: System) -> &'static str {
        match system {
            System::Debian | System::OtherLinux => self.debian,
            System::Fedora => self.fedora,
            System::Arch => self.arch,
            System::Mac => self.mac.unwrap_or_default(),
            System::Windows => self.windows.unwrap_or_default(),
        }
    }
}

impl Probe {
    fn is_there(&self) -> bool {
        match self {
            Self::Program(name) => place::program(name).is_some() || is_application(name),
            Self::Library(name) => {
                exec::answer(exec::program("pkg-config").args(["--exists", name])).is_some()
            }
            Self::Header(path) => Path::new(path).is_file(),
            Self::ChineseFont => exec::answer(exec::program("fc-list").args([":lang=zh-cn", "family"]))
                .is_some_and(|fonts| !fonts.is_empty()),
        }
    }
}

/// LibreOffice installs itself outside the search path on macOS and Windows.
fn is_application(name: &str) -> bool {
    const SOFFICE: [&str; 2] = [
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
    ];
    name == "soffice" && SOFFICE.iter().any(|path| Path::new(path).is_file())
}

fn this_system() -> System {
    if cfg!(target_os = "macos") {
        System::Mac
    } else if cfg!(windows) {
        System::Windows
    } else if place::program("apt-get").is_some() && place::program("dpkg").is_some() {
        System::Debian
    } else if place::program("dnf").is_some() {
        System::Fedora
    } else if place::program("pacman").is_some() {
        System::Arch
    } else {
        System::OtherLinux
    }
}

fn debian_packages(missing: &[&Need]) -> String {
    missing.iter().map(|need| need.debian).collect::<Vec<_>>().join(" ")
}

/// The sentence for a system where xtask does not install by itself.
fn explain(system: System, missing: &[&Need]) -> String {
    let things: String = missing.iter().map(|need| format!("  - {}\n", need.what)).collect();
    let packages = missing.iter().map(|need| need.package(system)).collect::<Vec<_>>();
    let remedy = match system {
        System::Fedora => format!("Install it with:\n  sudo dnf install {}", packages.join(" ")),
        System::Arch => format!("Install it with:\n  sudo pacman -S --needed {}", packages.join(" ")),
        System::Mac | System::Windows => format!("Install it with:\n  {}", distinct(packages).join("\n  ")),
        System::Debian | System::OtherLinux => {
            format!("Install what your system calls these Debian packages:\n  {}", packages.join(" "))
        }
    };
    format!("this machine lacks:\n{things}{remedy}\nand run the same command again.")
}

fn distinct(mut lines: Vec<&str>) -> Vec<&str> {
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<&'static Need> {
        NEEDS.iter().collect()
    }

    #[test]
    fn every_other_linux_is_told_each_missing_thing_and_a_command() {
        for (system, command) in [
            (System::Fedora, "sudo dnf install gcc"),
            (System::Arch, "sudo pacman -S"),
            (System::OtherLinux, "Debian packages"),
        ] {
            let text = explain(system, &all());
            assert!(text.contains(command), "{system:?}: {text}");
            for need in NEEDS {
                assert!(
                    text.contains(need.what) && text.contains(need.package(system)),
                    "{system:?}: {}",
                    need.what
                );
            }
        }
    }

    #[test]
    fn a_thing_the_system_brings_is_not_missing_there() {
        let webkit = NEEDS.iter().find(|need| need.debian == "libwebkit2gtk-4.1-dev").unwrap();
        assert!(!webkit.is_missing(System::Mac) && !webkit.is_missing(System::Windows));
    }

    #[test]
    fn one_command_that_brings_two_things_is_named_once() {
        let text = explain(System::Mac, &[&NEEDS[0], &NEEDS[1]]);
        assert_eq!(text.matches("xcode-select").count(), 1, "{text}");
    }

    #[test]
    fn a_probe_sees_what_is_there_and_what_is_not() {
        assert!(Probe::Program("cargo").is_there());
        assert!(!Probe::Program("branchbook-no-such-program").is_there());
        assert!(!Probe::Library("branchbook-no-such-library").is_there());
        assert!(!Probe::Header("/usr/include/branchbook-no-such.h").is_there());
    }
}
