//! Backups: what they promise, and what they refuse.

use std::fs;
use std::path::Path;

use super::*;
use crate::backup::BACKUPS;
use crate::kept::keep_file;
use crate::restore::restore;
use crate::vault::sealed_file::FILES;

fn keep(book: &mut Book, bytes: &[u8]) -> String {
    let sealed = book.seal_file(bytes).unwrap();
    let operation = Operation::new(OperationKind::RosterImport, "导入");
    book.write(&operation, |writing| keep_file(writing, &sealed, "名册.csv", "imported_source")).unwrap();
    crate::vault::digest::hex(&sealed.sha256)
}

fn newest_title(book: &Book) -> String {
    book.undo_list().unwrap().swap_remove(0).title
}

#[test]
fn a_backup_is_recorded_once_it_lies_there_and_says_how_far_it_reaches() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let head = book.head();
    assert!(book.backup(&folder.path().join("no/such/one.zbk")).is_err());
    assert_eq!(book.head(), head, "a backup that failed is not in the history");
    let made = book.backup(&folder.path().join("one.zbk")).unwrap();
    assert_eq!(made.head, head.id);
    assert_eq!(newest_title(&book), format!("备份到 one.zbk（到第 {} 号操作）", head.id));
    assert_eq!(book.head().id, head.id + 1);
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn a_backup_overwrites_nothing_and_does_not_go_into_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let mut book = new_book(&dir);
    let taken = folder.path().join("one.zbk");
    fs::write(&taken, b"the only good backup").unwrap();
    let head = book.head();
    for bad in [taken.clone(), dir.clone(), dir.join("ledger.db"), dir.join("files.zbk"), dir.join("tmp")] {
        let refused = book.backup(&bad);
        assert!(matches!(refused, Err(LedgerError::Refused(_))), "{}: {refused:?}", bad.display());
    }
    assert_eq!(fs::read(&taken).unwrap(), b"the only good backup");
    assert_eq!(book.head(), head);
    fs::create_dir_all(dir.join(BACKUPS)).unwrap();
    let (first, second) = (book.backup(&dir.join(BACKUPS)).unwrap(), book.backup(folder.path()).unwrap());
    assert_ne!(first.path, second.path);
    assert!(book.backup(&first.path).is_err(), "the same name again");
}

#[test]
fn a_backup_cut_short_leaves_no_file_of_that_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    let target = folder.path().join("one.zbk");
    let head = book.head();
    crate::vault::fault::cut_after(Some(0));
    let failed = book.backup(&target);
    crate::vault::fault::cut_after(None);
    assert!(failed.is_err() && !target.exists());
    assert_eq!(book.head(), head);
    book.backup(&target).unwrap();
}

#[test]
fn a_book_whose_history_was_altered_gives_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = new_book(&folder.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    book.writer().execute("UPDATE person SET name = '张三' WHERE id = 1", []).unwrap();
    let refused = book.backup(folder.path());
    assert!(matches!(&refused, Err(LedgerError::BackupUnsound(_))), "{refused:?}");
    assert!(!fs::read_dir(folder.path()).unwrap().any(|entry| is_backup(&entry.unwrap().path())));
}

fn is_backup(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == backups::ENDING)
}

#[test]
fn a_lost_or_damaged_kept_file_is_told_and_does_not_stop_the_backup_or_the_restore() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let mut book = new_book(&dir);
    add(&mut book, ["甲".to_owned()]);
    let (whole, lost, damaged) =
        (keep(&mut book, b"whole"), keep(&mut book, b"lost"), keep(&mut book, b"damaged"));
    fs::remove_file(dir.join(FILES).join(&lost)).unwrap();
    let path = dir.join(FILES).join(&damaged);
    let mut bytes = fs::read(&path).unwrap();
    bytes[30] ^= 1;
    fs::write(&path, bytes).unwrap();
    let made = book.backup(&folder.path().join("one.zbk")).unwrap();
    assert_eq!(made.warnings.len(), 2, "{:?}", made.warnings);
    book.close().unwrap();

    let restored = restore(&made.path, &folder.path().join("fresh"), Unlock::None, None, clock()).unwrap();
    assert_eq!(restored.warnings().len(), 2, "{:?}", restored.warnings());
    assert!(restored.dir().join(FILES).join(whole).exists());
    assert_eq!(damages(&restored).len(), 2, "the two files and nothing else");
}
