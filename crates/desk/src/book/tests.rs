//! Opening and its secrets: wrong tries make the next one wait, and a recovery code goes to a file of its own.

use std::sync::Arc;
use std::time::Duration;

use branchbook_contract::book::{
    BookBackup, BookClose, BookCreate, BookOpen, BookPassword, BookPeek, BookRecoverySave, BookRestore,
    BookVerify, HistoryList, Office,
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

impl Room {
    fn back_up(&mut self) -> String {
        let to = Some(self.folder.path().display().to_string());
        self.desk.call(&BookBackup { to }).unwrap().body.path
    }

    /// Restores a backup into a folder beside the book, with its password and that of the book that lies there.
    fn restore(&mut self, backup: &str, dir: &str, secrets: [&str; 2]) -> Result<(), CallError> {
        let [password, present] = secrets.map(|secret| Some(secret.to_owned()));
        let dir = self.folder.path().join(dir).display().to_string();
        let command = BookRestore {
            backup: backup.to_owned(),
            dir,
            password,
            recovery_code: None,
            present_password: present,
        };
        self.desk.call(&command).map(|_| ())
    }
}

#[test]
fn wrong_passwords_of_a_backup_make_the_next_restore_wait_into_whatever_folder() {
    let mut room = Room::new();
    let backup = room.back_up();
    room.desk.call(&BookClose {}).unwrap();
    for dir in ["一", "二", "三", "四"] {
        let wrong = room.restore(&backup, dir, ["乙丑"; 2]).unwrap_err();
        assert_eq!(wrong.code, Code::WrongSecret, "{wrong}");
    }
    for (password, dir) in [("乙丑", "四"), ("甲子", "四"), ("甲子", "五")] {
        let early = room.restore(&backup, dir, [password; 2]).unwrap_err();
        assert_eq!(early.code, Code::Refused, "the right one waits, too: {early}");
        let seconds: u32 =
            early.message.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
        assert!(early.message.starts_with("试错次数多了，请等 "), "{early}");
        assert!((1..=4).contains(&seconds), "{early}");
        assert!(!room.folder.path().join(dir).exists(), "a refusal leaves nothing behind");
    }
    assert_eq!(room.wait(), 0, "the book itself was not tried");
    room.desk.tries_mut().pass(Duration::from_secs(4));
    room.restore(&backup, "五", ["甲子"; 2]).unwrap();
    assert!(room.desk.call(&BookVerify {}).unwrap().body.is_sound);
    room.desk.call(&BookClose {}).unwrap();
    let again = room.restore(&backup, "六", ["乙丑"; 2]).unwrap_err();
    assert_eq!(again.code, Code::WrongSecret, "what was right began anew");
    room.restore(&backup, "六", ["甲子"; 2]).unwrap();
}

#[test]
fn wrong_passwords_of_the_present_book_at_a_restore_count_as_tries_at_that_book() {
    let mut room = Room::new();
    let backup = room.back_up();
    room.desk.call(&BookClose {}).unwrap();
    for _ in 0..4 {
        let wrong = room.restore(&backup, "book", ["甲子", "乙丑"]).unwrap_err();
        assert_eq!(wrong.code, Code::WrongSecret, "{wrong}");
    }
    assert!((1..=4).contains(&room.wait()), "{}", room.wait());
    assert_eq!(room.open("甲子").unwrap_err().code, Code::Refused);
    assert_eq!(room.restore(&backup, "book", ["甲子"; 2]).unwrap_err().code, Code::Refused);
    room.desk.tries_mut().pass(Duration::from_secs(4));
    room.restore(&backup, "book", ["甲子"; 2]).unwrap();
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
