//! Opening and its secrets: wrong tries make the next one wait, and a recovery code goes to a file of its own.

use std::sync::Arc;

use branchbook_contract::book::{
    BookClose, BookCreate, BookOpen, BookPassword, BookPeek, BookRecoverySave, BookVerify, HistoryList,
    Office,
};
use branchbook_contract::{CallError, Code};
use branchbook_domain::day::FixedClock;

use crate::Desk;

/// A book with the password 甲子.
struct Room {
    desk: Desk,
    dir: String,
    code: String,
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Arc::new(FixedClock::on("2026-11-22".parse().unwrap())));
        let dir = folder.path().join("book").display().to_string();
        let create = BookCreate {
            dir: dir.clone(),
            office: Office::Community,
            name: "银河社区".into(),
            operator: None,
            password: Some("甲子".into()),
        };
        let code = desk.call(&create).unwrap().body.recovery_code;
        Self { desk, dir, code, folder }
    }

    fn open(&mut self, password: &str) -> Result<(), CallError> {
        let password = Some(password.to_owned());
        let open = BookOpen { dir: self.dir.clone(), password, recovery_code: None, operator: None };
        self.desk.call(&open).map(|_| ())
    }

    fn wait(&mut self) -> u32 {
        self.desk.call(&BookPeek { dir: self.dir.clone() }).unwrap().body.wait_seconds
    }

    fn save(&mut self, code: &str, name: &str) -> Result<String, CallError> {
        let out = self.folder.path().join(name).display().to_string();
        self.desk.call(&BookRecoverySave { code: code.to_owned(), out }).map(|reply| reply.body.path)
    }
}

#[test]
fn after_wrong_passwords_the_desk_itself_waits_whatever_the_page_remembers() {
    let mut room = Room::new();
    room.desk.call(&BookClose {}).unwrap();
    for _ in 0..3 {
        assert_eq!(room.open("乙丑").unwrap_err().code, Code::WrongSecret);
        assert_eq!(room.wait(), 0, "three tries cost nothing");
    }
    assert_eq!(room.open("乙丑").unwrap_err().code, Code::WrongSecret);
    let wait = room.wait();
    assert!((1..=4).contains(&wait), "{wait}");
    let refused = room.open("甲子").unwrap_err();
    assert_eq!(refused.code, Code::Refused, "the right one waits, too: {refused}");
    assert!(refused.message.contains("试错次数多了，请等"), "{refused}");
    let elsewhere = room.folder.path().join("另一本").display().to_string();
    assert_eq!(room.desk.call(&BookPeek { dir: elsewhere }).unwrap().body.wait_seconds, 0);
}

#[test]
fn the_right_password_ends_the_counting() {
    let mut room = Room::new();
    room.desk.call(&BookClose {}).unwrap();
    for _ in 0..2 {
        (0..3).for_each(|_| assert!(room.open("乙丑").is_err()));
        room.open("甲子").unwrap();
    }
    assert_eq!(room.wait(), 0);
}

#[test]
fn a_recovery_code_is_written_with_what_it_is_for() {
    let mut room = Room::new();
    let code = room.code.clone();
    let path = room.save(&code, "恢复码.txt").unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    for words in ["单位：银河社区\r\n", "日期：2026-11-22\r\n", "忘了密码时", "也不要和电脑放在一起"]
    {
        assert!(text.contains(words), "{words} is missing in\n{text}");
    }
    let written = text.lines().find_map(|line| line.strip_prefix("恢复码：")).unwrap().trim().to_owned();
    let title = room.desk.call(&HistoryList {}).unwrap().body.swap_remove(0).title;
    assert!(title.starts_with("把恢复码存成文件") && !title.contains(&code), "{title}");
    room.desk.call(&BookClose {}).unwrap();
    let open =
        BookOpen { dir: room.dir.clone(), password: None, recovery_code: Some(written), operator: None };
    room.desk.call(&open).unwrap();
    let in_folder = room.save(&code, "").unwrap();
    assert!(in_folder.ends_with("银河社区恢复码.txt"), "{in_folder}");
    assert!(room.desk.call(&BookVerify {}).unwrap().body.is_sound);
}

#[test]
fn only_the_code_that_opens_the_book_is_written_and_not_beside_it() {
    let mut room = Room::new();
    let old = room.code.clone();
    let renew = BookPassword { password: Some("丙寅".into()), renew_recovery: true };
    let new = room.desk.call(&renew).unwrap().body.recovery_code.unwrap();
    let head = room.desk.book().unwrap().head().id;
    for (code, name) in [(old.as_str(), "旧.txt"), ("ABC", "短.txt")] {
        assert_eq!(room.save(code, name).unwrap_err().code, Code::WrongSecret, "{name}");
        assert!(!room.folder.path().join(name).exists());
    }
    let beside = room.save(&new, "book/恢复码.txt").unwrap_err();
    assert!(beside.fields[0].message.contains("不能存到台账目录里面"), "{beside}");
    assert_eq!(room.desk.book().unwrap().head().id, head);
    room.save(&new, "新.txt").unwrap();
}
