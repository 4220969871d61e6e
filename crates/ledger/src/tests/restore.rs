//! Restores: over damaged books, over locked ones, and cut short at every step.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::backup::BACKUPS;
use crate::book::folder::{PENDING, REPLACED, RESTORING};
use crate::restore::restore;
use crate::table::office;
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::sealed_file::FILES;
use crate::vault::{Password, fault};

/// A closed book with 甲 and 乙 in it, and a backup with 甲 alone.
fn office(folder: &Path) -> (PathBuf, PathBuf) {
    let dir = folder.join("book");
    let mut book = new_book(&dir);
    add(&mut book, ["甲".to_owned()]);
    let sealed = book.seal_file("名册".as_bytes()).unwrap();
    book.write(&Operation::new(OperationKind::RosterImport, "导入"), |writing| {
        crate::kept::keep_file(writing, &sealed, "名册.csv", "imported_source")
    })
    .unwrap();
    let made = book.backup(&folder.join("one.zbk")).unwrap();
    add(&mut book, ["乙".to_owned()]);
    book.close().unwrap();
    (dir, made.path)
}

fn people(book: &Book) -> i64 {
    book.read(|reading| reading.count("SELECT count(*) FROM person", &[])).unwrap()
}

fn epoch(book: &Book) -> i64 {
    book.read(|reading| office::setting(reading, office::key::EPOCH)).unwrap().unwrap()
}

fn over(backup: &Path, dir: &Path) -> Result<Book> {
    restore(backup, dir, Unlock::None, Some(Unlock::None), clock())
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 4;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_book_does_not_stop_its_restore_and_is_kept_as_it_lies() {
    let harms: [fn(&Path); 5] = [
        |dir| flip(&dir.join("ledger.db"), 4096 * 20 + 99),
        |dir| flip(&dir.join("ledger.db"), 99),
        |dir| fs::remove_dir_all(dir.join(FILES)).unwrap(),
        |dir| {
            for name in [KEY_FILE, KEY_FILE_COPY] {
                fs::remove_file(dir.join(name)).unwrap();
            }
        },
        |dir| fs::remove_file(dir.join("ledger.db")).unwrap(),
    ];
    for (number, harm) in harms.into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let (dir, backup) = office(folder.path());
        harm(&dir);
        let names = |dir: &Path| fs::read_dir(dir).unwrap().count();
        let restored = over(&backup, &dir).unwrap_or_else(|error| panic!("harm {number}: {error}"));
        assert_eq!((people(&restored), damages(&restored)), (1, Vec::new()), "harm {number}");
        assert!(epoch(&restored) > 1, "harm {number}");
        assert_eq!(names(&dir.join(REPLACED)), 1, "harm {number}: what lay there is kept");
        assert!(!dir.join(RESTORING).exists() && !dir.join(PENDING).exists());
    }
}

#[test]
fn an_open_book_and_a_wrong_secret_stop_a_restore_and_nothing_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, backup) = office(folder.path());
    let mut book = Book::open(&dir, Unlock::None, clock()).unwrap();
    let locked = over(&backup, &dir);
    assert!(matches!(locked, Err(LedgerError::Vault(crate::vault::VaultError::Locked { .. }))), "{locked:?}");
    book.change_password(Some(&Password::new("新密码").unwrap()), false).unwrap();
    book.close().unwrap();
    for present in [Unlock::None, Unlock::Password("别的")] {
        let refused = restore(&backup, &dir, Unlock::None, Some(present), clock());
        assert!(matches!(refused, Err(LedgerError::PresentLocked(_))), "{refused:?}");
    }
    let book = Book::open(&dir, Unlock::Password("新密码"), clock()).unwrap();
    assert_eq!(people(&book), 2);
    book.close().unwrap();
    assert!(!dir.join(RESTORING).exists() && !dir.join(REPLACED).exists());
    restore(&backup, &dir, Unlock::None, Some(Unlock::Password("新密码")), clock()).unwrap();
}

#[test]
fn a_file_that_is_no_sound_backup_changes_nothing_and_leaves_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, backup) = office(folder.path());
    flip(&backup, 5000);
    assert!(over(&backup, &dir).is_err());
    assert_eq!(people(&Book::open(&dir, Unlock::None, clock()).unwrap()), 2);
    let fresh = folder.path().join("fresh");
    assert!(over(&backup, &fresh).is_err() && !fresh.exists());
    let photos = folder.path().join("photos");
    fs::create_dir(&photos).unwrap();
    fs::write(photos.join("a.jpg"), b"x").unwrap();
    assert!(matches!(over(&backup, &photos), Err(LedgerError::Refused(_))));
}

#[test]
fn a_restore_goes_on_from_the_higher_epoch_and_the_backups_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, backup) = office(folder.path());
    for expected in 2..5 {
        let book = over(&backup, &dir).unwrap();
        assert_eq!((epoch(&book), people(&book)), (expected, 1));
        book.close().unwrap();
    }
    assert_eq!(fs::read_dir(dir.join(BACKUPS)).unwrap().count(), 3, "each present state as a backup");
    assert_eq!(fs::read_dir(dir.join(REPLACED)).unwrap().count(), 3, "and as it lay, each under its name");
}

/// Cuts the restore after so many points; answers whether it came to its end.
fn cut_restore(backup: &Path, dir: &Path, points: u32) -> bool {
    fault::cut_after(Some(points));
    let outcome = over(backup, dir);
    fault::cut_after(None);
    outcome.is_ok()
}

#[test]
fn a_restore_cut_short_anywhere_leaves_the_old_book_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let (mut points, mut restored_count) = (0, 0);
    loop {
        let place = folder.path().join(format!("{points}"));
        fs::create_dir(&place).unwrap();
        let (dir, backup) = office(&place);
        if cut_restore(&backup, &dir, points) {
            break;
        }
        let is_decided = dir.join(PENDING).exists();
        // The completion is cut as well, once and again, before it is let through.
        for more in 0..3 {
            fault::cut_after(Some(more));
            let _ = Book::open(&dir, Unlock::None, clock());
            fault::cut_after(None);
        }
        assert!(Book::glance(&dir, clock().as_ref()).unwrap().is_some(), "cut at {points}");
        let book = Book::open(&dir, Unlock::None, clock()).unwrap();
        assert_eq!(damages(&book), Vec::<String>::new(), "cut at {points}");
        assert_eq!(people(&book), if is_decided { 1 } else { 2 }, "cut at {points}");
        restored_count += i32::from(is_decided);
        assert!(!dir.join(RESTORING).exists() && !dir.join(PENDING).exists(), "cut at {points}");
        points += 1;
    }
    assert!(points > 12 && restored_count > 6, "{points} points, {restored_count} after the decision");
}

#[test]
fn a_restore_whose_preparation_was_removed_says_where_the_old_book_is() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, backup) = office(folder.path());
    let mut points = 0;
    while !dir.join(PENDING).exists() || dir.join("ledger.db").exists() {
        cut_restore(&backup, &dir, points);
        points += 1;
    }
    fs::remove_dir_all(dir.join(RESTORING)).unwrap();
    let lost = Book::open(&dir, Unlock::None, clock());
    assert!(matches!(&lost, Err(LedgerError::RestoreLost(_))), "{lost:?}");
}
