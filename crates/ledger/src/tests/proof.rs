//! Tests of the proof: what somebody did to the file behind the program's back is found, all of it.

use super::*;
use crate::change::operation::OperationKind;
use crate::reading::Reading;

/// What the proof finds after raw statements, which are taken back afterwards.
fn found_after(book: &Book, sql: &str) -> Vec<String> {
    let writer = book.writer();
    writer.execute_batch("PRAGMA foreign_keys = OFF; BEGIN;").unwrap();
    writer.execute_batch(sql).unwrap();
    let found = crate::verify::history(&Reading::new(writer)).unwrap();
    writer.execute_batch("ROLLBACK; PRAGMA foreign_keys = ON;").unwrap();
    found.into_iter().map(|finding| finding.sentence).collect()
}

fn book_of_people() -> (tempfile::TempDir, Book) {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, (0..100).map(|n| format!("人{n}")));
    let import = add(&mut book, ["甲".to_owned(), "乙".to_owned()]);
    book.undo(import).unwrap();
    (dir, book)
}

#[test]
fn a_counter_that_was_set_back_is_found() {
    let (_dir, book) = book_of_people();
    assert_eq!(damages(&book), Vec::<String>::new());
    for sql in [
        "UPDATE counter SET next_id = 1 WHERE table_name = 'person'",
        "UPDATE counter SET next_id = 101 WHERE table_name = 'person'",
        "DELETE FROM counter WHERE table_name = 'person'",
        "INSERT INTO counter VALUES ('vote', 7)",
    ] {
        let found = found_after(&book, sql);
        assert!(found.iter().any(|sentence| sentence.contains("编号计数")), "{sql}: {found:?}");
    }
}

#[test]
fn a_schema_that_the_migrations_did_not_make_is_found() {
    let (_dir, book) = book_of_people();
    for (sql, name) in [
        ("DROP INDEX report_in_person", "report_in_person"),
        (
            "DROP INDEX claim_open_person; CREATE INDEX claim_open_person ON claim(offer_id)",
            "claim_open_person",
        ),
        ("CREATE TRIGGER sly AFTER INSERT ON person BEGIN UPDATE person SET name = '张三'; END", "sly"),
        ("CREATE TABLE aside (x)", "aside"),
    ] {
        let found = found_after(&book, sql);
        assert!(found.iter().any(|sentence| sentence.contains(name)), "{sql}: {found:?}");
    }
}

#[test]
fn one_damaged_change_does_not_hide_the_others() {
    let (_dir, mut book) = book_of_people();
    let edit = Operation::new(OperationKind::MemberEdit, "修改党员");
    let changed =
        book.write(&edit, |writing| writing.update(PersonId(3), &person("改名"))).unwrap().change.unwrap();
    // A plain body that names table 999: an update of row 1 with two empty images.
    let sql = format!(
        "UPDATE change SET body = x'0055E7070102010001000000' WHERE id = {}; \
         UPDATE person SET name = '张三' WHERE id = 50",
        changed.0
    );
    for body in ["0055E707010000", "004DE70701FFFFFFFFFFFFFFFFFF0101", "00FF", "0149"] {
        let sql = sql.replace("0055E7070102010001000000", body);
        let found = found_after(&book, &sql);
        assert!(found.iter().any(|sentence| sentence.contains("第 1 至 100 行")), "{body}: {found:?}");
        let said = |sentence: &String| sentence.contains("没有的表") || sentence.contains("无法识别");
        assert!(found.iter().any(said), "{body}: {found:?}");
    }
}
