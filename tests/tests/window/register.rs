//! The register in the real window: somebody is found by initials and transferred out with a letter, what was done is seen
//! and taken back, next year's roster is decided and taken back, two records of one person become one, a list is kept under a name.

use std::path::{Path, PathBuf};

use branchbook_tests::program::branchbook;
use branchbook_tests::window::{Start, Window};
use serde_json::{Value, json};

use crate::demo::{COMMUNITY, DAY, town, well, window};

/// The first member of the book: key, name and initials.
fn somebody(book: &Path) -> (i64, String, String) {
    let page = read(&["--json", "--book", book.to_str().unwrap(), "member", "list"]);
    let row = &page[0];
    let name = row["name"].as_str().unwrap().to_owned();
    let initials = branchbook_domain::name::NameKeys::of(&name).initials;
    let initials = initials.split(' ').next().unwrap().to_lowercase();
    (row["member"].as_i64().unwrap(), name, initials)
}

#[test]
fn somebody_found_by_initials_is_transferred_out_with_a_letter_and_taken_back() {
    let (_folder, book) = town(COMMUNITY);
    let (member, name, initials) = somebody(&book);
    let window = window(&book);
    window.go("#/members");
    window.fill("姓名、拼音、电话、单位、证件号", &initials);
    window.wait_for(&name);
    window.picture("register-initials");
    window.go(&format!("#/members?open={member}"));
    window.click("button", "登记");
    window.click("menuitem", "转出");
    window.wait_for("当月报表计一人转出");
    window.fill("日期", "2026-11-18");
    window.choose("原因", "转往外省");
    window.fill("转到哪里", "青山区滨河街道党工委");
    window.fill("介绍信号", "转字88号");
    window.picture("register-transfer-out");
    window.press("Ctrl+S");
    window.wait_for("已登记转出");
    window.go("#/folio/letters");
    window.wait_for("转字88号");
    let rows = window.names("row");
    let letter = rows.iter().find(|row| row.contains("转字88号")).unwrap();
    assert!(letter.contains("途中"), "the letter is on its way: {letter}");
    window.picture("register-letters");
    window.go("#/folio/movements");
    window.wait_for("转往外省");
    window.go(&format!("#/members?open={member}"));
    window.click("link", "历史");
    window.wait_for("党员历史");
    window.wait_for("转出");
    window.picture("register-history");
    window.press("Ctrl+Z");
    window.wait_for("撤销");
    window.press("Enter");
    window.wait_for("已撤销");
    window.go("#/folio/letters");
    window.wait_until_gone("转字88号");
}

#[test]
fn two_records_of_one_person_stand_side_by_side_and_become_one() {
    let (_folder, book) = town(COMMUNITY);
    let name = twins(&book);
    let window = window(&book);
    window.go("#/folio/duplicates");
    window.wait_for(&name);
    window.picture("register-duplicates");
    window.click("button", "合并");
    window.wait_for("保留哪一条记录");
    window.picture("register-merge");
    window.press("Ctrl+S");
    window.wait_for("已合并人员");
    window.go("#/history");
    window.wait_for("合并人员");
    window.click("button", "撤销");
    window.wait_for("已撤销");
    window.go("#/folio/duplicates");
    window.wait_for(&name);
}

#[test]
fn next_years_roster_is_decided_one_by_one_and_taken_back() {
    let (folder, book) = town(COMMUNITY);
    let (file, missing) = next_year(folder.path(), &book);
    let picks = [vec![file]];
    let window =
        Window::open(&Start { book: Some(&book), day: Some(DAY), picks: &picks, ..Start::default() });
    window.go("#/intake?kind=roster");
    window.click("button", "选择文件");
    window.click("button", "下一步");
    window.wait_for("将新增 1 行、更新 1 行");
    window.choose("第 9 行怎么处理", "从外省转入");
    window.wait_until_gone("补入，不算本月增加");
    window.choose("第 2 行文化程度怎么处理", "保留台账的");
    window.wait_for("将新增 1 行、更新 0 行");
    window.picture("roster-1-decided");
    window.click("tab", "没有写到的党员");
    window.choose(&format!("{missing}怎么处理"), "转往外省");
    window.wait_for("1 人登记增减");
    window.fill(&format!("{missing}：哪一天"), "2026-11-10");
    window.press("Tab");
    window.wait_for("1 人登记增减");
    window.picture("roster-2-missing");
    window.click("button", "导入 1 行");
    window.wait_for("撤销这次导入");
    window.picture("roster-3-done");
    assert!(stands(&window, NEW), "who is new is in the register");
    assert!(!stands(&window, &missing), "who was decided to have gone is in it no more");
    window.go("#/folio/movements");
    window.wait_for("2026-11-10");
    window.go("#/intake?kind=roster");
    window.click("button", "撤销");
    window.click("button", "撤销导入");
    window.wait_for("已撤销");
    window.picture("roster-4-undone");
    assert!(!stands(&window, NEW) && stands(&window, &missing), "as before the import");
}

const NEW: &str = "钟岚岚";
const SMALLEST: &str = "双桥党支部";

/// Whether somebody of this name stands in the register.
fn stands(window: &Window, name: &str) -> bool {
    window.go(&format!("#/members?q={name}"));
    window.names("row").iter().any(|row| row.contains(name))
}

/// The roster of a branch a year later: one member is not in it, one is new, one has another schooling.
fn next_year(folder: &Path, book: &Path) -> (PathBuf, String) {
    let page = read(&["--json", "--book", book.to_str().unwrap(), "member", "list"]);
    let members = page.as_array().unwrap().iter().filter(|row| row["branch_name"] == SMALLEST);
    let word = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let mut lines: Vec<[String; 4]> = members
        .map(|row| [word(row, "name"), word(row, "birth_on"), word(row, "joined_on"), word(row, "education")])
        .collect();
    let [missing, ..] = lines.pop().unwrap();
    lines[0][3] = "博士".to_owned();
    lines.push([NEW, "1980-03-05", "2005-07-01", "大学"].map(str::to_owned));
    let line = |[name, birth, joined, schooling]: &[String; 4]| {
        format!("{name},{SMALLEST},{birth},{joined},{schooling}\n")
    };
    let text: String = lines.iter().map(line).collect();
    let path = folder.join("明年花名册.csv");
    std::fs::write(&path, format!("姓名,所在党支部,出生日期,入党时间,学历\n{text}")).unwrap();
    (path, missing)
}

/// Two members of one name and birth, the second entered although the book warned.
fn twins(book: &Path) -> String {
    let place = book.to_str().unwrap();
    let page = read(&["--json", "--book", place, "member", "list"]);
    let branch = page[0]["branch"].as_i64().unwrap();
    for phone in ["13800000001", "13800000002"] {
        let draft =
            json!({ "name": "程双双", "birth_on": "1970-05-04", "phone": phone, "joined_on": "1995-07-01" });
        let entry =
            json!({ "kind": "transfer_in", "occurred_on": "2026-11-05", "counterpart": "滨河社区党委" });
        let request = json!({ "branch": branch, "draft": draft, "entry": entry, "confirm_duplicate": true });
        well(&["--book", place, "--as", "周经办", "call", "member_add", &request.to_string()]);
    }
    "程双双".to_owned()
}

/// What a command answers, as JSON.
fn read(words: &[&str]) -> Value {
    let done = branchbook(DAY, words);
    serde_json::from_slice(&done.stdout).unwrap_or_else(|why| panic!("{words:?}: {why}"))
}
