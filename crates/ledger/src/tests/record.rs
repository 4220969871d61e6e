//! The history of a record of several rows: one query for all of them, rows of long runs included, and what was undone.

use branchbook_domain::key::UnitId;

use super::fixture::{day, month, uid, write};
use super::*;
use crate::change::{RecordChange, RecordRows, RowValue, record_history, rows_under};
use crate::entity::Entity as _;
use crate::reading::measured;
use crate::table::unit::{Unit, UnitExpectation};
use crate::undo::{UNDO_DEPTH, lines_of};

const MANY: i64 = 100;

fn history(book: &Book, rows: &[RecordRows]) -> Vec<RecordChange> {
    book.read(|reading| record_history(reading, rows)).unwrap()
}

/// A unit among a hundred that came in one operation: its change keeps no image of it.
fn among_many(book: &mut Book) -> UnitId {
    let (units, _) = write(book, OperationKind::UnitImport, "导入单位", |writing| {
        (0..MANY)
            .map(|at| writing.insert(&Unit::named(uid(), &format!("单位{at}"))))
            .collect::<Result<Vec<_>>>()
    });
    units[70]
}

fn stated(unit_id: UnitId, count: i64) -> UnitExpectation {
    UnitExpectation {
        unit_id,
        expected_count: count,
        stated_on: day("2026-09-30"),
        booked_month: month("2026-10"),
        source: "名册".to_owned(),
    }
}

/// What a step says of a column: before and after.
fn said(told: &RecordChange, at: usize, column: &str) -> [Option<RowValue>; 2] {
    let step = &told.steps[at];
    [&step.before, &step.after].map(|image| {
        let found = image.as_ref()?.iter().find(|(name, _)| *name == column);
        found.map(|(_, value)| value.clone())
    })
}

fn text(words: &str) -> Option<RowValue> {
    Some(RowValue::Text(words.to_owned()))
}

#[test]
fn a_record_is_told_over_all_its_rows_with_what_was_undone() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    let unit = among_many(&mut book);
    write(&mut book, OperationKind::UnitSet, "应报到数", |writing| writing.insert(&stated(unit, 47)));
    let named = |contact: &str| Unit { contact: Some(contact.to_owned()), ..Unit::named(uid(), "单位70") };
    let (_, edited) = write(&mut book, OperationKind::UnitSet, "修改单位", |writing| {
        writing.update(unit, &named("王芳"))
    });
    book.undo(edited).unwrap();
    let under =
        book.read(|reading| rows_under(reading, UnitExpectation::TABLE, "unit_id", &[unit.0])).unwrap();
    assert_eq!(under.len(), 1);
    let rows = [(Unit::TABLE, vec![unit.0]), (UnitExpectation::TABLE, under)];
    let told = history(&book, &rows);
    let titles: Vec<&str> = told.iter().map(|told| told.change.title.as_str()).collect();
    assert_eq!(titles, ["导入单位", "应报到数", "修改单位", "撤销：修改单位"], "no other unit's, none twice");
    assert_eq!(said(&told[0], 0, "name"), [None, text("单位70")], "found by going back from the row");
    assert_eq!(said(&told[1], 0, "expected_count"), [None, Some(RowValue::Integer(47))]);
    assert_eq!(said(&told[2], 0, "contact"), [Some(RowValue::Null), text("王芳")]);
    assert_eq!(said(&told[3], 0, "contact"), [text("王芳"), Some(RowValue::Null)]);
    let changes = told.iter().map(|told| told.change.clone()).collect();
    let lines = book.read(|reading| lines_of(reading, changes)).unwrap();
    let states: Vec<(bool, bool)> =
        lines.iter().map(|line| (line.is_undone, line.refusal.is_none())).collect();
    assert_eq!(states, [(false, true), (false, true), (true, false), (false, true)]);
}

#[test]
fn what_is_asked_grows_neither_with_the_rows_nor_with_the_book() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    let unit = among_many(&mut book);
    let cost = |book: &Book, keys: Vec<i64>| measured(|| history(book, &[(Unit::TABLE, keys)])).1;
    let one = cost(&book, vec![unit.0]);
    assert_eq!(cost(&book, (unit.0 - 20..unit.0 + 20).collect()).queries, one.queries);
    for at in 0..50 {
        write(&mut book, OperationKind::UnitSet, "别的单位", |writing| {
            writing.insert(&Unit::named(uid(), &format!("后来{at}")))
        });
    }
    assert_eq!(cost(&book, vec![unit.0]), one, "the age of the book costs nothing");
}

#[test]
fn what_is_too_old_to_be_undone_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    let unit = Unit::named(uid(), "市税务局");
    let (unit, _) = write(&mut book, OperationKind::UnitSet, "登记单位", |writing| writing.insert(&unit));
    for count in 0..i64::from(UNDO_DEPTH) {
        write(&mut book, OperationKind::UnitSet, "应报到数", |writing| {
            writing.insert(&stated(unit, count))
        });
    }
    let told = history(&book, &[(Unit::TABLE, vec![unit.0])]);
    let lines = book.read(|reading| lines_of(reading, vec![told[0].change.clone()])).unwrap();
    assert_eq!(lines[0].refusal.as_deref(), Some("只能撤销最近 100 次操作。请用更正代替。"));
}
