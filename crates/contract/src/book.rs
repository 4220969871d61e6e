//! The book as a whole: making, opening, its state, its history and its proof.

use branchbook_domain::day::{Day, Instant};
use branchbook_domain::key::ChangeId;
use serde::{Deserialize, Serialize};

/// Which of the two offices a book serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// 社区.
    Community,
    /// 街道.
    Street,
}

impl Office {
    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Community => "community",
            Self::Street => "street",
        }
    }
}

/// Makes a new book and leaves it open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookCreate {
    /// Folder, empty or missing.
    pub dir: String,
    /// Office kind.
    pub office: Office,
    /// Name of the office, e.g. 银河社区.
    pub name: String,
    /// First operator; 党务工作者 if not given.
    #[serde(default)]
    pub operator: Option<String>,
    /// Password; `None` is a choice that the reply warns of.
    #[serde(default)]
    pub password: Option<String>,
}

/// A new book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookCreated {
    /// The recovery code: shown once, kept nowhere.
    pub recovery_code: String,
    /// Its state.
    pub status: BookStatus,
}

/// Opens a book. After three wrong passwords or recovery codes in a row each further try must wait, at most five minutes;
/// it is refused until then, and [`BookPeek`] says how long.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookOpen {
    /// Folder of the book.
    pub dir: String,
    /// Password; ignored by a book without one.
    #[serde(default)]
    pub password: Option<String>,
    /// Recovery code instead of the password.
    #[serde(default)]
    pub recovery_code: Option<String>,
    /// Who works (经办人); the first operator if not given.
    #[serde(default)]
    pub operator: Option<String>,
}

/// Looks at a folder without opening the book in it: whether to ask for a password, and when.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookPeek {
    /// The folder.
    pub dir: String,
}

/// What can be said of a book before it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookGlance {
    /// Whether a book lies there.
    pub is_there: bool,
    /// Whether it asks for a password.
    pub has_password: bool,
    /// Seconds until it can be tried again after wrong passwords; 0 as a rule.
    #[serde(default)]
    pub wait_seconds: u32,
}

/// Begins: what is open stays open, and else the book of a folder is opened if it needs no password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookBegin {
    /// The folder.
    pub dir: String,
}

/// How far a beginning got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// What lies in the folder.
    pub glance: BookGlance,
    /// The open book; none if it asks for its password first, or is not there.
    pub status: Option<BookStatus>,
    /// Answers to what the first page of its office asks on this day, so that the page can be drawn at once with them.
    #[serde(default)]
    pub ahead: Vec<Ahead>,
}

/// An answer that comes before its question. It holds until another question is put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// Name of the command.
    pub name: String,
    /// The question, as the page writes it.
    pub payload: String,
    /// The text of the reply.
    pub answer: String,
}

/// Closes the open book: after that it asks for its password again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BookClose {}

/// Asks for the state of the open book.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BookStatusAsk {}

/// State of an open book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookStatus {
    /// Folder.
    pub dir: String,
    /// Office kind.
    pub office: Office,
    /// Name of the office.
    pub name: String,
    /// Who works.
    pub operator: String,
    /// Whether a password protects it.
    pub has_password: bool,
    /// Sentences that the person should see: no password, a damaged copy of the key …
    pub warnings: Vec<String>,
    /// Number of the newest change.
    pub head: ChangeId,
    /// Today in Beijing.
    pub today: Day,
}

/// Proves the whole book.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BookVerify {}

/// What the proof found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Whether nothing is damaged.
    pub is_sound: bool,
    /// Damages, each a sentence.
    pub damages: Vec<String>,
    /// Notes: nothing wrong, worth knowing.
    pub notes: Vec<String>,
    /// Changes in the history.
    pub change_count: i64,
    /// Hash of the newest change, in hex.
    pub head_hash: String,
}

/// Asks for the newest operations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HistoryList {}

/// An operation in the undo list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// Its number.
    pub change: ChangeId,
    /// When.
    pub at: Instant,
    /// Who.
    pub operator: String,
    /// Kind in words.
    pub kind: String,
    /// In words.
    pub title: String,
    /// The name of a file or folder as it stands in the title; empty if there is none.
    pub file: String,
    /// Why it cannot be undone; `None` if it can be tried.
    pub refusal: Option<String>,
}

/// Undoes an operation: the newest that can be undone if none is named.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HistoryUndo {
    /// The operation.
    #[serde(default)]
    pub change: Option<ChangeId>,
}

/// What was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The operation that is undone.
    pub change: ChangeId,
    /// Its title.
    pub title: String,
}

/// Writes a verified backup: one file with database, keys and kept files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookBackup {
    /// A folder, for a name made of office and time, or a file that does not exist yet. The book's own `backups` if not given.
    #[serde(default)]
    pub to: Option<String>,
}

/// A backup that was opened and checked after writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    /// Where it lies.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Number of the newest change in it.
    pub head: ChangeId,
    /// What is not in it because it was lost or damaged before, in sentences.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// Restores a backup. The present state of the folder is kept as a backup first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookRestore {
    /// The backup.
    pub backup: String,
    /// Folder of the book; may be missing.
    pub dir: String,
    /// Password of the day of the backup.
    #[serde(default)]
    pub password: Option<String>,
    /// Recovery code of the day of the backup, instead of the password.
    #[serde(default)]
    pub recovery_code: Option<String>,
    /// Password of the book that lies there now; the other password if not given.
    #[serde(default)]
    pub present_password: Option<String>,
}

/// Exports everything in the open: a CSV file per table, the history, the kept files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookExport {
    /// An empty or missing folder.
    pub dir: String,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// The folder.
    pub dir: String,
    /// Files written.
    pub file_count: u64,
    /// Rows written.
    pub row_count: u64,
}

/// Changes the password of the open book, or takes it away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookPassword {
    /// The new password; `None` takes it away, which the reply warns of.
    #[serde(default)]
    pub password: Option<String>,
    /// Whether a new recovery code is wanted as well.
    #[serde(default)]
    pub renew_recovery: bool,
}

/// The password is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// Whether the book has a password now.
    pub has_password: bool,
    /// The new recovery code if one was asked for: shown once, kept nowhere.
    pub recovery_code: Option<String>,
}

/// Writes a recovery code that was just shown to a small text file, with the name of the office, the day, and what it is
/// for; recorded as an export. Refused for a code that does not open this book, and inside the folder of the book.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookRecoverySave {
    /// The code as it was shown.
    pub code: String,
    /// The file, or a folder that exists: then the file is named after the office.
    pub out: String,
}

/// The recovery code was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverySaved {
    /// Where it lies.
    pub path: String,
}

/// Asks for the names of the operators.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OperatorList {}
