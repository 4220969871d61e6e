//! What cannot be written outside leaves nothing inside: a file of the street that was sealed and is handed out to nobody
//! lies in the book no more than its record does.

use std::fs;
use std::path::Path;

use branchbook_contract::parcel::ParcelReceipt;
use branchbook_contract::setting::SettingSet;
use branchbook_contract::street::{StreetPublish, StreetReport};
use branchbook_tests::office::dump_of;
use serde_json::json;

use crate::community::{Town, month};

/// A street that has taken the month of one community.
fn town() -> Town {
    let mut town = Town::of(&[3], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    town
}

/// Does something that is refused because its file cannot be written, and looks what is left of it.
fn leaves_nothing(town: &mut Town, refused: impl FnOnce(&mut Town) -> String) {
    let before = dump_of(&town.street.desk);
    let said = refused(town);
    assert!(said.contains("无法写入"), "{said}");
    assert_eq!(dump_of(&town.street.desk), before, "{said}");
    let found = town.street.desk.book().unwrap().verify().unwrap();
    assert!(found.is_empty(), "a file that no row names: {found:?}");
}

/// A file in a folder that is not there.
fn nowhere(folder: &Path) -> String {
    folder.join("没有这个文件夹").join("文件").display().to_string()
}

#[test]
fn a_workbook_that_cannot_be_written_leaves_no_sealed_file() {
    leaves_nothing(&mut town(), |town| {
        let report = StreetReport { month: month("2026-10"), out: nowhere(&town.stick), on: None };
        town.street.desk.call(&report).unwrap_err().message
    });
}

#[test]
fn a_publication_that_cannot_be_written_leaves_no_sealed_file() {
    let mut town = town();
    // The secret of the marks is made and stays, whatever becomes of the first file.
    let out = town.stick.display().to_string();
    town.street.desk.call(&StreetPublish { out }).unwrap();
    let fields = SettingSet { key: "street.report_fields".to_owned(), value: json!(["sex", "phone"]) };
    town.street.desk.call(&fields).unwrap();
    leaves_nothing(&mut town, |town| {
        let publish = StreetPublish { out: nowhere(&town.stick) };
        town.street.desk.call(&publish).unwrap_err().message
    });
}

#[test]
fn a_receipt_that_cannot_be_written_leaves_no_sealed_file() {
    let mut town = town();
    // Something lies where the file is begun, and cannot be written over.
    let begun = format!(".银河社区-2026年10月-第1次-回执.zbt.{}.part", std::process::id());
    fs::create_dir(town.stick.join(begun)).unwrap();
    leaves_nothing(&mut town, |town| {
        let receipt = ParcelReceipt { out: town.stick.display().to_string(), month: None, office: None };
        town.street.desk.call(&receipt).unwrap_err().message
    });
}
