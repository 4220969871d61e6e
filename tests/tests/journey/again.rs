//! Doing it twice changes nothing; undoing it leaves nothing.

use branchbook_contract::book::{HistoryList, HistoryUndo};
use branchbook_tests::office::{dump_of, new_desk};

use crate::office::{self, BEGIN, import, with_month, with_roster};
use branchbook_contract::intake::ImportKind;

#[test]
fn importing_again_changes_nothing() {
    let (_folder, mut desk) = with_month();
    let before = dump_of(&desk);
    for (kind, name) in office::FILES {
        let again = import(&mut desk, kind, name);
        assert_eq!(again.counts.written(), 0, "{name}: {:?}", again.counts);
        assert!(dump_of(&desk) == before, "{name} imported again changed the book");
    }
}

#[test]
fn undoing_the_roster_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = new_desk(&folder.path().join("book"), BEGIN);
    let before = dump_of(&desk);
    import(&mut desk, ImportKind::Roster, office::ROSTER);
    assert!(dump_of(&desk) != before, "the import wrote something");
    desk.call(&HistoryUndo { change: None }).unwrap();
    assert!(dump_of(&desk) == before, "the undo leaves no trace in the tables");
}

#[test]
fn the_roster_can_not_be_undone_under_later_work() {
    let (_folder, mut desk) = with_month();
    let list = desk.call(&HistoryList {}).unwrap().body;
    let roster = list.iter().find(|row| row.kind.contains("花名册")).unwrap();
    let before = dump_of(&desk);
    let refused = desk.call(&HistoryUndo { change: Some(roster.change) }).unwrap_err();
    assert!(!refused.message.is_empty());
    assert!(dump_of(&desk) == before, "a refused undo changes nothing: {}", refused.message);
}

#[test]
fn a_refused_file_leaves_no_trace() {
    let (_folder, desk, _) = with_roster();
    let mut desk = desk;
    let before = dump_of(&desk);
    let apply = branchbook_contract::intake::IntakeApply {
        kind: ImportKind::Roster,
        path: office::fixture("../make.py"),
        month: None,
        register_on: None,
        columns: Vec::new(),
        decisions: Vec::new(),
        seen: None,
        refused_out: None,
    };
    let refused = desk.call(&apply).unwrap_err();
    assert!(!refused.message.is_empty());
    assert!(dump_of(&desk) == before);
}
