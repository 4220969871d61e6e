//! A desk with a book for tests, and rows made straight through the write gate.

use std::path::Path;
use std::sync::Arc;

use branchbook_contract::book::{BookCreate, BookOpen, BookVerify, Office, Verification};
use branchbook_desk::Desk;
use branchbook_domain::day::{Day, FixedClock};
use branchbook_ledger::book::new_uid;
use branchbook_ledger::dump;
use branchbook_ledger::table::person::Person;

/// A clock that stands at nine in the morning of a day.
pub fn clock(day: &str) -> Arc<FixedClock> {
    let day: Day = day.parse().unwrap();
    Arc::new(FixedClock::on(day))
}

/// A desk with a new community book without a password.
pub fn new_desk(dir: &Path, day: &str) -> Desk {
    let mut desk = Desk::new(clock(day));
    let create = BookCreate {
        dir: dir.display().to_string(),
        office: Office::Community,
        name: "晨光社区".to_owned(),
        operator: None,
        password: None,
    };
    desk.call(&create).unwrap();
    desk
}

/// A desk with the book in `dir` opened.
pub fn open_desk(dir: &Path, day: &str) -> Desk {
    let mut desk = Desk::new(clock(day));
    let open =
        BookOpen { dir: dir.display().to_string(), password: None, recovery_code: None, operator: None };
    desk.call(&open).unwrap();
    desk
}

/// The comparable dump of the open book.
pub fn dump_of(desk: &Desk) -> String {
    desk.book().unwrap().read(dump::text).unwrap()
}

/// The proof of the open book.
pub fn verification(desk: &mut Desk) -> Verification {
    desk.call(&BookVerify {}).unwrap().body
}

/// A person with a name and nothing else.
pub fn person(name: &str) -> Person {
    Person::named(new_uid(clock("2026-10-01").as_ref()), name)
}

/// Copies the folder of a closed book.
pub fn copy_book(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_book(&entry.path(), &target);
        } else if entry.file_name() != "book.lock" {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
