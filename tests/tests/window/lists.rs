//! Lists in the real window: their rows in another order by the heads, other columns, and a file of what is shown.

use std::path::{Path, PathBuf};

use branchbook_tests::window::Window;
use calamine::{Reader as _, Xlsx, open_workbook};

use crate::demo::{COMMUNITY, STREET, office};

/// How the column of this title is sorted, as a screen reader says it.
fn sorted(window: &Window, title: &str) -> String {
    let script = "return [...document.querySelectorAll('main th')] \
        .find((head) => flat(head.textContent) === arguments[0])?.ariaSort ?? ''";
    window.ask(script, vec![title.into()]).as_str().unwrap_or_default().to_owned()
}

/// Saves the list under a name by the menu over it.
fn export(window: &Window, file: &Path) {
    window.click("button", "列表");
    window.click("menuitem", "导出…");
    window.wait_for("要导出的");
    window.will_pick(&[file]);
    window.click("button", "选择位置…");
    window.click("button", "导出");
    window.wait_for("已导出");
}

/// The rows below the head of a file.
fn rows(file: &PathBuf) -> Vec<Vec<String>> {
    let mut book = open_workbook::<Xlsx<_>, _>(file).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    rows.skip_while(|row| row[0] != "序号").collect()
}

#[test]
fn a_folio_is_sorted_by_its_heads_and_exported_as_it_is_shown() {
    let (folder, window) = office(COMMUNITY);
    window.go("#/folio/units");
    let all = window.ask("return flat(document.querySelector('main .filters button').textContent)", vec![]);
    assert!(all.as_str().unwrap().starts_with("全部") && !all.as_str().unwrap().contains('×'), "{all}");
    window.click("button", "单位");
    assert_eq!(sorted(&window, "单位"), "ascending");
    window.click("button", "单位");
    assert_eq!(sorted(&window, "单位"), "descending");
    window.click("button", "列表");
    window.click("menuitem", "选择栏目…");
    window.click("checkbox", "党组织");
    window.click("button", "列出");
    window.wait_until_gone("选择栏目");
    window.picture("lists-1-sorted");
    let first = "return flat(document.querySelector('main tbody tr td:nth-child(2)').textContent)";
    let first = window.ask(first, vec![]);
    let file = folder.path().join("单位.xlsx");
    export(&window, &file);
    let rows = rows(&file);
    assert!(!rows[0].contains(&"党组织".to_owned()), "the column was left out: {:?}", rows[0]);
    assert_eq!(rows[1][1], first.as_str().unwrap(), "the first row of the file is that of the screen");
}

#[test]
fn a_ranking_is_sorted_and_only_the_ticked_row_is_exported() {
    let (folder, window) = office(COMMUNITY);
    window.go("#/points");
    window.click("button", "姓名");
    assert_eq!(sorted(&window, "姓名"), "ascending");
    window.click("checkbox", "选中这一行");
    window.wait_for("已选 1 条");
    window.picture("lists-2-ticked");
    let file = folder.path().join("积分.xlsx");
    export(&window, &file);
    let name = "return flat(document.querySelector('main tr.row td:nth-child(3)').textContent)";
    let name = window.ask(name, vec![]);
    let rows = rows(&file);
    assert_eq!(rows.len(), 2, "the head and one row: {rows:?}");
    assert_eq!(rows[1][2], name.as_str().unwrap());
}

#[test]
fn the_rows_behind_a_figure_are_sorted_by_their_heads_and_exported() {
    let (folder, window) = office(STREET);
    window.go("#/roll-up?span=3");
    window.ask("document.querySelector('td.num button').click()", vec![]);
    window.settle();
    let begins_at = window.ask("return document.activeElement.getAttribute('role')", vec![]);
    assert_eq!(begins_at, "tab", "Enter must not begin to send the report back");
    window.click("button", "姓名");
    assert_eq!(sorted(&window, "姓名"), "ascending");
    window.click("button", "姓名");
    assert_eq!(sorted(&window, "姓名"), "descending");
    assert!(window.address().contains("sort=-"), "{}", window.address());
    window.picture("lists-3-behind");
    let file = folder.path().join("明细.xlsx");
    window.will_pick(&[&file]);
    window.click("button", "导出…");
    window.wait_for("已导出");
    let first = "return flat(document.querySelector('dialog tbody tr td:nth-child(2)').textContent)";
    let first = window.ask(first, vec![]);
    let rows = rows(&file);
    assert_eq!(rows[0][..3], ["序号", "行", "姓名"]);
    assert_eq!(rows[1][2], first.as_str().unwrap(), "the first row of the file is that of the screen");
    window.click("tab", "组织生活");
    assert!(!window.address().contains("sort="), "another part has other columns: {}", window.address());
    window.click("tab", "党员名册");
    window.go(&format!("{}&sort=工资", window.address()));
    assert!(!window.address().contains("sort="), "read as it was reported: {}", window.address());
    assert!(!window.text().contains("没有“工资”这一栏"), "{}", window.text());
}

#[test]
fn the_undo_list_is_filtered_and_exported_as_it_is_shown() {
    let (folder, window) = office(COMMUNITY);
    window.go("#/history");
    window.click("button", "不能撤销");
    assert!(window.address().contains("chip=final"), "{}", window.address());
    let shown = "return [...document.querySelectorAll('main tbody tr td:nth-child(3)')] \
        .map((cell) => flat(cell.textContent))";
    let titles: Vec<String> = serde_json::from_value(window.ask(shown, vec![])).unwrap();
    assert!(!titles.is_empty() && !window.names("button").contains(&"撤销".to_owned()), "{titles:?}");
    window.picture("lists-4-operations");
    let file = folder.path().join("撤销记录.xlsx");
    export(&window, &file);
    let rows = rows(&file);
    assert_eq!(rows[0][..3], ["序号", "时间", "操作"]);
    assert_eq!((rows.len() - 1, &rows[1][2]), (titles.len(), &titles[0]));
}
