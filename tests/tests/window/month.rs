//! A month by hand, in the real window: a community begins, takes over its register, records a meeting and points,
//! checks, exports and seals; its street opens the file and the receipt goes back. Each step leaves a picture, and no
//! mouse is touched in any of them.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use branchbook_tests::window::{Start, Window};
use tempfile::TempDir;

/// The last working day of the month, and the first one after it.
const DAY: &str = "2026-10-30";
const AFTERWARDS: &str = "2026-11-02";
const PASSWORD: &str = "晨光2026";
const COMMUNITY: &str = "晨光社区党委";
const STREET: &str = "明湖街道党工委";

/// The desks of both offices and the memory stick that goes between them.
struct Month {
    folder: TempDir,
    /// What is wrong with the pages that were seen.
    wrongs: RefCell<Vec<String>>,
}

impl Month {
    fn new() -> Self {
        let month = Self { folder: tempfile::tempdir().unwrap(), wrongs: RefCell::default() };
        std::fs::create_dir(month.stick()).unwrap();
        month
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("U盘")
    }

    fn window(&self, office: &str, day: &str) -> Window {
        let book = self.folder.path().join(office);
        Window::open(&Start { book: Some(&book), day: Some(day), is_mouseless: true, ..Start::default() })
    }

    /// The only file on the stick whose name holds all of these words.
    fn on_stick(&self, words: &[&str]) -> PathBuf {
        let entries = std::fs::read_dir(self.stick()).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<PathBuf> = entries.collect();
        all.sort();
        let has = |path: &&PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            words.iter().all(|word| name.contains(word))
        };
        let found: Vec<&PathBuf> = all.iter().filter(has).collect();
        assert_eq!(found.len(), 1, "{words:?} among {all:?}");
        found[0].clone()
    }

    /// Takes a picture of the page and looks whether it is in order.
    fn look(&self, window: &Window, step: &str) {
        window.picture(&format!("month-{step}"));
        // The paths that are shown lead through the folder of this test, which has no Chinese name.
        let own = format!("{}/.tmp", self.folder.path().parent().unwrap().display());
        let wrongs = window.wrongs().into_iter().filter(|wrong| !wrong.contains(&own));
        let wrongs = wrongs.chain(window.take_complaints());
        self.wrongs.borrow_mut().extend(wrongs.map(|wrong| format!("{step}: {wrong}")));
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/month").join(name)
}

#[test]
fn a_month_goes_from_the_first_start_to_the_receipt() {
    let month = Month::new();
    the_street_begins(&month);
    let community = month.window("community", DAY);
    the_community_begins(&month, &community);
    the_roster_is_taken_over(&month, &community);
    a_meeting_is_recorded(&month, &community);
    points_are_awarded(&month, &community);
    the_month_is_checked_and_exported(&month, &community);
    the_month_is_sealed(&month, &community);
    drop(community);
    the_street_takes_it(&month);
    the_receipt_comes_back(&month);
    assert!(month.wrongs.borrow().is_empty(), "{:#?}", month.wrongs.borrow());
}

fn the_street_begins(month: &Month) {
    let window = month.window("street", DAY);
    window.click("radio", "街道");
    window.fill("单位名称", STREET);
    window.click("radio", "不设密码");
    month.look(&window, "01-street-first-start");
    window.click("button", "新建台账");
    window.click("button", "接通第一个社区");
    month.look(&window, "02-street-communities");
    window.will_pick(&[&month.stick()]);
    window.click("button", "导出邀请函");
    window.wait_for("已写好邀请函");
}

fn the_community_begins(month: &Month, window: &Window) {
    window.click("radio", "社区");
    window.click("field", "单位名称");
    window.compose("chenguangshequ", "晨光社区");
    window.type_text("党委");
    window.fill("经办人", "柳文静");
    window.fill("密码", PASSWORD);
    window.fill("再填一次", "不一样");
    window.click("button", "新建台账");
    window.wait_for("两次填写的密码不一样");
    window.fill("再填一次", PASSWORD);
    month.look(window, "03-first-start");
    window.click("button", "新建台账");
    window.wait_for("恢复码");
    month.look(window, "04-recovery-code");
    window.click("button", "已经收好");
    month.look(window, "05-first-step");
    window.click("button", "导入党员花名册");
}

fn the_roster_is_taken_over(month: &Month, window: &Window) {
    month.look(window, "06-import-pick");
    window.will_pick(&[&fixture("党员花名册.xlsx")]);
    window.click("button", "选择文件");
    month.look(window, "07-import-columns");
    window.click("button", "下一步");
    window.wait_for("将新增 312 行");
    month.look(window, "08-import-preview");
    window.click("button", "导入 312 行");
    window.wait_for("撤销这次导入");
    month.look(window, "09-import-done");
    window.click("link", "看党员名册");
    window.wait_for("312");
    month.look(window, "10-register");
}

fn a_meeting_is_recorded(month: &Month, window: &Window) {
    window.click("link", "组织生活");
    month.look(window, "11-meetings");
    window.click("link", "登记望湖苑党支部支部党员大会");
    window.fill("日期", "2026.10.28");
    window.press("Tab");
    window.fill("时间", "14:30–16:10");
    window.fill("地点", "晨光社区二楼会议室");
    window.fill("会议主题", "第四季度支部党员大会");
    window.fill("议题 1", "通报第三季度组织生活情况");
    let signed = month.folder.path().join("签到表.pdf");
    std::fs::write(&signed, "签到").unwrap();
    window.will_pick(&[&signed]);
    window.click("button", "添加附件");
    window.wait_for("签到表.pdf");
    window.reach("listbox", "应到名单");
    window.press("Right");
    window.press("q");
    window.press("Right");
    window.press("Right");
    window.press("x");
    let away = "return [...document.querySelectorAll('.roll .p.away')].filter(visible).map((seat) => seat.textContent)";
    let away: Vec<String> = serde_json::from_value(window.ask(away, vec![])).unwrap();
    assert_eq!(away.len(), 2, "who is away stays on the roll, where the mark can be taken back: {away:?}");
    assert!(window.text().contains("请假 1 · 缺席 1"), "{}", window.text());
    month.look(window, "12-meeting");
    window.press("Ctrl+Enter");
    window.wait_for("会议已登记");
    window.wait_for("已收存附件 1 个");
    assert!(window.text().contains("请假 1 人，缺席 1 人"), "{}", window.text());
    month.look(window, "13-meeting-done");
}

fn points_are_awarded(month: &Month, window: &Window) {
    window.click("link", "积分");
    month.look(window, "14-points");
    window.click("button", "记分");
    window.fill("按姓名、拼音首字母找人", "kt");
    window.press("Enter");
    window.press("Tab");
    window.choose("事项", "每小时");
    window.fill("时长", "120");
    month.look(window, "15-award");
    window.press("Ctrl+S");
    window.wait_for("已给");
    month.look(window, "16-awarded");
}

fn the_month_is_checked_and_exported(month: &Month, window: &Window) {
    window.click("link", "报表");
    month.look(window, "17-check");
    window.will_pick(&[&month.stick()]);
    window.click("button", "导出月报");
    window.wait_for("月报已导出");
    month.look(window, "18-exported");
    month.on_stick(&["月报", ".xlsx"]);
}

fn the_month_is_sealed(month: &Month, window: &Window) {
    window.click("link", "上报与回执");
    month.look(window, "19-exchange-begin");
    window.will_pick(&[&month.stick()]);
    window.click("button", "导出邀请函");
    window.wait_for("已写好邀请函");
    window.will_pick(&[&month.on_stick(&["邀请函", STREET])]);
    window.click("button", "登记邀请函");
    window.wait_for("念的一样");
    month.look(window, "20-fingerprint");
    window.click("button", "念的一样");
    month.look(window, "21-exchange");
    window.will_pick(&[&month.stick()]);
    window.click("button", "封装十月");
    window.wait_for("已封装，第 1 次");
    month.look(window, "22-sealed");
}

fn the_street_takes_it(month: &Month) {
    let window = month.window("street", DAY);
    window.click("link", "社区");
    window.will_pick(&[&month.on_stick(&["邀请函", COMMUNITY])]);
    window.click("button", "登记社区");
    window.click("button", "念的一样");
    month.look(&window, "23-street-communities");
    window.click("link", "接收与回执");
    window.will_pick(&[&month.stick()]);
    window.click("button", "接收文件夹");
    window.wait_for("可接收 1 份");
    month.look(&window, "24-street-preview");
    window.click("button", "接收这 1 份");
    window.wait_for("已接收 1 份");
    month.look(&window, "25-street-taken");
    window.will_pick(&[&month.stick()]);
    window.click("button", "导出回执");
    window.wait_for("已导出 1 份回执");
    window.click("link", "街道总览");
    month.look(&window, "26-street-overview");
}

fn the_receipt_comes_back(month: &Month) {
    let window = month.window("community", AFTERWARDS);
    month.look(&window, "27-locked");
    window.fill("密码", "不对的密码");
    window.press("Enter");
    window.wait_for("密码不对");
    window.fill("密码", PASSWORD);
    window.press("Enter");
    window.click("link", "上报与回执");
    window.will_pick(&[&month.on_stick(&["回执", ".zbt"])]);
    window.click("button", "接收回执");
    window.wait_for("街道已接收");
    month.look(&window, "28-receipt");
    window.click("button", "知道了");
    window.click("link", "报表");
    window.click("button", "上个月");
    window.click("button", "结账");
    month.look(&window, "29-close");
    window.click("button", "结账");
    window.wait_for("已结账");
    month.look(&window, "30-closed");
    window.click("link", "本月");
    month.look(&window, "31-month");
}
