//! How long the next try at the password of a book or of a backup must wait. Kept by the desk for as long as the program runs: a page
//! that is loaded anew does not begin anew. By a clock that nobody can set, since the one on the wall can be.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use branchbook_ledger::LedgerError;
use branchbook_ledger::vault::VaultError;

/// Wrong tries that cost nothing.
const FREE: u32 = 3;
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(300);

/// The wrong tries since a book or a backup was last opened, one by one.
#[derive(Debug, Default)]
pub(crate) struct Tries(HashMap<PathBuf, Wrong>);

#[derive(Debug, Clone, Copy)]
struct Wrong {
    count: u32,
    last: Instant,
}

impl Tries {
    /// Whole seconds that are still to be waited for a book or a backup; 0 if it may be tried.
    pub(crate) fn wait(&self, what: &Path, now: Instant) -> u32 {
        let Some(wrong) = self.0.get(&place(what)) else { return 0 };
        let left = wrong.wait().saturating_sub(now.saturating_duration_since(wrong.last));
        u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
    }

    /// Counts what came of a try to open a book.
    pub(crate) fn count<T>(&mut self, dir: &Path, now: Instant, outcome: &Result<T, LedgerError>) {
        match outcome {
            Ok(_) => self.forget(dir),
            Err(LedgerError::Vault(secret)) => self.note(dir, now, secret),
            Err(_) => {}
        }
    }

    /// Counts what came of a try to restore a backup: its own secret is tried at the backup, into whatever folder it is
    /// to go; the secret of the book that lies there now is tried at that book.
    pub(crate) fn count_restore<T>(
        &mut self,
        (backup, dir): (&Path, &Path),
        now: Instant,
        outcome: &Result<T, LedgerError>,
    ) {
        match outcome {
            Ok(_) => {
                self.forget(backup);
                self.forget(dir);
            }
            Err(LedgerError::BackupLocked(secret)) => self.note(backup, now, secret),
            Err(LedgerError::PresentLocked(secret)) => self.note(dir, now, secret),
            Err(_) => {}
        }
    }

    /// Only a secret that could have been right and was not is a try: a slip in a recovery code, which its check
    /// characters show, tells nothing to whoever guesses.
    fn note(&mut self, what: &Path, now: Instant, secret: &VaultError) {
        if matches!(secret, VaultError::WrongPassword { .. } | VaultError::WrongRecovery { .. }) {
            let wrong = self.0.entry(place(what)).or_insert(Wrong { count: 0, last: now });
            *wrong = Wrong { count: wrong.count.saturating_add(1), last: now };
        }
    }

    fn forget(&mut self, what: &Path) {
        self.0.remove(&place(what));
    }

    /// Lets time pass: no test waits by the clock.
    #[cfg(test)]
    pub(crate) fn pass(&mut self, time: Duration) {
        for wrong in self.0.values_mut() {
            wrong.last = wrong.last.checked_sub(time).unwrap();
        }
    }
}

impl Wrong {
    /// After the free tries four seconds, and each time twice as long.
    fn wait(self) -> Duration {
        match self.count.saturating_sub(FREE) {
            0 => Duration::ZERO,
            over => Duration::from_secs(2_u64.saturating_pow(over.saturating_add(1))).min(LONGEST),
        }
    }
}

/// One book or backup by whatever path it is reached.
fn place(what: &Path) -> PathBuf {
    what.canonicalize().unwrap_or_else(|_| what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong() -> Result<(), LedgerError> {
        Err(LedgerError::Vault(VaultError::WrongPassword { is_damaged: false }))
    }

    #[test]
    fn each_wrong_try_after_the_third_waits_twice_as_long_up_to_five_minutes() {
        let (mut tries, now, dir) = (Tries::default(), Instant::now(), Path::new("账"));
        let mut waits = Vec::new();
        for _ in 0..11 {
            tries.count(dir, now, &wrong());
            waits.push(tries.wait(dir, now));
        }
        assert_eq!(waits, [0, 0, 0, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(
            tries.wait(dir, now + Duration::from_millis(299_001)),
            1,
            "a part of a second counts whole"
        );
        assert_eq!(tries.wait(dir, now + LONGEST), 0);
        assert_eq!(tries.wait(Path::new("另一本"), now), 0, "each book has its own");
        tries.count(dir, now, &Ok(()));
        assert_eq!(tries.wait(dir, now), 0);
    }

    #[test]
    fn a_slip_in_a_recovery_code_is_no_try() {
        let (mut tries, now, dir) = (Tries::default(), Instant::now(), Path::new("账"));
        let slip: Result<(), LedgerError> = Err(LedgerError::Vault(VaultError::RecoverySlip));
        (0..9).for_each(|_| tries.count(dir, now, &slip));
        assert_eq!(tries.wait(dir, now), 0);
    }
}
