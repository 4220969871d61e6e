//! The words behind the name of the program: `--book DIR`, and in builds for tests `--clock DAY`. Opens nothing.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use branchbook_contract::domain::day::Clock;
use branchbook_desk::clock::SystemClock;

/// What the start was asked for.
#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// Folder of the book, where it is not the one of this user.
    pub book: Option<PathBuf>,
    day: Option<String>,
}

impl Options {
    /// Reads the words; those of the window system are passed over.
    pub fn parse(mut words: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self::default();
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--book") => options.book = Some(folder(words.next())?),
                Some("--clock") if cfg!(debug_assertions) => {
                    options.day = words.next().and_then(|day| day.into_string().ok());
                }
                _ => {}
            }
        }
        Ok(options)
    }

    /// The clock of the machine; a build for tests may stop it on a day, as the command line does.
    #[cfg(debug_assertions)]
    pub fn clock(&self) -> Result<Arc<dyn Clock>, String> {
        use branchbook_contract::domain::day::{Day, FixedClock};
        let day = self.day.clone().or_else(|| std::env::var("BRANCHBOOK_CLOCK").ok());
        let Some(text) = day else { return Ok(Arc::new(SystemClock)) };
        let day: Day = text.parse().map_err(|_| format!("--clock 要写成 2026-11-21，不能是“{text}”。"))?;
        Ok(Arc::new(FixedClock::on(day)))
    }

    /// The clock of the machine.
    #[cfg(not(debug_assertions))]
    pub fn clock(&self) -> Result<Arc<dyn Clock>, String> {
        Ok(Arc::new(SystemClock))
    }
}

/// An absolute path: the page and the records of the book must not depend on where the program was started.
fn folder(word: Option<OsString>) -> Result<PathBuf, String> {
    let word = word.ok_or("--book 后面要写目录。")?;
    std::path::absolute(&word).map_err(|_| "--book 后面要写目录。".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Options, String> {
        Options::parse(words.iter().map(OsString::from))
    }

    #[test]
    fn words_of_the_window_system_are_passed_over() {
        assert_eq!(parsed(&["--display", ":0"]).unwrap(), Options::default());
    }

    #[test]
    fn a_book_is_named_by_its_whole_path() {
        assert!(parsed(&["--book", "x"]).unwrap().book.unwrap().is_absolute());
        assert!(parsed(&["--book"]).is_err());
    }

    #[test]
    fn a_day_that_is_none_is_refused_in_words() {
        let why = parsed(&["--clock", "today"]).unwrap().clock().err().unwrap();
        assert!(why.contains("2026-11-21"), "{why}");
    }
}
