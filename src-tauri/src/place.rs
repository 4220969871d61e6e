//! Where things of this user lie: the book, the demo, and beside them what the shell keeps for itself.
//! Nothing of the shell goes into the folder of the book, which must be empty for a new one.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::options::Options;

/// The folders of this run.
pub struct Place {
    home: PathBuf,
    book: PathBuf,
}

impl Place {
    /// `home` is the program's folder in the user's own; `--book` moves the book and nothing else.
    pub fn find(home: PathBuf, options: &Options) -> Self {
        let book = options.book.clone().unwrap_or_else(|| home.join("book"));
        Self { home, book }
    }

    /// What the page has to know before it can ask: where the book of this start lies, and which version this is. Written
    /// into the page as a script, so that its first question can be the one for the book.
    pub fn script(&self) -> String {
        let told = json!({
            "book_dir": self.book_dir(),
            "demo_dir": self.demo_dir(),
            "version": env!("CARGO_PKG_VERSION"),
        });
        // Text in a text: the page reads it as it reads every answer.
        format!("Object.defineProperty(window, '__BRANCHBOOK__', {{ value: {} }});", json!(told.to_string()))
    }

    /// Folder of the book, which need not exist yet.
    pub fn book_dir(&self) -> &Path {
        &self.book
    }

    /// Folder for the demo.
    pub fn demo_dir(&self) -> PathBuf {
        self.home.join("demo")
    }

    /// Folder of the logs.
    pub fn log_dir(&self) -> PathBuf {
        self.home.join("log")
    }

    /// Where the size of the window is remembered.
    pub fn frame_file(&self) -> PathBuf {
        self.home.join("window.json")
    }
}
