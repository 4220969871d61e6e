//! A log for whoever looks after the machine: what went wrong, never about whom. Small, and it stays small.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::filter::LevelFilter;

/// A fuller file becomes the older one; there are never more than two.
const LIMIT: u64 = 512 * 1024;
/// As many digits in a row may be a telephone number or an ID number.
const LONG_NUMBER: usize = 7;

/// Starts the log. Where it cannot be written, the program works without one.
pub fn start(dir: &Path) {
    let Ok(log) = Log::open(dir) else { return };
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_ansi(false)
        .with_writer(Mutex::new(log));
    // A second start of the log keeps the first.
    subscriber.try_init().ok();
    std::panic::set_hook(Box::new(|panic| {
        // The place only: the words of a panic may hold what somebody typed.
        tracing::error!(at = panic.location().map(ToString::to_string), "panic");
    }));
}

struct Log {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Log {
    fn open(dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        let path = dir.join("branchbook.log");
        let file = File::options().create(true).append(true).open(&path)?;
        let length = file.metadata()?.len();
        Ok(Self { path, file, length })
    }

    fn turn(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_extension("old.log"))?;
        self.file = File::options().create(true).append(true).open(&self.path)?;
        self.length = 0;
        Ok(())
    }
}

impl Write for Log {
    /// Takes a whole line, as the formatter hands it over.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.length > LIMIT {
            self.turn()?;
        }
        let kept = redacted(&String::from_utf8_lossy(line));
        self.file.write_all(kept.as_bytes())?;
        self.length += kept.len() as u64;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Names are Chinese and our own lines are not; numbers of people are long. Both become a dash, wherever they stand.
fn redacted(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let alike =
            |c: char| c.is_ascii() == first.is_ascii() && c.is_ascii_digit() == first.is_ascii_digit();
        let end = rest.find(|c| !alike(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let is_personal = !first.is_ascii() || (first.is_ascii_digit() && run.len() >= LONG_NUMBER);
        kept.push_str(if is_personal { "-" } else { run });
        rest = after;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_long_numbers_never_reach_the_file() {
        assert_eq!(redacted("C:/张三丰.xlsx 13800138000 5325x"), "C:/-.xlsx - 5325x");
        assert_eq!(
            redacted("2026-11-22T09:45:49.123456Z INFO refused"),
            "2026-11-22T09:45:49.123456Z INFO refused"
        );
    }

    #[test]
    fn a_full_log_is_put_aside_once() {
        let dir = std::env::temp_dir().join(format!("branchbook-log-{}", std::process::id()));
        let mut log = Log::open(&dir).unwrap();
        let line = "x".repeat(100_000) + "\n";
        (0..20).for_each(|_| log.write_all(line.as_bytes()).unwrap());
        let sizes: Vec<u64> =
            fs::read_dir(&dir).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).collect();
        assert!(sizes.len() == 2 && sizes.iter().all(|size| *size <= LIMIT + 100_001), "{sizes:?}");
        fs::remove_dir_all(dir).unwrap();
    }
}
