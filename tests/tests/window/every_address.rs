//! Every page that can be reached: nothing in the console, no dead link, no page wider than the window, every text can be
//! read, every control has a name, no word in a foreign language.

use std::path::{Path, PathBuf};

use branchbook_tests::window::{Size, Start, Walk, Window};
use tempfile::TempDir;

use crate::demo::{COMMUNITY, DAY, STREET, town, well, window};

/// A book in which nothing stands yet.
fn empty(office: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    well(&["init", "--office", office, "--name", "晨光单位", "--no-password", book.to_str().unwrap()]);
    (folder, book)
}

/// What is reached by pressing a row or a button, in the books of the demo.
const PRESSED: [&str; 6] = [
    "/#/points/1",
    "/#/points/scheme",
    "/#/meetings?open=1",
    "/#/meetings/new?correct=1",
    "/#/members?do=new",
    "/#/report-in?tab=people&open=1",
];

/// The rows behind a figure of the street.
fn behind_a_figure(window: &Window) -> String {
    window.go("/#/roll-up?span=3");
    window.ask("document.querySelector('td.num button').click()", vec![]);
    window.settle();
    let address = window.address();
    assert!(address.contains("whose="), "{address}");
    address
}

/// Walks through a book, and takes pictures under this name if there is one.
fn walk_through(book: &Path, size: Size, name: Option<&str>) {
    walk_further(book, size, name, |_| Vec::new());
}

fn walk_further(book: &Path, size: Size, name: Option<&str>, more: impl Fn(&Window) -> Vec<String>) {
    let window = Window::open(&Start { book: Some(book), size, day: Some(DAY), ..Start::default() });
    let asked = "return window.__drive.asked.filter((one) => one.what.includes('call')).length";
    assert_eq!(window.ask(asked, vec![]), 1, "what the first page asks comes with how it begins");
    let more = more(&window);
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    let walk = Walk::everywhere(&window, &more, |window, address| {
        if let Some(name) = name {
            window.picture(&format!("{name}{}", address.replace(['/', '?', '#', '&', '='], "-")));
        }
    });
    assert!(walk.seen.len() > 6, "every page has an address of its own: {:?}", walk.seen);
    assert!(walk.findings.is_empty(), "{} pages, {:#?}", walk.seen.len(), walk.findings);
}

/// A community of the demo, at a size.
fn walk_community(size: Size, name: Option<&str>) {
    let (_folder, book) = town(COMMUNITY);
    walk_further(&book, size, name, |_| PRESSED.map(str::to_owned).to_vec());
}

/// A book of the demo that is read in large type.
fn in_large_type(office: &str) -> (TempDir, PathBuf) {
    let (folder, book) = town(office);
    well(&["--book", book.to_str().unwrap(), "setting", "set", "window.large_type", "true"]);
    (folder, book)
}

/// The street of the demo, at a size.
fn walk_street(size: Size, name: Option<&str>) {
    let (_folder, book) = town(STREET);
    walk_further(&book, size, name, |window| vec![behind_a_figure(window)]);
}

#[test]
fn every_address_of_a_community_is_in_order() {
    walk_community(Size::PAGE, Some(COMMUNITY));
}

#[test]
fn every_address_of_a_street_is_in_order() {
    walk_street(Size::PAGE, Some(STREET));
}

#[test]
fn every_address_of_a_community_is_in_order_at_125_percent() {
    walk_community(Size::LARGE_TYPE, None);
}

#[test]
fn every_address_of_a_street_is_in_order_at_125_percent() {
    walk_street(Size::LARGE_TYPE, Some("125-percent"));
}

#[test]
fn every_address_of_a_community_is_in_order_on_a_wide_screen() {
    walk_community(Size::WIDE, Some("wide"));
}

#[test]
fn every_address_of_a_street_is_in_order_on_a_wide_screen() {
    walk_street(Size::WIDE, None);
}

#[test]
fn every_address_of_a_community_is_in_order_in_large_type() {
    let (_folder, book) = in_large_type(COMMUNITY);
    walk_further(&book, Size::OFFICE, Some("large-type"), |_| PRESSED.map(str::to_owned).to_vec());
}

#[test]
fn every_address_of_a_street_is_in_order_in_large_type() {
    let (_folder, book) = in_large_type(STREET);
    walk_further(&book, Size::OFFICE, Some("large-type-street"), |window| vec![behind_a_figure(window)]);
}

#[test]
fn every_address_of_an_empty_community_is_in_order() {
    let (_folder, book) = empty("community");
    walk_through(&book, Size::OFFICE, Some("empty-community"));
}

#[test]
fn every_address_of_an_empty_street_is_in_order() {
    let (_folder, book) = empty("street");
    walk_through(&book, Size::OFFICE, Some("empty-street"));
}

#[test]
fn every_address_is_in_order() {
    let window = Window::open(&Start::default());
    let walk = Walk::everywhere(&window, &[], |window, address| {
        window.picture(&format!("address{}", address.replace(['/', '?', '#', '&', '='], "-")));
    });
    assert!(walk.findings.is_empty(), "{} pages, {:#?}", walk.seen.len(), walk.findings);
}

#[test]
fn every_address_is_in_order_at_125_percent() {
    let window = Window::open(&Start { size: Size::LARGE_TYPE, ..Start::default() });
    let walk = Walk::everywhere(&window, &[], |_, _| {});
    assert!(walk.findings.is_empty(), "{} pages, {:#?}", walk.seen.len(), walk.findings);
}

#[test]
fn an_address_that_leads_nowhere_says_so() {
    let (_folder, book) = empty("community");
    let window = window(&book);
    window.go("/#/nonsense");
    window.wait_for("没有这一页");
    assert!(window.wrongs().iter().any(|wrong| wrong.contains("leads nowhere")), "{:#?}", window.wrongs());
    window.picture("no-such-page");
}

#[test]
fn what_is_wrong_with_a_page_is_noticed() {
    const BAD: &str = "document.body.innerHTML = `<h1>标题</h1><h1>二</h1><p style='color: #aaa'>淡</p><button></button>\
        <main style='overflow: auto'><div style='width: 3000px'>宽</div></main><p>Settings</p>\
        <div style='overflow: hidden; width: 20px; white-space: nowrap; text-overflow: ellipsis'>切掉的字</div>\
        <input placeholder='一个放不进去的提示' style='width: 40px'><a href='#'>去</a><b id='x'></b><b id='x'></b><i data-lost></i>`";
    let window = Window::open(&Start::default());
    // Through the style sheet interface, because the policy of the page allows no style in the text.
    window.ask(&BAD.replace("style='", "data-style='"), vec![]);
    window.ask(
        "document.querySelectorAll('[data-style]').forEach((e) => { e.style.cssText = e.dataset.style; })",
        vec![],
    );
    window.ask("console.error('a complaint')", vec![]);
    let wrongs = window.wrongs();
    for expected in [
        "2 titles",
        "contrast 2.",
        "has no name",
        "px wide",
        "“Settings”",
        "leads nowhere",
        "called #x",
        "is cut off",
        "does not fit",
        "address leads nowhere",
    ] {
        assert!(wrongs.iter().any(|wrong| wrong.contains(expected)), "{expected} is not among {wrongs:#?}");
    }
    assert_eq!(window.take_complaints(), ["console: a complaint"]);
    assert!(window.complaints().is_empty(), "each complaint is told once");
}
