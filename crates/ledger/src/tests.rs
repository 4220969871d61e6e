//! Tests of the book as a whole: gate, history, undo, verify, backup.

mod ahead;
mod backup;
mod changed;
mod fixture;
mod migration;
mod opening;
mod proof;
mod reckoned;
mod record;
mod restore;
mod sealing;
mod undo_list;
mod undoing;

use std::sync::Arc;

use branchbook_domain::day::{FixedClock, Instant, Month};
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::{ChangeId, PersonId};

use crate::book::{Book, NewBook};
use crate::change::operation::{Operation, OperationKind};
use crate::error::{LedgerError, Result};
use crate::gate::Writing;
use crate::table::gathering::{Attendance, Gathering, Origin};
use crate::table::month::MonthRow;
use crate::table::person::Person;
use crate::undo;
use crate::vault::Unlock;
use crate::verify::Severity;
use crate::{backup as backups, dump};

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock(Instant(1_793_000_000_000)))
}

pub(crate) fn new_book(dir: &std::path::Path) -> Book {
    let new = NewBook { office: "community", name: "银河社区", operator: "经办人", password: None };
    Book::create(dir, &new, clock(), |_| Ok(())).unwrap().0
}

fn person(name: &str) -> Person {
    Person::named(crate::book::new_uid(clock().as_ref()), name)
}

fn add(book: &mut Book, names: impl IntoIterator<Item = String>) -> ChangeId {
    add_as(book, OperationKind::RosterImport, names)
}

/// The same as another kind of work.
fn add_as(book: &mut Book, kind: OperationKind, names: impl IntoIterator<Item = String>) -> ChangeId {
    let names: Vec<String> = names.into_iter().collect();
    let operation = Operation::new(kind, format!("导入 {} 人", names.len()));
    let written = book.write(&operation, |writing| -> Result<()> {
        for name in &names {
            writing.insert(&person(name))?;
        }
        Ok(())
    });
    written.unwrap().change.unwrap()
}

fn dump_of(book: &Book) -> String {
    book.read(dump::text).unwrap()
}

fn damages(book: &Book) -> Vec<String> {
    let findings = book.verify().unwrap().into_iter();
    findings.filter(|finding| finding.severity == Severity::Damage).map(|finding| finding.sentence).collect()
}

fn gathering(writing: &mut Writing<'_>, who: PersonId, month: &str) -> Result<()> {
    let day = format!("{month}-17").parse().unwrap();
    let month: Month = month.parse().unwrap();
    let gathering = Gathering {
        uid: crate::book::new_uid(clock().as_ref()),
        occurred_on: day,
        booked_month: month,
        start_minute: None,
        end_minute: None,
        place: None,
        host_id: None,
        host_name: None,
        recorder_id: None,
        recorder_name: None,
        entered_at: writing.at(),
        origin: Origin::Typed,
        origin_note: None,
        is_numbers_only: false,
        cancelled_on: None,
        replaces_id: None,
        note: None,
    };
    let gathering_id = writing.insert(&gathering)?;
    let attendance = Attendance {
        gathering_id,
        person_id: who,
        state: AttendanceState::Present,
        reason: None,
        occurred_on: day,
        booked_month: month,
    };
    writing.insert(&attendance).map(|_| ())
}

fn close_month(book: &mut Book, month: &str) {
    let month: Month = month.parse().unwrap();
    let row = MonthRow {
        month,
        state: "closed".to_owned(),
        from_on: month.first_day(),
        to_on: month.next().first_day(),
        due_on: month.next().first_day(),
        filled_on: None,
        sent_file_id: None,
        submitted_change_id: None,
        closed_at: None,
    };
    book.write(&Operation::new(OperationKind::MonthClose, "结账"), |writing| writing.insert(&row)).unwrap();
}

#[test]
fn an_undone_import_leaves_the_book_as_before_and_keys_are_not_used_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let before = dump_of(&book);
    let many = add(&mut book, (0..300).map(|n| format!("人{n}")));
    assert_ne!(dump_of(&book), before);
    book.undo(many).unwrap();
    assert_eq!(dump_of(&book), before);
    assert_eq!(damages(&book), Vec::<String>::new());

    add(&mut book, ["乙".to_owned()]);
    let last = book.read(|reading| reading.entities::<Person>("ORDER BY id", &[])).unwrap().pop().unwrap();
    assert_eq!(last.id, PersonId(302), "keys 2 to 301 belonged to the undone import");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn an_undo_can_itself_be_undone() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    let import = add(&mut book, (0..90).map(|n| format!("人{n}")));
    let full = dump_of(&book);
    let undo = book.undo(import).unwrap().change.unwrap();
    assert!(matches!(book.undo(import), Err(LedgerError::NotUndoable { .. })), "it is undone already");
    book.undo(undo).unwrap();
    assert_eq!(dump_of(&book), full);
    assert_eq!(damages(&book), Vec::<String>::new());
    book.undo(import).unwrap();
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn undo_is_refused_where_later_work_stands_on_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    let import = add(&mut book, ["甲".to_owned(), "乙".to_owned()]);
    let meeting = Operation::new(OperationKind::MeetingRecord, "登记会议 主题党日");
    let later =
        book.write(&meeting, |writing| gathering(writing, PersonId(1), "2026-10")).unwrap().change.unwrap();
    let before = dump_of(&book);
    let error = book.undo(import).unwrap_err().to_string();
    assert!(error.contains("登记会议 主题党日"), "{error}");
    assert_eq!(dump_of(&book), before, "a refused undo changes nothing");

    book.undo(later).unwrap();
    book.undo(import).unwrap();

    let import = add(&mut book, (0..80).map(|n| format!("人{n}")));
    let edited = book.read(|reading| reading.entities::<Person>("ORDER BY id", &[])).unwrap().pop().unwrap();
    let edit = Operation::new(OperationKind::MemberEdit, "修改党员 人79");
    book.write(&edit, |writing| writing.update(edited.id, &person("改名"))).unwrap();
    let error = book.undo(import).unwrap_err().to_string();
    assert!(error.contains("修改党员 人79"), "{error}");
}

#[test]
fn nothing_is_written_into_a_closed_month_and_no_undo_reaches_into_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let meeting = Operation::new(OperationKind::MeetingRecord, "登记会议");
    let recorded =
        book.write(&meeting, |writing| gathering(writing, PersonId(1), "2026-10")).unwrap().change.unwrap();
    close_month(&mut book, "2026-10");
    let refused = book.write(&meeting, |writing| gathering(writing, PersonId(1), "2026-10"));
    assert!(matches!(&refused, Err(LedgerError::MonthClosed(month)) if month == "2026年10月"), "{refused:?}");
    assert!(matches!(book.undo(recorded), Err(LedgerError::MonthClosed(_))));
    book.write(&meeting, |writing| gathering(writing, PersonId(1), "2026-11")).unwrap();
}

#[test]
fn an_operation_that_changes_nothing_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let head = book.head();
    let stored = book.read(|reading| reading.require::<Person>(PersonId(1))).unwrap();
    let edit = Operation::new(OperationKind::MemberEdit, "修改党员");
    let written = book.write(&edit, |writing| writing.update(PersonId(1), &stored.value)).unwrap();
    assert_eq!((written.change, written.value), (None, false));
    let failed: Result<_> = book.write(&edit, |writing| {
        writing.insert(&person("丙"))?;
        Err::<(), _>(LedgerError::Refused("不行".to_owned()))
    });
    assert!(failed.is_err());
    assert_eq!(book.head(), head);
}

#[test]
fn a_row_changed_behind_the_programs_back_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    let tamperings: [&str; 8] = [
        "UPDATE person SET name = '张三' WHERE id = 1",
        "UPDATE person SET name = '张三' WHERE id = 50",
        "UPDATE person SET made_by = 1 WHERE id = 1",
        "DELETE FROM person WHERE id = 60",
        "INSERT INTO person SELECT 999, 2, randomblob(16), name, pinyin, initials, sex, nation, birth_on, id_number, education, work_post, new_stratum, phone, other_phone, address, employer, place_id, joined_on, became_full_on, note FROM person WHERE id = 1",
        "UPDATE change SET title = '别的' WHERE id = 2",
        "DELETE FROM change WHERE id = 3",
        "DELETE FROM change_row",
    ];
    let mut book = new_book(&path);
    add(&mut book, ["甲".to_owned()]);
    add(&mut book, (0..100).map(|n| format!("人{n}")));
    let edit = Operation::new(OperationKind::MemberEdit, "修改党员");
    book.write(&edit, |writing| writing.update(PersonId(70), &person("改名"))).unwrap();
    assert_eq!(damages(&book), Vec::<String>::new());
    for sql in tamperings {
        book.writer().execute_batch("PRAGMA foreign_keys = OFF; SAVEPOINT before;").unwrap();
        book.writer().execute(sql, []).unwrap();
        let found = crate::verify::history(&crate::reading::Reading::new(book.writer())).unwrap();
        assert!(!found.is_empty(), "{sql} went unnoticed");
        book.writer().execute_batch("ROLLBACK TO before; RELEASE before;").unwrap();
    }
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_second_opener_gets_a_sentence_and_a_reopened_book_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    let mut book = new_book(&path);
    add(&mut book, ["甲".to_owned()]);
    let second = Book::open(&path, Unlock::None, clock());
    assert!(matches!(&second, Err(LedgerError::Vault(_))), "{second:?}");
    let head = book.head();
    book.close().unwrap();
    let mut book = Book::open(&path, Unlock::None, clock()).unwrap();
    assert_eq!(book.head(), head);
    book.work_as("李主任").unwrap();
    add(&mut book, ["乙".to_owned()]);
    assert_eq!(book.undo_list().unwrap()[0].operator, "李主任");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_backup_opens_on_an_empty_machine_and_a_restore_keeps_the_present() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    let mut book = new_book(&path);
    add(&mut book, ["甲".to_owned()]);
    let sealed = book.seal_file("名册".as_bytes()).unwrap();
    book.write(&Operation::new(OperationKind::RosterImport, "导入"), |writing| {
        crate::kept::keep_file(writing, &sealed, "名册.csv", "imported_source")
    })
    .unwrap();
    let backup = book.backup(&dir.path().join("one.zbk")).unwrap();
    let kept = dump_of(&book);
    add(&mut book, ["乙".to_owned()]);
    book.close().unwrap();

    let fresh = crate::restore::restore(&backup.path, &dir.path().join("fresh"), Unlock::None, None, clock())
        .unwrap();
    assert_eq!(dump_of(&fresh).replace("\"book.epoch\"\t\"2\"", "\"book.epoch\"\t\"1\""), kept);
    assert_eq!(fresh.load_file(&sealed.sha256).unwrap(), "名册".as_bytes());
    assert_eq!(damages(&fresh), Vec::<String>::new());

    let restored =
        crate::restore::restore(&backup.path, &path, Unlock::None, Some(Unlock::None), clock()).unwrap();
    assert_eq!(damages(&restored), Vec::<String>::new());
    let backups = std::fs::read_dir(path.join(backups::BACKUPS)).unwrap().count();
    assert_eq!(backups, 1, "the present state was kept before the restore");
}
