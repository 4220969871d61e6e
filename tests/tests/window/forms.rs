//! Nothing that was typed is lost unasked, and the keys save the form in which they are pressed.

use branchbook_tests::window::Window;
use serde_json::{Value, json};

use crate::demo::{COMMUNITY, STREET, office};
use crate::exceptions::time_goes_by;
use crate::shell::call;

const PASSWORD: &str = "晨光2026";
/// The key of the choice 从外省转入.
const FROM_FAR: &str = "transfer_in/144";
/// What is asked before a page or a dialog is left.
const LEAVE_PAGE: &str = "这一页还有没保存的内容";
const LEAVE_DIALOG: &str = "有内容还没保存";

/// A setting as the book has it.
fn setting(window: &Window, key: &str) -> Value {
    let (rows, _) = call(window, "setting_get", &json!({ "key": key }));
    rows.unwrap()["body"][0]["value"].clone()
}

fn value(window: &Window, field: &str) -> Value {
    window.ask("return find('field', arguments[0]).value", vec![json!(field)])
}

fn is_marked(window: &Window, field: &str) -> bool {
    window.ask("return find('field', arguments[0]).getAttribute('aria-invalid')", vec![json!(field)])
        == "true"
}

/// The question before typed text is thrown away comes, and what was typed is there after 继续填写.
fn is_asked(window: &Window, question: &str, field: &str, typed: &str) {
    assert!(window.has("dialog", question), "nobody asks; the page shows:\n{}", window.text());
    window.click("button", "继续填写");
    assert!(!window.has("dialog", question), "the question is answered");
    assert_eq!(value(window, field), typed, "“{field}” is as it was typed");
}

fn set_password(window: &Window) {
    window.go("#/settings?tab=password");
    window.fill("新密码", PASSWORD);
    window.fill("再填一次", PASSWORD);
    window.click("button", "保存密码");
    window.wait_for("密码已保存");
}

#[test]
fn the_keys_save_the_setting_in_which_they_are_pressed_and_no_other() {
    let (_folder, window) = office(COMMUNITY);
    window.go("#/settings");
    let phone = setting(&window, "report.phone");
    let due = setting(&window, "month.due_day");
    window.fill("上报截止日", "7");
    window.fill("补录界限日", "8");
    window.press("Ctrl+S");
    window.wait_for("已保存：补录界限日");
    assert_eq!(setting(&window, "meeting.late_after_day"), json!(8));
    assert_eq!(setting(&window, "report.phone"), phone, "the last of the forms was not meant");
    assert_eq!(setting(&window, "month.due_day"), due, "nor was the one that is still being typed");
    assert_eq!(value(&window, "上报截止日"), "7", "what is typed elsewhere stays");
    assert!(!window.text().contains("已保存：报表"), "{}", window.text());
    // Nowhere in a form: the one in which something is typed is meant.
    window.ask("document.activeElement.blur()", vec![]);
    window.press("Ctrl+S");
    // A month that is sent and not closed keeps its days: the desk refuses, it is said, and nothing typed goes.
    window.wait_for("现在不能改统计日期");
    assert_eq!(setting(&window, "month.due_day"), due);
    assert_eq!(value(&window, "上报截止日"), "7", "a refusal takes nothing away");
    window.picture("forms-settings");
}

#[test]
fn another_tab_and_another_page_ask_before_a_setting_is_lost() {
    let (_folder, window) = office(COMMUNITY);
    window.go("#/settings");
    window.fill("统计截止日", "99");
    window.press("Ctrl+S");
    window.wait_for("统计截止日请填 0");
    assert!(is_marked(&window, "统计截止日"), "what is refused is marked");
    window.click("tab", "密码");
    is_asked(&window, LEAVE_PAGE, "统计截止日", "99");
    window.click("link", "积分");
    is_asked(&window, LEAVE_PAGE, "统计截止日", "99");
    window.click("tab", "密码");
    window.click("button", "不保存，离开");
    assert!(window.has("field", "新密码"));
    window.click("link", "积分");
    assert!(!window.has("dialog", LEAVE_PAGE), "what was given up holds nothing");
}

#[test]
fn what_a_street_hands_down_is_saved_part_by_part_and_held() {
    const THEME: &str = "学习贯彻全会精神";
    let (_folder, window) = office(STREET);
    window.go("#/publish");
    let theme = "2026年11月主题";
    window.fill(theme, THEME);
    window.click("checkbox", "民族");
    let before = setting(&window, "street.report_fields");
    window.press("Ctrl+S");
    window.wait_for("下次下发后社区按它上报");
    assert_ne!(setting(&window, "street.report_fields"), before);
    assert_eq!(value(&window, theme), THEME, "what is typed beside it stays");
    window.click("link", "街道总览");
    is_asked(&window, LEAVE_PAGE, theme, THEME);
    window.click("field", theme);
    window.press("Ctrl+S");
    window.wait_for("主题已保存");
    assert_eq!(setting(&window, "month.themes")["2026-11"], THEME);
    window.picture("forms-publish");
    window.click("link", "街道总览");
    assert!(!window.has("dialog", LEAVE_PAGE), "everything is saved");
    assert!(window.address().contains("street"), "{}", window.address());
}

#[test]
fn themes_that_are_typed_wait_behind_the_lock() {
    const THEME: &str = "重温入党誓词";
    let (_folder, window) = office(STREET);
    set_password(&window);
    window.go("#/publish");
    let theme = "2026年11月主题";
    window.fill(theme, THEME);
    time_goes_by(&window);
    unlock(&window);
    assert_eq!(value(&window, theme), THEME);
}

fn unlock(window: &Window) {
    window.fill("密码", PASSWORD);
    window.press("Enter");
    window.wait_until_gone("打开台账");
}

#[test]
fn an_import_is_held_from_its_columns_until_it_is_done() {
    const ROW: &str = "第 2 行怎么处理";
    const CHOICE: &str = "从外省转入";
    let (folder, window) = office(COMMUNITY);
    let file = folder.path().join("花名册.csv");
    std::fs::write(&file, "姓名,所在党支部,出生日期,入党时间\n钟岚岚,双桥党支部,1980-03-05,2005-07-01\n")
        .unwrap();
    set_password(&window);
    window.go("#/intake?kind=roster");
    window.click("link", "积分");
    assert!(!window.has("dialog", LEAVE_PAGE), "nothing is begun yet");
    window.go("#/intake?kind=roster");
    window.will_pick(&[&file]);
    window.click("button", "选择文件");
    window.click("link", "积分");
    assert!(window.has("dialog", LEAVE_PAGE), "the columns are looked at:\n{}", window.text());
    window.click("button", "继续填写");
    window.click("button", "下一步");
    window.wait_for("将新增 1 行");
    window.choose(ROW, CHOICE);
    window.wait_until_gone("补入，不算本月增加");
    assert_eq!(value(&window, ROW), FROM_FAR, "the row says what was decided about it");
    window.click("link", "积分");
    assert!(window.has("dialog", LEAVE_PAGE), "rows are decided:\n{}", window.text());
    window.click("button", "继续填写");
    time_goes_by(&window);
    window.picture("forms-import-locked");
    unlock(&window);
    assert!(!window.text().contains("补入，不算本月增加"), "the decision is still there: {}", window.text());
    assert_eq!(value(&window, ROW), FROM_FAR, "and the row still says so");
    window.click("button", "导入 1 行");
    window.wait_for("撤销这次导入");
    window.click("link", "积分");
    assert!(!window.has("dialog", LEAVE_PAGE), "it is done");
}

/// Chooses the same for two rows: for the second while the answer about the first is awaited, or at once.
const DECIDE: &str = "const [first, second, key, isLater] = arguments; \
    const choose = (name) => { const list = find('field', name); list.value = key; \
      list.dispatchEvent(new Event('change', { bubbles: true })); }; \
    choose(first); \
    if (isLater) setTimeout(() => choose(second)); else choose(second);";

#[test]
fn rows_that_are_decided_one_right_after_the_other_are_all_kept() {
    const NEW: [&str; 5] = ["钟岚岚", "柳文静", "仇冠松", "路明远", "祝雨晴"];
    let (folder, window) = office(COMMUNITY);
    let file = folder.path().join("花名册.csv");
    let rows = NEW.map(|name| format!("{name},双桥党支部,1980-03-05,2005-07-01\n")).concat();
    std::fs::write(&file, format!("姓名,所在党支部,出生日期,入党时间\n{rows}")).unwrap();
    window.go("#/intake?kind=roster");
    window.will_pick(&[&file]);
    window.click("button", "选择文件");
    window.click("button", "下一步");
    window.wait_for("新增的 5 人按“建账时在册”补入");
    let list = |row: u32| format!("第 {row} 行怎么处理");
    for (first, is_later, undecided) in [(2, true, 3), (4, false, 1)] {
        let second = first + 1;
        let both = [first, second].map(|row| json!(list(row)));
        window.ask(DECIDE, [&both[..], &[json!(FROM_FAR), json!(is_later)]].concat());
        window.settle();
        for row in 2..=second {
            assert_eq!(value(&window, &list(row)), FROM_FAR, "row {row}, second one later: {is_later}");
        }
        let told = format!("新增的 {undecided} 人按“建账时在册”补入");
        assert!(window.text().contains(&told), "{told}; the page shows:\n{}", window.text());
    }
    window.picture("forms-decided");
}

/// Dialogs of a community with the way to each, a field, and the dialog's own title.
const DIALOGS: [(&str, &str, &str, &str); 6] = [
    ("#/points", "记分", "事由", "记分"),
    ("#/members", "新增党员", "姓名", "新增党员"),
    ("#/report-in", "登记单位", "单位名称", "单位"),
    ("#/report-in?tab=people", "登记报到", "姓名", "登记报到"),
    ("#/report-in?tab=activities", "登记活动", "活动名称", "登记活动"),
    ("#/meetings/new", "粘贴名单核对", "到会名单", "粘贴名单核对"),
];

#[test]
fn no_dialog_throws_away_what_was_typed_unasked() {
    let (_folder, window) = office(COMMUNITY);
    for (address, button, field, title) in DIALOGS {
        window.go(address);
        window.click("button", button);
        asks_before_it_closes(&window, field, title);
        window.click("button", button);
        window.press("Esc");
        assert!(!window.has("dialog", LEAVE_DIALOG), "{title}: nothing was typed");
        assert!(!window.has("dialog", title), "{title} is closed");
    }
    assert!(window.take_complaints().is_empty());
}

#[test]
fn no_dialog_of_a_street_throws_away_what_was_typed_unasked() {
    let (_folder, window) = office(STREET);
    window.go("#/publish");
    window.click("button", "添加岗位");
    asks_before_it_closes(&window, "岗位名称", "添加岗位");
}

/// Each way out of an open dialog asks; the last of them is taken.
fn asks_before_it_closes(window: &Window, field: &str, title: &str) {
    const TYPED: &str = "写到一半";
    window.fill(field, TYPED);
    window.press("Esc");
    is_asked(window, LEAVE_DIALOG, field, TYPED);
    window.click("button", "关闭");
    is_asked(window, LEAVE_DIALOG, field, TYPED);
    window.click("button", "取消");
    is_asked(window, LEAVE_DIALOG, field, TYPED);
    window.press("Esc");
    window.picture(&format!("forms-ask-{title}"));
    window.click("button", "不保存，关闭");
    assert!(!window.has("dialog", title), "{title} is closed:\n{}", window.text());
}

#[test]
fn a_dialog_that_is_given_up_gives_up_nothing_of_its_page() {
    const PLACE: &str = "锦华苑活动室";
    let (_folder, window) = office(COMMUNITY);
    window.go("#/meetings/new");
    window.fill("地点", PLACE);
    window.click("button", "粘贴名单核对");
    window.fill("到会名单", "张三");
    window.press("Esc");
    window.click("button", "不保存，关闭");
    window.click("link", "积分");
    is_asked(&window, LEAVE_PAGE, "地点", PLACE);
    window.press("Ctrl+S");
    window.wait_for("草稿已存");
    window.click("link", "积分");
    assert!(!window.has("dialog", LEAVE_PAGE), "the draft is kept");
}

#[test]
fn what_is_saved_is_not_asked_about() {
    let (_folder, window) = office(COMMUNITY);
    window.go("#/report-in?tab=activities");
    window.click("button", "登记活动");
    window.fill("活动名称", "清理楼道");
    window.press("Ctrl+S");
    window.wait_for("已登记活动");
    assert!(!window.has("dialog", "登记活动") && !window.has("dialog", LEAVE_DIALOG));
    window.click("link", "积分");
    assert!(!window.has("dialog", LEAVE_PAGE), "everything is saved");
}

#[test]
fn no_key_opens_another_form_over_what_is_typed() {
    const EMPLOYER: &str = "滨河中学教师";
    let (_folder, window) = office(COMMUNITY);
    window.go("#/members");
    window.ask("document.querySelector('main tr.row b').click()", vec![]);
    window.wait_for("身份证号");
    window.press("F2");
    window.fill("工作单位及职务", EMPLOYER);
    window.press("F2");
    assert_eq!(value(&window, "工作单位及职务"), EMPLOYER);
    window.press("Esc");
    is_asked(&window, LEAVE_DIALOG, "工作单位及职务", EMPLOYER);
}

#[test]
fn two_passwords_that_differ_stay_and_the_second_is_marked() {
    let (_folder, window) = office(COMMUNITY);
    window.go("#/settings?tab=password");
    window.fill("新密码", PASSWORD);
    window.fill("再填一次", "晨光2025");
    window.click("button", "保存密码");
    window.wait_for("两次填写的密码不一样");
    assert!(is_marked(&window, "再填一次"), "the second one is marked");
    assert!(!is_marked(&window, "新密码"), "the first one is not");
    assert_eq!(value(&window, "新密码"), PASSWORD);
    assert_eq!(value(&window, "再填一次"), "晨光2025");
    window.fill("再填一次", PASSWORD);
    window.click("button", "保存密码");
    window.wait_for("密码已保存");
    window.press("Esc");
    assert_eq!(value(&window, "新密码"), "", "what the book has taken does not stay on the screen");
    assert_eq!(value(&window, "再填一次"), "");
}

#[test]
fn a_new_recovery_code_stands_until_it_is_put_away() {
    const TITLE: &str = "新的恢复码";
    const PROTECTED: &str = "已设密码，数据加密保存";
    let (_folder, window) = office(COMMUNITY);
    window.go("#/settings?tab=password");
    assert!(!window.text().contains(PROTECTED), "or this test sees nothing:\n{}", window.text());
    window.fill("新密码", PASSWORD);
    window.fill("再填一次", PASSWORD);
    let is_wished = "return find('checkbox', '换一个新的恢复码').checked";
    assert_eq!(window.ask(is_wished, vec![]), true, "nobody has to think of it");
    window.click("button", "保存密码");
    // The page below has heard of the password, and was not built anew for it: the code is shown this one time only.
    window.wait_for(PROTECTED);
    window.settle();
    assert!(window.has("dialog", TITLE), "the page shows:\n{}", window.text());
    let code = window.ask("return document.querySelector('dialog[open] .code').textContent", vec![]);
    let code = code.as_str().unwrap();
    assert!(code.split('-').count() > 3, "“{code}” is to be copied by hand, group by group");
    window.picture("forms-recovery-code");
    window.click("button", "已经收好");
    assert!(!window.has("dialog", TITLE), "the page shows:\n{}", window.text());
    let text = window.text();
    assert!(text.contains(PROTECTED) && !text.contains(code), "{text}");
    assert!(window.has("button", "取消密码"));
}
