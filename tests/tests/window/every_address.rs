//! Every page that can be reached: nothing in the console, no dead link, no page wider than the window, every text can be
//! read, every control has a name, no word in a foreign language.

use branchbook_tests::program::branchbook;
use branchbook_tests::window::{Size, Start, Walk, Window};

const DAY: &str = "2026-11-21";

/// Walks through the book of an office of the demo town.
fn walk_the_demo(office: &str, size: Size, pictures: bool) {
    let folder = tempfile::tempdir().unwrap();
    let town = folder.path().join("demo");
    let made = branchbook(DAY, &["demo", town.to_str().unwrap()]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let book = town.join(office);
    let window = Window::open(&Start { book: Some(&book), size, day: Some(DAY), ..Start::default() });
    let walk = Walk::everywhere(&window, &[], |window, address| {
        if pictures {
            window.picture(&format!("{office}{}", address.replace(['/', '?', '#', '&', '='], "-")));
        }
    });
    assert!(walk.seen.len() > 6, "every page has an address of its own: {:?}", walk.seen);
    assert!(walk.findings.is_empty(), "{} pages, {:#?}", walk.seen.len(), walk.findings);
}

#[test]
fn every_address_of_a_community_is_in_order() {
    walk_the_demo("银河社区", Size::OFFICE, true);
}

#[test]
fn every_address_of_a_street_is_in_order() {
    walk_the_demo("明湖街道", Size::OFFICE, true);
}

#[test]
fn every_address_of_a_community_is_in_order_at_125_percent() {
    walk_the_demo("银河社区", Size::LARGE_TYPE, false);
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
