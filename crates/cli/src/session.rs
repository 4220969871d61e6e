//! One run of the program: the desk, where the book lies, how to answer.

use std::path::PathBuf;
use std::sync::Arc;

use branchbook_contract::book::{BookOpen, BookPeek};
use branchbook_contract::{CallError, Code, Command};
use branchbook_desk::Desk;
use branchbook_desk::error::json_words;
use serde::Serialize;

use crate::args::Arguments;
use crate::bar::Bars;
use crate::{clock, output, secret};

/// Why a run did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The desk refused: exit code 1.
    Refused(CallError),
    /// The words of the call are wrong: exit code 2.
    Usage(String),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Refused(error) if error.code == Code::Malformed => 2,
            Self::Refused(_) => 1,
            Self::Usage(_) => 2,
        }
    }
}

impl Failure {
    /// A refusal with its sentence: the call is right, the book has no answer to it.
    pub fn refused(sentence: String) -> Self {
        Self::Refused(CallError { code: Code::Refused, message: sentence, fields: Vec::new() })
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self::Refused(error)
    }
}

/// One run.
pub struct Session {
    desk: Desk,
    book: Option<PathBuf>,
    operator: Option<String>,
    password_file: Option<PathBuf>,
    recovery_code: Option<String>,
    is_json: bool,
    bars: Bars,
}

impl Session {
    /// Prepares a run; the book is opened when a command asks for it.
    pub fn begin(arguments: &Arguments) -> Result<Self, Failure> {
        Ok(Self {
            desk: Desk::new(Arc::from(clock::chosen(arguments)?)),
            book: arguments.book.clone(),
            operator: arguments.operator.clone(),
            password_file: arguments.password_file.clone(),
            recovery_code: arguments.recovery_code.clone().filter(|code| !code.trim().is_empty()),
            is_json: arguments.is_json,
            bars: Bars::new(arguments.is_json),
        })
    }

    /// Closes the book.
    pub fn end(&mut self) -> Result<(), Failure> {
        self.desk.close().map_err(|error| Failure::Refused(error.into()))
    }

    /// The folder named by `--book`.
    pub fn book_dir(&self) -> Result<PathBuf, Failure> {
        self.book.clone().ok_or_else(|| Failure::Usage("请用 --book 目录 指明台账。".to_owned()))
    }

    /// Opens the book named by `--book`, by the recovery code if one is given. A book without a password ignores both.
    pub fn open(&mut self) -> Result<(), Failure> {
        let dir = self.book_dir()?;
        let has_password = self.call(&BookPeek { dir: dir.display().to_string() })?.has_password;
        let recovery_code = self.recovery_code.clone().filter(|_| has_password);
        let password = match recovery_code {
            Some(_) => None,
            None => self.password_for(&dir)?,
        };
        let open = BookOpen {
            dir: dir.display().to_string(),
            password,
            recovery_code,
            operator: self.operator.clone(),
        };
        let status = self.call(&open)?;
        if !self.is_json {
            status.warnings.iter().for_each(|warning| output::warning(warning));
        }
        Ok(())
    }

    /// The password of the book in `dir`, asked for only where one is needed.
    pub fn password_for(&mut self, dir: &std::path::Path) -> Result<Option<String>, Failure> {
        let glance = self.call(&BookPeek { dir: dir.display().to_string() })?;
        if glance.has_password { secret::password(self.password_file.as_deref()).map(Some) } else { Ok(None) }
    }

    /// The passwords for a restore: that of the book that lies there now, and that of the backup's day. One that was
    /// given for only one of the two serves for both. A book whose key file is lost cannot say that it has a password,
    /// and must be restorable all the same.
    pub fn restore_passwords(
        &mut self,
        dir: &std::path::Path,
        backup_file: Option<&std::path::Path>,
        has_code: bool,
    ) -> Result<(Option<String>, Option<String>), Failure> {
        let given = secret::given(self.password_file.as_deref())?;
        let is_given = given.is_some();
        let peek = BookPeek { dir: dir.display().to_string() };
        let present = match given {
            // With a recovery code the password may well be forgotten; the code is tried on the present book, too.
            None if !has_code && self.call(&peek).is_ok_and(|glance| glance.has_password) => {
                Some(secret::password(None)?)
            }
            given => given,
        };
        let of_backup = match secret::given_for_backup(backup_file)? {
            None if !has_code && !is_given => secret::asked_for_backup()?,
            given => given,
        };
        Ok((present.clone(), of_backup.or(present)))
    }

    /// A new password, from the file, the variable or two prompts.
    pub fn new_password(&self) -> Result<String, Failure> {
        secret::new_password(self.password_file.as_deref())
    }

    /// The operator named by `--as`.
    pub fn operator(&self) -> Option<String> {
        self.operator.clone()
    }

    /// Sends a command to the desk and gives the body of its reply.
    pub fn call<C: Command>(&mut self, command: &C) -> Result<C::Reply, Failure> {
        let reply = self.desk.call_watched(command, &self.bars);
        self.bars.finish();
        Ok(reply?.body)
    }

    /// Opens the book, sends a command and prints the answer: as JSON, or by `show`.
    pub fn answer<C: Command>(&mut self, command: &C, show: impl FnOnce(&C::Reply)) -> Result<(), Failure> {
        self.open()?;
        let body = self.call(command)?;
        self.print(&body, show);
        Ok(())
    }

    /// Prints an answer as JSON, or by `show`.
    pub fn print<T: Serialize>(&self, body: &T, show: impl FnOnce(&T)) {
        if self.is_json { output::json(body) } else { show(body) }
    }

    /// Opens the book and sends a command given as name and JSON; prints the body as JSON.
    pub fn call_text(&mut self, name: &str, json: &str) -> Result<(), Failure> {
        if self.book.is_some() && !matches!(name, "book_create" | "book_open" | "book_restore") {
            self.open()?;
        }
        let reply = self.desk.dispatch_watched(name, json, &self.bars);
        self.bars.finish();
        let reply: serde_json::Value = serde_json::from_str(&reply?)
            .map_err(|error| Failure::Usage(format!("{}。", json_words(&error))))?;
        output::json(&reply["body"]);
        Ok(())
    }
}
