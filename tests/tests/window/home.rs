//! The first page where there is more than fits on it.

use branchbook_tests::large::{self, Size, TODAY};
use branchbook_tests::window::{Start, Window};
use serde_json::json;

fn branches(window: &Window) -> u64 {
    let script = "return document.querySelectorAll('table.cal tbody tr').length";
    window.ask(script, vec![]).as_u64().unwrap()
}

#[test]
fn many_branches_leave_room_for_the_rest_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    large::make(&book, Size { branches: 12, ..Size::tenth(1) }).close().unwrap();
    let window = Window::open(&Start { book: Some(&book), day: Some(TODAY), ..Start::default() });
    assert_eq!(branches(&window), 6, "which ones is tried in tests/page/many.rs");
    assert!(window.text().contains("另有 6 个支部"), "{}", window.text());
    let fits = "return document.querySelector('.fig').getBoundingClientRect().bottom < innerHeight";
    assert_eq!(window.ask(fits, vec![]), json!(true), "the figures stand on the first screen");
    window.picture("home-many-branches");
    window.click("button", "全部显示");
    window.settle();
    assert_eq!(branches(&window), 12);
    window.click("button", "收起");
    window.settle();
    assert_eq!(branches(&window), 6);
}
