//! Files that are sealed for an operation: they stay with it, or not at all.

use std::fs;

use super::*;
use crate::kept::{SealedFile, keep_file};
use crate::vault::sealed_file::FILES;

/// Seals texts for an import that keeps them, and is refused in the end or not.
fn import(book: &mut Book, texts: &[&str], is_refused: bool) -> Result<()> {
    let operation = Operation::new(OperationKind::RosterImport, "导入");
    let written = book.write_sealing(
        |sealing| -> Result<Vec<SealedFile>> {
            texts.iter().map(|text| sealing.seal(text.as_bytes())).collect()
        },
        &operation,
        |writing, sealed| {
            for file in &sealed {
                keep_file(writing, file, "名册.csv", "imported_source")?;
            }
            if is_refused { Err(LedgerError::Refused("不行".to_owned())) } else { Ok(()) }
        },
    );
    written.map(drop)
}

fn files(book: &Book) -> usize {
    fs::read_dir(book.dir().join(FILES)).map_or(0, Iterator::count)
}

#[test]
fn what_is_sealed_for_a_write_stays_with_it_and_goes_where_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    assert!(matches!(import(&mut book, &["名册", "退回行"], true), Err(LedgerError::Refused(_))));
    assert_eq!(files(&book), 0, "no row names them");
    import(&mut book, &["名册", "退回行"], false).unwrap();
    assert_eq!(files(&book), 2);
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_file_that_another_row_names_stays_when_a_later_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    import(&mut book, &["名册"], false).unwrap();
    assert!(import(&mut book, &["退回行", "名册"], true).is_err());
    assert_eq!(files(&book), 1, "only what was new goes");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_lost_file_that_is_sealed_again_stays_though_the_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    import(&mut book, &["名册"], false).unwrap();
    fs::remove_dir_all(book.dir().join(FILES)).unwrap();
    assert_eq!(damages(&book).len(), 1, "it is missing");
    assert!(import(&mut book, &["名册"], true).is_err());
    assert_eq!(damages(&book), Vec::<String>::new(), "a row of the book names it");
}

#[test]
fn what_was_sealed_before_a_file_that_cannot_be_goes_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    let head = book.head();
    let written = book.write_sealing(
        |sealing| {
            sealing.seal("第一份".as_bytes())?;
            Err::<SealedFile, _>(LedgerError::Refused("第二份读不了".to_owned()))
        },
        &Operation::new(OperationKind::RosterImport, "导入"),
        |writing, sealed| keep_file(writing, &sealed, "名册.csv", "imported_source"),
    );
    assert!(matches!(written, Err(LedgerError::Refused(_))));
    assert_eq!((files(&book), book.head()), (0, head), "nothing has happened");
}
