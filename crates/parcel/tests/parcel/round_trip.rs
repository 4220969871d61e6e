//! What one office seals, the other reads, row by row and twice.

use std::fs;

use branchbook_parcel::{Fault, Limits, OpenError, Opener, ParcelWriter, SealError, open_file, unseal};
use serde_json::{Value, json};

use crate::offices::{
    MONTH, Member, RECEIPT, at_the_street, community, draft, members, opened_by, sealed, street,
};

#[test]
fn rows_and_manifest_come_through_whole() {
    let sealed = sealed(1000, 2);
    let parcel = at_the_street(&sealed.bytes).unwrap();
    assert_eq!(parcel.manifest(), &sealed.manifest);
    assert_eq!(parcel.sha256(), sealed.sha256);
    assert_eq!(parcel.sender(), community().public());
    assert_eq!(parcel.manifest().about["days"]["from"], "2026-09-01");
    for reading in ["first", "second"] {
        let rows: Result<Vec<Member>, OpenError> = parcel.rows("member").unwrap().collect();
        assert!(rows.unwrap().into_iter().eq(members(1000)), "{reading} reading");
    }
    assert_eq!(parcel.rows::<Value>("points").unwrap().count(), 1000);
}

#[test]
fn the_container_is_the_same_for_the_same_rows() {
    let (one, two) = (sealed(100, 1), sealed(100, 1));
    assert_eq!(one.manifest, two.manifest, "with the hash of every part in it");
    assert_ne!(one.sha256, two.sha256, "age draws a key each time: keep what was sealed");
}

#[test]
fn a_part_without_rows_and_a_parcel_without_parts_come_through() {
    let mut writer = ParcelWriter::new(MONTH);
    writer.add("member", std::iter::empty::<Member>()).unwrap();
    let sealed = writer.seal(draft(1), &community(), street().public()).unwrap();
    let parcel = at_the_street(&sealed.bytes).unwrap();
    assert_eq!(parcel.rows::<Member>("member").unwrap().count(), 0);
    let missing = parcel.rows::<Member>("points").err().unwrap();
    assert!(matches!(&missing, OpenError::MissingPart(part) if part == "points"), "{missing}");

    let sealed = ParcelWriter::new(RECEIPT).seal(draft(1), &community(), street().public()).unwrap();
    assert!(at_the_street(&sealed.bytes).unwrap().manifest().parts.is_empty());
}

#[test]
fn a_file_is_written_whole_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let sealed = sealed(10, 3);
    let path = sealed.write_into(folder.path()).unwrap();
    assert_eq!(path.file_name().unwrap(), "幸福社区党委-2026年9月-第3次.zbt");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "exactly one file");
    let (keys, senders) = (street(), [community().public().clone()]);
    let opener = Opener { keys: &keys, senders: &senders, kinds: &[MONTH], limits: Limits::default() };
    assert_eq!(open_file(&path, &opener).unwrap().sha256(), sealed.sha256);
    let narrow = Opener { limits: Limits { file: 100, ..Limits::default() }, ..opener };
    let said = open_file(&path, &narrow).unwrap_err();
    assert!(matches!(said, OpenError::Refused(Fault::TooLarge { what: "文件", limit: 100 })), "{said}");
    let absent = open_file(&folder.path().join("没有.zbt"), &opener).unwrap_err().to_string();
    assert!(absent.contains("没有.zbt") && absent.contains("找不到"), "{absent}");
}

#[test]
fn a_failing_source_of_rows_adds_no_part() {
    #[derive(Debug, thiserror::Error)]
    enum Failure {
        #[error(transparent)]
        Seal(#[from] SealError),
        #[error("the book would not be read")]
        Book,
    }
    let mut writer = ParcelWriter::new(MONTH);
    let failed = writer.write("member", |rows| {
        rows.row(&json!({ "n": 1 }))?;
        Err(Failure::Book)
    });
    assert!(matches!(failed, Err(Failure::Book)));
    let again: Result<(), Failure> = writer.write("member", |rows| Ok(rows.row(&json!({ "n": 2 }))?));
    again.unwrap();
    let sealed = writer.seal(draft(1), &community(), street().public()).unwrap();
    assert_eq!(sealed.manifest.part("member").unwrap().rows, 1, "the half part is gone");
}

#[test]
fn what_could_not_be_opened_is_not_sealed() {
    let refused = |part: &str| ParcelWriter::new(MONTH).add(part, [json!({})]).unwrap_err();
    assert!(matches!(refused("../member"), SealError::Refused(Fault::BadName(_))));
    assert!(matches!(refused("finding"), SealError::Refused(Fault::UnknownPart { .. })));
    let mut writer = ParcelWriter::new(MONTH);
    writer.add("member", [json!({})]).unwrap();
    let twice = writer.add("member", [json!({})]).unwrap_err();
    assert!(matches!(twice, SealError::Refused(Fault::DuplicateName(_))), "{twice}");
    let mut bad = draft(1);
    bad.month = Some("2026年9月".into());
    let said = writer.seal(bad, &community(), street().public()).unwrap_err();
    assert!(matches!(said, SealError::Refused(Fault::Field("月份"))), "{said}");

    let mut equal = ParcelWriter::new(MONTH);
    let name = "x".repeat(1000);
    equal.add("member", (0..200_000).map(|_| json!({ "name": name }))).unwrap();
    let said = equal.seal(draft(1), &community(), street().public()).unwrap_err();
    assert!(matches!(said, SealError::Refused(Fault::Bomb(_))), "200 MB of one letter: {said}");
}

#[test]
fn a_kind_that_the_caller_does_not_take_is_named() {
    let mut writer = ParcelWriter::new(RECEIPT);
    writer.add("finding", [json!({ "text": "缺转正日期" })]).unwrap();
    let sealed = writer.seal(draft(1), &street(), community().public()).unwrap();
    let keys = community();
    let senders = [street().public().clone()];
    opened_by(&keys, &senders, &sealed.bytes).unwrap();
    let opener = Opener { keys: &keys, senders: &senders, kinds: &[MONTH], limits: Limits::default() };
    let authentic = unseal(&sealed.bytes, &opener).unwrap();
    assert_eq!(authentic.sender(), street().public(), "the sender is proven before the contents are judged");
    let said = authentic.verify(&opener).unwrap_err();
    assert!(matches!(&said, OpenError::Refused(Fault::UnknownKind(kind)) if kind == "receipt"), "{said}");
}
