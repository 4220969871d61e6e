//! Opens a book and says how it stands.

use std::path::Path;
use std::time::Instant;

use branchbook_contract::book::{
    Begun, BookBegin, BookClose, BookGlance, BookOpen, BookPeek, BookStatus, BookStatusAsk,
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
        Ok(Outcome::unchanged(self.status()?))
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
        Ok(Outcome::unchanged(self.glance(Path::new(&command.dir))?))
    }
}

impl Handle<BookBegin> for Desk {
    fn handle(&mut self, command: BookBegin, progress: &dyn Progress) -> Result<Outcome<Begun>> {
        let glance = self.glance(Path::new(&command.dir))?;
        if self.book().is_err() && glance.is_there && !glance.has_password {
            let open = BookOpen { dir: command.dir, password: None, recovery_code: None, operator: None };
            self.handle(open, progress)?;
        }
        let status = self.book().is_ok().then(|| self.status()).transpose()?;
        Ok(Outcome::unchanged(Begun { glance, status, ahead: self.answers_ahead(progress) }))
    }
}

impl Desk {
    fn glance(&self, dir: &Path) -> Result<BookGlance> {
        let glance = Book::glance(dir, self.clock().as_ref())?;
        let (is_there, has_password) = (glance.is_some(), glance.is_some_and(|glance| glance.has_password));
        let wait_seconds = self.tries().wait(dir, Instant::now());
        Ok(BookGlance { is_there, has_password, wait_seconds })
    }

    /// Refuses a try at a book or a backup before its time.
    pub(crate) fn require_no_wait(&self, what: &Path) -> Result<()> {
        match self.tries().wait(what, Instant::now()) {
            0 => Ok(()),
            seconds => Err(DeskError::refused(format!("试错次数多了，请等 {seconds} 秒再试。"))),
        }
    }
}

impl Handle<BookStatusAsk> for Desk {
    fn handle(&mut self, _command: BookStatusAsk, _progress: &dyn Progress) -> Result<Outcome<BookStatus>> {
        Ok(Outcome::unchanged(self.status()?))
    }
}

impl Desk {
    /// How the open book stands.
    pub(crate) fn status(&self) -> Result<BookStatus> {
        let book = self.book()?;
        let name = book.read(|reading| office::setting::<String>(reading, key::OFFICE_NAME))?;
        let missing = || LedgerError::Missing { table: "setting", id: 0 };
        let mut warnings = book.warnings().to_vec();
        if !book.has_password() {
            warnings.push("未设密码，未加密：任何拿到这个目录的人都能读到全部内容。".to_owned());
        }
        Ok(BookStatus {
            dir: book.dir().display().to_string(),
            office: self.office().ok_or_else(missing)?,
            name: name.ok_or_else(missing)?,
            operator: book.operator().to_owned(),
            has_password: book.has_password(),
            warnings,
            head: ChangeId(book.head().id),
            today: self.clock().today(),
        })
    }
}
