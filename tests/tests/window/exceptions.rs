//! What goes otherwise than planned, in the real window: a report that comes back, keys that have changed, a save that
//! fails, a deed taken back, a number shown in full.

use std::path::{Path, PathBuf};

use branchbook_tests::window::{Start, Window};
use tempfile::TempDir;

use crate::demo::{COMMUNITY, DAY, STREET, well};

/// The demo town and a memory stick.
struct Town {
    folder: TempDir,
}

impl Town {
    fn new() -> Self {
        let town = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(town.stick()).unwrap();
        well(&["demo", town.path("demo").to_str().unwrap()]);
        town
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn stick(&self) -> PathBuf {
        self.path("U盘")
    }

    fn book(&self, office: &str) -> PathBuf {
        self.path("demo").join(office)
    }

    fn window(&self, office: &str) -> Window {
        Window::open(&Start { book: Some(&self.book(office)), day: Some(DAY), ..Start::default() })
    }

    fn on_stick(&self, word: &str) -> PathBuf {
        let entries = std::fs::read_dir(self.stick()).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<PathBuf> = entries.filter(|path| name(path).contains(word)).collect();
        all.sort();
        all.pop().unwrap_or_else(|| panic!("nothing on the stick is called {word}"))
    }

    fn seal(&self) {
        let window = self.window(COMMUNITY);
        window.go("#/exchange");
        window.will_pick(&[&self.stick()]);
        window.click("button", "封装十一月");
        window.wait_for("已封装");
    }

    fn take(&self, window: &Window) {
        window.go("#/receive");
        window.will_pick(&[&self.stick()]);
        window.click("button", "接收文件夹");
        window.click("button", "接收这 1 份");
        window.wait_for("已接收 1 份");
    }

    fn give_receipts(&self, window: &Window) {
        window.go("#/receive");
        window.will_pick(&[&self.stick()]);
        window.click("button", "导出回执");
        window.wait_for("份回执");
    }

    fn accept(&self) -> Window {
        let window = self.window(COMMUNITY);
        window.go("#/exchange");
        window.will_pick(&[&self.on_stick("回执")]);
        window.click("button", "接收回执");
        window
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn what_the_street_sends_back_is_mended_and_taken() {
    let town = Town::new();
    town.seal();
    let street = town.window(STREET);
    town.take(&street);
    street.go(&format!("#/street?whose={COMMUNITY}&of=2026-11&part=member"));
    street.click("button", "退回这行");
    street.fill("退回原因", "名册有一处要改");
    street.fill("第 1 行", "出生年月与档案不符");
    street.picture("back-1-marked");
    street.will_pick(&[&town.on_stick("第1次")]);
    street.click("button", "选择文件，退回");
    street.wait_for("已退回");
    town.give_receipts(&street);
    drop(street);

    let community = town.accept();
    community.wait_for("街道退回了2026年11月");
    community.wait_for("出生年月与档案不符");
    community.picture("back-2-reasons");
    drop(community);
    std::fs::remove_file(town.on_stick("第1次")).unwrap();
    town.seal();
    let street = town.window(STREET);
    town.take(&street);
    town.give_receipts(&street);
    drop(street);
    let community = town.accept();
    community.wait_for("街道已接收");
    community.picture("back-3-taken");
}

#[test]
fn changed_keys_are_taken_only_after_a_second_word() {
    let town = Town::new();
    let (impostor, stick) = (town.path("other"), town.stick());
    let (impostor, stick) = (impostor.to_str().unwrap(), stick.to_str().unwrap());
    well(&["init", "--office", "street", "--name", STREET, "--no-password", impostor]);
    well(&["--book", impostor, "parcel", "invite", "--out", stick]);
    let window = town.window(COMMUNITY);
    window.go("#/exchange");
    let trusted = |window: &Window| {
        let prints = "return [...document.querySelectorAll('aside.trust .print')].map((e) => e.title).join()";
        window.ask(prints, vec![])
    };
    let before = trusted(&window);
    let ask_again = || {
        window.will_pick(&[&town.on_stick("邀请函")]);
        window.click("button", "重新登记");
        window.wait_for("对方的密钥变了");
    };
    ask_again();
    window.picture("keys-1-warning");
    window.click("button", "先不登记");
    window.go("#/report");
    window.go("#/exchange");
    assert_eq!(trusted(&window), before, "nothing is taken yet");
    ask_again();
    window.click("button", "确认密钥已更换");
    window.wait_for("已经换成新的");
    assert_ne!(trusted(&window), before);
    window.picture("keys-2-taken");
}

#[test]
fn a_save_that_fails_keeps_what_was_typed_and_marks_the_field() {
    let town = Town::new();
    let window = town.window(COMMUNITY);
    window.go("#/members");
    window.click("button", "新增党员");
    window.fill("姓名", "");
    window.compose("liuwenjing", "柳文静");
    window.press("Enter");
    window.fill("身份证号", "110101199003074517");
    window.press("Ctrl+S");
    let marked = "return [...document.querySelectorAll('dialog [aria-invalid=true]')].length";
    assert!(window.ask(marked, vec![]).as_u64() > Some(0), "a field is marked:\n{}", window.text());
    let kept =
        "return [...document.querySelectorAll('dialog input')].some((field) => field.value === '柳文静')";
    assert_eq!(window.ask(kept, vec![]).as_bool(), Some(true), "what was typed is still there");
    window.picture("failed-save");
}

#[test]
fn a_deed_is_taken_back_by_two_keys() {
    let town = Town::new();
    let window = town.window(COMMUNITY);
    window.go("#/points");
    window.click("button", "记分");
    window.fill("按姓名、拼音首字母找人", "z");
    window.press("Enter");
    window.press("Tab");
    window.choose("事项", "每小时");
    window.fill("时长", "60");
    window.press("Ctrl+S");
    window.wait_for("已给");
    window.press("Ctrl+Z");
    window.wait_for("志愿服务");
    window.picture("undo-1-list");
    window.press("Enter");
    window.wait_for("已撤销");
    window.picture("undo-2-undone");
}

#[test]
fn a_number_shown_in_full_is_recorded() {
    let town = Town::new();
    let window = town.window(COMMUNITY);
    window.go("#/members");
    window.ask("document.querySelector('main tr.row b').click()", vec![]);
    window.wait_for("身份证号");
    window.settle();
    let masked = |window: &Window| window.text().lines().any(|line| line.contains("**********"));
    assert!(masked(&window), "numbers are masked:\n{}", window.text());
    window.picture("reveal-1-masked");
    window.click("button", "查看");
    window.wait_until_gone("**********");
    window.picture("reveal-2-shown");
    window.go("#/history");
    window.wait_for("查看");
    window.picture("reveal-3-recorded");
}

/// Quarter of an hour goes by without a touch, by the clock of the page.
pub fn time_goes_by(window: &Window) {
    window.ask("const now = Date.now; Date.now = () => now() + 16 * 60 * 1000", vec![]);
    window.wait_for("打开台账");
}

#[test]
fn a_desk_that_nobody_touches_locks_and_keeps_what_was_typed() {
    const PASSWORD: &str = "晨光2026";
    const TYPED: &str = "锦华苑活动室";
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    let window = Window::open(&Start { book: Some(&book), day: Some(DAY), ..Start::default() });
    window.fill("单位名称", COMMUNITY);
    window.fill("密码", PASSWORD);
    window.fill("再填一次", PASSWORD);
    window.click("button", "新建台账");
    window.click("button", "已经收好");
    window.click("button", "先看看各个页面");
    let unlock = |window: &Window| {
        window.fill("密码", PASSWORD);
        window.press("Enter");
        window.wait_until_gone("打开台账");
    };

    window.go("#/members");
    time_goes_by(&window);
    let is_gone = window.ask("return document.querySelector('.app') === null", vec![]);
    assert_eq!(is_gone, true, "nothing was typed, so nothing waits behind the lock");
    unlock(&window);

    window.go("#/meetings/new");
    window.fill("地点", TYPED);
    time_goes_by(&window);
    window.picture("idle-1-locked");
    window.press("Ctrl+K");
    window.press("Ctrl+S");
    let shown = window.ask("return document.querySelector('.app').getClientRects().length", vec![]);
    assert_eq!(shown, 0, "what waits behind the lock is not to be seen");
    assert!(!window.has("dialog", "搜索"), "no key reaches what is behind the lock");
    unlock(&window);
    let place = "return find('field', '地点').value";
    assert_eq!(window.ask(place, vec![]), TYPED, "what was typed is still there");
    assert!(window.has("button", "完成登记"));
    window.picture("idle-2-unlocked");
    assert!(window.take_complaints().is_empty());
}

#[test]
fn the_lock_lies_above_an_open_dialog() {
    const PASSWORD: &str = "晨光2026";
    const TYPED: &str = "送学上门两次";
    let town = Town::new();
    let window = town.window(COMMUNITY);
    window.go("#/settings?tab=password");
    window.fill("新密码", PASSWORD);
    window.fill("再填一次", PASSWORD);
    window.click("button", "保存密码");
    window.wait_for("密码已保存");
    window.go("#/points");
    window.click("button", "记分");
    window.fill("事由", TYPED);
    time_goes_by(&window);
    window.picture("idle-3-over-a-dialog");
    window.fill("密码", PASSWORD);
    window.press("Enter");
    window.wait_until_gone("打开台账");
    assert_eq!(window.ask("return find('field', '事由').value", vec![]), TYPED);
    window.picture("idle-4-dialog-again");
}
