//! The hand that drives the window, on a page that the test writes itself: so that a failure elsewhere is one of the page.

use branchbook_tests::window::{Start, Window};
use serde_json::json;

const FORM: &str = "document.body.innerHTML = `<h1>登记</h1><label>姓名<input id='name'></label>\
    <label for='sex'>性别</label><select id='sex'><option>男</option><option>女</option></select><button>保存</button><p></p>`; \
    const note = (text) => { document.querySelector('p').textContent += `${text};`; }; \
    document.querySelector('button').addEventListener('click', () => note('saved')); \
    document.addEventListener('keydown', (e) => note(`${e.ctrlKey ? 'ctrl+' : ''}${e.key}${e.isComposing || e.keyCode === 229 ? '!' : ''}`));";

fn on_form() -> Window {
    let window = Window::open(&Start::default());
    window.ask(FORM, vec![]);
    window
}

fn value(window: &Window, id: &str) -> String {
    window
        .ask("return document.getElementById(arguments[0]).value", vec![json!(id)])
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn what_has_a_name_can_be_typed_chosen_clicked_and_pressed() {
    let window = on_form();
    window.fill("姓名", "张三丰");
    assert_eq!(value(&window, "name"), "张三丰");
    window.fill("姓名", "李四");
    assert_eq!(value(&window, "name"), "李四", "what stood there is replaced");
    window.choose("性别", "女");
    assert_eq!(value(&window, "sex"), "女");
    window.click("button", "保存");
    window.wait_for("saved");
    window.press("Ctrl+S");
    window.wait_for("ctrl+s");
    assert_eq!(window.names("button"), ["保存"]);
    assert!(window.picture("hand").is_file());
}

#[test]
fn a_word_can_be_composed_as_an_input_method_does() {
    let window = on_form();
    window.click("field", "姓名");
    window.compose("zhang", "张");
    assert_eq!(value(&window, "name"), "张");
    assert!(window.text().contains("Enter!"), "the Enter that confirms is marked as part of the word");
}
