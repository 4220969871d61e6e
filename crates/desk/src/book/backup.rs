//! Backups and the way back from one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use branchbook_contract::Kind;
use branchbook_contract::book::{BackupMade, BookBackup, BookRestore, BookStatus};
use branchbook_domain::key::ChangeId;
use branchbook_ledger::backup::BACKUPS;
use branchbook_ledger::restore::restore;
use branchbook_ledger::vault::Unlock;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<BookBackup> for Desk {
    fn handle(&mut self, command: BookBackup, _progress: &dyn Progress) -> Result<Outcome<BackupMade>> {
        let book = self.book_mut()?;
        let to = match command.to {
            Some(to) => PathBuf::from(to),
            None => own_folder(book.dir())?,
        };
        let made = book.backup(&to)?;
        let reply = BackupMade {
            path: made.path.display().to_string(),
            size: made.size,
            head: ChangeId(made.head),
            warnings: made.warnings,
        };
        Ok(Outcome::unchanged(reply))
    }
}

impl Handle<BookRestore> for Desk {
    fn handle(&mut self, command: BookRestore, _progress: &dyn Progress) -> Result<Outcome<BookStatus>> {
        let (dir, backup) = (Path::new(&command.dir), Path::new(&command.backup));
        self.require_no_wait(dir)?;
        self.require_no_wait(backup)?;
        self.close()?;
        let unlock = match (&command.recovery_code, &command.password) {
            (Some(code), _) => Unlock::Recovery(code),
            (None, Some(password)) => Unlock::Password(password),
            (None, None) => Unlock::None,
        };
        let present = command.present_password.as_deref().map_or(unlock, Unlock::Password);
        let clock = self.clock().clone();
        let restored = restore(backup, dir, unlock, Some(present), clock);
        self.tries_mut().count_restore((backup, dir), Instant::now(), &restored);
        self.put(restored?)?;
        let status = self.status()?;
        Ok(Outcome { body: status, changed: EVERYTHING.to_vec() })
    }
}

const EVERYTHING: [Kind; 11] = [
    Kind::Office,
    Kind::Organisation,
    Kind::Member,
    Kind::Unit,
    Kind::ReportIn,
    Kind::Offer,
    Kind::Activity,
    Kind::Meeting,
    Kind::Points,
    Kind::Month,
    Kind::Import,
];

fn own_folder(dir: &Path) -> Result<PathBuf> {
    let folder = dir.join(BACKUPS);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
