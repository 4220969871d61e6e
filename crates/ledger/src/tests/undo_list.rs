//! Tests of the undo list, of what follows from an undo, and of an operation that panics.

use branchbook_domain::key::ChangeId;

use super::fixture::{Town, refusal, report_in, returned, town, write};
use super::*;

#[test]
fn records_of_what_was_looked_at_take_no_place_in_the_undo_list() {
    let Town { mut book, _dir, .. } = town();
    let import = add(&mut book, ["乙".to_owned()]);
    for _ in 0..120 {
        let reveal = Operation::new(OperationKind::Reveal, "查看证件号");
        book.write(&reveal, |_| Ok::<_, LedgerError>(())).unwrap();
    }
    let list = book.undo_list().unwrap();
    let line = list.iter().find(|line| line.change == import).unwrap();
    assert_eq!(line.refusal, None);
    let reveals = list.iter().filter(|line| line.kind == OperationKind::Reveal).count();
    assert_eq!(reveals, 100, "what cannot be undone is greyed among the newest only");
    book.undo(import).unwrap();
}

#[test]
fn only_the_newest_hundred_pieces_of_work_can_be_undone() {
    let Town { mut book, _dir, .. } = town();
    let add = |book: &mut Book, names: [String; 1]| add_as(book, OperationKind::MemberAdd, names);
    let old = add(&mut book, ["乙".to_owned()]);
    for n in 0..99 {
        add(&mut book, [format!("人{n}")]);
    }
    assert!(book.undo_list().unwrap().iter().any(|line| line.change == old));
    add(&mut book, ["再一人".to_owned()]);
    assert!(book.undo_list().unwrap().iter().all(|line| line.change != old));
    assert!(refusal(&mut book, old).contains("最近 100 次"));
}

#[test]
fn an_import_can_be_undone_later_too_and_a_refusal_names_what_was_touched() {
    let Town { mut book, _dir, .. } = town();
    let names: Vec<String> = (10..24).map(|n| format!("人{n}")).collect();
    let old = add(&mut book, names.clone());
    for n in 0..120 {
        add_as(&mut book, OperationKind::MemberAdd, [format!("后{n}")]);
    }
    let line = |book: &Book| book.read(|reading| undo::line_of(reading, old)).unwrap().unwrap();
    let touched = |book: &Book| book.read(|reading| undo::touched(reading, old)).unwrap();
    assert_eq!((line(&book).refusal, touched(&book).count()), (None, 0), "however long ago");
    let people = book.read(|reading| reading.all::<Person>()).unwrap();
    let ours = people.into_iter().filter(|person| names.contains(&person.name));
    let mut edits = Vec::new();
    for person in ours.take(12) {
        let edited = Person { note: Some("改过".to_owned()), ..person.value.clone() };
        let (_, edit) = write(&mut book, OperationKind::MemberEdit, "修改党员", |writing| {
            writing.update(person.id, &edited)
        });
        edits.push(edit);
    }
    let said = refusal(&mut book, old);
    assert!(
        said.contains("其中 12 项后来又改动过或用到过：人10、人11") && said.contains("另有 2 项"),
        "{said}"
    );
    assert!(touched(&book).refusal().unwrap().contains("人10"));
    for edit in edits.into_iter().rev() {
        book.undo(edit).unwrap();
    }
    assert_eq!(touched(&book).count(), 0, "what was taken back touches nothing");
    book.undo(old).unwrap();
    assert!(line(&book).is_undone);
}

#[test]
fn undo_and_redo_are_named_in_turn() {
    let Town { mut book, _dir, .. } = town();
    let mut change = add(&mut book, ["乙".to_owned()]);
    let mut titles = Vec::new();
    for _ in 0..4 {
        change = book.undo(change).unwrap().change.unwrap();
        titles.push(book.undo_list().unwrap()[0].title.clone());
    }
    assert_eq!(titles, ["撤销：导入 1 人", "恢复：导入 1 人", "撤销：导入 1 人", "恢复：导入 1 人"]);
}

#[test]
fn an_operation_in_a_closed_month_is_greyed_in_the_list() {
    let Town { mut book, unit, _dir } = town();
    let row = report_in(unit, "2026-10-01");
    let (id, reported) =
        write(&mut book, OperationKind::ReportInAdd, "登记报到", |writing| writing.insert(&row));
    let (_, back) = write(&mut book, OperationKind::ReportInReturn, "登记返回", |writing| {
        writing.update(id, &returned(row.clone(), "2026-11-02"))
    });
    close_month(&mut book, "2026-10");
    let reason = |book: &Book, change: ChangeId| {
        book.undo_list().unwrap().into_iter().find(|line| line.change == change).unwrap().refusal
    };
    assert!(reason(&book, reported).unwrap().contains("2026年10月"));
    assert_eq!(reason(&book, back), None, "a return in an open month can be taken back");
    book.undo(back).unwrap();
    assert!(matches!(book.undo(reported), Err(LedgerError::MonthClosed(_))));
}

#[test]
fn what_follows_from_an_undo_is_written_in_its_own_operation() {
    let Town { mut book, _dir, .. } = town();
    let import = add(&mut book, ["乙".to_owned()]);
    let written = book
        .undo_with(import, |writing, undid| {
            assert!(undid.years_of("points_entry").is_empty());
            writing.insert(&person("丙"))
        })
        .unwrap();
    assert_eq!(book.head().id, written.change.unwrap().0);
    book.undo(written.change.unwrap()).unwrap();
    let names: Vec<String> =
        book.read(|reading| reading.all::<Person>()).unwrap().into_iter().map(|row| row.value.name).collect();
    assert_eq!(names, ["甲", "乙"], "the redo takes away what followed");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_panic_in_an_operation_leaves_the_book_ready_for_the_next() {
    let Town { mut book, _dir, .. } = town();
    let before = dump_of(&book);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let edit = Operation::new(OperationKind::MemberAdd, "新增");
        let _ = book.write(&edit, |writing| -> Result<()> {
            writing.insert(&person("丁"))?;
            panic!("in the middle of an operation");
        });
    }));
    assert!(panicked.is_err());
    assert_eq!(dump_of(&book), before);
    add(&mut book, ["戊".to_owned()]);
    assert_eq!(damages(&book), Vec::<String>::new());
}
