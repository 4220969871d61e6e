//! Operations whose pages go into the log before they commit: killed, cut, refused, kept.

use std::fs;
use std::path::Path;

use super::opening::{FRAME, HEADER, crashed, log, log_length, open};
use super::*;
use crate::vault::ahead;

/// More rows than such an operation keeps in memory.
const ROWS: u32 = 160_000;

/// Names in no order, so that pages of the indexes change again after they were written.
fn name(at: u32) -> String {
    format!("人{:08x}", at.wrapping_mul(2_654_435_761))
}

/// Adds the rows; `within` looks at the book when they are written and not committed.
fn add_many(book: &mut Book, within: impl FnOnce() -> Result<()>) -> Result<()> {
    let operation = Operation::new(OperationKind::RosterImport, "导入");
    let written = book.write(&operation, |writing| {
        writing.write_ahead()?;
        for at in 0..ROWS {
            writing.insert(&person(&name(at)))?;
        }
        within()
    });
    written.map(|_| ())
}

fn count(book: &Book) -> i64 {
    book.read(|reading| reading.count("SELECT count(*) FROM person", &[])).unwrap()
}

/// A book whose last acknowledged operation lies in the log.
fn begun(dir: &Path) -> Book {
    let mut book = new_book(dir);
    add(&mut book, ["甲".to_owned()]);
    book
}

fn cut(dir: &Path, length: u64) {
    fs::File::options().write(true).open(log(dir)).unwrap().set_len(length).unwrap();
}

fn flip(dir: &Path, at: u64) {
    let mut bytes = fs::read(log(dir)).unwrap();
    bytes[usize::try_from(at).unwrap()] ^= 0x10;
    fs::write(log(dir), bytes).unwrap();
}

/// The book as it was before, sound, without a mark, and able to go on through another crash.
fn require_old_state(dir: &Path, folder: &Path) {
    let mut book = open(dir).unwrap();
    assert_eq!(count(&book), 1);
    assert_eq!((log_length(dir), ahead::is_marked(dir)), (0, false));
    add(&mut book, ["乙".to_owned()]);
    let again = folder.join("again");
    crashed(dir, &again);
    drop(book);
    let book = open(&again).unwrap();
    assert_eq!(count(&book), 2);
    assert_eq!(damages(&book), Vec::<String>::new());
    drop(book);
    fs::remove_dir_all(again).unwrap();
}

#[test]
fn a_long_operation_killed_before_its_commit_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, left) = (folder.path().join("book"), folder.path().join("left"));
    let mut book = begun(&dir);
    let acknowledged = log_length(&dir);
    let refused = add_many(&mut book, || {
        crashed(&dir, &left);
        Err(LedgerError::Refused("已取消".to_owned()))
    });
    assert!(refused.is_err());
    assert_eq!((count(&book), log_length(&dir)), (1, 0), "what was refused is folded away at once");
    assert!(!ahead::is_marked(&dir));
    add(&mut book, ["乙".to_owned()]);
    assert_eq!((count(&book), damages(&book)), (2, Vec::new()));

    let length = log_length(&left);
    assert!(length > acknowledged + 1_000 * FRAME, "pages went into the log before the commit");
    assert_eq!(ahead::marked(&left).unwrap(), Some(acknowledged));
    let ways: [&dyn Fn(&Path); 4] = [
        &|_| {},
        &|dir| cut(dir, acknowledged + 700 * FRAME + 99),
        &|dir| flip(dir, acknowledged + 500 * FRAME + 2_000),
        &|dir| cut(dir, acknowledged),
    ];
    for spoil in ways {
        let copy = folder.path().join("copy");
        crashed(&left, &copy);
        spoil(&copy);
        let has_begun = log_length(&copy) > acknowledged;
        let told = open(&copy).unwrap().warnings().to_vec();
        assert_eq!(told.iter().any(|said| said.contains("没有生效")), has_begun, "{told:?}");
        require_old_state(&copy, folder.path());
        fs::remove_dir_all(copy).unwrap();
    }
}

#[test]
fn damage_before_the_mark_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, left) = (folder.path().join("book"), folder.path().join("left"));
    let mut book = begun(&dir);
    let _refused = add_many(&mut book, || {
        crashed(&dir, &left);
        Err(LedgerError::Refused("已取消".to_owned()))
    });
    let acknowledged = ahead::marked(&left).unwrap().unwrap();
    let ways: [&dyn Fn(&Path); 2] =
        [&|dir| flip(dir, HEADER + 1_000), &|dir| cut(dir, acknowledged - FRAME - 7)];
    for spoil in ways {
        let copy = folder.path().join("copy");
        crashed(&left, &copy);
        spoil(&copy);
        let error = open(&copy).unwrap_err();
        assert!(matches!(error, LedgerError::DamagedLog { .. }), "{error}");
        assert!(ahead::is_marked(&copy), "nothing is touched");
        fs::remove_dir_all(copy).unwrap();
    }
}

#[test]
fn a_long_operation_killed_in_an_empty_log_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, left) = (folder.path().join("book"), folder.path().join("left"));
    let mut book = begun(&dir);
    book.checkpoint().unwrap();
    let _refused = add_many(&mut book, || {
        crashed(&dir, &left);
        Err(LedgerError::Refused("已取消".to_owned()))
    });
    assert_eq!(ahead::marked(&left).unwrap(), Some(0));
    flip(&left, 20);
    let told = open(&left).unwrap().warnings().to_vec();
    assert!(told.iter().any(|said| said.contains("没有生效")), "{told:?}");
    require_old_state(&left, folder.path());
}

#[test]
fn a_panic_in_a_long_operation_is_folded_away_before_the_next_write() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let mut book = begun(&dir);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        add_many(&mut book, || panic!("a use case with a fault"))
    }));
    assert!(panicked.is_err() && ahead::is_marked(&dir));
    add(&mut book, ["乙".to_owned()]);
    assert_eq!((count(&book), ahead::is_marked(&dir)), (2, false));
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_long_operation_that_was_acknowledged_stands_and_its_mark_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, left) = (folder.path().join("book"), folder.path().join("left"));
    let mut book = begun(&dir);
    add_many(&mut book, || Ok(())).unwrap();
    assert!(log_length(&dir) > 1_000 * FRAME, "folding it can wait for the next write");
    assert!(!ahead::is_marked(&dir), "being acknowledged cannot");
    crashed(&dir, &left);
    drop(book);
    let mut book = open(&left).unwrap();
    assert_eq!((count(&book), damages(&book)), (i64::from(ROWS) + 1, Vec::new()));
    let change = ChangeId(book.head().id);
    book.undo(change).unwrap();
    assert_eq!((count(&book), damages(&book)), (1, Vec::new()), "it is taken back like any other");
}
