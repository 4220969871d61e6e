//! Nothing happens while a word is being composed: no search for half of its pinyin, no mark, and the Enter that confirms
//! it confirms nothing else.

use branchbook_tests::window::Window;
use serde_json::{Value, json};

use crate::demo::{COMMUNITY, office};

/// Questions that were put to the desk so far.
fn asked(window: &Window) -> Value {
    window.ask("return window.__drive.asked.filter((one) => one.what.includes('call')).length", vec![])
}

/// Composes a word where the focus is: half of it asks nothing and shows nothing else in `list`, the whole word does.
fn searches_only_for_words(window: &Window, list: &str, (pinyin, word): (&str, &str)) {
    let shown =
        || window.ask("return document.querySelector(arguments[0])?.textContent ?? ''", vec![json!(list)]);
    let (before, count) = (shown(), asked(window));
    window.begin_word(pinyin);
    assert_eq!(asked(window), count, "half a word is not searched for");
    assert_eq!(shown(), before, "and changes nothing on the screen");
    window.end_word(pinyin, word);
    assert_ne!(asked(window), count, "the word is");
    assert!(shown().as_str().unwrap().contains(word), "{}", shown());
}

/// Name of somebody in the register.
fn somebody(window: &Window) -> String {
    window.go("#/members");
    let name = window.ask("return document.querySelector('main tr.row b').textContent", vec![]);
    name.as_str().unwrap().to_owned()
}

#[test]
fn the_palette_searches_for_words_and_stays_open() {
    let (_folder, window) = office(COMMUNITY);
    let name = somebody(&window);
    window.press("Ctrl+K");
    searches_only_for_words(&window, ".palette .found", ("renming", &name));
    assert!(window.has("dialog", "搜索"), "the Enter that confirms the word opens nothing");
    window.press("Enter");
    assert!(!window.has("dialog", "搜索"));
    assert!(window.address().contains("open="), "the next one does: {}", window.address());
}

#[test]
fn a_person_is_found_by_words_and_chosen_by_an_enter_of_its_own() {
    let (_folder, window) = office(COMMUNITY);
    let name = somebody(&window);
    window.go("#/points");
    window.click("button", "记分");
    window.click("field", "按姓名、拼音首字母找人");
    searches_only_for_words(&window, ".find-person .offers", ("renming", &name));
    let is_offered = "return document.querySelector('.find-person .offers') !== null";
    assert_eq!(window.ask(is_offered, vec![]), true, "the Enter that confirms the word chooses nobody");
    window.press("Enter");
    assert_eq!(window.ask(is_offered, vec![]), false);
    let chosen = window.ask("return document.querySelector('dialog .chosen').textContent", vec![]);
    assert!(chosen.as_str().unwrap().contains(&name), "{chosen}");
}

/// How many seats are marked.
fn marked(window: &Window) -> Value {
    window.ask("return document.querySelectorAll('.roll .p.away').length", vec![])
}

fn go_to_roll(window: &Window) {
    window.ask("find('listbox', '应到名单').focus()", vec![]);
}

/// Whether the reason of somebody who is away is asked for; 补录原因 of the meeting stands there all the time.
fn asks_why(window: &Window) -> bool {
    window.names("field").iter().any(|name| name == "原因")
}

#[test]
fn the_roll_is_searched_by_words_and_marked_by_keys_alone() {
    let (_folder, window) = office(COMMUNITY);
    window.go("#/meetings/new");
    let name = window.ask("return document.querySelector('.roll .p:not(.ex) b').textContent", vec![]);
    let name = name.as_str().unwrap();
    window.ask("document.querySelector('.rollhead input').focus()", vec![]);
    searches_only_for_words(&window, ".roll", ("renming", name));
    let at = window.ask("return document.activeElement.tagName", vec![]);
    assert_eq!(at, "INPUT", "the Enter that confirms the word does not leave the search");

    go_to_roll(&window);
    for key in ["q", "x", "Enter"] {
        window.press_composing(key);
        assert_eq!(marked(&window), 0, "{key} belongs to the input method");
        assert!(!asks_why(&window), "{key} opens nothing");
    }
    window.press("x");
    assert_eq!(marked(&window), 1, "or this test sees nothing");
    window.press("x");
    assert_eq!(marked(&window), 0);
}

#[test]
fn a_reason_is_composed_beside_the_name() {
    let (_folder, window) = office(COMMUNITY);
    window.go("#/meetings/new");
    window.ask("document.querySelector('.roll .p:not(.ex)').click()", vec![]);
    window.click("field", "原因");
    window.begin_word("peixun");
    window.press_composing("Escape");
    assert!(asks_why(&window), "Esc takes back half a word, not the choice");
    window.end_word("peixun", "培训");
    assert!(asks_why(&window), "the Enter that confirms the word does not close the choice");
    window.press("Enter");
    assert!(!asks_why(&window));
    assert_eq!(marked(&window), 1);
    let said = window.ask("return document.querySelector('.roll .p.away').textContent", vec![]);
    assert!(said.as_str().unwrap().contains("培训"), "{said}");
    window.picture("composing-reason");
}
