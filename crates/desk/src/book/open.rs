//! Opens a book and says how it stands.

use std::path::Path;
use std::time::Instant;

use branchbook_contract::book::{
    BookClose, BookGlance, BookOpen, BookPeek, BookStatus, BookStatusAsk, Office,
};
use branchbook_domain::key::ChangeId;
use branchbook_ledger::table::office::{self, key};
use branchbook_ledger::vault::Unlock;
use branchbook_ledger::{Book, LedgerError};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<BookOpen> for Desk {
    fn handle(&mut self, command: BookOpen, _progress: &dyn Progress) -> Result<Outcome<BookStatus>> {
        let dir = Path::new(&command.dir);
        self.require_no_wait(dir)?;
        self.close()?;
        let unlock = match (&command.recovery_code, &command.password) {
            (Some(code), _) => Unlock::Recovery(code),
            (None, Some(password)) => Unlock::Password(password),
            (None, None) => Unlock::None,
        };
        let opened = Book::open(dir, unlock, self.clock().clone());
        self.tries_mut().count(dir, Instant::now(), &opened);
        let mut book = opened?;
        if let Some(operator) = &command.operator {
            book.work_as(operator)?;
        }
        self.put(book)?;
        Ok(Outcome::unchanged(status(self.book()?)?))
    }
}

impl Handle<BookClose> for Desk {
    fn handle(&mut self, _command: BookClose, _progress: &dyn Progress) -> Result<Outcome<()>> {
        self.close()?;
        Ok(Outcome::unchanged(()))
    }
}

impl Handle<BookPeek> for Desk {
    fn handle(&mut self, command: BookPeek, _progress: &dyn Progress) -> Result<Outcome<BookGlance>> {
        let dir = Path::new(&command.dir);
        let glance = Book::glance(dir, self.clock().as_ref())?;
        let (is_there, has_password) = (glance.is_some(), glance.is_some_and(|glance| glance.has_password));
        let wait_seconds = self.tries().wait(dir, Instant::now());
        Ok(Outcome::unchanged(BookGlance { is_there, has_password, wait_seconds }))
    }
}

impl Desk {
    fn require_no_wait(&self, dir: &Path) -> Result<()> {
        match self.tries().wait(dir, Instant::now()) {
            0 => Ok(()),
            seconds => Err(DeskError::refused(format!("试错次数多了，请等 {seconds} 秒再试。"))),
        }
    }
}

impl Handle<BookStatusAsk> for Desk {
    fn handle(&mut self, _command: BookStatusAsk, _progress: &dyn Progress) -> Result<Outcome<BookStatus>> {
        Ok(Outcome::unchanged(status(self.book()?)?))
    }
}

/// How an open book stands.
pub(crate) fn status(book: &Book) -> Result<BookStatus> {
    let (office, name) = book.read(|reading| {
        let office = office::setting::<Office>(reading, key::OFFICE)?;
        let name = office::setting::<String>(reading, key::OFFICE_NAME)?;
        let missing = LedgerError::Missing { table: "setting", id: 0 };
        office.zip(name).ok_or(missing)
    })?;
    let mut warnings = book.warnings().to_vec();
    if !book.has_password() {
        warnings.push("未设密码，未加密：任何拿到这个目录的人都能读到全部内容。".to_owned());
    }
    Ok(BookStatus {
        dir: book.dir().display().to_string(),
        office,
        name,
        operator: book.operator().to_owned(),
        has_password: book.has_password(),
        warnings,
        head: ChangeId(book.head().id),
    })
}
