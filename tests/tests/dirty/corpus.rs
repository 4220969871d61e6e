//! Goes through the files of every kind. Must not know a single file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::intake::ImportKind;
use branchbook_tests::office::{dump_of, verification};
use expect_test::expect_file;

use crate::office::{Office, folder_of};
use crate::plan;

/// Where the plans lie.
fn plans() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dirty/plans")
}

/// The names of the files in a folder; none if there is no such folder.
fn names_in(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = folder.read_dir() else { return BTreeSet::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Every file of a kind: its plan, and that importing and taking back leave everything as it was.
fn go_through(kind: ImportKind) {
    let folder = folder_of(kind);
    let names = names_in(&folder);
    assert!(!names.is_empty(), "{} is empty", folder.display());
    let mut office = Office::of(kind);
    let mut complaints = Vec::new();
    let told = names.iter().map(|name| told(&mut office, &folder.join(name), &mut complaints));
    let told: Vec<String> = told.collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(verification(&mut office.desk).is_sound);
    for (name, told) in names.iter().zip(told) {
        let plan = plans().join(folder.file_name().unwrap()).join(format!("{name}.txt"));
        expect_file![plan].assert_eq(&told);
    }
}

/// What the program makes of one file, in words, and what it does to the book that it must not do.
fn told(office: &mut Office, path: &Path, complaints: &mut Vec<String>) -> String {
    let mut check = |holds: bool, rule: &str| {
        if !holds {
            complaints.push(format!("{}: {rule}", path.display()));
        }
    };
    let before = dump_of(&office.desk);
    let preview = office.preview(path);
    check(dump_of(&office.desk) == before, "a preview writes nothing");
    let people = office.people();
    let applied = office.apply(path);
    let (preview, applied) = match (preview, applied) {
        (Ok(preview), Ok(applied)) => (preview, applied),
        (Err(sentence), applied) => {
            check(applied.is_err_and(|said| said == sentence), "preview and import refuse alike");
            check(dump_of(&office.desk) == before, "a refusal writes nothing");
            return plan::of_refusal(&sentence);
        }
        (Ok(_), Err(sentence)) => {
            check(false, &format!("shown, but not imported: {sentence}"));
            return String::new();
        }
    };
    check(applied.counts == preview.counts, "the import does what the preview says");
    let text = plan::of(&preview) + plan::of_people(&office.people(), &people).as_str();
    if applied.is_changed {
        let after = dump_of(&office.desk);
        check(after != before, "what changes the book is seen in it");
        let again = office.apply(path).unwrap();
        check(!again.is_changed, &format!("imported once more it changes nothing: {}", again.message));
        check(dump_of(&office.desk) == after, "imported once more the book stays");
        let undone = office.desk.call(&HistoryUndo { change: applied.change });
        check(undone.is_ok(), "an import can be taken back");
    }
    check(dump_of(&office.desk) == before, "taken back, everything is as it was");
    text
}

#[test]
fn rosters() {
    go_through(ImportKind::Roster);
}

#[test]
fn units() {
    go_through(ImportKind::Units);
}

#[test]
fn report_ins() {
    go_through(ImportKind::ReportIns);
}

#[test]
fn meetings() {
    go_through(ImportKind::Meetings);
}

#[test]
fn points() {
    go_through(ImportKind::Points);
}

#[test]
fn every_plan_has_its_file() {
    for kind in ImportKind::ALL {
        let folder = folder_of(*kind);
        let files: BTreeSet<String> =
            names_in(&folder).into_iter().map(|name| format!("{name}.txt")).collect();
        let told = names_in(&plans().join(folder.file_name().unwrap()));
        assert_eq!(told, files, "{}", folder.display());
    }
}
