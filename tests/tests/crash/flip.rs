//! One flipped bit, anywhere in the files of a book: it is found, or the book does not open.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use branchbook_ledger::vault::Unlock;
use branchbook_ledger::verify::Severity;
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind};
use branchbook_tests::office::{clock, new_desk, person};
use branchbook_tests::random::Random;

/// A small closed book.
fn closed_book(dir: &Path) {
    let mut desk = new_desk(dir, "2026-10-01");
    add(desk.book_mut().unwrap(), 40);
    desk.close().unwrap();
}

fn add(book: &mut Book, count: usize) {
    let operation = Operation::new(OperationKind::RosterImport, format!("导入 {count} 人"));
    let written = book.write(&operation, |writing| {
        (0..count).try_for_each(|at| writing.insert(&person(&format!("人{at}"))).map(|_| ()))
    });
    written.unwrap_or_else(|error: LedgerError| panic!("{error}"));
}

/// What opening and proving the book says: the first complaint, or silence.
fn complaint(dir: &Path) -> Option<String> {
    match Book::open(dir, Unlock::None, Arc::clone(&clock("2026-10-02")) as Arc<_>) {
        Err(error) => Some(error.to_string()),
        // A copy of the key that was mended at the opening is told there.
        Ok(book) if !book.warnings().is_empty() => Some(book.warnings().join("")),
        Ok(book) => match book.verify() {
            Err(error) => Some(error.to_string()),
            Ok(findings) => findings
                .into_iter()
                .find(|found| found.severity == Severity::Damage)
                .map(|found| found.sentence),
        },
    }
}

/// Copies the files of a book; a log is copied as it lies.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() && entry.file_name() != "book.lock" {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Flips bits of one file at the given bytes, one at a time, and expects a complaint each time.
fn every_flip_is_found(book: &Path, file: &str, at: impl Iterator<Item = usize>) {
    let work = tempfile::tempdir().unwrap();
    let mut random = Random::new(7);
    let whole = fs::read(book.join(file)).unwrap();
    let mut tried = 0;
    for byte in at.take_while(|byte| *byte < whole.len()) {
        let dir = work.path().join("book");
        copy(book, &dir);
        let mut bytes = whole.clone();
        bytes[byte] ^= 1 << random.below(8);
        fs::write(dir.join(file), &bytes).unwrap();
        assert!(complaint(&dir).is_some(), "{file}: a flipped bit in byte {byte} went unnoticed");
        fs::remove_dir_all(&dir).unwrap();
        tried += 1;
    }
    assert!(tried > 100, "only {tried} bytes of {file} were tried");
}

#[test]
fn a_flipped_bit_in_the_closed_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    closed_book(&dir);
    assert_eq!(complaint(&dir), None, "the book is sound before");
    let head = (0..128).chain((4064..4160).step_by(3));
    every_flip_is_found(&dir, "ledger.db", head.chain((4160..).step_by(1531)));
}

#[test]
fn a_flipped_bit_in_either_copy_of_the_key_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    closed_book(&dir);
    every_flip_is_found(&dir, "book.key", (0..).step_by(2));
    every_flip_is_found(&dir, "book.key.2", (1..).step_by(2));
}

#[test]
fn a_flipped_bit_in_a_log_left_by_a_crash_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, crashed) = (folder.path().join("book"), folder.path().join("crashed"));
    closed_book(&dir);
    let mut book = Book::open(&dir, Unlock::None, clock("2026-10-02")).unwrap();
    for _ in 0..5 {
        add(&mut book, 1);
    }
    // What a killed process leaves is what lies on the disk at this moment.
    copy(&dir, &crashed);
    drop(book);
    let log = fs::metadata(crashed.join("ledger.db-wal")).unwrap().len();
    assert!(log > 20_000, "the crash left a log of {log} bytes");
    let whole = folder.path().join("whole");
    copy(&crashed, &whole);
    assert_eq!(complaint(&whole), None, "a whole log is taken in");
    let last_frame = usize::try_from(log).unwrap() - 4_120;
    let some = (0..56).chain((56..last_frame).step_by(397));
    every_flip_is_found(&crashed, "ledger.db-wal", some.chain((last_frame..).step_by(211)));
}
