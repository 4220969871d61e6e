//! Every page that can be reached: nothing in the console, no dead link, no page wider than the window, every text can be
//! read, every control has a name, no word in a foreign language.

use std::path::{Path, PathBuf};

use branchbook_tests::window::{Size, Start, Walk, Window};
use tempfile::TempDir;

use crate::demo::{COMMUNITY, DAY, STREET, well};

/// A book of the demo town.
fn demo(office: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("demo");
    well(&["demo", town.to_str().unwrap()]);
    (folder, town.join(office))
}

/// A book in which nothing stands yet.
fn empty(office: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    well(&["init", "--office", office, "--name", "晨光单位", "--no-password", book.to_str().unwrap()]);
    (folder, book)
}

/// Walks through a book, and takes pictures under this name if there is one.
fn walk_through(book: &Path, size: Size, name: Option<&str>) {
    let window = Window::open(&Start { book: Some(book), size, day: Some(DAY), ..Start::default() });
    let asked = "return window.__drive.asked.filter((one) => one.what.includes('call')).length";
    assert_eq!(window.ask(asked, vec![]), 1, "what the first page asks comes with how it begins");
    let walk = Walk::everywhere(&window, &[], |window, address| {
        if let Some(name) = name {
            window.picture(&format!("{name}{}", address.replace(['/', '?', '#', '&', '='], "-")));
        }
    });
    assert!(walk.seen.len() > 6, "every page has an address of its own: {:?}", walk.seen);
    assert!(walk.findings.is_empty(), "{} pages, {:#?}", walk.seen.len(), walk.findings);
}

#[test]
fn every_address_of_a_community_is_in_order() {
    let (_folder, book) = demo(COMMUNITY);
    walk_through(&book, Size::OFFICE, Some(COMMUNITY));
}

#[test]
fn every_address_of_a_street_is_in_order() {
    let (_folder, book) = demo(STREET);
    walk_through(&book, Size::OFFICE, Some(STREET));
}

#[test]
fn every_address_of_a_community_is_in_order_at_125_percent() {
    let (_folder, book) = demo(COMMUNITY);
    walk_through(&book, Size::LARGE_TYPE, None);
}

#[test]
fn every_address_of_a_community_is_in_order_in_large_type() {
    let (_folder, book) = demo(COMMUNITY);
    well(&["--book", book.to_str().unwrap(), "setting", "set", "window.large_type", "true"]);
    walk_through(&book, Size::OFFICE, Some("large-type"));
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
fn what_is_wrong_with_a_page_is_noticed() {
    const BAD: &str = "document.body.innerHTML = `<h1>标题</h1><h1>二</h1><p style='color: #aaa'>淡</p><button></button>\
        <div style='width: 3000px'>宽</div><p>Settings</p><a href='#'>去</a><b id='x'></b><b id='x'></b><i data-lost></i>`";
    let window = Window::open(&Start::default());
    // Through the style sheet interface, because the policy of the page allows no style in the text.
    window.ask(&BAD.replace("style='", "data-style='"), vec![]);
    window.ask(
        "document.querySelectorAll('[data-style]').forEach((e) => { e.style.cssText = e.dataset.style; })",
        vec![],
    );
    window.ask("console.error('a complaint')", vec![]);
    let wrongs = window.wrongs();
    for expected in
        ["2 titles", "contrast 2.", "has no name", "px wide", "“Settings”", "leads nowhere", "called #x"]
    {
        assert!(wrongs.iter().any(|wrong| wrong.contains(expected)), "{expected} is not among {wrongs:#?}");
    }
    assert_eq!(window.take_complaints(), ["console: a complaint"]);
    assert!(window.complaints().is_empty(), "each complaint is told once");
}
