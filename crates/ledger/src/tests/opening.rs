//! Books made, left by crashes, and opened again.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::*;
use crate::vault::key_file::{KEY_FILE, KEY_FILE_COPY};
use crate::vault::{KeyFile, Password, VaultError, ahead, fault};

/// Bytes of a frame in the log, and of its header.
pub(super) const FRAME: u64 = 4096 + 24;
pub(super) const HEADER: u64 = 32;

pub(super) fn open(dir: &Path) -> Result<Book> {
    Book::open(dir, Unlock::None, clock())
}

pub(super) fn log(dir: &Path) -> std::path::PathBuf {
    dir.join("ledger.db-wal")
}

pub(super) fn log_length(dir: &Path) -> u64 {
    fs::metadata(log(dir)).map_or(0, |metadata| metadata.len())
}

/// What a crash at this moment would leave on the disk.
pub(super) fn crashed(dir: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in ["ledger.db", "ledger.db-wal", ahead::MARK, KEY_FILE, KEY_FILE_COPY] {
        if dir.join(name).exists() {
            fs::copy(dir.join(name), to.join(name)).unwrap();
        }
    }
}

fn people(book: &Book) -> Vec<String> {
    let stored = book.read(|reading| reading.entities::<Person>("ORDER BY id", &[])).unwrap();
    stored.into_iter().map(|person| person.value.name).collect()
}

#[test]
fn two_crashes_in_a_row_leave_a_sound_book() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, once, twice) =
        (folder.path().join("book"), folder.path().join("once"), folder.path().join("twice"));
    let mut book = new_book(&dir);
    add(&mut book, ["甲".to_owned()]);
    let acknowledged = log_length(&dir);
    add(&mut book, (0..300).map(|n| format!("人{n}")));
    let frames = (log_length(&dir) - acknowledged) / FRAME;
    crashed(&dir, &once);
    // Killed before the last frame of the import: all of it but its commit lies in the log.
    let cut = fs::File::options().write(true).open(log(&once)).unwrap();
    cut.set_len(acknowledged + (frames - 1) * FRAME).unwrap();
    assert_eq!((acknowledged - HEADER) % FRAME, 0);

    let mut book = open(&once).unwrap();
    assert_eq!(people(&book), ["甲"]);
    add(&mut book, ["乙".to_owned()]);
    crashed(&once, &twice);
    drop(book);
    let book = open(&twice).expect("the frames of the first crash are no damage of the second");
    assert_eq!(people(&book), ["甲", "乙"]);
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_log_cut_inside_its_header_is_emptied_at_opening() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    new_book(&dir).close().unwrap();
    fs::write(log(&dir), [0x37; 10]).unwrap();
    let book = open(&dir).unwrap();
    assert_eq!(log_length(&dir), 0);
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn what_a_failed_commit_wrote_is_folded_away_before_the_next_write() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, left) = (folder.path().join("book"), folder.path().join("left"));
    let mut book = new_book(&dir);
    add(&mut book, ["甲".to_owned()]);
    // Stands for a commit that fills the disk: its first frames are in the log, and it is rolled back.
    let failed: Result<_> = book.write(&Operation::new(OperationKind::MemberAdd, "写入"), |_| {
        let mut bytes = fs::read(log(&dir)).unwrap();
        let frames = bytes[HEADER as usize..].to_vec();
        (0..20).for_each(|_| bytes.extend_from_slice(&frames));
        fs::write(log(&dir), bytes).unwrap();
        Err::<(), _>(LedgerError::Refused("磁盘已满".to_owned()))
    });
    assert!(failed.is_err());
    add(&mut book, ["乙".to_owned()]);
    crashed(&dir, &left);
    drop(book);
    assert_eq!(people(&open(&left).unwrap()), ["甲", "乙"]);
}

#[test]
fn a_panic_while_reading_does_not_hold_the_book_at_that_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        book.read(|reading| -> Result<()> {
            reading.entities::<Person>("ORDER BY id", &[])?;
            panic!("a use case with a fault")
        })
    }));
    assert!(panicked.is_err());
    add(&mut book, ["乙".to_owned()]);
    assert_eq!(people(&book), ["甲", "乙"]);
}

#[test]
fn a_copy_of_the_key_that_is_lost_or_damaged_is_mended_at_opening() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    new_book(&dir).close().unwrap();
    fs::remove_file(dir.join(KEY_FILE_COPY)).unwrap();
    let book = open(&dir).unwrap();
    assert!(book.warnings()[0].contains("已用完好的一份修复"), "{:?}", book.warnings());
    assert_eq!(KeyFile::check(&dir, book.key()).unwrap(), []);
    book.close().unwrap();
    let mut bytes = fs::read(dir.join(KEY_FILE)).unwrap();
    bytes[100] ^= 1;
    fs::write(dir.join(KEY_FILE), bytes).unwrap();
    assert_eq!(open(&dir).unwrap().warnings().len(), 1);
    assert_eq!(open(&dir).unwrap().warnings(), Vec::<String>::new());
}

#[test]
fn a_change_of_password_is_recorded_first_and_says_the_truth_if_the_key_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let mut book = new_book(&dir);
    let password = Password::new("海棠依旧").unwrap();
    fault::cut_after(Some(0));
    let failed = book.change_password(Some(&password), true);
    fault::cut_after(None);
    let said = failed.unwrap_err().to_string();
    assert!(said.contains("原来的密码和恢复码仍然有效"), "{said}");
    assert!(!book.has_password());
    let titles: Vec<String> = book.undo_list().unwrap().into_iter().map(|line| line.title).collect();
    assert!(titles[0].starts_with("没有完成：修改密码") && titles[1].starts_with("修改密码"), "{titles:?}");
    book.close().unwrap();
    open(&dir).expect("the book still has no password");
}

#[test]
fn a_new_recovery_code_is_never_lost_once_the_key_file_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let mut book = new_book(&dir);
    let password = Password::new("海棠依旧").unwrap();
    // The second copy fails; the first already counts.
    fault::cut_after(Some(1));
    let code = book.change_password(Some(&password), true);
    fault::cut_after(None);
    let text = code.unwrap().unwrap().to_text();
    book.close().unwrap();
    assert!(matches!(open(&dir), Err(LedgerError::Vault(VaultError::PasswordNeeded))));
    let book = Book::open(&dir, Unlock::Recovery(&text), clock()).unwrap();
    assert_eq!(book.warnings().len(), 1, "the second copy is mended: {:?}", book.warnings());
    book.close().unwrap();
    Book::open(&dir, Unlock::Password("海棠依旧"), clock()).unwrap();
}

#[test]
fn a_creation_cut_short_anywhere_leaves_a_folder_in_which_a_book_can_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let new = NewBook { office: "community", name: "银河社区", operator: "经办人", password: None };
    let mut cut = 0;
    loop {
        fault::cut_after(Some(cut));
        let made = Book::create(&dir, &new, clock(), |_| Ok(()));
        fault::cut_after(None);
        if made.is_ok() {
            break;
        }
        // After the name of the database only the word to the person is missing: then it is a book.
        if let Ok(book) = open(&dir) {
            assert_eq!(damages(&book), Vec::<String>::new());
            drop(book);
            fs::remove_dir_all(&dir).unwrap();
        } else {
            drop(new_book(&dir));
            assert_eq!(damages(&open(&dir).unwrap()), Vec::<String>::new());
            fs::remove_dir_all(&dir).unwrap();
        }
        cut += 1;
    }
    assert!(cut > 5, "only {cut} points were cut");
}

#[test]
fn a_creation_that_fails_leaves_nothing_and_spares_what_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let new = NewBook { office: "community", name: "银河社区", operator: "经办人", password: None };
    let refuse = |_: &mut Writing<'_>| Err(LedgerError::Refused("不行".to_owned()));
    assert!(Book::create(&dir, &new, clock(), refuse).is_err());
    assert!(matches!(open(&dir), Err(LedgerError::NoBook(_))));
    new_book(&dir).close().unwrap();

    fs::rename(dir.join("ledger.db"), folder.path().join("lost.db")).unwrap();
    let key = fs::read(dir.join(KEY_FILE)).unwrap();
    let refused = Book::create(&dir, &new, clock(), |_| Ok(()));
    assert!(matches!(refused, Err(LedgerError::Vault(VaultError::KeyFileExists(_)))), "{refused:?}");
    assert!(fs::read(dir.join(KEY_FILE)).unwrap() == key, "the key of a book that lost its database");

    let full = folder.path().join("photos");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("party.jpg"), b"x").unwrap();
    let said = Book::create(&full, &new, clock(), |_| Ok(())).unwrap_err().to_string();
    assert!(said.contains("party.jpg"), "{said}");
    assert_eq!(fs::read_dir(&full).unwrap().count(), 1);
}
