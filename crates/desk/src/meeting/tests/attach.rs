//! What is attached to meetings: taken whole or not at all, taken off and brought back, carried by corrections, backups
//! and undo, and no part of any month.

use std::path::PathBuf;

use branchbook_contract::book::{BookBackup, BookRestore, BookVerify, HistoryList, HistoryUndo};
use branchbook_contract::meeting::{
    AttachmentRow, MeetingAttach, MeetingAttachmentSave, MeetingCancel, MeetingCorrect, MeetingDetach,
    MeetingShow,
};
use branchbook_contract::month::MonthList;
use branchbook_contract::{CallError, Code};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::GatheringId;

use super::fixture::{Town, draft, record_of, town};
use super::revise::{close, october};

/// A town with one meeting of October.
fn held() -> (Town, GatheringId) {
    let mut town = town("2026-10-20");
    let gathering = town
        .record(draft("2026-10-17", vec![record_of(RecordKind::ThemeDay, town.branch)]))
        .unwrap()
        .gathering;
    (town, gathering)
}

impl Town {
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn attach(&mut self, gathering: GatheringId, paths: &[String]) -> Result<Vec<AttachmentRow>, CallError> {
        let reply = self.desk.call(&MeetingAttach { gathering, paths: paths.to_vec() })?;
        Ok(reply.body.attachments)
    }

    fn names(&mut self, gathering: GatheringId) -> Vec<String> {
        self.ask(&MeetingShow { gathering }).attachments.into_iter().map(|row| row.name).collect()
    }

    fn head(&self) -> i64 {
        self.desk.book().unwrap().head().id
    }

    fn undo_newest(&mut self) -> String {
        let newest = self.ask(&HistoryList {}).swap_remove(0);
        self.ask(&HistoryUndo { change: Some(newest.change) }).title
    }

    /// Where the one sealed file lies whose plain bytes are these.
    fn sealed(&self, bytes: &[u8]) -> PathBuf {
        use sha2::Digest as _;
        let name: String = sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        self.desk.book().unwrap().dir().join("files").join(name)
    }

    fn is_sound(&mut self) -> bool {
        self.ask(&BookVerify {}).is_sound
    }
}

#[test]
fn files_are_attached_listed_saved_taken_off_and_brought_back() {
    let (mut town, gathering) = held();
    let paths = [town.file("签到表.jpg", b"one"), town.file("会议记录.DOCX", b"three")];
    let rows = town.attach(gathering, &paths).unwrap();
    let said: Vec<(&str, u64)> = rows.iter().map(|row| (row.name.as_str(), row.size)).collect();
    assert_eq!(said, [("签到表.jpg", 3), ("会议记录.DOCX", 5)]);
    assert!(!std::fs::read(town.sealed(b"three")).unwrap().windows(5).any(|part| part == b"three"), "sealed");
    assert_eq!(
        town.ask(&HistoryList {})[0].title,
        "添加附件：2026年10月17日 第一党支部主题党日，签到表.jpg 等 2 个"
    );

    let folder = town.dir.path().join("桌面");
    std::fs::create_dir(&folder).unwrap();
    let save = MeetingAttachmentSave { attachment: rows[1].attachment, out: folder.display().to_string() };
    let (first, second) = (town.ask(&save).path, town.ask(&save).path);
    assert!(first.ends_with("会议记录.DOCX") && second.ends_with("会议记录 (2).DOCX"), "{first} {second}");
    assert_eq!(std::fs::read(first).unwrap(), b"three");

    let detach = MeetingDetach { attachment: rows[0].attachment };
    assert_eq!(town.ask(&detach).name, "签到表.jpg");
    assert_eq!(town.names(gathering), ["会议记录.DOCX"]);
    for refused in [
        town.desk.call(&detach).unwrap_err(),
        town.desk.call(&MeetingAttachmentSave { attachment: rows[0].attachment, ..save }).unwrap_err(),
    ] {
        assert!(refused.to_string().contains("已经移除"), "{refused}");
    }
    assert_eq!(town.undo_newest(), "移除附件：2026年10月17日 第一党支部主题党日，签到表.jpg");
    assert_eq!(town.names(gathering), ["签到表.jpg", "会议记录.DOCX"]);
    assert!(town.is_sound());
}

#[test]
fn an_attaching_is_undone_and_done_again() {
    let (mut town, gathering) = held();
    let path = town.file("签到表.jpg", b"one");
    let before = town.desk.book().unwrap().read(branchbook_ledger::dump::text).unwrap();
    town.attach(gathering, &[path]).unwrap();
    town.undo_newest();
    assert_eq!(town.desk.book().unwrap().read(branchbook_ledger::dump::text).unwrap(), before);
    assert!(town.is_sound());
    town.undo_newest();
    assert_eq!(town.names(gathering), ["签到表.jpg"]);
    assert!(town.is_sound());
}

#[test]
fn a_meeting_with_attachments_is_undone_only_after_them() {
    let (mut town, gathering) = held();
    let recorded = town.ask(&HistoryList {})[0].change;
    let path = town.file("签到表.jpg", b"one");
    town.attach(gathering, &[path]).unwrap();
    let refused = town.desk.call(&HistoryUndo { change: Some(recorded) }).unwrap_err().to_string();
    assert!(refused.contains("添加附件：2026年10月17日") && refused.contains("请先撤销它"), "{refused}");
    town.undo_newest();
    town.ask(&HistoryUndo { change: Some(recorded) });
    assert!(town.is_sound());
}

#[test]
fn one_bad_file_refuses_all_and_each_is_named() {
    let (mut town, gathering) = held();
    let folder = town.dir.path().join("照片.jpg");
    std::fs::create_dir(&folder).unwrap();
    let large = town.file("录像.zip", b"");
    std::fs::File::options().write(true).open(&large).unwrap().set_len((20 << 20) + 1).unwrap();
    let paths = [
        town.file("好.jpg", b"good"),
        town.file("程序.exe", b"bad"),
        town.file("空.pdf", b""),
        large,
        folder.display().to_string(),
        town.dir.path().join("没有.jpg").display().to_string(),
        town.file("又一份.jpg", b"good"),
    ];
    let head = town.head();
    let refused = town.attach(gathering, &paths).unwrap_err();
    assert_eq!((refused.code, town.head()), (Code::Invalid, head), "nothing is changed");
    assert!(!town.sealed(b"good").exists(), "nothing was kept");
    let said: Vec<(&str, &str)> =
        refused.fields.iter().map(|fault| (fault.field.as_str(), fault.message.as_str())).collect();
    let expected = [
        ("paths[1]", "“程序.exe”不是能收的文件"),
        ("paths[2]", "“空.pdf”是空文件"),
        ("paths[3]", "“录像.zip”有 21 MB，超过 20 MB"),
        ("paths[4]", "“照片.jpg”是文件夹"),
        ("paths[5]", "“没有.jpg”读不了：找不到这个文件"),
        ("paths[6]", "“又一份.jpg”与附件“好.jpg”内容相同"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for ((field, message), (place, words)) in said.iter().zip(expected) {
        assert!(*field == place && message.starts_with(words), "{field}: {message}");
    }
    assert!(town.attach(gathering, &[]).unwrap_err().fields[0].message.contains("请选择"));
}

/// Writes a file anew when the file of a number is about to be looked at.
struct Rewriting {
    path: PathBuf,
    at: u64,
}

impl crate::progress::Progress for Rewriting {
    fn report(&self, _stage: &str, done: u64, _total: u64) -> bool {
        if done == self.at {
            std::fs::write(&self.path, b"other").unwrap();
        }
        true
    }
}

#[test]
fn an_attaching_that_is_refused_leaves_no_file() {
    let (mut town, gathering) = held();
    let paths = [town.file("一.jpg", b"one"), town.file("二.jpg", b"two"), town.file("三.jpg", b"three")];
    let head = town.head();
    // The second file was looked at, and says something else by the time it is sealed: behind the first, which is.
    let rewriting = Rewriting { path: PathBuf::from(&paths[1]), at: 2 };
    let attach = MeetingAttach { gathering, paths: paths.to_vec() };
    let refused = town.desk.call_watched(&attach, &rewriting).unwrap_err();
    assert!(refused.to_string().contains("正在被别的程序改动"), "{refused}");
    assert!(!town.sealed(b"one").exists(), "no row names it");
    assert_eq!((town.head(), town.names(gathering)), (head, Vec::<String>::new()), "nothing has happened");
    town.attach(gathering, &paths).unwrap();
    assert!(town.sealed(b"one").exists() && town.is_sound());
}

#[test]
fn a_file_of_twenty_megabytes_is_taken_and_one_and_twenty_files_are_not() {
    let (mut town, gathering) = held();
    let whole = town.file("扫描.pdf", &vec![7; 20 << 20]);
    town.attach(gathering, &[whole]).unwrap();
    let many: Vec<String> =
        (0..20_u8).map(|number| town.file(&format!("照片{number}.jpg"), &[number])).collect();
    let refused = town.attach(gathering, &many).unwrap_err().to_string();
    assert!(refused.contains("最多 20 个附件，已有 1 个，又选了 20 个"), "{refused}");
    let rows = town.attach(gathering, &many[..19]).unwrap();
    assert_eq!(rows.len(), 20);
    town.ask(&MeetingDetach { attachment: rows[4].attachment });
    town.attach(gathering, &many[19..]).unwrap();
}

#[test]
fn the_same_bytes_stand_once_at_a_meeting_and_keep_their_names_at_two() {
    let (mut town, gathering) = held();
    let other = town.record(draft("2026-10-18", vec![record_of(RecordKind::Lecture, town.branch)])).unwrap();
    let (first, second) = (town.file("签到表.jpg", b"one"), town.file("党课签到.jpg", b"one"));
    let rows = town.attach(gathering, std::slice::from_ref(&first)).unwrap();
    let twice = town.attach(gathering, std::slice::from_ref(&second)).unwrap_err();
    assert!(twice.fields[0].message.contains("与附件“签到表.jpg”内容相同"), "{twice}");
    town.attach(other.gathering, std::slice::from_ref(&second)).unwrap();
    assert_eq!(
        town.names(other.gathering),
        ["党课签到.jpg"],
        "a kept file has one row, each attachment its name"
    );

    // Taken off and attached anew, the first can no longer come back beside it.
    town.ask(&MeetingDetach { attachment: rows[0].attachment });
    let detached = town.ask(&HistoryList {})[0].change;
    town.attach(gathering, &[second]).unwrap();
    let refused = town.desk.call(&HistoryUndo { change: Some(detached) }).unwrap_err().to_string();
    assert!(refused.contains("又登记了同样的内容"), "{refused}");
    assert_eq!(town.names(gathering), ["党课签到.jpg"]);
    assert!(town.is_sound());
}

#[test]
fn a_cancelled_meeting_keeps_its_attachments_and_a_correction_carries_them() {
    let (mut town, gathering) = held();
    let (first, second) = (town.file("签到表.jpg", b"one"), town.file("照片.jpg", b"two"));
    town.attach(gathering, &[first]).unwrap();
    let correct = MeetingCorrect {
        replaces: gathering,
        reason: "主题写错".into(),
        gathering: draft("2026-10-17", vec![record_of(RecordKind::ThemeDay, town.branch)]),
    };
    let corrected = town.ask(&correct).gathering;
    assert_eq!(
        (town.names(gathering), town.names(corrected)),
        (vec!["签到表.jpg".to_owned()], vec!["签到表.jpg".to_owned()])
    );
    let refused = town.attach(gathering, std::slice::from_ref(&second)).unwrap_err().to_string();
    assert!(refused.contains("已经取消") && refused.contains("更正后的会议"), "{refused}");
    let attachment = town.ask(&MeetingShow { gathering }).attachments[0].attachment;
    assert!(town.desk.call(&MeetingDetach { attachment }).is_err(), "it stays as it was");
    town.undo_newest();
    assert_eq!(town.names(gathering), ["签到表.jpg"]);
    town.attach(gathering, &[second]).unwrap();
    town.ask(&MeetingCancel { gathering, reason: "登记错了支部".into() });
    assert_eq!(town.names(gathering), ["签到表.jpg", "照片.jpg"]);
    assert!(town.is_sound());
}

#[test]
fn a_closed_month_takes_attachments_and_is_not_changed_by_them() {
    let (mut town, gathering) = held();
    close(&mut town, october());
    let path = town.file("扫描.pdf", b"scan");
    let rows = town.attach(gathering, &[path]).unwrap();
    town.ask(&MeetingDetach { attachment: rows[0].attachment });
    town.undo_newest();
    assert_eq!(town.names(gathering), ["扫描.pdf"]);
    let months = town.ask(&MonthList {});
    assert!(months.iter().all(|month| !month.has_changed_since_sent), "{months:?}");
}

#[test]
fn a_lost_file_is_found_by_the_proof_and_refused_in_words() {
    let (mut town, gathering) = held();
    let path = town.file("签到表.jpg", b"one");
    let rows = town.attach(gathering, &[path]).unwrap();
    std::fs::remove_file(town.sealed(b"one")).unwrap();
    let proof = town.ask(&BookVerify {});
    assert!(!proof.is_sound && proof.damages[0].contains("不见了"), "{proof:?}");
    let out = town.dir.path().display().to_string();
    let refused = town.desk.call(&MeetingAttachmentSave { attachment: rows[0].attachment, out }).unwrap_err();
    assert!(refused.to_string().contains("不见了"), "{refused}");
    assert_eq!(town.names(gathering), ["签到表.jpg"], "the record still names it");
}

#[test]
fn a_backup_carries_attachments_and_a_restore_hands_them_out() {
    let (mut town, gathering) = held();
    let path = town.file("签到表.jpg", b"one");
    town.attach(gathering, &[path]).unwrap();
    let to = Some(town.dir.path().join("备份.zbk").display().to_string());
    let backup = town.ask(&BookBackup { to }).path;
    let dir = town.dir.path().join("别处").display().to_string();
    let restore = BookRestore { backup, dir, password: None, recovery_code: None, present_password: None };
    town.ask(&restore);
    let row = town.ask(&MeetingShow { gathering }).attachments.remove(0);
    let out = town.dir.path().join("取回.jpg").display().to_string();
    let saved = town.ask(&MeetingAttachmentSave { attachment: row.attachment, out });
    assert_eq!((std::fs::read(saved.path).unwrap(), row.name.as_str()), (b"one".to_vec(), "签到表.jpg"));
    assert!(town.is_sound());
}

#[test]
fn an_attachment_is_not_saved_into_the_folder_of_the_book() {
    let (mut town, gathering) = held();
    let path = town.file("签到表.jpg", b"one");
    let attachment = town.attach(gathering, &[path]).unwrap()[0].attachment;
    let dir = town.desk.book().unwrap().dir().to_owned();
    let head = town.head();
    for out in [dir.clone(), dir.join("files"), dir.join("签到表.jpg")] {
        let save = MeetingAttachmentSave { attachment, out: out.display().to_string() };
        let refused = town.desk.call(&save).unwrap_err();
        assert!(refused.fields[0].message.contains("不能存到台账目录里面"), "{refused}");
    }
    assert_eq!(town.head(), head);
}

/// A book that holds as much as it may: nobody fills 8 GB for a test, so the row of the file says so.
#[test]
fn a_book_takes_no_more_than_a_backup_can_hold() {
    use branchbook_ledger::kept::{SealedFile, keep_file};
    use branchbook_ledger::{LedgerError, Operation, OperationKind};

    let (mut town, gathering) = held();
    let large =
        SealedFile { sha256: [7; 32], size: branchbook_domain::attachment::MOST_OF_A_BOOK, is_new: true };
    let operation = Operation::new(OperationKind::MeetingAttach, "很大的附件");
    let insert = |writing: &mut branchbook_ledger::Writing<'_>| {
        let file_id = keep_file(writing, &large, "视频.zip", "attachment")?;
        let (name, added_at) = ("视频.zip".to_owned(), writing.at());
        let attachment = branchbook_ledger::table::gathering::Attachment {
            gathering_id: gathering,
            file_id,
            name,
            added_at,
            removed_at: None,
        };
        writing.insert(&attachment).map(drop)
    };
    town.desk.book_mut().unwrap().write::<_, LedgerError>(&operation, insert).unwrap();
    let path = town.file("签到表.jpg", b"one");
    let refused = town.attach(gathering, &[path]).unwrap_err();
    assert!(refused.message.contains("超过 8 GB"), "{}", refused.message);
    assert_eq!(town.names(gathering), ["视频.zip"]);
}

#[test]
fn a_name_too_long_to_be_written_again_is_cut_before_its_ending() {
    let (mut town, gathering) = held();
    let path = town.file(&format!("{}.pdf", "会".repeat(83)), b"long");
    let rows = town.attach(gathering, &[path]).unwrap();
    let out = town.dir.path().display().to_string();
    let saved = town.ask(&MeetingAttachmentSave { attachment: rows[0].attachment, out });
    assert_eq!(std::fs::read(&saved.path).unwrap(), b"long");
    assert!(saved.path.ends_with("会.pdf"), "{}", saved.path);
}
