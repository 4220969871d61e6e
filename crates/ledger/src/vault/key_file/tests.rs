//! The key file as a whole: opening, changing, and every flipped bit.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::vault::atomic::flip;
use crate::vault::fault;

const BOOK: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
const MADE: i64 = 1_793_404_800_000;

struct Made {
    dir: TempDir,
    key: DataKey,
    code: RecoveryCode,
}

impl Made {
    fn new(password: Option<&str>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let password = password.map(|text| Password::new(text).unwrap());
        let (key, code) =
            KeyFile::create_at_cost(dir.path(), password.as_ref(), BOOK, MADE, Cost::TEST).unwrap();
        Self { dir, key, code }
    }

    fn path(&self, copy: KeyCopy) -> PathBuf {
        self.dir.path().join(copy.file_name())
    }

    fn unlock(&self, unlock: Unlock<'_>) -> Result<Unlocked, VaultError> {
        KeyFile::unlock(self.dir.path(), unlock)
    }

    fn opens(&self, unlock: Unlock<'_>) -> bool {
        self.unlock(unlock).is_ok_and(|unlocked| unlocked.key.bytes() == self.key.bytes())
    }

    fn check(&self) -> Vec<Damage> {
        KeyFile::check(self.dir.path(), &self.key).unwrap()
    }
}

#[test]
fn at_full_cost_password_and_code_give_the_same_key() {
    let dir = tempfile::tempdir().unwrap();
    let password = Password::new("七月一日 1921").unwrap();
    let (key, code) = KeyFile::create(dir.path(), Some(&password), BOOK, MADE).unwrap();
    let by_password = KeyFile::unlock(dir.path(), Unlock::Password("七月一日 1921")).unwrap();
    let by_code = KeyFile::unlock(dir.path(), Unlock::Recovery(&code.to_text().to_lowercase())).unwrap();
    assert_eq!((by_password.key.bytes(), by_code.key.bytes()), (key.bytes(), key.bytes()));
    assert_eq!(by_password.warnings, []);
    assert_eq!(by_code.statement, KeyStatement { book_id: BOOK, created_at: MADE, has_password: true });
    let wrong = KeyFile::unlock(dir.path(), Unlock::Password("七月一日 1922"));
    assert!(matches!(wrong, Err(VaultError::WrongPassword { is_damaged: false })));
    let bytes = fs::read(dir.path().join(KEY_FILE)).unwrap();
    let numbers = [40, 44, 48].map(|at| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()));
    assert_eq!(numbers, [65_536, 3, 1], "decisions 22: 64 MiB, t = 3, p = 1");
}

#[test]
fn a_book_without_a_password_opens_plainly_and_says_so() {
    let made = Made::new(None);
    assert!(made.opens(Unlock::None));
    assert!(made.opens(Unlock::Password("ignored, decisions 34")));
    assert!(made.opens(Unlock::Recovery(&made.code.to_text())));
    assert!(!KeyFile::peek(made.dir.path()).unwrap().has_password);
}

#[test]
fn a_wrong_secret_is_refused_in_its_own_words() {
    let made = Made::new(Some("right"));
    let said = |unlock| made.unlock(unlock).unwrap_err();
    assert!(matches!(said(Unlock::None), VaultError::PasswordNeeded));
    assert!(matches!(said(Unlock::Password("Right")), VaultError::WrongPassword { .. }));
    assert!(matches!(said(Unlock::Password("")), VaultError::WrongPassword { .. }));
    assert!(matches!(said(Unlock::Recovery("12345")), VaultError::RecoveryLength { count: 5 }));
    let other = RecoveryCode::generate().unwrap().to_text();
    assert!(matches!(said(Unlock::Recovery(&other)), VaultError::WrongRecovery { is_damaged: false }));
}

#[test]
fn the_plain_key_is_nowhere_in_a_file_with_a_password() {
    let made = Made::new(Some("right"));
    let bytes = fs::read(made.path(KeyCopy::First)).unwrap();
    assert!(!bytes.windows(8).any(|window| window == &made.key.bytes()[..8]));
    KeyFile::change_password_at_cost(made.dir.path(), &made.key, None, Cost::TEST).unwrap();
    let bytes = fs::read(made.path(KeyCopy::First)).unwrap();
    assert!(bytes.windows(32).any(|window| window == made.key.bytes()), "plain without a password");
}

#[test]
fn a_changed_password_replaces_the_old_one_and_keeps_the_code() {
    let made = Made::new(Some("old"));
    let new = Password::new("new").unwrap();
    KeyFile::change_password_at_cost(made.dir.path(), &made.key, Some(&new), Cost::TEST).unwrap();
    assert!(made.opens(Unlock::Password("new")) && !made.opens(Unlock::Password("old")));
    assert!(made.opens(Unlock::Recovery(&made.code.to_text())));
    KeyFile::change_password_at_cost(made.dir.path(), &made.key, None, Cost::TEST).unwrap();
    assert!(made.opens(Unlock::None));
    assert_eq!(made.check(), []);
}

#[test]
fn a_renewed_code_replaces_the_old_one_and_keeps_the_password() {
    let made = Made::new(Some("right"));
    let code = KeyFile::renew_recovery(made.dir.path(), &made.key).unwrap();
    assert!(made.opens(Unlock::Recovery(&code.to_text())));
    assert!(!made.opens(Unlock::Recovery(&made.code.to_text())));
    assert!(made.opens(Unlock::Password("right")));
    assert_eq!(made.check(), []);
}

#[test]
fn an_existing_key_file_is_never_overwritten_by_a_new_book() {
    for left in [KeyCopy::First, KeyCopy::Second] {
        let made = Made::new(None);
        fs::remove_file(made.path(if left == KeyCopy::First { KeyCopy::Second } else { KeyCopy::First }))
            .unwrap();
        let again = KeyFile::create_at_cost(made.dir.path(), None, BOOK, MADE, Cost::TEST);
        assert!(matches!(again, Err(VaultError::KeyFileExists(_))), "{left:?}");
        assert!(made.opens(Unlock::None));
    }
}

#[test]
fn every_flipped_bit_of_either_copy_is_found_and_the_book_still_opens() {
    // Every bit of a book with a password; one bit of each byte of a plain one, by the same code.
    for (password, step, first) in [(Some("right"), 1, 0), (None, 8, 3)] {
        let made = Made::new(password);
        for copy in [KeyCopy::First, KeyCopy::Second] {
            let whole = fs::read(made.path(copy)).unwrap();
            for bit in (first..whole.len() * 8).step_by(step) {
                flip(&made.path(copy), bit / 8, 1 << (bit % 8));
                let expected = [Damage { copy, kind: DamageKind::Damaged }];
                assert_eq!(made.check(), expected, "bit {bit} of {copy:?}");
                if bit % 8 == 3 {
                    let opened = made.unlock(password.map_or(Unlock::None, Unlock::Password)).unwrap();
                    assert_eq!(opened.key.bytes(), made.key.bytes());
                    assert_eq!(opened.warnings, expected, "byte {} of {copy:?}", bit / 8);
                    assert!(made.opens(Unlock::Recovery(&made.code.to_text())));
                }
                flip(&made.path(copy), bit / 8, 1 << (bit % 8));
            }
        }
        assert_eq!(made.check(), []);
    }
}

#[test]
fn with_one_copy_damaged_a_wrong_password_is_still_called_wrong() {
    let made = Made::new(Some("right"));
    fs::remove_file(made.path(KeyCopy::First)).unwrap();
    let said = made.unlock(Unlock::Password("wrong")).unwrap_err();
    assert!(matches!(said, VaultError::WrongPassword { is_damaged: true }));
}

#[test]
fn a_missing_or_cut_copy_is_named_and_mended() {
    for (copy, length) in [
        (KeyCopy::First, None),
        (KeyCopy::Second, None),
        (KeyCopy::First, Some(0)),
        (KeyCopy::Second, Some(291)),
    ] {
        let made = Made::new(Some("right"));
        let whole = fs::read(made.path(copy)).unwrap();
        match length {
            None => fs::remove_file(made.path(copy)).unwrap(),
            Some(length) => fs::write(made.path(copy), &whole[..length]).unwrap(),
        }
        let kind = if length.is_none() { DamageKind::Missing } else { DamageKind::Damaged };
        assert_eq!(made.unlock(Unlock::Password("right")).unwrap().warnings, [Damage { copy, kind }]);
        assert_eq!(KeyFile::repair(made.dir.path(), &made.key).unwrap(), [Damage { copy, kind }]);
        assert_eq!(made.check(), []);
        assert_eq!(fs::read(made.path(copy)).unwrap(), whole);
    }
}

#[test]
fn damage_in_different_places_of_both_copies_still_opens_with_two_warnings() {
    let made = Made::new(Some("right"));
    for (copy, at) in [(KeyCopy::First, 200), (KeyCopy::Second, 230)] {
        let mut bytes = fs::read(made.path(copy)).unwrap();
        bytes[at] ^= 0x10;
        fs::write(made.path(copy), bytes).unwrap();
    }
    let opened = made.unlock(Unlock::Password("right")).unwrap();
    assert_eq!(opened.key.bytes(), made.key.bytes());
    assert_eq!(opened.warnings.len(), 2);
    let refused = KeyFile::repair(made.dir.path(), &made.key);
    assert!(matches!(refused, Err(VaultError::KeyFileForeign(_))), "nothing whole to mend from");
}

#[test]
fn a_power_cut_between_the_two_copies_is_seen_and_mended_forwards() {
    let made = Made::new(Some("old"));
    let old = fs::read(made.path(KeyCopy::Second)).unwrap();
    let new = Password::new("new").unwrap();
    KeyFile::change_password_at_cost(made.dir.path(), &made.key, Some(&new), Cost::TEST).unwrap();
    fs::write(made.path(KeyCopy::Second), old).unwrap();
    let older = [Damage { copy: KeyCopy::Second, kind: DamageKind::Older }];
    assert_eq!(made.unlock(Unlock::Password("new")).unwrap().warnings, older);
    let refused = made.unlock(Unlock::Password("old"));
    assert!(
        matches!(refused, Err(VaultError::WrongPassword { .. })),
        "a new password ends the old one at once"
    );
    KeyFile::repair(made.dir.path(), &made.key).unwrap();
    assert!(made.opens(Unlock::Password("new")) && !made.opens(Unlock::Password("old")));
}

#[test]
fn an_older_copy_opens_only_where_the_newer_is_damaged() {
    let made = Made::new(Some("old"));
    let old = fs::read(made.path(KeyCopy::Second)).unwrap();
    let code = KeyFile::renew_recovery(made.dir.path(), &made.key).unwrap();
    fs::write(made.path(KeyCopy::Second), old).unwrap();
    let (old_code, new_code) = (made.code.to_text(), code.to_text());
    assert!(made.opens(Unlock::Recovery(&new_code)) && !made.opens(Unlock::Recovery(&old_code)));
    flip(&made.path(KeyCopy::First), 200, 1);
    assert!(made.opens(Unlock::Recovery(&old_code)), "one whole copy is enough");
}

#[test]
fn a_change_counts_from_its_first_copy_on_and_before_it_not_at_all() {
    for copies_written in 0..3 {
        let made = Made::new(Some("old"));
        let new = Password::new("new").unwrap();
        fault::cut_after(Some(copies_written));
        let changed = KeyFile::change_password_at_cost(made.dir.path(), &made.key, Some(&new), Cost::TEST);
        fault::cut_after(None);
        assert_eq!(changed.is_ok(), copies_written > 0, "{copies_written} copies written");
        assert_eq!(made.opens(Unlock::Password("new")), changed.is_ok());
        assert_eq!(made.opens(Unlock::Password("old")), changed.is_err());
    }
}

#[test]
fn a_file_rewritten_with_a_fitting_plain_hash_is_still_found() {
    let made = Made::new(Some("right"));
    let mut bytes = fs::read(made.path(KeyCopy::First)).unwrap();
    bytes[36] = 200;
    let hash = layout::plain_hash(&bytes[..260]);
    bytes[260..].copy_from_slice(&hash);
    fs::write(made.path(KeyCopy::First), bytes).unwrap();
    assert_eq!(made.check(), [Damage { copy: KeyCopy::First, kind: DamageKind::Damaged }]);
}

#[test]
fn another_books_key_file_is_left_alone() {
    let (made, other) = (Made::new(None), Made::new(None));
    let refused = KeyFile::change_password_at_cost(made.dir.path(), &other.key, None, Cost::TEST);
    assert!(matches!(refused, Err(VaultError::KeyFileForeign(_))));
    assert_eq!(KeyFile::check(made.dir.path(), &other.key).unwrap().len(), 2);
    assert_eq!(made.check(), []);
}

#[test]
fn no_file_and_no_whole_file_are_two_sentences() {
    let made = Made::new(Some("right"));
    for copy in [KeyCopy::First, KeyCopy::Second] {
        fs::write(made.path(copy), b"not a key").unwrap();
    }
    assert!(matches!(made.unlock(Unlock::Password("right")), Err(VaultError::KeyFileBroken)));
    for copy in [KeyCopy::First, KeyCopy::Second] {
        fs::remove_file(made.path(copy)).unwrap();
    }
    assert!(matches!(made.unlock(Unlock::None), Err(VaultError::KeyFileMissing(_))));
    assert_eq!(made.check().len(), 2);
}

#[test]
fn a_change_on_a_folder_that_cannot_be_written_changes_nothing() {
    let made = Made::new(Some("right"));
    let gone = made.dir.path().join("gone");
    assert!(KeyFile::create_at_cost(&gone, None, BOOK, MADE, Cost::TEST).is_err());
    assert_eq!(fs::read_dir(made.dir.path()).unwrap().count(), 2);
    assert!(made.opens(Unlock::Password("right")));
}
