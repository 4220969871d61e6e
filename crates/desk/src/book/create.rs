//! Makes a new book: the office, its root organisation and what it begins with.

use std::path::Path;

use branchbook_contract::book::{BookCreate, BookCreated, Office};
use branchbook_contract::{FieldError, Kind};
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::vault::Password;
use branchbook_ledger::{Book, LedgerError, NewBook, Writing, book::new_uid};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// The operator of a book whose maker did not say who works.
pub const FIRST_OPERATOR: &str = "党务工作者";

impl Handle<BookCreate> for Desk {
    fn handle(&mut self, command: BookCreate, _progress: &dyn Progress) -> Result<Outcome<BookCreated>> {
        check(&command)?;
        let password = command.password.as_deref().map(Password::new).transpose()?;
        let new = NewBook {
            office: command.office.code(),
            name: command.name.trim(),
            operator: command.operator.as_deref().unwrap_or(FIRST_OPERATOR),
            password: password.as_ref(),
        };
        let clock = self.clock().clone();
        let (book, code) = Book::create(Path::new(&command.dir), &new, clock.clone(), |writing| {
            begin(writing, command.office, new.name, new_uid(clock.as_ref()))
        })?;
        self.put(book)?;
        let status = self.status()?;
        let recovery_code = code.to_text().to_string();
        Ok(Outcome {
            body: BookCreated { recovery_code, status },
            changed: vec![Kind::Office, Kind::Organisation],
        })
    }
}

fn check(command: &BookCreate) -> Result<()> {
    let mut wrong = Vec::new();
    let mut require = |field: &str, text: &str, message: &str| {
        if text.trim().is_empty() {
            wrong.push(FieldError { field: field.to_owned(), message: message.to_owned() });
        }
    };
    require("dir", &command.dir, "请指定台账目录。");
    require("name", &command.name, "请填写单位名称，例如“银河社区”。");
    if wrong.is_empty() { Ok(()) } else { Err(DeskError::Invalid(wrong)) }
}

/// What a new office begins with: the root of its tree, the points scheme (a street gives its own to its communities)
/// and its keys.
fn begin(writing: &mut Writing<'_>, office: Office, name: &str, uid: uuid::Uuid) -> Result<(), LedgerError> {
    let (level, suffix) = match office {
        Office::Community => (Level::Committee, "党委"),
        Office::Street => (Level::Street, "党工委"),
    };
    let full = if name.ends_with(suffix) { name.to_owned() } else { format!("{name}{suffix}") };
    let root = Organisation {
        uid,
        parent_id: None,
        level,
        name: full,
        position: 0,
        from_on: None,
        to_on: None,
        note: None,
        project: None,
        planned_end_on: None,
    };
    writing.insert(&root)?;
    crate::points::automatic::install_default_scheme(writing)?;
    crate::exchange::office::make_keys(writing)
}
