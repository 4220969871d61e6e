//! Imports of the past: listed, shown with what hinders their undo, and their files handed out again.

use branchbook_contract::import::{ImportList, ImportSave, ImportShow};
use branchbook_contract::member::{MemberEdit, MemberPatch};

use super::*;

#[test]
fn imports_are_listed_and_their_files_come_out_as_they_were() {
    let mut office = Desktop::new();
    let first = office.roster("一.csv", ROWS);
    let change = office.apply(&first).change;
    let other =
        "1,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,丙苑党支部,,19900000006,\n";
    let second = office.roster("二.csv", other);
    office.apply(&second);
    let list = office.desk.call(&ImportList {}).unwrap().body;
    let told: Vec<_> =
        list.iter().map(|row| (row.file_name.as_str(), row.counts.new, row.has_refused)).collect();
    assert_eq!(told, [("二.csv", 1, false), ("一.csv", 6, true)]);
    assert_eq!((list[1].change, list[1].sha256.len()), (change.unwrap(), 64));
    assert!(list.iter().all(|row| row.refusal.is_none()));

    let out = office.dir.path().join("取出");
    std::fs::create_dir(&out).unwrap();
    let mut save = ImportSave { import: list[1].import, refused: false, out: out.display().to_string() };
    let saved = office.desk.call(&save).unwrap().body;
    assert_eq!(std::fs::read(&saved.path).unwrap(), std::fs::read(&first).unwrap());
    save.refused = true;
    let saved = office.desk.call(&save).unwrap().body;
    assert!(saved.path.ends_with("一-未导入.xlsx"), "{}", saved.path);
    assert_eq!(std::fs::read(&saved.path).unwrap(), std::fs::read(office.back()).unwrap());
    save.import = list[0].import;
    assert!(office.desk.call(&save).unwrap_err().message.contains("没有退回的行"));

    let head = office.desk.book().unwrap().head();
    let missing = format!("{}/", office.dir.path().join("没有建").display());
    let error = office.desk.call(&ImportSave { out: missing, import: list[1].import, refused: false });
    let error = error.unwrap_err();
    assert!(error.fields.iter().any(|field| field.message.contains("没有建/”这个文件夹")), "{error:?}");
    assert_eq!(office.desk.book().unwrap().head(), head, "nothing is recorded of what was not saved");

    office.desk.call(&HistoryUndo { change }).unwrap();
    assert_eq!(office.desk.call(&ImportList {}).unwrap().body.len(), 1, "what was taken back is no import");
    let gone = office.desk.call(&ImportShow { import: list[1].import }).unwrap_err();
    assert!(gone.message.contains("可能已经撤销"), "{gone}");
}

#[test]
fn an_import_says_which_of_its_people_were_touched() {
    let mut office = Desktop::new();
    let path = office.roster("一.csv", ROWS);
    let change = office.apply(&path).change;
    let import = office.desk.call(&ImportList {}).unwrap().body[0].import;
    assert_eq!(office.desk.call(&ImportShow { import }).unwrap().body.refusal, None);
    let member = office.person("康英").id;
    let patch = MemberPatch { note: Some(Some("改过".into())), ..MemberPatch::default() };
    office.desk.call(&MemberEdit { member, patch, confirm_duplicate: false }).unwrap();
    let shown = office.desk.call(&ImportShow { import }).unwrap().body;
    assert!(shown.refusal.unwrap().contains("其中 1 项后来又改动过或用到过：康英"));
    let refused = office.desk.call(&HistoryUndo { change }).unwrap_err();
    assert!(refused.message.contains("康英"), "{refused}");
    office.desk.call(&HistoryUndo { change: None }).unwrap();
    office.desk.call(&HistoryUndo { change }).unwrap();
    assert!(office.all::<Person>().is_empty());
}
