//! The first page where there is more than fits on it.

use branchbook_tests::large::{self, Size, TODAY};
use branchbook_tests::window::{Start, Window};
use serde_json::json;

use crate::demo::{COMMUNITY, office};

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

/// The addresses behind these elements, each with the number of people that it promises.
fn bars(window: &Window) -> Vec<(String, usize)> {
    let script = "return [...document.querySelectorAll('svg.chart a')].map((bar) => \
        [bar.getAttribute('href'), parseInt(bar.querySelector('title').textContent.split('：')[1])])";
    serde_json::from_value(window.ask(script, vec![])).unwrap()
}

#[test]
fn rows_and_bars_of_the_first_page_lead_to_what_they_count() {
    let (_folder, window) = office(COMMUNITY);
    let without_way = "return [...document.querySelectorAll('.todo li:has(time)')].map((row) => row.querySelector('a.go') !== null)";
    let ways: Vec<bool> = serde_json::from_value(window.ask(without_way, vec![])).unwrap();
    assert!(
        ways.len() > 3 && ways.iter().all(|has| *has),
        "each row has its way: {ways:?}\n{}",
        window.text()
    );
    let bars = bars(&window);
    assert_eq!(bars.len(), 7);
    for (address, count) in bars {
        window.go(&address);
        let shown =
            window.ask("return Number(document.querySelector('[aria-rowcount]')?.ariaRowCount ?? 0)", vec![]);
        let rows = usize::try_from(shown.as_u64().unwrap()).unwrap();
        // The head of a table counts as a row of it; without people there is no table.
        assert_eq!(rows.saturating_sub(1), count, "{address}");
        window.click("button", "×");
        assert!(!window.address().contains("span="), "{}", window.address());
    }
    window.go("#/home");
    window.click("button", "上个月");
    window.click("button", "上个月");
    window.wait_for("九月已结账");
    window.picture("home-closed");
}
