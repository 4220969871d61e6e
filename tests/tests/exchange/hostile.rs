//! Files that are wrong, each in its own way: its own sentence, and the comparable dump unchanged.

use std::fs;
use std::io::Read as _;

use branchbook_contract::book::{BookBackup, BookRestore};
use branchbook_contract::parcel::{
    OpenOutcome, ParcelAccept, ParcelList, ParcelOpen, ParcelReceipt, ParcelReturn,
};
use branchbook_tests::office::{copy_book, dump_of, open_desk};

use branchbook_desk::Desk;
use branchbook_ledger::table::office::{self, key};
use branchbook_parcel::OfficeKeys;
use serde_json::{Value, json};

use crate::cheat;
use crate::community::{OfficeBook, Town, join, keys_of, month};

fn refusal(town: &mut Town, bytes: &[u8]) -> String {
    let path = town.stick.join("坏文件.zbt");
    fs::write(&path, bytes).unwrap();
    let before = dump_of(&town.street.desk);
    let refused = town.open(&path.display().to_string()).unwrap_err().message;
    assert_eq!(dump_of(&town.street.desk), before, "{refused}");
    refused
}

#[test]
fn every_wrong_file_has_its_own_sentence_and_changes_nothing() {
    let mut town = Town::of(&[5, 4], "2026-10-20");
    town.on("2026-11-03");
    let whole = fs::read(town.seal(0, month("2026-10")).path).unwrap();
    let mut said = Vec::new();
    said.push(refusal(&mut town, b""));
    said.push(refusal(&mut town, b"PK\x03\x04 not a parcel"));
    said.push(refusal(&mut town, &whole[..whole.len() / 2]));
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    said.push(refusal(&mut town, &flipped));
    // For another office: a town of its own.
    let mut elsewhere = Town::of(&[3], "2026-10-20");
    elsewhere.on("2026-11-03");
    let foreign = fs::read(elsewhere.seal(0, month("2026-10")).path).unwrap();
    said.push(refusal(&mut town, &foreign));
    // A receipt is no month.
    let sealed = elsewhere.seal(0, month("2026-10"));
    elsewhere.open(&sealed.path).unwrap();
    let out = elsewhere.stick.display().to_string();
    let receipt = ParcelReceipt { out, month: None, office: None };
    let receipt = elsewhere.street.desk.call(&receipt).unwrap().body.receipts.remove(0).path;
    let before = dump_of(&elsewhere.street.desk);
    said.push(elsewhere.open(&receipt).unwrap_err().message);
    assert_eq!(dump_of(&elsewhere.street.desk), before);
    let mut unique = said.clone();
    unique.sort();
    unique.dedup();
    assert!(unique.len() >= 5, "{said:#?}");
    assert!(said.iter().all(|sentence| sentence.ends_with('。')), "{said:#?}");
    // They are kept aside, each once, with a line that says why.
    let refused = town.street.dir.join("inbox/refused");
    let log = fs::read_to_string(refused.join("refused.log")).unwrap();
    assert_eq!(log.lines().count(), 5, "{log}");
    // What is no parcel may hold people in the open: it is noted, not copied.
    assert_eq!(fs::read_dir(&refused).unwrap().count(), 4, "three parcels and the log");
}

#[test]
fn an_older_sequence_is_refused_after_a_newer_one() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    let first = town.seal(0, month("2026-10"));
    join(&mut town.communities[0], "后来者", "2026-10-30");
    let second = town.seal(0, month("2026-10"));
    town.open(&second.path).unwrap();
    let before = dump_of(&town.street.desk);
    let refused = town.open(&first.path).unwrap_err();
    assert!(refused.message.contains("已经收到第 2 次上报，这是较早的第 1 次"), "{}", refused.message);
    assert_eq!(dump_of(&town.street.desk), before);
    // It stands in the inbox, once, with the sentence, and its bytes are kept.
    town.open(&first.path).unwrap_err();
    let listed = town.street.desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!((listed.received_total, listed.refused_total), (1, 1));
    let row = &listed.refused[0];
    assert_eq!((row.from.as_str(), row.month, row.sequence), ("银河社区", Some(month("2026-10")), 1));
    assert_eq!(row.reason, refused.message);
    assert!(town.street.desk.book().unwrap().verify().unwrap().is_empty());
}

#[test]
fn two_books_of_one_community_are_a_fork_and_are_named_so() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    town.communities[0].desk.close().unwrap();
    // The clerk copies the folder to another computer and works on both.
    let copy = town.stick.join("copy");
    copy_book(&town.communities[0].dir, &copy);
    town.communities[0].desk = open_desk(&town.communities[0].dir, "2026-11-03");
    let mut other =
        OfficeBook {
            name: "银河社区".to_owned(), dir: copy.clone(), desk: open_desk(&copy, "2026-11-03")
        };
    let first = town.seal(0, month("2026-10"));
    town.open(&first.path).unwrap();
    join(&mut other, "另一台", "2026-10-30");
    let out = town.stick.display().to_string();
    let seal = branchbook_contract::parcel::ParcelSeal { month: month("2026-10"), out };
    let forked = other.desk.call(&seal).unwrap().body;
    let before = dump_of(&town.street.desk);
    let back = ParcelReturn { path: forked.path.clone(), reason: "不对".to_owned(), rows: Vec::new() };
    town.street.desk.call(&back).unwrap_err();
    let refused = town.open(&forked.path).unwrap_err();
    assert!(refused.message.contains("分叉"), "{}", refused.message);
    assert_eq!(dump_of(&town.street.desk), before);
    let listed = town.street.desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!(listed.refused_total, 1, "noted by whichever was tried first, once");
}

#[test]
fn a_restored_book_goes_on_in_a_new_epoch_and_the_street_is_told() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    let backup = BookBackup { to: None };
    let backup = town.communities[0].desk.call(&backup).unwrap().body.path;
    let first = town.seal(0, month("2026-10"));
    town.open(&first.path).unwrap();
    let kept = fs::read(&first.path).unwrap();
    // The computer dies, and the backup of before the sealing comes back.
    let dir = town.communities[0].dir.display().to_string();
    town.communities[0].desk.close().unwrap();
    let restore = BookRestore { backup, dir, password: None, recovery_code: None, present_password: None };
    town.communities[0].desk.call(&restore).unwrap();
    join(&mut town.communities[0], "恢复后", "2026-10-30");
    let second = town.seal(0, month("2026-10"));
    let opened = town.open(&second.path).unwrap();
    assert_eq!(opened.outcome, OpenOutcome::Applied, "{}", opened.sentence);
    assert!(opened.findings.iter().any(|finding| finding.contains("不衔接") && finding.contains("恢复过")));
    // What was sealed before the restore is older now, whatever its number.
    let older = town.stick.join("旧.zbt");
    fs::write(&older, kept).unwrap();
    let before = dump_of(&town.street.desk);
    assert_eq!(town.open(&older.display().to_string()).unwrap().outcome, OpenOutcome::Same);
    assert_eq!(dump_of(&town.street.desk), before);
}

#[test]
fn among_good_files_a_bad_one_stands_alone() {
    let mut town = Town::of(&[5, 4], "2026-10-20");
    town.on("2026-11-03");
    for at in 0..2 {
        town.seal(at, month("2026-10"));
    }
    fs::write(town.stick.join("坏.zbt"), b"no parcel").unwrap();
    let paths = vec![town.stick.display().to_string()];
    let opened = town.street.desk.call(&ParcelOpen { paths, is_preview: false }).unwrap().body;
    let of = |outcome| opened.files.iter().filter(|file| file.outcome == outcome).count();
    assert_eq!((of(OpenOutcome::Applied), of(OpenOutcome::Refused)), (2, 1));
}

#[test]
fn a_receipt_for_an_older_sequence_or_of_a_stranger_changes_nothing() {
    let mut town = Town::of(&[5, 4], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let out = town.stick.display().to_string();
    let receipt = ParcelReceipt { out, month: None, office: None };
    let receipt = town.street.desk.call(&receipt).unwrap().body.receipts.remove(0).path;
    join(&mut town.communities[0], "后来者", "2026-10-30");
    town.seal(0, month("2026-10"));
    for (at, words) in [(0, "之后已经报了第 2 次"), (1, "不是发给本单位")] {
        let community = &mut town.communities[at].desk;
        let before = dump_of(community);
        let refused = community.call(&ParcelAccept { path: receipt.clone() }).unwrap_err();
        assert!(refused.message.contains(words), "{}", refused.message);
        assert_eq!(dump_of(community), before);
    }
    // The one that is proven stands in the inbox; the one that is not is kept aside.
    let listed = town.communities[0].desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!((listed.refused_total, listed.refused[0].kind_label.as_str()), (1, "回执"));
    let listed = town.communities[1].desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!(listed.refused_total, 0);
    assert_eq!(
        fs::read_dir(town.communities[1].dir.join("inbox/refused")).unwrap().count(),
        2,
        "file and log"
    );
}

#[test]
fn what_a_known_sender_or_a_forger_may_make_has_its_own_sentence_and_changes_nothing() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    let whole = fs::read(town.seal(0, month("2026-10")).path).unwrap();
    let (community, street) = (keys_of(&town.communities[0].desk), keys_of(&town.street.desk));
    let format = |number: char| {
        let at = whole.windows(11).position(|bytes| bytes == b"\"format\":1,").unwrap() + 9;
        let mut other = whole.clone();
        other[at] = number as u8;
        other
    };
    let forger = OfficeKeys::generate().unwrap();
    let mut named = cheat::manifest(community.public(), street.public(), &json!([]));
    named["sender"]["uid"] = json!(uid_of(&town.communities[0].desk));
    named["month"] = json!("2026-10");
    let said = [
        (format('9'), "更新版本的程序"),
        (format('0'), "格式太旧"),
        (signed(&forger, &community, &street, &of_rows(&named, b"{}\n")), "签名与发件单位"),
        (signed(&community, &community, &street, &of_rows(&named, b"{}\n")), "部件「汇总数字」第 1 行"),
        (signed(&community, &community, &street, &bomb(&named, 100)), "部件「汇总数字」的字节数不符"),
        (signed(&community, &community, &street, &bomb(&named, 4 << 30)), "超出上限"),
    ];
    for (bytes, words) in said {
        let refused = refusal(&mut town, &bytes);
        assert!(refused.contains(words), "{words}: {refused}");
    }
    // The same community can still report.
    let path = town.stick.join("好.zbt");
    fs::write(&path, whole).unwrap();
    assert_eq!(town.open(&path.display().to_string()).unwrap().outcome, OpenOutcome::Applied);
}

#[test]
fn a_parcel_that_cannot_be_read_is_not_sent_back_and_leaves_no_file() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    let (community, street) = (keys_of(&town.communities[0].desk), keys_of(&town.street.desk));
    let mut named = cheat::manifest(community.public(), street.public(), &json!([]));
    named["sender"]["uid"] = json!(uid_of(&town.communities[0].desk));
    named["month"] = json!("2026-10");
    let path = town.stick.join("坏.zbt");
    fs::write(&path, signed(&community, &community, &street, &of_rows(&named, b"{}\n"))).unwrap();
    let before = dump_of(&town.street.desk);
    let path = path.display().to_string();
    let back = ParcelReturn { path, reason: "请核对".to_owned(), rows: Vec::new() };
    let refused = town.street.desk.call(&back).unwrap_err().message;
    assert!(refused.contains("部件「汇总数字」第 1 行"), "{refused}");
    assert_eq!(dump_of(&town.street.desk), before);
    let found = town.street.desk.book().unwrap().verify().unwrap();
    assert!(found.is_empty(), "a file that no row names: {found:?}");
}

/// A container signed by `signer` under the name of `named`.
fn signed(signer: &OfficeKeys, named: &OfficeKeys, street: &OfficeKeys, container: &[u8]) -> Vec<u8> {
    cheat::seal_as(container, signer, named.public(), street.public()).unwrap()
}

fn with_part(manifest: &Value, entry: &Value, packed: &[u8]) -> Vec<u8> {
    let mut manifest = manifest.clone();
    manifest["parts"] = json!([entry]);
    cheat::container(&manifest, packed)
}

/// Rows that are no figures.
fn of_rows(manifest: &Value, rows: &[u8]) -> Vec<u8> {
    let packed = zstd::encode_all(rows, 1).unwrap();
    let count = rows.iter().filter(|byte| **byte == b'\n').count() as u64;
    with_part(manifest, &cheat::entry("roll-up", count, rows.len() as u64, &packed), &packed)
}

/// A part that unpacks to 256 MiB, whatever it says of itself.
fn bomb(manifest: &Value, stated: u64) -> Vec<u8> {
    let packed = zstd::encode_all(std::io::repeat(b' ').take(256 << 20), 1).unwrap();
    with_part(manifest, &cheat::entry("roll-up", 1, stated, &packed), &packed)
}

fn uid_of(desk: &Desk) -> String {
    desk.book().unwrap().read(|reading| office::setting(reading, key::BOOK_ID)).unwrap().unwrap()
}
