//! What a reader remembers of what it reckoned: while nothing is written the same again, after any write, undo or panic
//! anew, inside an operation never.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use super::*;
use crate::Reading;
use crate::reading::{Reckoned, measured};

/// How many people there are, and whether it was reckoned for the right key.
struct Crowd {
    people: i64,
    key: &'static str,
}

impl Reckoned for Crowd {
    type Key = &'static str;
    const KEPT: usize = 2;

    fn reckon(reading: &Reading<'_>, key: &&'static str) -> Result<Self> {
        let people = reading.count("SELECT count(*) FROM person", &[])?;
        if *key == "refused" {
            return Err(LedgerError::Refused("不行".to_owned()));
        }
        Ok(Self { people, key })
    }
}

/// Another kind with the same key.
struct Other(i64);

impl Reckoned for Other {
    type Key = &'static str;
    const KEPT: usize = 1;

    fn reckon(_: &Reading<'_>, _: &&'static str) -> Result<Self> {
        Ok(Self(-1))
    }
}

fn crowd(book: &Book, key: &'static str) -> Arc<Crowd> {
    book.read(|reading| reading.reckoned::<Crowd>(key)).unwrap()
}

#[test]
fn what_was_reckoned_is_remembered_until_somebody_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(dir.path());
    add(&mut book, ["王建".to_owned()]);
    let first = crowd(&book, "a");
    assert_eq!(first.people, 1);
    assert!(Arc::ptr_eq(&first, &crowd(&book, "a")), "the same question in another reading");

    let change = add(&mut book, ["李华".to_owned(), "周敏".to_owned()]);
    assert_eq!(crowd(&book, "a").people, 3, "after a write");
    book.undo(change).unwrap();
    assert_eq!(crowd(&book, "a").people, 1, "after an undo");
    book.writer().execute("UPDATE person SET name = '王健'", []).unwrap();
    let raw = crowd(&book, "a");
    assert!(!Arc::ptr_eq(&first, &raw), "after a change that no operation made");
    book.checkpoint().unwrap();
    assert_eq!(crowd(&book, "a").people, 1, "by a fresh reader");
}

#[test]
fn a_reckoning_is_of_its_kind_and_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let book = new_book(dir.path());
    let first = crowd(&book, "a");
    let other = book.read(|reading| reading.reckoned::<Other>("a")).unwrap();
    assert_eq!(other.0, -1);
    assert!(Arc::ptr_eq(&first, &crowd(&book, "a")), "another kind takes nothing away");
    let second = crowd(&book, "b");
    assert_eq!((first.key, second.key), ("a", "b"));
    assert!(book.read(|reading| reading.reckoned::<Crowd>("refused")).is_err());
    assert!(Arc::ptr_eq(&second, &crowd(&book, "b")), "what failed takes nothing away");
    crowd(&book, "c");
    let is_known = |key| book.read(|reading| reading.remembered::<Crowd>(&key)).unwrap().is_some();
    assert_eq!(["a", "b", "c"].map(is_known), [false, true, true], "the two newest");
}

#[test]
fn an_operation_reckons_what_it_wrote_and_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(dir.path());
    assert_eq!(crowd(&book, "a").people, 0);
    let operation = Operation::new(OperationKind::RosterImport, "导入 1 人");
    let seen: Result<_> = book
        .write(&operation, |writing| {
            writing.insert(&person("王建"))?;
            Ok(writing.reckoned::<Crowd>("a")?.people)
        })
        .map(|written| written.value);
    assert_eq!(seen.unwrap(), 1, "inside it");
    assert_eq!(crowd(&book, "a").people, 1, "after it");

    let failed: Result<_> = book.write(&operation, |writing| {
        writing.insert(&person("李华"))?;
        assert_eq!(writing.reckoned::<Crowd>("a")?.people, 2);
        Err::<(), _>(LedgerError::Refused("不行".to_owned()))
    });
    assert!(failed.is_err());
    assert_eq!(crowd(&book, "a").people, 1, "after one that was refused");
}

#[test]
fn nothing_lies_beside_an_operation() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(dir.path());
    let known = Arc::downgrade(&crowd(&book, "a"));
    assert!(known.upgrade().is_some(), "remembered");
    let operation = Operation::new(OperationKind::RosterImport, "导入 1 人");
    let held: Result<_> =
        book.write(&operation, |_| Ok(known.upgrade().is_some())).map(|written| written.value);
    assert!(!held.unwrap(), "forgotten before the first row is written");
}

#[test]
fn a_panic_forgets_and_a_measured_stretch_begins_with_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(dir.path());
    add(&mut book, ["王建".to_owned()]);
    let before = crowd(&book, "a");
    let ((first, again), cost) = measured(|| (crowd(&book, "a"), crowd(&book, "a")));
    assert!(!Arc::ptr_eq(&before, &first), "what was known before it");
    assert!(Arc::ptr_eq(&first, &again), "what became known in it");
    assert_eq!(cost.queries, 3, "the crowd once, the state of the book twice: {cost:?}");

    let before = crowd(&book, "a");
    let book = Mutex::new(book);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        book.lock().unwrap().read(|_| -> Result<()> { panic!("in the midst of a question") })
    }));
    assert!(panicked.is_err());
    let book = book.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    assert!(!Arc::ptr_eq(&before, &crowd(&book, "a")), "a fresh reader");
}
